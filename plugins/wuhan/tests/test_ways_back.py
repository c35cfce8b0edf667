"""Ways back at Wuhan as a table, state by day. No day opens or shuts a way: what counts is whether it was submitted (WH-40, WH-45).

A cell names the ways in their order with their rules. What ``correct`` does by itself is the first that is online: ``discard``.
"""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from sigateway.plugin import SHANGHAI, Actor, Case, CaseState, NextStep
from sigateway.registry import Registry

STACK = Registry().stack("wuhan")
PAPERS_DAY = date(2026, 11, 20)
DAYS = {
    "before the papers' day": datetime(2026, 11, 10, 9, tzinfo=SHANGHAI),
    "on the papers' day": datetime(2026, 11, 20, 9, tzinfo=SHANGHAI),
    "after the papers' day": datetime(2026, 11, 21, 9, tzinfo=SHANGHAI),
    "in the next month": datetime(2026, 12, 3, 9, tzinfo=SHANGHAI),
}
COUNTER, WAIT, DISCARD = "counter WH-41", "wait WH-36", "discard WH-45"
TABLE = {
    CaseState.DRAFT: [DISCARD],
    CaseState.RETURNED: [DISCARD],
    CaseState.IN_REVIEW: [WAIT, COUNTER],
    CaseState.AWAITING_COUNTER: [COUNTER, WAIT],
    CaseState.WITHDRAWN: [],
    CaseState.DISCARDED: [],
    CaseState.REFUSED: [],
}
APPROVED = {  # the opposite: stop from the month after, enrol again, declare another wage from the next month
    "enrolment": [COUNTER, "opposite WH-74"],
    "suspension": [COUNTER, "opposite WH-47"],
    "wage_change": [COUNTER, "opposite WH-89"],
}
CELLS = [
    *((kind, state, ways) for kind in APPROVED for state, ways in TABLE.items()),
    *((kind, CaseState.APPROVED, ways) for kind, ways in APPROVED.items()),
]


@pytest.mark.rule("WH-36", "WH-40", "WH-41", "WH-45", "WH-47", "WH-74", "WH-89")
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("kind", "state", "expected"), CELLS)
def test_the_table(w: SimpleNamespace, kind: str, state: CaseState, expected: list[str], day: str) -> None:
    filing, context = getattr(w, kind)(), w.context(DAYS[day])
    steps = (NextStep(who=Actor.EMPLOYER, what="携资料到窗口", by=PAPERS_DAY),)
    waiting = state is CaseState.AWAITING_COUNTER
    case = Case(
        hall="wuhan",
        unit=context.unit.key,
        filing=filing,
        number="20261110000001",
        state=state,
        at=DAYS[day],
        next_steps=steps if waiting else (),
    )
    found = STACK.call("ways_back", case=case, to=None, context=context)
    assert [f"{way.kind} {way.rule}" for way in found] == expected
    by_itself = next((way.kind for way in found if way.kind.online), None)
    assert by_itself == ("discard" if state in (CaseState.DRAFT, CaseState.RETURNED) else None)
    for way in found:
        if way.kind == "counter":
            assert way.place
            assert way.papers
            assert way.until == (PAPERS_DAY if waiting else None)
