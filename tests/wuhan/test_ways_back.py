"""Ways back: what can be undone at which state, and what correcting does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sigateway as sg

from .world import Scene, enrolment, newcomer, person, scene


def kinds(ways: list[sg.Way]) -> list[str]:
    return [str(way.kind) for way in ways]


@pytest.mark.rule("WH-41", "WH-45", "WH-74")
def test_each_state_has_its_ways_in_order(tmp_path: Path) -> None:
    stage = scene(tmp_path, vip=False)
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            waiting = session.file(enrolment(person(newcomer(stage.world))))
            ways = hall.ways_back(waiting)
            assert kinds(ways) == ["counter", "wait"]
            assert (ways[0].until, ways[0].rule) == (date(2026, 11, 20), "WH-41")
            stage.world.wuhan.counter.return_(waiting.number, reasons=["合同复印件不清晰"])
            returned = session.track(waiting)
            assert kinds(hall.ways_back(returned)) == ["discard"]
            assert hall.ways_back(session.discard(returned)) == []
            approved = session.file(enrolment(person(newcomer(stage.world, n=2))))
            stage.world.wuhan.counter.approve(approved.number)
            assert kinds(hall.ways_back(session.track(approved))) == ["counter", "opposite"]


def returned_case(stage: Scene, session: sg.Session, filing: sg.Enrolment) -> sg.Case:
    case = session.file(filing)
    stage.world.wuhan.counter.return_(case.number, reasons=["工资与合同不符"])
    return session.track(case)


@pytest.mark.rule("WH-45")
def test_a_returned_case_is_discarded_and_filed_anew_with_the_correction(tmp_path: Path) -> None:
    stage = scene(tmp_path, vip=False)
    who = person(newcomer(stage.world))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        returned = returned_case(stage, session, enrolment(who))
        corrected = session.correct(returned, enrolment(who, declared_wage="7200"))
    assert corrected.state is sg.CaseState.AWAITING_COUNTER
    assert corrected.number != returned.number
    assert stage.world.wuhan.task(returned.number).discarded
    assert stage.landed(who) == 1
    assert stage.world.verify() == []


@pytest.mark.rule("WH-40", "WH-41")
def test_what_is_approved_is_corrected_at_the_counter_only(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(newcomer(stage.world))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        approved = session.wait(session.file(enrolment(who)))
        commits = len(stage.world.wuhan.commits)
        with pytest.raises(sg.NotOffered, match="信息订正") as refused:
            session.correct(approved, enrolment(who, declared_wage="7200"))
        assert len(stage.world.wuhan.commits) == commits
    assert (refused.value.rule, bool(refused.value.place)) == ("WH-41", True)


def test_nothing_is_undone_for_a_filing_that_cannot_follow(tmp_path: Path) -> None:
    stage = scene(tmp_path, vip=False)
    who = person(newcomer(stage.world))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        returned = returned_case(stage, session, enrolment(who))
        with pytest.raises(sg.PreflightFailed):
            session.correct(returned, enrolment(who, employment=None))
        assert not stage.world.wuhan.task(returned.number).discarded


def test_what_was_undone_and_not_filed_again_stays_visible(tmp_path: Path) -> None:
    stage = scene(tmp_path, vip=False)
    record = newcomer(stage.world)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        returned = returned_case(stage, session, enrolment(person(record)))
        # Meanwhile somebody else has insured the person: only the hall knows.
        stage.world.people.change(record.number, insured_elsewhere="模拟别家有限公司")
        with pytest.raises(sg.CorrectionStopped, match=r"已退单.*WH-60") as stopped:
            session.correct(returned, enrolment(person(record), declared_wage="7200"))
        assert isinstance(stopped.value.__cause__, sg.PreflightFailed)
        assert stopped.value.undone.number == returned.number
    ledger = sg.SqliteLedger(tmp_path / "ledger.db")
    states = [turn.case.state for turn in ledger.turns() if turn.case is not None]
    why = [turn.why_over for turn in ledger.turns() if turn.why_over]
    ledger.close()
    assert states == [sg.CaseState.DISCARDED]
    assert "WH-60" in why[0]
