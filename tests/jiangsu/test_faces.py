"""Registration, verification, forgotten passwords: a face in the middle, invited, opened, scanned by the app, gone on with."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

import sigateway as sg
from sigateway.testing.clock import WorldClock
from sigateway_mockservers import InProcess, serve

from .world import CHANGZHOU, FOREIGN, PASSWORD, UNREGISTERED, Scene, person, scene, suspension

NEW_PASSWORD = "Chosen2026xy"


def invited(hall: sg.Hall, action: Any) -> sg.Challenge:
    with pytest.raises(sg.InteractionNeeded) as raised:
        hall.access(action)
    assert raised.value.who_acts is sg.Actor.PERSON
    return raised.value.challenge


def registration(stage: Scene, note: str = "js legal unregistered", **changes: Any) -> sg.UnitRegistration:
    return sg.UnitRegistration(legal_representative=person(stage.person(note), **changes))


@pytest.mark.rule("JS-18", "JS-19", "JS-21", "JS-28", "JS-33", "JS-44")
def test_a_unit_registers_links_and_its_legal_person_signs_in(tmp_path: Path) -> None:
    stage = scene(tmp_path, number=UNREGISTERED)
    legal = stage.person("js legal unregistered")
    own = stage.handler("js legal unregistered", NEW_PASSWORD)
    stage.hall_itself.app.complete_my_information(legal.number)
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, own)
        challenge = invited(hall, registration(stage))
        assert "支付宝" in challenge.app
        assert stage.world.journal.entries == []
        opened = hall.open(sg.Challenge.from_json(challenge.to_json()))
        assert opened.ticket is not None
        assert (opened.ticket.expires_at - stage.world.clock.now()).total_seconds() == 300
        assert stage.hall_itself.app.answer(opened.ticket.qr, legal.number, app="支付宝") == "PASSED"
        case = hall.resume(opened)
        assert isinstance(case, sg.Case)
        assert (case.state, case.word) == (sg.CaseState.APPROVED, "已注册")
        assert "企业服务" in case.explain()
        with pytest.raises(sg.HallRefused, match="单位关联"):
            hall.sign_in()
        stage.hall_itself.app.link(UNREGISTERED, legal.number, NEW_PASSWORD)
        with hall.sign_in() as session:
            [only] = session.query(sg.HandlersQuery())
        assert (only.rank, only.usable) == (sg.HandlerRank.LEGAL_PERSON, True)
        assert hall.access(registration(stage)) == case
    stage.check()


@pytest.mark.rule("JS-29", "JS-20", "JS-49")
def test_a_representative_who_is_not_the_registered_one_goes_to_the_window(tmp_path: Path) -> None:
    stage = scene(tmp_path, number=UNREGISTERED)
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, stage.handler("js legal nanjing"))
        challenge = invited(hall, registration(stage, "js legal nanjing"))
        with pytest.raises(sg.NotOffered) as raised:
            hall.open(challenge)
    assert raised.value.rule == "JS-29"
    assert raised.value.place == "人社窗口"
    assert set(raised.value.papers) == {"身份证原件", "单位营业执照(统一信用代码证)", "单位授权委托书"}


@pytest.mark.rule("JS-49")
def test_by_the_other_reading_two_papers_are_enough(tmp_path: Path) -> None:
    stage = scene(tmp_path, "mismatch_needs_two_papers", number=UNREGISTERED)
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, stage.handler("js legal nanjing"))
        with pytest.raises(sg.NotOffered) as raised:
            hall.open(invited(hall, registration(stage, "js legal nanjing")))
    assert len(raised.value.papers) == 2


@pytest.mark.rule("JS-30", "JS-31", "JS-32")
def test_a_foreign_representative_sends_an_administrator_to_the_window(tmp_path: Path) -> None:
    stage = scene(tmp_path, number=FOREIGN)
    passport = sg.Person(document=sg.Document(kind="passport", number="E12345678"), name="模拟外籍")
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, stage.handler("js delegate"))
        with pytest.raises(sg.NotOffered) as raised:
            hall.access(
                sg.UnitRegistration(
                    legal_representative=passport.model_copy(update={"mobile": "13800000002"})
                )
            )
        assert (raised.value.rule, raised.value.place) == ("JS-30", "人社窗口")
        offline = hall.offers()["offline_registration"]
    assert isinstance(offline, sg.Elsewhere)
    assert "单位授权委托书" in offline.papers
    assert all(
        word in offline.why for word in ("单位名称", "被委托人姓名", "身份证号码", "手机号码", "加盖公章")
    )


@pytest.mark.rule("JS-42", "JS-44")
def test_whoever_waits_for_the_scan_cannot_sign_in_before_it_and_can_afterwards(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    waiting = stage.person("js handler waiting")
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, stage.handler("js handler waiting", NEW_PASSWORD))
        with pytest.raises(sg.HallRefused, match="人脸识别"):
            hall.sign_in()
        challenge = invited(hall, sg.HandlerVerification(person=person(waiting)))
        opened = hall.open(challenge)
        assert opened.ticket is not None
        stage.hall_itself.app.answer(opened.ticket.qr, waiting.number, app="江苏智慧人社")
        case = hall.resume(opened)
        assert isinstance(case, sg.Case)
        assert case.word == "正常"
        with hall.sign_in() as session:
            assert session is not None
        written = gateway._setup.ledger._connection.execute("SELECT request FROM intents").fetchall()  # type: ignore[attr-defined]
    assert written
    assert NEW_PASSWORD not in str(written)
    stage.check()


@pytest.mark.rule("JS-28", "JS-42")
def test_a_face_that_is_not_his_fails_with_its_reason_and_the_invitation_still_stands(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    waiting = stage.person("js handler waiting")
    app = stage.hall_itself.app
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, stage.handler("js handler waiting", NEW_PASSWORD))
        challenge = invited(hall, sg.HandlerVerification(person=person(waiting)))
        opened = hall.open(challenge)
        with pytest.raises(sg.ChallengeAlive):
            hall.open(challenge)
        assert opened.ticket is not None
        app.answer(opened.ticket.qr, waiting.number, face=False)
        with pytest.raises(sg.ChallengeFailed, match="人脸比对不一致"):
            hall.resume(opened)
        slow = hall.open(challenge)
        with pytest.raises(sg.ChallengeExpired):
            hall.resume(slow)
        third = hall.open(challenge)
        assert third.ticket is not None
        app.answer(third.ticket.qr, waiting.number)
        assert isinstance(hall.resume(third), sg.Case)
    stage.check()


@pytest.mark.rule("JS-43")
def test_in_changzhou_a_scan_without_basic_data_names_its_cure(tmp_path: Path) -> None:
    stage = scene(tmp_path, number=CHANGZHOU)
    unknown = stage.person("js changzhou, no basic data")
    legal = stage.handler("js legal changzhou")
    with stage.gateway() as gateway:
        with stage.hall(gateway, legal, code="jiangsu.changzhou").sign_in() as session:
            text = session.query(sg.ServiceAgreementQuery())
            session.access(sg.GrantingConsent(version=text.version, text_digest=text.text_digest))
            session.access(
                sg.HandlerGrant(person=person(unknown), rank="handler", scopes=frozenset({"enrolment"}))  # type: ignore[arg-type]
            )
        own = sg.HandlerLogin(document_number=unknown.number, password=SecretStr(NEW_PASSWORD))
        hall = stage.hall(gateway, own, code="jiangsu.changzhou")
        verification = sg.HandlerVerification(person=person(unknown))
        assert [f.rule for f in hall.preflight(verification)] == ["JS-43"]
        assert stage.hall(gateway, own).preflight(verification) == ()
        opened = hall.open(invited(hall, verification))
        assert opened.ticket is not None
        stage.hall_itself.app.answer(opened.ticket.qr, unknown.number)
        with pytest.raises(sg.ChallengeFailed, match="我的信息") as raised:
            hall.resume(opened)
        assert raised.value.reasons[0].words == "未查询到人员基础信息"
        stage.hall_itself.app.complete_my_information(unknown.number)
        again = hall.open(opened)
        assert again.ticket is not None
        stage.hall_itself.app.answer(again.ticket.qr, unknown.number)
        assert isinstance(hall.resume(again), sg.Case)
    stage.check()


@pytest.mark.rule("JS-23")
def test_a_forgotten_password_is_set_anew_by_the_face(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = stage.person("js handler all")
    with stage.gateway(credentials=None) as gateway:
        wrong = stage.hall(gateway, stage.handler("js handler all", "Wrong2026ab"))
        with pytest.raises(sg.LoginRefused):
            wrong.sign_in()
        with pytest.raises(sg.CredentialsBlocked):
            wrong.sign_in()
        hall = stage.hall(gateway, stage.handler("js handler all", NEW_PASSWORD))
        opened = hall.open(invited(hall, sg.PasswordReset(person=person(who))))
        assert opened.ticket is not None
        stage.hall_itself.app.answer(opened.ticket.qr, who.number)
        assert isinstance(hall.resume(opened), sg.Case)
        hall.sign_in().close()
    stage.check()


@pytest.mark.rule("JS-23")
def test_a_new_password_stands_in_the_store_before_it_is_sent_and_is_the_one_afterwards(
    tmp_path: Path,
) -> None:
    stage = scene(tmp_path)
    who = stage.person("js handler all")
    with stage.gateway() as gateway:
        stage.hall(gateway, stage.handler("js handler all")).sign_in().close()
        hall = stage.hall(gateway, stage.handler("js handler all", NEW_PASSWORD))
        opened = hall.open(invited(hall, sg.PasswordReset(person=person(who))))
        assert opened.ticket is not None
        stage.hall_itself.app.answer(opened.ticket.qr, who.number)
        stage.fault("password.reset", "reset", "after_commit")
        assert isinstance(hall.resume(opened), sg.Case)
        kept = sg.FileCredentials(tmp_path / "credentials.db")
        account = f"{stage.unit.key}#{stage.handler('js handler all').account}"
        assert kept.current(account) == stage.handler("js handler all", NEW_PASSWORD)
        assert kept.staged(account) is None
    with stage.gateway() as gateway:
        stage.hall(gateway, stage.handler("js handler all")).sign_in().close()
    stage.check()


@pytest.mark.rule("JS-44")
def test_where_the_hall_wants_the_face_at_each_log_in_the_session_comes_after_it(tmp_path: Path) -> None:
    stage = scene(tmp_path, "face_at_login")
    who = stage.person("js handler all")

    def scan(challenge: sg.Challenge) -> None:
        assert challenge.ticket is not None
        stage.hall_itself.app.answer(challenge.ticket.qr, who.number)

    with stage.gateway(on_challenge=scan) as gateway:
        with stage.hall(gateway, stage.handler("js handler all")).sign_in() as session:
            assert session.query(sg.DoneFilingsQuery()) == ()
        with pytest.raises(sg.InteractionNeeded):
            stage.hall(gateway, stage.handler("js handler enrolments"), interactive=False).sign_in()
    stage.check()


@pytest.mark.rule("JS-42")
def test_the_async_gateway_asks_the_person_and_goes_on(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    waiting = stage.person("js handler waiting")

    async def show(challenge: sg.Challenge) -> None:
        assert challenge.ticket is not None
        stage.hall_itself.app.answer(challenge.ticket.qr, waiting.number)

    async def verify() -> sg.Case:
        async with sg.AsyncGateway(
            ledger=tmp_path / "ledger.db",
            clock=WorldClock(stage.world.clock),
            transport=InProcess(stage.simulator),
            trust="E0",
            on_challenge=show,
        ) as gateway:
            hall = gateway.hall(
                "jiangsu",
                unit=stage.unit,
                credentials=stage.handler("js handler waiting", NEW_PASSWORD),
                base_url=stage.world.base_url("jiangsu"),
            )
            case = await hall.access(sg.HandlerVerification(person=person(waiting)))
            async with await hall.sign_in() as session:
                filed = await session.file(suspension(person(stage.person("js insured man"))))
            assert filed.state is sg.CaseState.APPROVED
            return case

    assert asyncio.run(verify()).word == "正常"
    stage.check()


@pytest.mark.rule("JS-42")
def test_a_challenge_made_here_answered_there_and_resumed_in_another_process(tmp_path: Path) -> None:
    """Created in this process, scanned by the app, gone on with by a process that has the JSON and the ledger only."""
    stage = scene(tmp_path)
    waiting = stage.person("js handler waiting")
    with serve(stage.simulator) as served:
        url = stage.world.base_url("jiangsu", served.url)
        control = f"{served.url}/_sim/worlds/{stage.world.id}"
        with sg.Gateway(
            ledger=tmp_path / "ledger.db", trust="E0", clock=WorldClock(stage.world.clock)
        ) as gateway:
            own = stage.handler("js handler waiting", NEW_PASSWORD)
            hall = gateway.hall("jiangsu", unit=stage.unit, credentials=own, base_url=url)
            opened = hall.open(invited(hall, sg.HandlerVerification(person=person(waiting))))
        assert opened.ticket is not None
        stage.hall_itself.app.answer(opened.ticket.qr, waiting.number)
        told = {
            "number": waiting.number,
            "password": NEW_PASSWORD,
            "unit": json.loads(stage.unit.model_dump_json()),
            "challenge": opened.to_json(),
        }
        ran = subprocess.run(
            [
                sys.executable,
                str(Path(__file__).parent / "resume_process.py"),
                url,
                str(tmp_path / "ledger.db"),
                control,
            ],
            input=json.dumps(told),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (ran.stdout, ran.stderr) == ("approved 正常\n", "")
    assert PASSWORD != NEW_PASSWORD
    stage.check()
