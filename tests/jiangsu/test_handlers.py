"""Three ranks of people: consent, grants by matter, and what an account may not file is said before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

import sigateway as sg

from .world import CHANGZHOU, MONTH, Scene, enrolment, person, scene, suspension


def consent(session: sg.Session) -> sg.Case:
    text = session.query(sg.ServiceAgreementQuery())
    return session.access(sg.GrantingConsent(version=text.version, text_digest=text.text_digest))


def grant(stage: Scene, note: str = "js grantable", *scopes: str, rank: str = "handler") -> sg.HandlerGrant:
    return sg.HandlerGrant(person=person(stage.person(note)), rank=rank, scopes=frozenset(scopes))  # type: ignore[arg-type]


def held(session: sg.Session, stage: Scene, note: str = "js grantable") -> sg.Handler | None:
    number = stage.person(note).number
    return next((h for h in session.query(sg.HandlersQuery()) if h.document_number == number), None)


@pytest.mark.rule("JS-34", "JS-35", "JS-38", "JS-39", "JS-40", "JS-41")
def test_the_legal_person_consents_grants_and_takes_back(tmp_path: Path) -> None:
    stage = scene(tmp_path, number=CHANGZHOU)
    with (
        stage.gateway() as gateway,
        stage.hall(gateway, stage.handler("js legal changzhou")).sign_in() as session,
    ):
        with pytest.raises(sg.PreflightFailed, match="同意开通") as raised:
            session.access(grant(stage, "js grantable", "enrolment"))
        assert [f.rule for f in raised.value.findings] == ["JS-39"]
        wrong = sg.GrantingConsent(version="1", text_digest="0a" * 32)
        with pytest.raises(sg.HallRefused, match="授权注意事项已更新"):
            session.access(wrong)
        assert consent(session).state is sg.CaseState.APPROVED
        case = session.access(grant(stage, "js grantable", "enrolment"))
        assert case.word == "待验证"
        assert "人脸识别" in case.explain()
        assert session.access(grant(stage, "js grantable", "enrolment")) == case
        wider = session.access(grant(stage, "js grantable", "enrolment", "suspension"))
        assert wider.number == case.number
        shown = held(session, stage)
        assert shown is not None
        assert (shown.rank, shown.scopes, shown.usable) == ("handler", {"enrolment", "suspension"}, False)
        revoked = session.access(sg.HandlerRevocation(person=person(stage.person("js grantable"))))
        assert revoked.word == "已取消"
        assert held(session, stage) is None
        assert session.access(grant(stage, rank="administrator"), reference="promoted").word == "待验证"
        ranks = [h.rank for h in session.query(sg.HandlersQuery())]
        assert ranks == ["legal_person", "administrator"]
    stage.check()


@pytest.mark.rule("JS-35", "JS-36", "JS-33")
def test_an_administrator_sets_handlers_by_matter_and_no_other_administrator(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway() as gateway,
        stage.hall(gateway, stage.handler("js administrator")).sign_in() as session,
    ):
        refused = {
            "JS-35": grant(stage, rank="administrator"),
            "JS-36": grant(stage, "js grantable"),
            "JS-33": grant(stage, "js grantable", "enrolment").model_copy(
                update={"person": person(stage.person("js grantable"), mobile=None)}
            ),
        }
        for rule, action in refused.items():
            with pytest.raises(sg.PreflightFailed) as raised:
                session.access(action)
            assert [f.rule for f in raised.value.findings if f.blocks] == [rule]
        assert session.access(grant(stage, "js grantable", "enrolment")).word == "待验证"
        assert not [e for e in stage.world.journal.entries if e.rule_ids]
    stage.check()


@pytest.mark.rule("JS-33", "JS-34")
def test_whose_mobile_and_name_it_is_the_hall_says(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    record = stage.person("js grantable")
    with (
        stage.gateway() as gateway,
        stage.hall(gateway, stage.handler("js administrator")).sign_in() as session,
    ):
        for changes, rule in (({"mobile": "13900009999"}, "JS-33"), ({"name": "模拟他人"}, "JS-34")):
            other = sg.HandlerGrant(
                person=person(record, **changes),
                rank="handler",  # type: ignore[arg-type]
                scopes=frozenset({"enrolment"}),
            )
            with pytest.raises(sg.HallRefused) as raised:
                session.access(other)
            assert rule in {reason.rule for reason in raised.value.reasons}
    stage.check()


@pytest.mark.rule("JS-37", "JS-36")
def test_what_a_handler_may_not_file_is_said_without_a_network(tmp_path: Path) -> None:
    stage = scene(tmp_path)

    def at(gateway: sg.Gateway) -> sg.Hall:
        return stage.hall(gateway, stage.handler("js handler enrolments"))

    with stage.gateway() as gateway:
        with at(gateway).sign_in() as session:
            assert (
                session.file(enrolment(person(stage.person("js uninsured man")))).state
                is sg.CaseState.APPROVED
            )
        for action, rule in (
            (suspension(person(stage.person("js insured man"))), "JS-37"),
            (grant(stage, "js grantable", "enrolment"), "JS-36"),
        ):
            with stage.gateway() as other, at(other).sign_in() as session:
                asked = len(stage.world.journal.entries)
                with pytest.raises(sg.PreflightFailed) as raised:
                    session.file(action)
                assert [f.rule for f in raised.value.findings] == [rule]
                assert len(stage.world.journal.entries) == asked
        with stage.gateway() as other, at(other).sign_in() as session:
            asked = len(stage.world.journal.entries)
            with pytest.raises(sg.NotOffered) as not_offered:
                session.fetch(sg.EntitlementSlip(from_month=MONTH, to_month=MONTH))
            assert not_offered.value.rule == "JS-37"
            assert len(stage.world.journal.entries) == asked
    stage.check()


@pytest.mark.rule("JS-37")
def test_many_filings_without_the_scope_are_one_log_in(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    wanted = [suspension(person(stage.person(note))) for note in ("js insured man", "js insured woman")]
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, stage.handler("js handler enrolments"))
        with hall.sign_in() as session:
            ended = session.file_many(wanted)
        assert [type(each.error) for each in ended] == [sg.PreflightFailed] * 2
        hall.sign_in().close()
    log_ins = [e for e in stage.world.journal.entries if e.operation == "login.handler"]
    assert len(log_ins) == 1


@pytest.mark.rule("JS-36", "JS-37")
def test_what_was_granted_after_a_log_in_that_rests_is_not_refused(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway:
        legal = stage.hall(gateway, stage.handler("js legal nanjing"))
        hall = stage.hall(gateway, stage.handler("js handler enrolments"))
        with hall.sign_in() as session:
            session.file(enrolment(person(stage.person("js uninsured man"))))
        with legal.sign_in() as ours:
            ours.access(grant(stage, "js handler enrolments", "suspension", "entitlement_slip"))
        with hall.sign_in() as session:
            slip = session.fetch(sg.EntitlementSlip(from_month=MONTH, to_month=MONTH))
            assert slip.content
        with hall.sign_in() as session:
            assert (
                session.file(suspension(person(stage.person("js insured man")))).state
                is sg.CaseState.APPROVED
            )


@pytest.mark.rule("JS-36", "JS-37")
def test_a_scope_given_meanwhile_counts_from_the_next_session_and_one_taken_away_at_once(
    tmp_path: Path,
) -> None:
    stage = scene(tmp_path)
    who = stage.person("js handler enrolments")
    wanted = suspension(person(stage.person("js insured man")))
    with stage.gateway() as gateway:
        legal = stage.hall(gateway, stage.handler("js legal nanjing"))
        hall = stage.hall(gateway, stage.handler("js handler enrolments"))
        with hall.sign_in() as session, pytest.raises(sg.PreflightFailed):
            session.file(wanted)
        with legal.sign_in() as ours:
            ours.access(grant(stage, "js handler enrolments", "suspension"))
        with hall.sign_in() as session:
            assert session.file(wanted).state is sg.CaseState.APPROVED
            with legal.sign_in() as ours:
                ours.access(grant(stage, "js handler enrolments", "enrolment"), reference="back again")
            with pytest.raises(sg.PreflightFailed) as raised:
                session.file(suspension(person(stage.person("js insured woman"))))
            assert [f.rule for f in raised.value.findings] == ["JS-37"]
            with legal.sign_in() as ours:
                ours.access(sg.HandlerRevocation(person=person(who)))
            with pytest.raises(sg.HallRefused, match="授权已取消"):
                session.file(suspension(person(stage.person("js insured woman"))))
    stage.check()
