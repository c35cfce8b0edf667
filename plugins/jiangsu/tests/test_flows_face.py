"""A scan replayed: invited without a request, polled no faster than the hall allows, each of its ends, and its evidence."""

from __future__ import annotations

from typing import Any

import pytest
from jiangsu_by_hand import NOW, replay, reply, written
from pydantic import SecretStr

import sigateway as sg
from sigateway.plugin import (
    Absent,
    Challenge,
    Commit,
    HandlerLogin,
    Intent,
    Landed,
    Request,
    Ticket,
    Unclear,
    Wait,
)
from sigateway_jiangsu import flows_face

PERSON = sg.Person(document=sg.Document.recognise("11010519491231002X"), name="模拟甲", mobile="13800000001")
VERIFICATION = sg.HandlerVerification(person=PERSON)
REGISTRATION = sg.UnitRegistration(legal_representative=PERSON)
OWN = HandlerLogin(document_number="11010519491231002X", password=SecretStr("Chosen2026xy"))


def opened(filing: Any, context: Any) -> Challenge:
    _, invited = replay(flows_face.submit(filing, context))
    goes_on = {"what": "file", "signed_in": False, "filing": filing}
    ticket = Ticket(id="T1", qr="qr", expires_at=NOW)
    return Challenge.model_validate(
        invited.model_dump(by_alias=True) | {"continues": goes_on, "ticket": ticket}
    )


def scan(state: str, reason: tuple[str, str] | None = None, **more: str) -> Any:
    why = None if reason is None else {"code": reason[0], "message": reason[1]}
    shown = {"state": state, "reason": why, "pass": "", "usedAt": "", "usedFor": "", **more}
    return reply(written(shown))


@pytest.mark.rule("JS-28", "JS-42", "JS-23")
@pytest.mark.parametrize(
    ("filing", "purpose", "app"),
    [
        (REGISTRATION, "registration", "支付宝"),
        (VERIFICATION, "activation", "江苏智慧人社"),
        (sg.PasswordReset(person=PERSON), "password", "江苏智慧人社"),
    ],
)
def test_the_invitation_asks_nothing_of_the_hall_and_names_the_app(
    filing: Any, purpose: str, app: str, at: Any
) -> None:
    asked, invited = replay(flows_face.submit(filing, at()))
    assert asked == []
    assert invited.data["purpose"] == purpose
    assert app in invited.app
    assert PERSON.name not in invited.purpose


@pytest.mark.rule("JS-42")
def test_a_scan_that_passes_sets_the_password_of_the_credentials(at: Any) -> None:
    flow = flows_face.resume(opened(VERIFICATION, at()), None, OWN, at())
    answers = (
        scan("WAITING"),
        None,
        scan("SCANNED"),
        None,
        scan("PASSED", **{"pass": "P"}),
        reply(written({"rank": "3"})),
    )
    asked, case = replay(flow, *answers)
    assert [type(each) for each in asked] == [Request, Wait, Request, Wait, Request, Commit]
    assert all(each.seconds >= 2 for each in asked if isinstance(each, Wait))
    commit = asked[-1]
    assert (commit.draft, commit.request.operation, commit.request.body.secret) == (
        "T1",
        "account.activate",
        True,
    )
    assert "Chosen2026xy" in commit.request.body.content.decode()
    assert (case.state, case.word) == ("approved", "正常")


@pytest.mark.rule("JS-28", "JS-43")
@pytest.mark.parametrize(
    ("ended", "error", "said"),
    [
        (scan("FAILED", ("F001", "人脸比对不一致")), sg.ChallengeFailed, "人脸"),
        (scan("FAILED", ("F003", "未查询到人员基础信息")), sg.ChallengeFailed, "我的信息"),
        (scan("EXPIRED"), sg.ChallengeExpired, "过期"),
        (scan("EXPIRED", ("F900", "已发起新的验证，本次验证失效")), sg.ChallengeFailed, "重新取码"),
        (scan("SOMETHING"), sg.WireChanged, "face.poll"),
    ],
)
def test_each_other_end_of_a_scan_is_an_error_that_says_why(
    ended: Any, error: type[Exception], said: str, at: Any
) -> None:
    with pytest.raises(error, match=said):
        replay(flows_face.resume(opened(VERIFICATION, at()), None, OWN, at()), ended)


@pytest.mark.rule("JS-44")
@pytest.mark.parametrize("credentials", [None, OWN.model_copy(update={"document_number": "1"})])
def test_without_the_persons_own_credentials_nothing_is_asked(credentials: Any, at: Any) -> None:
    with pytest.raises(sg.ConfigurationError, match="HandlerLogin"):
        replay(flows_face.resume(opened(VERIFICATION, at()), None, credentials, at()))


def test_the_ticket_says_whether_what_it_was_sent_with_took_effect(at: Any) -> None:
    intent = Intent("t", "face", "T1", NOW)
    for answer, kind in (
        (scan("PASSED", usedAt="2026-11-16T09:00:00+08:00"), Landed),
        (scan("PASSED"), Absent),
        (reply(written(None, "4001")), Unclear),
    ):
        _, found = replay(flows_face.evidence(VERIFICATION, intent, at()), answer)
        assert isinstance(found, kind)


@pytest.mark.rule("JS-19", "JS-21")
@pytest.mark.parametrize("state", ["已注册", "已关联"])
def test_a_registration_is_its_own_evidence_and_linking_is_the_next_step(state: str, at: Any) -> None:
    answer = reply(written({"state": state}))
    _, found = replay(flows_face.evidence(REGISTRATION, Intent("t", "face", "T1", NOW), at()), answer)
    assert isinstance(found, Landed)
    assert "单位关联" in found.case.explain()
    _, seen = replay(flows_face.track(found.case, at().unit), answer)
    assert bool(seen.next_steps) is (state == "已注册")


@pytest.mark.rule("JS-19", "JS-28")
@pytest.mark.parametrize(
    ("ticket", "intact"),
    [
        (scan("PASSED", passExpiresAt="2026-11-20T12:00:00+08:00"), True),
        (scan("PASSED", passExpiresAt="2026-11-01T12:00:00+08:00"), False),
        (reply(written(None, "4001")), False),
    ],
    ids=["pass holds", "expired", "not known"],
)
def test_a_registration_that_did_not_land_is_sent_again_only_while_its_pass_holds(
    ticket: Any, intact: bool, at: Any
) -> None:
    """A pass that no longer holds leads nowhere: only a new scan goes on."""
    state = reply(written({"state": "未注册"}))
    _, found = replay(flows_face.evidence(REGISTRATION, Intent("t", "face", "T1", NOW), at()), state, ticket)
    assert isinstance(found, Absent)
    assert (found.complete, found.intact) == (True, intact)
