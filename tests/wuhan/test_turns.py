"""The same filing again, and another in its place: what is sent, and what is only answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sigateway as sg

from .world import enrolment, newcomer, person, scene


def test_an_approved_filing_is_answered_from_the_ledger_without_a_request(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filing = enrolment(person(newcomer(stage.world)))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        approved = session.wait(session.file(filing))
        requests = len(stage.world.journal.entries)
        assert session.file(filing) == approved
        assert len(stage.world.journal.entries) == requests
    assert approved.state is sg.CaseState.APPROVED


@pytest.mark.rule("WH-39", "WH-45")
def test_enrol_discard_and_enrol_again_with_the_same_body_files_again(tmp_path: Path) -> None:
    stage = scene(tmp_path, vip=False)
    filing = enrolment(person(newcomer(stage.world)))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        first = session.file(filing)
        assert first.state is sg.CaseState.AWAITING_COUNTER
        stage.world.wuhan.counter.return_(first.number, reasons=["合同复印件不清晰"])
        returned = session.track(first)
        assert returned.state is sg.CaseState.RETURNED
        assert [r.words for r in returned.reasons] == ["合同复印件不清晰"]
        assert session.discard(returned).state is sg.CaseState.DISCARDED
        again = session.file(filing)
        assert again.number != first.number
    assert stage.landed(filing.person) == 1
    assert stage.world.verify() == []


def test_a_retry_over_midnight_is_the_same_filing(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2026-11-30T23:59:00+08:00")
    filing = enrolment(person(newcomer(stage.world)))
    stage.fault("submit", "reset", "after_commit")
    with stage.gateway(patience=0) as gateway, stage.hall(gateway).sign_in() as session:
        # The answer is lost, and the hall cannot be reached until the month has changed.
        stage.fault("home.open", "status_5xx", nth=2, times=30)
        with pytest.raises(sg.OutcomeUnknown):
            session.file(filing)
    stage.world.faults.clear()
    stage.world.clock.advance(by=3600)
    assert stage.world.clock.now().month == 12
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert session.file(filing).number is not None
    assert stage.landed(filing.person) == 1
    stage.check()


def test_another_wage_for_the_same_month_is_already_filed_and_names_the_field_only(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(newcomer(stage.world))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        session.wait(session.file(enrolment(who)))
        with pytest.raises(sg.AlreadyFiled) as refused:
            session.file(enrolment(who, declared_wage="7123"))
    assert refused.value.differences == ("declared_wage",)
    assert "7123" not in str(refused.value)
    assert stage.landed(who) == 1


def test_a_clerks_own_draft_is_left_alone(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    record = newcomer(stage.world)
    draft = stage.world.wuhan.save_draft_as_clerk(stage.unit.number, record.number)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        session.file(enrolment(person(record)))
    assert not stage.world.wuhan.task(draft.sxh).discarded
    assert stage.landed(person(record)) == 1


@pytest.mark.rule("WH-40", "WH-41")
def test_what_is_approved_cannot_be_withdrawn_and_the_counter_is_named(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filing = enrolment(person(newcomer(stage.world)))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.wait(session.file(filing))
        with pytest.raises(sg.NotOffered) as refused:
            session.withdraw(case)
    assert refused.value.rule == "WH-40"
    assert refused.value.place
    assert refused.value.papers


def test_what_people_filed_by_hand_is_seen_and_told(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    record = newcomer(stage.world)
    draft = stage.world.wuhan.save_draft_as_clerk(stage.unit.number, record.number)
    stage.world.wuhan.submit_as_clerk(draft.sxh)
    stage.world.clock.advance(by=600)
    with (
        stage.gateway() as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.PreflightFailed) as no,
    ):
        session.file(enrolment(person(record)))
    assert "WH-54" in {f.rule for f in no.value.findings if f.blocks}
    assert stage.landed(person(record)) == 1


@pytest.mark.rule("WH-50", "WH-134")
def test_an_ordinary_unit_is_told_what_to_bring_where_and_by_day_twenty(tmp_path: Path) -> None:
    stage = scene(tmp_path, vip=False)
    filing = enrolment(person(newcomer(stage.world)))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.wait(session.file(filing))
        assert case.state is sg.CaseState.AWAITING_COUNTER
        step = next(s for s in case.next_steps if s.papers)
        assert step.by == date(2026, 11, 20)
        assert "劳动合同" in "".join(step.papers)
        assert "2026年11月20日" in case.explain()
        stage.world.wuhan.counter.approve(case.number)
        assert session.track(case).state is sg.CaseState.APPROVED
