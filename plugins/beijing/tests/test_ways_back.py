"""Ways back at Beijing as a table: state by day, in each reading of BJ-32. Days 5 to 25 are the window, by default.

The source is silent (a gap), so no day opens or shuts a way back; what is still being processed can be taken back only where a
vendor's setting says so. What ``correct`` does by itself is the first that is online; of a PARTLY case it files the failed half alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from beijing_people import UNIT, enrolment, somebody

import sigateway as sg
from sigateway.plugin import CaseState, Context, Rulebook, load_layer
from sigateway_beijing import ways

At = Callable[..., Context]
DAYS = {
    "before the window": "2026-11-04T09:00:00+08:00",
    "in the window": "2026-11-10T09:00:00+08:00",
    "after the window": "2026-11-26T09:00:00+08:00",
    "in the next month": "2026-12-02T09:00:00+08:00",
}
FILINGS: dict[str, Callable[[], sg.Filing]] = {
    "enrolment": enrolment,
    "suspension": lambda: sg.Suspension(
        person=somebody(),
        employment_ended_on=date(2026, 10, 30),
        last_paid_month=sg.Month(2026, 10),
        reason=sg.SuspensionReason.RESIGNED,
    ),
    "wage_change": lambda: sg.WageChange(
        person=somebody(),
        declared_wage="9000",  # type: ignore[arg-type]
        effective_month=sg.Month(2026, 11),
    ),
}
OPPOSITE, COUNTER, WAIT = "opposite BJ-32", "counter BJ-32", "wait BJ-32"
TABLE = {
    CaseState.DRAFT: ["discard BJ-32"],
    CaseState.IN_REVIEW: [WAIT],
    CaseState.APPROVED: [OPPOSITE, COUNTER],
    CaseState.PARTLY: ["opposite BJ-18", OPPOSITE, COUNTER],
    CaseState.RETURNED: [OPPOSITE],
    CaseState.REFUSED: [OPPOSITE],
    CaseState.WITHDRAWN: [],
    CaseState.DISCARDED: [],
}


def found(context: Context, kind: str, state: CaseState) -> list[str]:
    case = sg.Case(
        hall="beijing", unit=UNIT.key, filing=FILINGS[kind](), number="1", state=state, at=context.at
    )
    return [f"{way.kind} {way.rule}" for way in ways.ways_back(case, context)]


@pytest.mark.rule("BJ-18", "BJ-32")
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("kind", FILINGS)
def test_the_table(at: At, kind: str, state: CaseState, day: str) -> None:
    assert found(at(DAYS[day]), kind, state) == TABLE[state]


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("kind", FILINGS)
def test_the_table_where_what_is_processed_can_be_taken_back(
    at: At, kind: str, state: CaseState, day: str
) -> None:
    below = load_layer("sigateway_beijing")
    rules = tuple(
        each.model_copy(
            update={
                "figures": tuple(
                    figure.model_copy(update={"values": {**figure.values, "withdraw": "processing"}})
                    for figure in each.figures
                )
            }
        )
        if each.id == "BJ-32"
        else each
        for each in below.rules
    )
    usual = at(DAYS[day])
    book = Rulebook.merged([below.model_copy(update={"rules": rules})])
    context = Context(usual.unit, usual.at, book, usual.calendar, None)
    in_review = state is CaseState.IN_REVIEW
    assert found(context, kind, state) == (["withdraw BJ-32", WAIT] if in_review else TABLE[state])
