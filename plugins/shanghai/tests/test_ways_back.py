"""Ways back at Shanghai as a table, state by day. The window of November 2026 ends on the 26th, a Thursday, at 16:00 (SH-25, SH-27).

A cell names the ways in their order with their rules. What ``correct`` does by itself is the first that is online.
"""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from sigateway.plugin import SHANGHAI, Case, CaseState
from sigateway.registry import Registry

STACK = Registry().stack("shanghai")
INSIDE, OUTSIDE = True, False
DAYS = {
    "at once": (datetime(2026, 11, 5, 9, tzinfo=SHANGHAI), INSIDE),
    "on the last day": (datetime(2026, 11, 26, 15, 59, 59, tzinfo=SHANGHAI), INSIDE),
    "when the window closes": (datetime(2026, 11, 26, 16, tzinfo=SHANGHAI), OUTSIDE),
    "between two windows": (datetime(2026, 12, 2, 9, tzinfo=SHANGHAI), OUTSIDE),
    "in the next window": (datetime(2026, 12, 10, 9, tzinfo=SHANGHAI), OUTSIDE),
}
AFTERWARDS = {
    "enrolment": ["opposite SH-29", "counter SH-27"],
    "suspension": ["opposite SH-28", "counter SH-27"],
    "wage_change": ["opposite SH-29", "counter SH-27"],
    "back_payment": ["counter SH-27"],
    "annual_wage": ["counter SH-27"],
}
OTHER_STATES = {  # a verdict is instant (SH-24): nothing waits, and what was only checked was never declared
    CaseState.DRAFT: ["discard SH-24"],
    CaseState.REFUSED: [],
    CaseState.WITHDRAWN: [],
}


def ways(w: SimpleNamespace, kind: str, state: CaseState, at: datetime) -> list[str]:
    filing, context = w.FILINGS[kind](), w.context(at)
    case = Case(
        hall="shanghai",
        unit=context.unit.key,
        filing=filing,
        number="20261100000001",
        state=state,
        at=datetime(2026, 11, 5, 9, tzinfo=SHANGHAI),
    )
    found = STACK.call("ways_back", case=case, to=None, context=context)
    return [f"{way.kind} {way.rule}" for way in found]


@pytest.mark.rule("SH-25", "SH-27", "SH-28")
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("kind", AFTERWARDS)
def test_what_was_declared_is_withdrawn_in_the_window_of_its_month(
    w: SimpleNamespace, kind: str, day: str
) -> None:
    at, inside = DAYS[day]
    expected = AFTERWARDS[kind]
    assert ways(w, kind, CaseState.APPROVED, at) == (["withdraw SH-25", *expected] if inside else expected)


@pytest.mark.rule("SH-24")
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("kind", AFTERWARDS)
@pytest.mark.parametrize("state", OTHER_STATES)
def test_the_other_states_are_the_same_on_each_day(
    w: SimpleNamespace, kind: str, state: CaseState, day: str
) -> None:
    assert ways(w, kind, state, DAYS[day][0]) == OTHER_STATES[state]
