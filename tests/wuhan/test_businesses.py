"""Stops and wage changes at the Wuhan hall, and what follows what in one person's lane."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sigateway as sg

from .world import Scene, enrolment, newcomer, person, scene


def stop(who: sg.Person, **changes: object) -> sg.Suspension:
    fields: dict[str, object] = {
        "person": who,
        "employment_ended_on": date(2026, 11, 9),
        "last_paid_month": "2026-11",
        "reason": "resigned",
    }
    return sg.Suspension.model_validate({**fields, **changes})


def wage(who: sg.Person, amount: str) -> sg.WageChange:
    return sg.WageChange.model_validate(
        {"person": who, "declared_wage": amount, "effective_month": "2026-12"}
    )


def insured(stage: Scene, session: sg.Session) -> sg.Person:
    who = person(newcomer(stage.world))
    assert session.wait(session.file(enrolment(who))).state is sg.CaseState.APPROVED
    return who


def kinds(stage: Scene, who: sg.Person) -> list[str]:
    return [e.kind for e in stage.world.wuhan.effects() if e.zjhm == who.document.number]


@pytest.mark.rule("WH-69", "WH-74")
def test_a_stop_is_filed_and_the_person_may_be_hired_again_in_the_same_month(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        who = insured(stage, session)
        stopped = session.wait(session.file(stop(who)))
        assert stopped.state is sg.CaseState.APPROVED
        # The same body as the first enrolment, which something later has ended: it needs a name of its own.
        with pytest.raises(sg.AlreadyFiled):
            session.file(enrolment(who))
    assert kinds(stage, who) == ["enrolment", "suspension"]
    assert stage.world.verify() == []


@pytest.mark.rule("WH-72", "WH-133")
def test_a_vip_unit_hands_in_one_copy_of_the_stops_papers(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        stopped = session.wait(session.file(stop(insured(stage, session))))
    assert any("留存" in step.what and step.place for step in stopped.next_steps)


@pytest.mark.rule("WH-71", "WH-134", "WH-70")
def test_an_ordinary_unit_brings_the_stops_papers_by_day_twenty(tmp_path: Path) -> None:
    stage = scene(tmp_path, vip=False)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        who = person(newcomer(stage.world))
        stage.world.wuhan.counter.approve(session.file(enrolment(who)).number)
        waiting = session.file(stop(who))
    assert waiting.state is sg.CaseState.AWAITING_COUNTER
    [step] = [s for s in waiting.next_steps if s.by]
    assert step.by == date(2026, 11, 20)
    assert any("解除" in paper for paper in step.papers)


@pytest.mark.rule("WH-73")
def test_arrears_block_a_stop_before_anything_is_saved(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        who = insured(stage, session)
        stage.world.people.change(who.document.number, arrears=True)
        with pytest.raises(sg.PreflightFailed, match="欠费") as refused:
            session.file(stop(who))
    assert {f.rule for f in refused.value.findings if f.blocks} == {"WH-73"}
    assert kinds(stage, who) == ["enrolment"]


@pytest.mark.rule("WH-86", "WH-89", "WH-43")
def test_wage_a_then_b_then_a_files_three_times(tmp_path: Path) -> None:
    stage = scene(tmp_path, vip=False)  # audited by the system for every unit
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        who = person(newcomer(stage.world))
        stage.world.wuhan.counter.approve(session.file(enrolment(who)).number)
        for reference, amount in (("r1", "6000"), ("r2", "7000"), ("r3", "6000")):
            assert session.wait(session.file(wage(who, amount), reference=reference)).state == "approved"
        again = len(stage.world.journal.entries)
        session.file(wage(who, "6000"), reference="r3")
        assert len(stage.world.journal.entries) == again, "the standing case, and nothing sent"
    assert kinds(stage, who) == ["enrolment", "wage_change", "wage_change", "wage_change"]
    assert stage.world.verify() == []


@pytest.mark.rule("WH-88")
@pytest.mark.parametrize(("asked", "base"), [("3000", "4494.00"), ("99999", "22467.00"), ("8000", None)])
def test_floor_and_ceiling_normalise_a_wage_and_the_preflight_says_so(
    asked: str, base: str | None, tmp_path: Path
) -> None:
    # 4494.00 and 22467.00 are the mock hall's own figures, shown on its form.
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        who = insured(stage, session)
        told = [f for f in session.preflight(wage(who, asked)) if f.rule == "WH-88"]
        case = session.wait(session.file(wage(who, asked)))
    assert case.state is sg.CaseState.APPROVED
    assert [base in f.message for f in told if base] == ([True] if base else [])
    assert not any(f.blocks for f in told)


def file_in_a_new_process(stage: Scene, filing: sg.Filing) -> sg.Case | sg.SigatewayError:
    try:
        with stage.gateway(patience=600) as gateway, stage.hall(gateway).sign_in() as session:
            return session.file(filing)
    except sg.SigatewayError as error:
        return error


SLICE = ["reset", "stall", "truncate", "session_expired", "maintenance", "status_5xx"]


@pytest.mark.parametrize("accepts_duplicates", [False, True], ids=["ordinary", "accepts_duplicates"])
@pytest.mark.parametrize("business", ["suspend", "wage"])
@pytest.mark.parametrize("kind", SLICE)
def test_each_request_of_a_stop_and_of_a_wage_change_under_faults(
    kind: str, business: str, accepts_duplicates: bool, tmp_path: Path
) -> None:
    for operation, side in (
        ("save", "after"),
        ("submit", "before"),
        ("submit", "after"),
        ("search", "before"),
    ):
        folder = tmp_path / f"{operation}-{side}"
        folder.mkdir()
        stage = scene(folder, accepts_duplicates=accepts_duplicates)
        when = "mid_body" if kind == "truncate" else f"{side}_commit"
        with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
            who = insured(stage, session)
        filing = stop(who) if business == "suspend" else wage(who, "7000")
        stage.fault(operation if operation == "submit" else f"{business}.{operation}", kind, when)
        for _ in range(4):
            answer = file_in_a_new_process(stage, filing)
            if isinstance(answer, sg.Case):
                break
            assert answer.retry or isinstance(answer, sg.WireChanged), answer
            assert kinds(stage, who) == ["enrolment"], f"{answer.code} said that nothing was filed"
        stage.world.faults.assert_consumed()
        assert isinstance(answer, sg.Case)
        assert answer.state is sg.CaseState.IN_REVIEW
        assert kinds(stage, who)[1:] == ["suspension" if business == "suspend" else "wage_change"]
        stage.check()
