"""A unit's access from its first log-in on: agreement, supervisor, approval, and who may file when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sigateway as sg

from .world import FIRST, NEW, SECOND, enrolment, noted, scene, scene_in

PAPERS = ("营业执照", "社会保险登记资料")


def signing(shown: sg.ServiceAgreement) -> sg.AgreementSigning:
    return sg.AgreementSigning(version=shown.version, text_digest=shown.text_digest, serial=shown.serial)


def sign(session: sg.Session) -> sg.Case:
    shown = session.query(sg.ServiceAgreementQuery())
    return session.file(signing(shown))


@pytest.mark.rule("SH-06", "SH-07", "SH-15")
def test_the_first_to_sign_is_the_supervisor_and_files_in_the_same_session(tmp_path: Path) -> None:
    stage = scene(tmp_path, NEW)
    with stage.gateway() as gateway, stage.hall(gateway, "unsigned").sign_in() as session:
        with pytest.raises(sg.PreflightFailed, match="服务约定"):
            session.file(enrolment(noted(stage, "uninsured man")))
        assert stage.asked("declaration.check") == 0, "nothing was sent that the hall would refuse"
        signed = sign(session)
        assert (signed.state, signed.word, signed.next_steps) == (sg.CaseState.APPROVED, "单位主管", ())
        assert session.file(enrolment(noted(stage, "uninsured man"))).state is sg.CaseState.APPROVED
        assert stage.asked("login.submit") == 1
    stage.check()


@pytest.mark.rule("SH-06", "SH-24")
@pytest.mark.parametrize(("role", "rule"), [("unsigned", "SH-06"), ("pending", "SH-09")])
def test_both_sides_refuse_a_certificate_without_the_right(tmp_path: Path, role: str, rule: str) -> None:
    """The preflight stops it here; the hall stops whoever sends it all the same."""
    stage = scene(tmp_path)
    filing = enrolment(noted(stage, "uninsured man"))
    with stage.gateway() as gateway, stage.hall(gateway, role).sign_in() as session:
        with pytest.raises(sg.PreflightFailed) as ours:
            session.file(filing)
        assert [finding.rule for finding in ours.value.findings if finding.blocks] == [rule]
    with stage.gateway(trust="E4") as gateway, stage.hall(gateway, role).sign_in() as session:
        with pytest.raises(sg.HallRefused) as theirs:
            session.file(filing)
        assert [reason.rule for reason in theirs.value.reasons] == [rule]
    assert stage.standing() == []
    stage.check()


@pytest.mark.rule("SH-08", "SH-09", "SH-10", "SH-11", "SH-12", "SH-13", "SH-14")
def test_a_second_certificate_signs_waits_is_authorised_and_logs_in_again(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filing = enrolment(noted(stage, "uninsured man"))
    with stage.gateway() as gateway:
        handler = stage.hall(gateway, "unsigned").sign_in()
        with handler:
            waits = sign(handler)
            assert waits.word == "待审核"
            assert "SH-09" in waits.next_steps[0].what
            with pytest.raises(sg.PreflightFailed, match="单位主管"):
                handler.file(filing)
            with stage.hall(gateway, "supervisor").sign_in() as supervisor:
                waiting = supervisor.query(sg.CertificatesQuery(waiting=True))
                serials = [each.serial for each in waiting]
                assert waits.number in serials
                done = supervisor.file(sg.CertificateApproval(serial=waits.number))
                assert (done.state, done.word) == (sg.CaseState.APPROVED, "已授权")
                assert "SH-14" in done.next_steps[0].what
                left = supervisor.query(sg.CertificatesQuery(waiting=True))
                assert [each.serial for each in left] == [s for s in serials if s != waits.number]
            before = stage.asked("login.submit")
            assert handler.file(filing).state is sg.CaseState.APPROVED
            assert stage.asked("login.submit") == before + 1, "the right is the log-in's: it logs in again"
            assert handler.track(waits).word == "已授权"
    stage.check()


@pytest.mark.rule("SH-07", "SH-09")
def test_only_the_first_of_two_becomes_supervisor(tmp_path: Path) -> None:
    stage = scene(tmp_path, NEW)
    words = []
    with stage.gateway() as gateway:
        for role in ("unsigned", "unsigned 2"):
            with stage.hall(gateway, role).sign_in() as session:
                words.append(sign(session).word)
    assert words == ["单位主管", "待审核"]
    stage.check()


@pytest.mark.rule("SH-10", "SH-12")
def test_only_the_supervisor_approves_and_only_what_waits(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    pending = stage.key("pending").serial
    with stage.gateway() as gateway:
        with stage.hall(gateway, "authorised").sign_in() as session:
            with pytest.raises(sg.PreflightFailed, match="单位主管权限"):
                session.file(sg.CertificateApproval(serial=pending))
            with pytest.raises(sg.NotOffered):
                session.query(sg.CertificatesQuery())
        with stage.hall(gateway, "supervisor").sign_in() as session:
            for serial in (stage.key("unsigned").serial, stage.key("authorised").serial, "ABCD"):
                with pytest.raises(sg.PreflightFailed, match=r"待审核"):
                    session.file(sg.CertificateApproval(serial=serial))
            session.file(sg.CertificateApproval(serial=pending))
            every = session.query(sg.CertificatesQuery())
            assert {each.serial: each.right for each in every}[pending] == "已授权"
    assert stage.asked("certificate.approve") == 1
    stage.check()


@pytest.mark.rule("SH-06")
def test_an_agreement_that_has_changed_since_it_was_read_is_not_signed(tmp_path: Path) -> None:
    stage = scene(tmp_path, NEW)
    with stage.gateway() as gateway, stage.hall(gateway, "unsigned").sign_in() as session:
        read = session.query(sg.ServiceAgreementQuery())
        stage.world.shanghai.set_agreement("9.9", "第一条 已经改过")
        with pytest.raises(sg.PreflightFailed, match="已更新"):
            session.file(signing(read))
        assert stage.asked("agreement.sign") == 0
        assert sign(session).word == "单位主管"
    stage.check()


@pytest.mark.rule("SH-09", "SH-33")
def test_a_right_that_the_centre_took_away_is_gone_at_once(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway, "authorised").sign_in() as session:
        session.file(enrolment(noted(stage, "uninsured man")))
        stage.world.shanghai.centre.remove_right(stage.key("authorised").serial)
        with pytest.raises(sg.PreflightFailed, match="单位主管授权"):
            session.file(enrolment(noted(stage, "uninsured woman")))
    stage.check()


# --- the certificate itself -----------------------------------------------------------------------------------------


@pytest.mark.rule("SH-05")
def test_a_wrong_pin_is_tried_once_and_never_reaches_the_hall(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway:
        with pytest.raises(sg.PinRefused) as refused, stage.hall(gateway, pin="000000").sign_in():
            pass
        assert "000000" not in str(refused.value)
        with pytest.raises(sg.CredentialsBlocked), stage.hall(gateway, pin="000000").sign_in():
            pass
        assert stage.world.journal.entries == []
        with stage.hall(
            gateway
        ).sign_in() as session:  # the right one is another pair, with a fuse of its own
            session.query(sg.DoneFilingsQuery())
    with stage.gateway() as later, pytest.raises(sg.CredentialsBlocked):
        stage.hall(later, pin="000000").sign_in().__enter__()


@pytest.mark.rule("SH-02", "SH-05")
@pytest.mark.parametrize(("act", "words"), [("revoke", "吊销"), ("expire", "过期")])
def test_a_certificate_that_the_hall_does_not_take_blows_the_fuse(
    tmp_path: Path, act: str, words: str
) -> None:
    stage = scene(tmp_path)
    getattr(stage.world.shanghai.ca, act)(stage.key("authorised").serial)
    with stage.gateway() as gateway:
        with pytest.raises(sg.LoginRefused, match=words), stage.hall(gateway, "authorised").sign_in():
            pass
        tried = stage.asked("login.submit")
        with pytest.raises(sg.CredentialsBlocked), stage.hall(gateway, "authorised").sign_in():
            pass
    assert stage.asked("login.submit") == tried == 1


def test_another_units_certificate_is_the_wrong_unit(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    other = scene_in(stage.world, tmp_path, SECOND)
    stage.keys["theirs"] = other.key("supervisor")
    with stage.gateway() as gateway, pytest.raises(sg.WrongUnit):
        stage.hall(gateway, "theirs").sign_in().__enter__()


@pytest.mark.rule("SH-03", "SH-04")
def test_a_new_certificate_comes_from_the_service_point_and_must_sign_first(tmp_path: Path) -> None:
    """What ``offers`` says to bring is what the service point wants; the key's first password is its PIN."""
    stage = scene(tmp_path)
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        where = hall.offers()["certificate_application"]
        assert isinstance(where, sg.Elsewhere)
        assert set(where.papers) == set(PAPERS)
        stage.keys["new"] = stage.world.shanghai.ca.issue(FIRST, where.papers)
        with stage.hall(gateway, "new").sign_in() as session:
            assert sign(session).word == "待审核"
    with pytest.raises(ValueError, match="资料不全"):
        stage.world.shanghai.ca.issue(FIRST, where.papers[:1])
    rows = stage.world.shanghai.hotline.ask("12333")
    assert "区社保中心" in str(rows)
    assert "12333" in where.why


@pytest.mark.rule("SH-05", "SH-15")
def test_a_key_of_the_national_algorithms_signs_log_in_and_filing(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    key: Any = stage.world.shanghai.ca.issue(FIRST, PAPERS, algorithm="gm")
    stage.keys["gm"] = key
    with stage.gateway() as gateway:
        with stage.hall(gateway, "gm").sign_in() as session:
            assert sign(session).word == "待审核"
        with stage.hall(gateway).sign_in() as supervisor:
            supervisor.file(sg.CertificateApproval(serial=key.serial))
        with stage.hall(gateway, "gm").sign_in() as session:
            case = session.file(enrolment(noted(stage, "uninsured man")))
            assert session.withdraw(case).state is sg.CaseState.WITHDRAWN
        with pytest.raises(sg.PinRefused), stage.hall(gateway, "gm", pin="000000").sign_in():
            pass
    stage.check()
