"""Proofs with a seal: whose they are, whether the seal holds, and the captcha that a person reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sigateway as sg
from sigateway.testing.clock import WorldClock
from sigateway_mockservers import InProcess

from .world import NINGBO, Own, Scene, enrolment, person, rule, scene, seal_root

PLACE = "宁波市—市本级"


def trusting(stage: Scene) -> Own:
    return Own(rule("ZJ-28", {"seal_root": seal_root(stage)}, kind="document"))


def clerk(stage: Scene) -> sg.PortalLogin:
    return stage.login(stage.known("zj here man").number, "personal")


def unit_proof(stage: Scene, **changes: Any) -> sg.UnitProof:
    record = stage.world.zhejiang.units[stage.unit.number]
    fields = {"place": PLACE, "contact": record.contact_name, "contact_mobile": record.contact_mobile}
    return sg.UnitProof(**{**fields, **changes})


def fetch(stage: Scene, printout: sg.Printout, *, trust: bool = True) -> sg.FetchedFile:
    plugins = [trusting(stage)] if trust else []
    with (
        stage.gateway(plugins=plugins) as gateway,
        stage.hall(gateway, credentials=clerk(stage)).sign_in() as session,
    ):
        return session.fetch(printout)


@pytest.mark.rule("ZJ-24", "ZJ-25", "ZJ-26", "ZJ-27", "ZJ-28", "ZJ-29")
def test_the_units_proof_is_printed_by_a_person_and_its_seal_is_verified(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    found = fetch(stage, unit_proof(stage))
    assert found.kind == "application/pdf"
    assert found.content.startswith(b"%PDF-")
    assert found.seal is not None
    assert "模拟浙江省社会保险电子专用章" in found.seal.signer
    assert found.seal.authority == seal_root(stage)
    assert found.seal.signed_at == stage.world.clock.now()


@pytest.mark.rule("ZJ-28")
def test_without_a_root_to_trust_the_file_is_known_to_be_whole_only(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    found = fetch(stage, unit_proof(stage), trust=False)
    assert found.seal is not None
    assert found.seal.authority is None


@pytest.mark.rule("ZJ-28")
@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("byte", sg.SealBroken),
        ("unsealed", sg.SealBroken),
        ("other_root", sg.SealBroken),
        ("appended", sg.SealBroken),
        ("not_pdf", sg.WireChanged),
        ("other_unit", sg.WireChanged),
    ],
)
def test_a_file_that_is_not_the_sealed_proof_is_never_handed_on(
    tmp_path: Path, how: str, error: type[sg.SigatewayError]
) -> None:
    """The hall is told to answer the next proof's download otherwise, so its number must be known first."""
    stage = scene(tmp_path)
    made: list[str] = []

    def tamper_once(event: sg.Event) -> None:
        numbers = list(stage.world.zhejiang.store.proofs)
        if numbers and not made:
            made.append(numbers[-1])
            stage.world.zhejiang.tamper(numbers[-1], how)

    with (
        stage.gateway(plugins=[trusting(stage)], observers=[tamper_once]) as gateway,
        stage.hall(gateway, credentials=clerk(stage)).sign_in() as session,
        pytest.raises(error),
    ):
        session.fetch(unit_proof(stage))
    assert made, "the proof was tampered with"


@pytest.mark.rule("ZJ-27")
@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"place": None}, sg.ConfigurationError, "参保地"),
        ({"place": "杭州市—市本级"}, sg.NotOffered, "没有参保地"),
        ({"place": "衢州市—市本级"}, sg.HallRefused, "未查询到单位参保信息"),
        ({"contact": "别人"}, sg.HallRefused, "专管员信息与单位登记信息不一致"),
        ({"contact": None}, sg.HallRefused, "专管员姓名为必填项"),
    ],
)
def test_what_is_asked_for_the_units_proof(
    tmp_path: Path, changes: dict[str, Any], error: type[sg.SigatewayError], words: str
) -> None:
    stage = scene(tmp_path)
    with pytest.raises(error, match=words):
        fetch(stage, unit_proof(stage, **changes))


@pytest.mark.rule("ZJ-24")
def test_the_legal_persons_account_prints_no_proof(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway() as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.NotOffered, match="个人入口") as refused,
    ):
        session.fetch(unit_proof(stage))
    assert refused.value.rule == "ZJ-24"


# -- a person's own ------------------------------------------------------------------------------------------------


def own_proof(stage: Scene, note: str = "zj here man", **changes: Any) -> sg.PersonProof:
    return sg.PersonProof(**{"person": person(stage.known(note)), "months": 12, **changes})


def reader(
    stage: Scene, say: Callable[[str], str | None] = lambda text: text
) -> Callable[[sg.Challenge], str | None]:
    """Somebody who sees the picture, and types what he makes of it."""

    def ask(challenge: sg.Challenge) -> str | None:
        assert challenge.ticket is not None
        assert challenge.ticket.image is not None
        assert challenge.ticket.image.startswith(b"\x89PNG")
        return say(stage.world.zhejiang.read_captcha(challenge.ticket.id))

    return ask


def at_the_app(stage: Scene, gateway: sg.Gateway, note: str = "zj here man") -> sg.Hall:
    return stage.hall(gateway, credentials=stage.login(stage.known(note).number, "app"))


@pytest.mark.rule("ZJ-30", "ZJ-32", "ZJ-33", "ZJ-34", "ZJ-35")
@pytest.mark.parametrize("kind", list(sg.ProofKind))
def test_a_persons_proof_wants_a_captcha_read_by_a_person(tmp_path: Path, kind: sg.ProofKind) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway(plugins=[trusting(stage)], on_challenge=reader(stage)) as gateway,
        at_the_app(stage, gateway).sign_in() as session,
    ):
        found = session.fetch(own_proof(stage, kind=kind))
    title = "个人参保证明" if kind is sg.ProofKind.CURRENT else "基本养老历年参保证明"
    assert found.name.startswith(title)
    assert found.seal is not None
    assert found.seal.authority == seal_root(stage)


@pytest.mark.rule("ZJ-33")
def test_nobody_watching_it_ends_in_an_invitation_and_asks_for_no_picture(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway() as gateway,
        at_the_app(stage, gateway).sign_in() as session,
        pytest.raises(sg.InteractionNeeded) as needed,
    ):
        session.fetch(own_proof(stage))
    assert "hall.captcha" not in [entry.operation for entry in stage.world.journal.entries]
    invitation = sg.Challenge.from_json(needed.value.challenge.to_json())
    assert invitation.kind is sg.ChallengeKind.CAPTCHA
    # Another process, another day: the invitation still stands.
    stage.world.clock.advance(by=26 * 3600)
    with stage.gateway() as gateway:
        hall = at_the_app(stage, gateway)
        opened = hall.open(invitation)
        assert opened.ticket is not None
        found = hall.resume(opened, stage.world.zhejiang.read_captcha(opened.ticket.id))
    assert isinstance(found, sg.FetchedFile)
    assert found.seal is not None


@pytest.mark.rule("ZJ-33")
def test_a_wrong_word_uses_the_picture_up_and_a_new_one_is_opened(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway(
            on_challenge=reader(stage, lambda text: "0000" if text != "0000" else "1111")
        ) as gateway,
        at_the_app(stage, gateway).sign_in() as session,
        pytest.raises(sg.ChallengeFailed, match="图形验证码错误"),
    ):
        session.fetch(own_proof(stage))
    with (
        stage.gateway(on_challenge=reader(stage)) as gateway,
        at_the_app(stage, gateway).sign_in() as session,
    ):
        assert session.fetch(own_proof(stage)).content


@pytest.mark.rule("ZJ-33")
def test_a_picture_that_was_left_too_long_has_expired(tmp_path: Path) -> None:
    stage = scene(tmp_path)

    def slow(text: str) -> str:
        stage.world.clock.advance(by=301)
        return text

    with (
        stage.gateway(on_challenge=reader(stage, slow)) as gateway,
        at_the_app(stage, gateway).sign_in() as session,
        pytest.raises(sg.ChallengeExpired),
    ):
        session.fetch(own_proof(stage))


@pytest.mark.rule("ZJ-33")
def test_months_that_cannot_be_chosen_trouble_nobody(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, at_the_app(stage, gateway).sign_in() as session:
        for months in (5, 7, 48):
            with pytest.raises(sg.NotOffered, match="打印月数只能选 6、12、24、36"):
                session.fetch(own_proof(stage, months=months))
        for months in (6, 12, 24, 36):
            with pytest.raises(sg.InteractionNeeded):
                session.fetch(own_proof(stage, months=months))


@pytest.mark.rule("ZJ-30")
def test_nobody_prints_somebody_elses_proof(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway(on_challenge=reader(stage)) as gateway,
        at_the_app(stage, gateway).sign_in() as session,
        pytest.raises((sg.NotOffered, sg.WireChanged)),
    ):
        session.fetch(own_proof(stage, "zj here woman"))


@pytest.mark.rule("ZJ-31", "ZJ-35")
@pytest.mark.parametrize("setting", ["any", "in_city"])
def test_the_site_is_any_or_of_the_persons_city_by_the_setting(tmp_path: Path, setting: str) -> None:
    stage = scene(tmp_path, *(["proof_site_in_city"] if setting == "in_city" else []))
    own = Own(rule("ZJ-31", {"proof_site": setting}, kind="document"))
    with (
        stage.gateway(plugins=[own], on_challenge=reader(stage)) as gateway,
        at_the_app(stage, gateway).sign_in() as session,
    ):
        assert session.fetch(own_proof(stage)).seal is not None


def test_what_this_hall_does_not_print_is_not_offered(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(person(stage.known("zj uninsured man"))))
        with pytest.raises(sg.NotOffered):
            session.fetch(sg.DeclarationForm(case=case))
        with pytest.raises(sg.NotOffered):
            session.fetch(unit_proof(stage, format=sg.FileFormat.WORKBOOK))
    assert stage.unit.number == NINGBO


@pytest.mark.rule("ZJ-28")
def test_a_seal_is_verified_inside_a_running_loop_too(tmp_path: Path) -> None:
    stage = scene(tmp_path)

    async def fetch_it() -> sg.FetchedFile:
        gateway = sg.AsyncGateway(
            ledger=stage.folder / "ledger.db",
            clock=WorldClock(stage.world.clock),
            transport=InProcess(stage.simulator),
            trust="E0",
            plugins=[trusting(stage)],
        )
        hall = gateway.hall("zhejiang", unit=stage.unit, credentials=clerk(stage), sites=stage.addresses())
        async with gateway, await hall.sign_in() as session:
            return await session.fetch(unit_proof(stage))

    found = asyncio.run(fetch_it())
    assert found.seal is not None
    assert found.seal.authority == seal_root(stage)
