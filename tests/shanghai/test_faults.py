"""A few faults of this hall's own; every fault at every request is the generic matrix's.

The answer of a submission is lost, before the act or after it, in the ordinary hall and in one that accepts duplicates: it stands once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import sigateway as sg

from .world import NEW, Scene, enrolment, noted, scene

KINDS = ("disconnect", "status_5xx", "session_expired")
SIDES = [
    *((do, when) for do in KINDS for when in ("before_commit", "after_commit")),
    ("truncate", "mid_body"),
]
CASES = [
    *((do, when, True) for do, when in SIDES),
    *((do, when, False) for do, when in SIDES if do == "disconnect"),
]


@pytest.mark.rule("SH-23", "SH-24")
@pytest.mark.parametrize(("do", "when", "duplicates"), CASES)
def test_a_lost_answer_of_a_submission_is_settled_and_it_stands_once(
    tmp_path: Path, do: str, when: str, duplicates: bool
) -> None:
    stage = scene(tmp_path, variants=("accepts_duplicates",) if duplicates else ())
    stage.fault("declaration.submit", do, when)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(noted(stage, "uninsured man")))
        assert case.state is sg.CaseState.APPROVED
        assert case.amounts, "the assessment is found again with the declaration"
    stage.world.faults.assert_consumed()
    assert stage.standing() == [case.number]
    assert stage.asked("declaration.submit") == (2 if when == "before_commit" else 1)
    stage.check()


def test_what_is_shown_late_is_waited_for_and_not_sent_again(tmp_path: Path) -> None:
    stage = scene(tmp_path, variants=("accepts_duplicates",))
    stage.fault("declaration.submit", "shown_late", seconds=60.0)
    stage.fault("declaration.submit", "disconnect", "after_commit")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(noted(stage, "uninsured man")))
    assert stage.standing() == [case.number]
    stage.check()


def test_a_doubt_that_cannot_be_settled_now_is_ended_by_the_next_process(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filing = enrolment(noted(stage, "uninsured man"))
    stage.fault("declaration.submit", "disconnect", "after_commit")
    stage.fault("declaration.list", "maintenance", times=60)
    with (
        stage.gateway(patience=30) as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.OutcomeUnknown),
    ):
        session.file(filing, reference="pay-1029")
    stage.world.faults.clear()
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(filing, reference="pay-1029")
    assert stage.standing() == [case.number]
    assert stage.asked("declaration.submit") == 1
    stage.check()


def test_a_slip_that_lapsed_while_it_was_in_doubt_is_never_sent_again(tmp_path: Path) -> None:
    """Good until the hall's day ends (the wire page): after midnight a new check is needed, and a new call makes one."""
    stage = scene(tmp_path, now="2026-11-10T23:59:50+08:00")
    filing = enrolment(noted(stage, "uninsured man"))
    stage.fault("declaration.submit", "disconnect", "before_commit")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.DraftLost):
            session.file(filing)
        assert stage.standing() == []
        case = session.file(filing)
    assert stage.standing() == [case.number]
    assert stage.asked("declaration.submit") == 2
    stage.check()


def sign(session: sg.Session) -> sg.Case:
    shown = session.query(sg.ServiceAgreementQuery())
    return session.file(
        sg.AgreementSigning(version=shown.version, text_digest=shown.text_digest, serial=shown.serial)
    )


@pytest.mark.rule("SH-06", "SH-07")
@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
def test_a_lost_answer_of_the_agreement_is_settled_by_the_certificates_state(
    tmp_path: Path, when: str
) -> None:
    stage = scene(tmp_path, NEW)
    stage.fault("agreement.sign", "disconnect", when)
    with stage.gateway() as gateway, stage.hall(gateway, "unsigned").sign_in() as session:
        assert sign(session).word == "单位主管"
        assert session.file(enrolment(noted(stage, "uninsured man"))).state is sg.CaseState.APPROVED
    stage.world.faults.assert_consumed()
    stage.check()


@pytest.mark.rule("SH-13")
@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
def test_a_lost_answer_of_an_approval_is_settled_by_the_list_of_certificates(
    tmp_path: Path, when: str
) -> None:
    stage = scene(tmp_path)
    stage.fault("certificate.approve", "disconnect", when)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(sg.CertificateApproval(serial=stage.key("pending").serial))
        assert (case.state, case.word) == (sg.CaseState.APPROVED, "已授权")
    stage.world.faults.assert_consumed()
    stage.check()


def test_a_session_that_was_taken_is_not_taken_back(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    stage.fault("declaration.check", "session_taken")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session, pytest.raises(sg.SessionTaken):
        session.file(enrolment(noted(stage, "uninsured man")))
    assert _nothing(stage)


@pytest.mark.parametrize("do", ["session_expired", "login_page"])
def test_a_session_that_is_over_before_anything_was_sent_is_renewed_once(tmp_path: Path, do: str) -> None:
    stage = scene(tmp_path)
    stage.fault("declaration.check", do)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert session.file(enrolment(noted(stage, "uninsured man"))).state is sg.CaseState.APPROVED
    assert stage.asked("login.submit") == 2
    stage.check()


def test_a_rehearsal_leaves_nothing_and_shows_nobody(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = noted(stage, "uninsured man")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        shown = session.file(enrolment(who), dry_run=True)
        assert who.document.number not in str(shown)
        assert who.name not in repr(shown)
    assert _nothing(stage)


def _nothing(stage: Scene) -> bool:
    stage.check()
    return stage.standing() == [] and stage.asked("declaration.submit") == 0
