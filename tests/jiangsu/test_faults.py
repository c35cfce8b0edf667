"""A few faults at the commits: one effect or none, as the SDK says, and never two. Each attempt is a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

import sigateway as sg

from .world import Scene, enrolment, person, scene

LOST = [
    ("reset", "after_commit"),
    ("reset", "before_commit"),
    ("truncate", "mid_body"),
    ("status_5xx", "after_commit"),
]


def until_clear(stage: Scene, do: Callable[[sg.Gateway], Any]) -> Any:
    """Call, and call again after what may be called again."""
    for _ in range(6):
        try:
            with stage.gateway(patience=30) as gateway:
                return do(gateway)
        except sg.SigatewayError as error:
            if not error.retry:
                raise
            stage.world.clock.advance(by=60)
    raise AssertionError("never came to an end")


def filed(stage: Scene, kind: str) -> int:
    return len(stage.hall_itself.effects(kind=kind))


@pytest.mark.rule("JS-03")
@pytest.mark.parametrize("variant", [(), ("accepts_duplicates",)], ids=["ordinary", "accepts_duplicates"])
@pytest.mark.parametrize(("do", "when"), LOST)
def test_an_enrolment_whose_answer_is_lost_is_filed_once(
    do: str, when: str, variant: tuple[str, ...], tmp_path: Path
) -> None:
    stage = scene(tmp_path, *variant)
    stage.fault("filing.submit", do, when)
    filing = enrolment(person(stage.person("js uninsured man")))

    def file(gateway: sg.Gateway) -> sg.Case:
        with stage.hall(gateway).sign_in() as session:
            return session.file(filing, reference="pay-1")

    assert until_clear(stage, file).state is sg.CaseState.APPROVED
    stage.world.faults.assert_consumed()
    assert filed(stage, "enrolment") == 1
    stage.check()


@pytest.mark.rule("JS-07")
@pytest.mark.parametrize(("do", "when"), LOST[:2])
def test_a_take_back_whose_answer_is_lost_happens_once(do: str, when: str, tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(person(stage.person("js uninsured man"))))
    stage.fault("filing.takeback", do, when)

    def take_back(gateway: sg.Gateway) -> sg.Case:
        with stage.hall(gateway).sign_in() as session:
            return session.withdraw(case)

    assert until_clear(stage, take_back).state is sg.CaseState.WITHDRAWN
    stage.check()


@pytest.mark.rule("JS-41")
@pytest.mark.parametrize("variant", [(), ("accepts_duplicates",)], ids=["ordinary", "accepts_duplicates"])
@pytest.mark.parametrize(("do", "when"), LOST[:2])
def test_a_grant_whose_answer_is_lost_is_one_grant(
    do: str, when: str, variant: tuple[str, ...], tmp_path: Path
) -> None:
    stage = scene(tmp_path, *variant)
    stage.fault("handler.grant", do, when)
    who = person(stage.person("js grantable"))
    action = sg.HandlerGrant(person=who, rank=sg.HandlerRank.HANDLER, scopes=frozenset({"enrolment"}))

    def grant(gateway: sg.Gateway) -> sg.Case:
        with stage.hall(gateway, stage.handler("js administrator")).sign_in() as session:
            return session.access(action)

    assert until_clear(stage, grant).word == "待验证"
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        grants = [h for h in session.query(sg.HandlersQuery()) if h.document_number == who.document.number]
    assert len(grants) == 1
    stage.check()


@pytest.mark.rule("JS-42")
@pytest.mark.parametrize(("do", "when"), LOST[:2])
def test_a_verification_whose_answer_is_lost_is_ended_by_the_ticket(
    do: str, when: str, tmp_path: Path
) -> None:
    stage = scene(tmp_path)
    record = stage.person("js handler waiting")
    own = sg.HandlerLogin(document_number=record.number, password=SecretStr("Chosen2026xy"))
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, own)
        with pytest.raises(sg.InteractionNeeded) as raised:
            hall.access(sg.HandlerVerification(person=person(record)))
        opened = hall.open(raised.value.challenge)
    assert opened.ticket is not None
    stage.hall_itself.app.answer(opened.ticket.qr, record.number)
    stage.fault("account.activate", do, when)
    case = until_clear(stage, lambda gateway: stage.hall(gateway, own).resume(opened))
    assert case.word == "正常"
    with stage.gateway() as gateway:
        stage.hall(gateway, own).sign_in().close()
    stage.check()


@pytest.mark.parametrize(
    ("operation", "do"),
    [
        ("filing.check", "maintenance"),
        ("filing.check", "session_expired"),
        ("unit.open", "login_page"),
        ("person.open", "truncate"),
    ],
)
def test_a_fault_before_the_commit_leaves_nothing_and_the_next_call_files(
    operation: str, do: str, tmp_path: Path
) -> None:
    stage = scene(tmp_path)
    stage.fault(operation, do)
    filing = enrolment(person(stage.person("js uninsured man")))

    def file(gateway: sg.Gateway) -> sg.Case:
        with stage.hall(gateway).sign_in() as session:
            return session.file(filing)

    assert until_clear(stage, file).state is sg.CaseState.APPROVED
    assert filed(stage, "enrolment") == 1
    stage.check()
