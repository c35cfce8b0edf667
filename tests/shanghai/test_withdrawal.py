"""The way back at the mock hall: what blocks, by whomever it was filed; the plan; one commit at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

import sigateway as sg

from .world import (
    FIRST,
    Scene,
    back_payment,
    enrolment,
    noted,
    scene,
    suspension,
    wage_change,
)


def chain(stage: Scene, session: sg.Session, who: sg.Person) -> list[sg.Case]:
    """An enrolment from September on, what it leaves unpaid, and a new wage: each builds on the one before."""
    return [
        session.file(enrolment(who, back_pay_from="2026-09")),
        session.file(back_payment(who, "2026-09", "2026-10")),
        session.file(wage_change(who)),
    ]


@pytest.mark.rule("SH-25", "SH-26")
def test_it_is_refused_with_what_must_go_first_and_the_plan_does_it_one_by_one(tmp_path: Path) -> None:
    """从后续变更申报依次向前撤销相关业务变更."""
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        first, second, third = chain(stage, session, noted(stage, "uninsured man"))
        with pytest.raises(sg.WithdrawBlocked) as blocked:
            session.withdraw(first)
        assert [each.number for each in blocked.value.later] == [third.number, second.number]
        assert stage.asked("withdrawal.submit") == 0
        plan = session.plan_withdrawal(first)
        assert [each.number for each in plan.before] == [third.number, second.number]
        assert plan.by_hand == ()
        assert session.withdraw(first, cascade=plan).state is sg.CaseState.WITHDRAWN
        withdrawals = [c for c in stage.world.shanghai.commits if c.operation == "withdrawal.submit"]
        assert len(withdrawals) == 3, "one commit for each"
        for case in (first, second, third):
            assert session.track(case).state is sg.CaseState.WITHDRAWN
    assert stage.standing() == []
    stage.check()


@pytest.mark.rule("SH-26")
def test_what_was_filed_by_hand_blocks_too_and_is_left_to_people(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    hall = stage.world.shanghai
    who = noted(stage, "uninsured man")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        ours = session.file(enrolment(who))
        by_clerk = hall.clerk.declare(FIRST, "04", zjhm=who.document.number, gzsr="13000")
        at_counter = hall.counter.declare(FIRST, "02", zjhm=who.document.number)
        with pytest.raises(sg.WithdrawBlocked) as blocked:
            session.withdraw(ours)
        later = blocked.value.later
        assert [(each.number, each.business, each.channel) for each in later] == [
            (at_counter, "转出", "柜面"),
            (by_clerk, "工资性收入申报", "网页"),
        ]
        plan = session.plan_withdrawal(ours)
        assert len(plan.by_hand) == 2
        assert "须人工先行撤销" in plan.explain()
        with pytest.raises(sg.WithdrawBlocked):
            session.withdraw(ours, cascade=plan)
        hall.counter.withdraw(at_counter)
        hall.clerk.withdraw(by_clerk)
        assert session.withdraw(ours).state is sg.CaseState.WITHDRAWN
    stage.check()


@pytest.mark.rule("SH-26")
def test_a_plan_that_has_grown_old_stops_before_it_makes_a_hole(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = noted(stage, "uninsured man")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        first = session.file(enrolment(who))
        second = session.file(wage_change(who))
        plan = session.plan_withdrawal(first)
        by_hand = stage.world.shanghai.clerk.declare(FIRST, "02", zjhm=who.document.number)
        with pytest.raises(sg.CascadeStopped) as stopped:
            session.withdraw(first, cascade=plan)
        assert (stopped.value.withdrawn, [case.number for case in stopped.value.left]) == (
            (),
            [second.number, first.number],
        )
        assert isinstance(stopped.value.__cause__, sg.WithdrawBlocked)
    assert stage.standing() == [first.number, second.number, by_hand]
    stage.check()


@pytest.mark.rule("SH-32")
@pytest.mark.parametrize("anybody", [False, True], ids=["same person", "any person"])
def test_whose_later_filings_block_the_hall_says(tmp_path: Path, anybody: bool) -> None:
    stage = scene(tmp_path, variants=("any_later_blocks",) if anybody else ())
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            first = session.file(enrolment(noted(stage, "uninsured man")))
            other = session.file(enrolment(noted(stage, "uninsured woman")))
            assert ("本单位任何人的" in hall.ways_back(first)[0].what) is anybody
            plan = session.plan_withdrawal(first)
            assert [each.number for each in plan.before] == ([other.number] if anybody else [])
            session.withdraw(first, cascade=plan)
    assert stage.standing() == ([] if anybody else [other.number])
    stage.check()


@pytest.mark.rule("SH-25", "SH-27")
@pytest.mark.parametrize(
    ("when", "kinds"),
    [
        ("2026-11-26T15:59:59+08:00", ["withdraw", "opposite", "counter"]),
        ("2026-11-26T16:00:00+08:00", ["opposite", "counter"]),
        ("2026-12-07T10:00:00+08:00", ["opposite", "counter"]),
    ],
)
def test_the_way_back_ends_with_the_months_window(tmp_path: Path, when: str, kinds: list[str]) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            case = session.file(enrolment(noted(stage, "uninsured man")))
            stage.world.clock.advance(to=when)
            assert [str(way.kind) for way in hall.ways_back(case)] == kinds
            if "withdraw" in kinds:
                assert session.withdraw(case).state is sg.CaseState.WITHDRAWN
            else:
                with pytest.raises(sg.NotOffered) as refused:
                    session.withdraw(case)
                assert (refused.value.rule, refused.value.place) == ("SH-27", "区社保中心")
    assert stage.asked("withdrawal.submit") == ("withdraw" in kinds)
    stage.check()


@pytest.mark.rule("SH-25")
def test_a_withdrawal_undoes_the_whole_and_the_same_can_be_filed_again(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = noted(stage, "insured here man")
    number = who.document.number
    before = stage.world.shanghai.standing(FIRST, number)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        for filing in (suspension(who), wage_change(who)):
            case = session.file(filing)
            assert stage.world.shanghai.standing(FIRST, number) != before
            session.withdraw(case)
            assert stage.world.shanghai.standing(FIRST, number) == before
            again = session.file(filing)
            assert again.number != case.number, "a withdrawn case is no success"
            session.withdraw(again)
    stage.check()


@pytest.mark.rule("SH-15", "SH-25")
def test_any_authorised_certificate_withdraws_what_another_filed(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway:
        with stage.hall(gateway).sign_in() as session:
            case = session.file(enrolment(noted(stage, "uninsured man")))
        with stage.hall(gateway, "authorised").sign_in() as session:
            assert session.withdraw(case).state is sg.CaseState.WITHDRAWN
    stage.check()


def test_what_somebody_has_withdrawn_by_hand_is_only_taken_note_of(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(noted(stage, "uninsured man")))
        stage.world.shanghai.clerk.withdraw(case.number)
        assert session.withdraw(case).state is sg.CaseState.WITHDRAWN
    assert stage.asked("withdrawal.submit") <= 1, "only the clerk's own"
    stage.check()


# --- faults on the way ----------------------------------------------------------------------------------------------


@pytest.mark.rule("SH-25", "SH-26")
@pytest.mark.parametrize(
    ("do", "when", "duplicates"),
    [
        ("disconnect", "before_commit", True),
        ("disconnect", "after_commit", True),
        ("disconnect", "after_commit", False),
        ("status_5xx", "after_commit", True),
    ],
)
def test_a_lost_answer_of_a_withdrawal_is_settled_within_the_cascade(
    tmp_path: Path, do: str, when: str, duplicates: bool
) -> None:
    stage = scene(tmp_path, variants=("accepts_duplicates",) if duplicates else ())
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        first, *_ = chain(stage, session, noted(stage, "uninsured man"))
        plan = session.plan_withdrawal(first)
        stage.fault("withdrawal.submit", do, when, nth=2)
        assert session.withdraw(first, cascade=plan).state is sg.CaseState.WITHDRAWN
    stage.world.faults.assert_consumed()
    assert stage.standing() == []
    took = [c for c in stage.world.shanghai.commits if c.operation == "withdrawal.submit"]
    assert len(took) == 3, "each withdrawn once"
    stage.check()


def test_a_cascade_that_stops_says_what_is_withdrawn_and_what_not_and_goes_on_by_a_new_plan(
    tmp_path: Path,
) -> None:
    stage = scene(tmp_path)
    with stage.gateway(patience=30) as gateway, stage.hall(gateway).sign_in() as session:
        first, second, third = chain(stage, session, noted(stage, "uninsured man"))
        plan = session.plan_withdrawal(first)
        stage.fault("declaration.open", "maintenance", nth=2)
        with pytest.raises(sg.CascadeStopped) as stopped:
            session.withdraw(first, cascade=plan)
        assert [case.number for case in stopped.value.withdrawn] == [third.number]
        assert [case.number for case in stopped.value.left] == [second.number, first.number]
        stage.world.faults.assert_consumed()
        assert stage.standing() == [first.number, second.number]
        session.withdraw(first, cascade=session.plan_withdrawal(first))
    assert stage.standing() == []
    stage.check()


def test_a_correction_that_was_left_between_its_two_commits_goes_on_when_it_is_called_again(
    tmp_path: Path,
) -> None:
    """What was filed in its place is in doubt: the case that was undone must not be claimed once more before it."""
    stage = scene(tmp_path)
    who = noted(stage, "uninsured man")
    better = enrolment(who, declared_wage="12500")
    with stage.gateway(patience=1) as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(who))
        stage.fault("declaration.submit", "stall", "before_commit")
        with pytest.raises(sg.CorrectionStopped) as stopped:
            session.correct(case, better)
        assert isinstance(stopped.value.__cause__, sg.OutcomeUnknown)
    stage.world.clock.advance(by=3600)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        corrected = session.correct(case, better)
        assert session.correct(case, better).number == corrected.number
    assert stage.standing() == [corrected.number]
    stage.check()


def test_what_the_hall_shows_late_is_waited_for_before_the_next_step(tmp_path: Path) -> None:
    """Until then the hall's own list says that what has just been withdrawn stands in the way."""
    stage = scene(tmp_path)
    one, other = noted(stage, "uninsured man"), noted(stage, "uninsured woman")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        first, *_ = chain(stage, session, one)
        case = session.file(enrolment(other))
        stage.fault("withdrawal.submit", "shown_late", "after_commit", seconds=20.0)
        session.withdraw(first, cascade=session.plan_withdrawal(first))
        assert stage.standing() == [case.number]
        stage.fault("withdrawal.submit", "shown_late", "after_commit", seconds=20.0)
        corrected = session.correct(case, enrolment(other, declared_wage="12500"))
    stage.world.faults.assert_consumed()
    assert stage.standing() == [corrected.number]
    stage.check()
