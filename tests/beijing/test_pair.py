"""Two systems that must agree: whatever is refused, lost or interrupted at either half, in whatever order, each half takes effect at most
once, and what stands in one system only is said, exactly.

After a fault the vendor does what a vendor does: calls the same thing again, as a new process.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

import sigateway as sg
from sigateway_mockservers.kernel.faults import KINDS

from .world import UNIT_ONE, Scene, enrolment, person, scene

SHAPES: dict[str, list[dict[str, object]]] = {
    "refuse": [{}, {"connect_timeout": True}],
    "truncate": [{}, {"silent": True}],
    "login_page": [{}, {"keep_session": False}],
    "shown_late": [{"seconds": 60.0}],  # within the settling time, on which the promise rests
}
HALVES = {"four": "four.submit", "medical": "medical.submit"}
ELSEWHERE = "模拟京二商贸有限公司"
SAFE = {"window_closes"}  # what moves the World into another month has its own test


def _faults() -> Iterator[tuple[str, str, dict[str, object]]]:
    for kind, sides in KINDS.items():
        for side in sides:
            for shape in SHAPES.get(kind, [{}]):
                if kind not in SAFE:
                    yield kind, side, shape


FAULTS = list(_faults())


def file_until_clear(stage: Scene, filing: sg.Filing) -> tuple[sg.Case, list[str]]:
    answers: list[str] = []
    for _ in range(8):
        try:
            with stage.gateway(patience=5) as gateway, stage.hall(gateway).sign_in() as session:
                case = session.file(filing, reference="pay-1029")
                return case, [*answers, case.state]
        except sg.SigatewayError as error:
            said = error
        answers.append(said.code)
        assert said.retry or isinstance(said, sg.WireChanged), answers
        if isinstance(said, sg.PartlyFiled):
            assert stands(stage, filing) == {p.name: p.stands for p in said.case.parts}
        stage.world.clock.advance(by=170)  # past lease and settling time
    raise AssertionError(f"never came to an end: {answers}")


def stands(stage: Scene, filing: sg.Filing) -> dict[str, bool]:
    """In which systems a submission of this person stands or is under way."""
    assert filing.subject is not None
    number = filing.subject.document.number
    found = dict.fromkeys(HALVES, False)
    for half in stage.world.beijing.halves():
        if (
            half.fields.get("idCard", half.fields.get("zjhm")) == number
            and half.status != "0"
            and half.flag != "10"
        ):
            found[half.system] = True
    return found


def in_force(stage: Scene, filing: sg.Filing) -> dict[str, bool]:
    assert filing.subject is not None
    number = filing.subject.document.number
    return {s: stage.world.beijing.insured(s, UNIT_ONE, number) for s in HALVES}


def decided(stage: Scene, case: sg.Case) -> sg.Case:
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        return session.wait(case, timeout=900)


def effects(stage: Scene) -> list[str]:
    return sorted(f"{each.business_code}.{each.system}" for each in stage.world.beijing.effects())


@pytest.mark.parametrize("chunk", range(2))
def test_every_order_of_success_refusal_and_fault_ends_consistent_or_says_what_differs(chunk: int) -> None:
    draw = Random(f"pair {chunk}")
    for number in range(6):
        _one(draw, f"chunk {chunk}, case {number}")


def _one(draw: Random, where: str) -> None:
    stage = scene(
        sg.SqliteLedger(":memory:"), *draw.choice([[], [], ["accepts_duplicates"]]), seed=draw.randrange(99)
    )
    hall, record = stage.world.beijing, stage.somebody("bj stopped")
    refused = {system: draw.random() < 0.35 for system in HALVES}
    hall.stand(record.number, **{s: ELSEWHERE if no else "stopped" for s, no in refused.items()})
    for operation in HALVES.values():
        for nth in range(1, 1 + draw.choice([0, 1, 1, 2])):
            kind, side, shape = draw.choice(FAULTS)
            stage.fault(operation, kind, side, nth=nth, **shape)
    filing = enrolment(person(record))
    where += f": refused {refused}"
    case, answers = file_until_clear(stage, filing)
    where += f", {answers}"
    case = decided(stage, case)
    expected = {system: not no for system, no in refused.items()}
    assert in_force(stage, filing) == expected, where
    assert {p.name: p.state is sg.CaseState.APPROVED for p in case.parts} == expected, where
    if all(expected.values()):
        assert case.state is sg.CaseState.APPROVED, where
    elif any(expected.values()):
        assert case.state is sg.CaseState.PARTLY, where
        assert [r.words for r in case.every_reason] == ["该人员在其他单位正常缴费"], where
    else:
        assert case.state is sg.CaseState.RETURNED, where

    hall.stand(record.number, **{s: "stopped" for s, no in refused.items() if no})
    whole, more = file_until_clear(stage, filing)
    whole = decided(stage, whole)
    assert whole.state is sg.CaseState.APPROVED, (where, more)
    assert in_force(stage, filing) == {"four": True, "medical": True}, (where, more)
    assert effects(stage) == ["zj.four", "zj.medical"], (where, more)
    stage.check()


@pytest.mark.rule("BJ-32", "BJ-18")
def test_who_must_do_what_by_when_is_said_of_a_half_that_failed() -> None:
    """Until day 25 the half can still be filed of the same month; afterwards the two systems would differ in it."""
    stage = scene(sg.SqliteLedger(":memory:"))
    record = stage.somebody("bj elsewhere medical")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.wait(session.file(enrolment(person(record))), timeout=900)
    assert case.state is sg.CaseState.PARTLY
    [step] = case.next_steps
    assert (step.who, step.by) == (sg.Actor.VENDOR, date(2026, 11, 25))
    assert "只补办医疗" in step.what
    assert "调用" not in case.explain(), "a client-service person calls nothing"


@pytest.mark.rule("BJ-32")
def test_the_window_closes_before_the_first_half_and_nothing_stands() -> None:
    stage = scene(sg.SqliteLedger(":memory:"))
    stage.fault("four.submit", "window_closes")
    filing = enrolment(person(stage.somebody("bj stopped")))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session, pytest.raises(sg.HallRefused):
        session.file(filing)
    assert stands(stage, filing) == {"four": False, "medical": False}


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize("jump", [20 * 86400, 5.0], ids=["answer too late", "answer in time"])
def test_the_window_closes_before_the_second_half_and_it_is_said_which_stands(jump: float) -> None:
    stage = scene(sg.SqliteLedger(":memory:"), now="2026-11-25T23:59:57+08:00")
    stage.fault("medical.submit", "window_closes", advance=jump)
    filing = enrolment(person(stage.somebody("bj stopped")))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        try:
            case = session.file(filing)
        except sg.PartlyFiled as partly:
            case = partly.case
            refusal = partly.__cause__
            words = refusal.reasons if isinstance(refusal, sg.HallRefused) else ()
        else:
            words = case.every_reason
    assert case.state is sg.CaseState.PARTLY
    assert [p.stands for p in case.parts] == [True, False]
    # So late that the next window is open, it is the draft that is of another month.
    assert {r.words for r in words} <= {"不在申报期内（每月5日至25日）", "申报年月已变化，请重新保存"}
    assert words
    assert stands(stage, filing) == {"four": True, "medical": False}


def test_a_half_that_failed_is_corrected_alone_under_its_own_number() -> None:
    stage = scene(sg.SqliteLedger(":memory:"))
    record = stage.somebody("bj elsewhere medical")
    filing = enrolment(person(record))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        partly = session.wait(session.file(filing), timeout=900)
        stage.world.beijing.stand(record.number, medical="stopped")
        better = filing.model_copy(update={"declared_wage": filing.declared_wage + 500})
        case = session.wait(session.correct(partly, better), timeout=900)
        assert session.correct(partly, better).number == case.number  # whoever was killed before he saw it
    assert case.state is sg.CaseState.APPROVED
    assert [p.number for p in case.parts] == [p.number for p in partly.parts]
    assert case.differs == ("四险：月均工资收入",)  # what stands was not touched, and is said
    assert effects(stage) == ["zj.four", "zj.medical"]
    stage.check()
