"""Faults at the requests that matter: one effect or none, as the SDK says, and never two."""

from __future__ import annotations

from pathlib import Path

import pytest

import sigateway as sg

from .world import NINGBO, Scene, enrolment, person, scene, suspension

NOTHING_FILED = (sg.BeforeSending, sg.AccessError, sg.HallUnavailable, sg.HallRefused, sg.WireChanged)

AROUND_A_COMMIT = [
    ("refuse", "before_commit", {}),
    ("reset", "before_commit", {}),
    ("reset", "after_commit", {}),
    ("stall", "after_commit", {}),
    ("status_5xx", "before_commit", {}),
    ("status_5xx", "after_commit", {}),
    ("truncate", "mid_body", {}),
    ("truncate", "mid_body", {"silent": True}),
    ("maintenance", "before_commit", {}),
    ("login_page", "before_commit", {}),
    ("session_expired", "before_commit", {}),
    ("shown_late", "after_commit", {"seconds": 60.0}),
]


def file_until_clear(stage: Scene, filing: sg.Enrolment | sg.Suspension) -> sg.Case:
    """Call, and call again after what may be called again, each time as a new process."""
    kind = "enrolment" if isinstance(filing, sg.Enrolment) else "suspension"
    said: list[str] = []
    for _ in range(6):
        answer = file_in_a_new_process(stage, filing)
        if isinstance(answer, sg.Case):
            return answer
        said.append(answer.code)
        if isinstance(answer, NOTHING_FILED):
            assert stage.landed(filing.person, kind) == 0, f"{said} said that nothing was filed"
        assert answer.retry or isinstance(answer, sg.WireChanged), said
        stage.world.clock.advance(by=60)
    raise AssertionError(f"never came to an end: {said}")


def file_in_a_new_process(stage: Scene, filing: sg.Filing) -> sg.Case | sg.SigatewayError:
    """Nothing is left of the last attempt but the ledger."""
    try:
        with stage.gateway(patience=30) as gateway, stage.hall(gateway).sign_in() as session:
            return session.file(filing, reference="pay-1029")
    except sg.SigatewayError as error:
        return error


@pytest.mark.rule("ZJ-10", "ZJ-20", "ZJ-41")
@pytest.mark.parametrize("variant", [[], ["accepts_duplicates"]], ids=["ordinary", "accepts_duplicates"])
@pytest.mark.parametrize("kind", ["enrol", "suspend"])
@pytest.mark.parametrize(
    ("do", "when", "shape"), AROUND_A_COMMIT, ids=[f"{d}-{w}-{len(s)}" for d, w, s in AROUND_A_COMMIT]
)
def test_a_save_takes_effect_once(
    tmp_path: Path, kind: str, do: str, when: str, shape: dict[str, object], variant: list[str]
) -> None:
    stage = scene(tmp_path, *variant)
    stage.fault(f"hall.{kind}.save", do, when, **shape)
    enrols = kind == "enrol"
    who = person(stage.known("zj uninsured man" if enrols else "zj here man"))
    filing = enrolment(who) if enrols else suspension(who)
    case = file_until_clear(stage, filing)
    assert case.state in (sg.CaseState.IN_REVIEW, sg.CaseState.APPROVED)
    assert stage.landed(who, "enrolment" if enrols else "suspension") == 1
    stage.world.faults.assert_consumed()
    stage.check()


@pytest.mark.parametrize(
    "operation",
    ["hall.index", "portal.entrances", "portal.login_page", "portal.login", "hall.exchange", "hall.session"],
)
@pytest.mark.parametrize("do", ["reset", "truncate"])
def test_a_log_in_that_broke_is_begun_anew(tmp_path: Path, operation: str, do: str) -> None:
    stage = scene(tmp_path)
    stage.fault(operation, do)
    case = file_until_clear(stage, enrolment(person(stage.known("zj uninsured man"))))
    assert case.state is sg.CaseState.IN_REVIEW
    stage.world.faults.assert_consumed()
    stage.check()


@pytest.mark.rule("ZJ-13")
@pytest.mark.parametrize("do", ["reset", "status_5xx"])
def test_a_take_back_whose_answer_was_lost_took_effect_once(tmp_path: Path, do: str) -> None:
    stage = scene(tmp_path, "accepts_duplicates")
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(who))
        stage.fault("hall.take_back.confirm", do, "after_commit")
        assert session.withdraw(case).state is sg.CaseState.WITHDRAWN
    assert stage.landed(who) == 0
    stage.world.faults.assert_consumed()
    stage.check()


@pytest.mark.rule("ZJ-13", "ZJ-40")
def test_a_take_back_that_came_too_late_says_so(tmp_path: Path) -> None:
    """It was lost on the way; by the time that is certain the item has been reviewed, and stands."""
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway(patience=900) as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(who))
        stage.fault("hall.take_back.confirm", "reset", "before_commit")
        with pytest.raises(sg.HallRefused, match="已审核"):
            session.withdraw(case)
        assert session.track(case).state is sg.CaseState.APPROVED
    assert stage.landed(who) == 1
    stage.world.faults.assert_consumed()
    stage.check()


@pytest.mark.rule("ZJ-11")
def test_a_clerks_item_of_the_same_person_is_not_taken_for_ours(tmp_path: Path) -> None:
    """The save is lost before it lands; meanwhile a clerk files the same person by hand, otherwise than we were asked to."""
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    stage.fault("hall.enrol.save", "reset", "before_commit")

    def by_hand(event: sg.Event) -> None:
        if event.what == "in doubt":
            stage.world.zhejiang.clerk.enrol(
                NINGBO, idCard=who.document.number, name=who.name, mobile="13800000002", nation="01", hukou="10",
                workForm="1", contractStart="2026-11-02", wage="9999.00", pensionFrom="202611", unemploymentFrom="202611",
                injury="1",
            )  # fmt: skip

    with (
        stage.gateway(observers=[by_hand]) as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.SigatewayError) as ended,
    ):
        session.file(enrolment(who))
    assert isinstance(ended.value, sg.HallRefused | sg.OutcomeUnknown)
    assert [item.filed["wage"] for item in stage.world.zhejiang.effects()] == ["9999.00"]
    stage.check()


@pytest.mark.rule("ZJ-08")
def test_a_month_that_ends_while_it_is_filed_is_the_halls_to_refuse(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2026-12-31T23:50:00+08:00")
    work = sg.Employment(contract_start=sg.Month(2026, 12).first_day, form=sg.EmploymentForm.FULL_TIME)
    stage.fault("hall.enrol.save", "window_closes")
    who = person(stage.known("zj uninsured man"))
    filing = enrolment(who, first_paid_month="2026-12", employment=work)
    with (
        stage.gateway() as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.HallRefused) as refused,
    ):
        session.file(filing)
    assert "工伤" in refused.value.reasons[0].words, "December's injury insurance cannot begin in January"
    assert stage.landed(who) == 0
    # In January it is last month's for the pension, and this month's for the injury insurance: the same filing is taken.
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert session.wait(session.file(filing)).state is sg.CaseState.APPROVED
    assert stage.world.zhejiang.insured(NINGBO, who.document.number, "pension", "202612")
    assert not stage.world.zhejiang.insured(NINGBO, who.document.number, "injury", "202612")
    stage.check()
