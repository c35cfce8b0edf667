"""Ways back at Jiangsu as a table: state by day. The collection period of what is filed on 16 November ends on 6 December (JS-07, JS-46).

A cell names the ways in their order with their rules. What ``correct`` does by itself is the first that is online.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from jiangsu_by_hand import NOW, UNIT

import sigateway as sg
from sigateway.plugin import Actor, CaseState, NextStep
from sigateway_jiangsu import ways
from sigateway_jiangsu.cases import CHANGEABLE

PERSON = sg.Person(document=sg.Document.recognise("11010519491231002X"), name="模拟甲")
LAST_DAY = date(2026, 12, 6)
DAYS = {
    "on its day": ("2026-11-16T10:00:00+08:00", True),
    "in the next month, within the period": ("2026-12-01T00:00:00+08:00", True),
    "on the last day": ("2026-12-06T23:59:59+08:00", True),
    "the day after": ("2026-12-07T00:00:00+08:00", False),
    "in the next period": ("2026-12-11T09:00:00+08:00", False),
}
FILINGS: dict[str, sg.Filing] = {
    "enrolment": sg.Enrolment(person=PERSON, declared_wage="6500", first_paid_month="2026-11"),  # type: ignore[arg-type]
    "suspension": sg.Suspension(
        person=PERSON,
        employment_ended_on=date(2026, 11, 13),
        last_paid_month="2026-11",  # type: ignore[arg-type]
        reason=sg.SuspensionReason.RESIGNED,
    ),
    "wage_change": sg.WageChange(person=PERSON, declared_wage="6500.5", effective_month="2026-12"),  # type: ignore[arg-type]
}
OPPOSITE = {"enrolment": "opposite JS-03", "suspension": "opposite JS-03", "wage_change": "opposite JS-06"}
BACK, COUNTER = "withdraw JS-07", "counter JS-46"


def case(kind: str, state: CaseState) -> sg.Case:
    step = NextStep(who=Actor.VENDOR, what=CHANGEABLE, by=LAST_DAY)
    changeable = state in (CaseState.APPROVED, CaseState.AWAITING_COUNTER)
    return sg.Case(
        hall="jiangsu",
        unit=UNIT.key,
        filing=FILINGS[kind],
        number="20261100000001",
        state=state,
        at=NOW,
        next_steps=(step,) if changeable else (),
    )


def expected(kind: str, state: CaseState, inside: bool) -> list[str]:
    """By the text: within the collection period what was filed can be rolled back, afterwards only the counter is left."""
    match state:
        case CaseState.APPROVED:
            return [*([BACK] if inside else []), OPPOSITE[kind], COUNTER]
        case CaseState.AWAITING_COUNTER:
            return [*([BACK] if inside else []), COUNTER]
        case CaseState.IN_REVIEW:
            return [COUNTER]
        case CaseState.DRAFT:
            return ["discard JS-07"]
        case _:
            return []


@pytest.mark.rule("JS-03", "JS-06", "JS-07", "JS-46")
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("state", [state for state in CaseState if state is not CaseState.PARTLY])
@pytest.mark.parametrize("kind", FILINGS)
def test_the_table(at: Any, kind: str, state: CaseState, day: str) -> None:
    moment, inside = DAYS[day]
    found = ways.ways_back(case(kind, state), at(moment))
    assert [f"{way.kind} {way.rule}" for way in found] == expected(kind, state, inside)
    assert {way.until for way in found if way.kind == "withdraw"} <= {LAST_DAY}


@pytest.mark.rule("JS-07", "JS-46")
def test_what_the_hall_lets_never_be_taken_back_has_the_counter_on_each_day(at: Any) -> None:
    """No day until which it can be changed: the hall said none."""
    kept = case("enrolment", CaseState.APPROVED).model_copy(update={"next_steps": ()})
    for moment, _ in DAYS.values():
        assert [str(way.kind) for way in ways.ways_back(kept, at(moment))] == ["opposite", "counter"]
