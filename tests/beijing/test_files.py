"""Many at once by a 报盘 file: row failures by line, one commit, its doubt ended by the result file (BJ-20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sigateway as sg

from .world import FOUR, UNIT_ONE, Scene, Withdrawing, enrolment, person, scene


def newcomers(stage: Scene, count: int) -> list[Any]:
    return [
        stage.world.people.synthetic(sex="1", born=date(1990, 3, 1 + n % 28), n=n + 1) for n in range(count)
    ]


def filings(stage: Scene, count: int) -> list[sg.Enrolment]:
    return [enrolment(person(record)) for record in newcomers(stage, count)]


def in_force(stage: Scene, filing: sg.Filing) -> list[bool]:
    assert filing.subject is not None
    number = filing.subject.document.number
    return [stage.world.beijing.insured(s, UNIT_ONE, number) for s in ("four", "medical")]


@pytest.mark.rule("BJ-20")
def test_many_go_in_one_file_and_each_has_its_own_case() -> None:
    stage = scene(sg.SqliteLedger(":memory:"))
    asked = filings(stage, 25)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        filed = session.file_many(asked)
        assert {each.result().state for each in filed} == {sg.CaseState.IN_REVIEW}
        assert len({each.result().number for each in filed}) == 25
        cases = [session.wait(each.result(), timeout=2400) for each in filed]
        assert {case.state for case in cases} == {sg.CaseState.APPROVED}
        assert all(in_force(stage, each) == [True, True] for each in asked)
        assert [each.result().state for each in session.file_many(asked)] == [sg.CaseState.APPROVED] * 25
    assert len(stage.world.beijing.files()) == 1
    stage.check()


@pytest.mark.rule("BJ-20", "BJ-32")
def test_what_a_line_is_left_out_for_comes_back_by_name_and_the_rest_is_filed() -> None:
    stage = scene(sg.SqliteLedger(":memory:"))
    good = filings(stage, 4)
    here = enrolment(person(stage.somebody("bj here man")))
    late = enrolment(
        person(stage.somebody("bj stopped")), employment=sg.Employment(contract_start=date(2026, 11, 30))
    )
    wage = sg.WageChange(
        person=person(stage.somebody("bj here woman")), declared_wage="3000", effective_month="2026-11"
    )  # type: ignore[arg-type]
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        filed = session.file_many([good[0], here, good[1], late, good[2], good[3], wage])
    assert [each.case is not None for each in filed] == [True, False, True, False, True, True, True]
    assert isinstance(filed[1].error, sg.HallRefused)
    assert [r.words for r in filed[1].error.reasons] == ["此人在本单位已参保"]
    assert isinstance(filed[3].error, sg.PreflightFailed)
    assert len(stage.world.beijing.files()) == 1
    stage.check()


@pytest.mark.rule("BJ-20")
def test_wages_of_many_need_no_question_about_each() -> None:
    stage = scene(sg.SqliteLedger(":memory:"))
    notes = ["bj here man", "bj here woman", "bj here high wage"]
    same = stage.world.beijing.wage_of("four", UNIT_ONE, stage.somebody("bj 1992").number)
    changes = [
        sg.WageChange(person=person(stage.somebody(note)), declared_wage="15000", effective_month="2026-11")  # type: ignore[arg-type]
        for note in notes
    ]
    changes.append(
        sg.WageChange(person=person(stage.somebody("bj 1992")), declared_wage=same, effective_month="2026-11")
    )  # type: ignore[arg-type]
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        filed = session.file_many(changes)
        assert [each.case is not None for each in filed] == [True, True, True, False]
        error = filed[3].error
        assert isinstance(error, sg.HallRefused)
        assert [r.rule for r in error.reasons] == ["BJ-21"]
        cases = [session.wait(each.result(), timeout=2400) for each in filed[:3]]
    assert {case.state for case in cases} == {sg.CaseState.APPROVED}
    assert not [e for e in stage.world.journal.entries if e.operation in ("four.form", "medical.form")]
    stage.check()


@pytest.mark.rule("BJ-18", "BJ-20")
def test_a_line_whose_medical_half_failed_is_corrected_alone() -> None:
    stage = scene(sg.SqliteLedger(":memory:"))
    asked = filings(stage, 3)
    number = asked[1].person.document.number
    stage.world.beijing.stand(number, medical="模拟京二商贸有限公司")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        cases = [session.wait(each.result(), timeout=2400) for each in session.file_many(asked)]
        assert [case.state.value for case in cases] == ["approved", "partly", "approved"]
        stage.world.beijing.stand(number, medical="stopped")
        whole = session.wait(session.correct(cases[1], asked[1]), timeout=900)
    assert whole.state is sg.CaseState.APPROVED
    assert in_force(stage, asked[1]) == [True, True]
    stage.check()


@pytest.mark.rule("BJ-20", "BJ-32")
def test_a_line_that_has_been_sent_is_not_discarded_because_its_numbers_are_not_known_yet() -> None:
    """Its case names the file and the line; the halves get their numbers while they are processed."""
    stage = scene(sg.SqliteLedger(":memory:"))
    asked = filings(stage, 2)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        cases = [each.result() for each in session.file_many(asked)]
        with pytest.raises(sg.NotOffered, match="不能再撤"):
            session.discard(cases[0])
        assert session.wait(cases[0], timeout=2400).state is sg.CaseState.APPROVED
        with pytest.raises(sg.NotOffered, match="不能再撤"):
            session.discard(cases[1])
    assert all(in_force(stage, each) == [True, True] for each in asked)
    stage.check()


@pytest.mark.rule("BJ-20", "BJ-32")
def test_of_a_line_no_half_is_withdrawn_while_the_other_has_no_number(tmp_path: Path) -> None:
    """The medical system gets its half later: it would be processed alone."""
    stage = replace(scene(tmp_path, "withdraw_while_processing"), plugins=(Withdrawing(),))
    for system in ("four", "medical"):
        stage.world.beijing.hold(system)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file_many(filings(stage, 2))[0].result()
        with pytest.raises(sg.NotOffered, match="医疗还没有编号"):
            session.withdraw(case)
    assert stage.landings(operation="four.withdraw") == 0
    stage.check()


def test_a_file_can_be_for_one_system() -> None:
    stage = scene(sg.SqliteLedger(":memory:"))
    asked = [enrolment(person(record), schemes=FOUR) for record in newcomers(stage, 3)]
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        cases = [session.wait(each.result(), timeout=2400) for each in session.file_many(asked)]
    assert {case.state for case in cases} == {sg.CaseState.APPROVED}
    assert {tuple(in_force(stage, each)) for each in asked} == {(True, False)}
