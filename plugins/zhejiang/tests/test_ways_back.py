"""Ways back at Zhejiang as a table: state by day, in each reading of ZJ-40. Filing is on any day, so the month is the only border.

A cell names the ways in their order with their rules. What ``correct`` does by itself is the first that is online.
"""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from sigateway.plugin import SHANGHAI, Case, CaseState, load_layer

DAYS = {
    "on its day": datetime(2026, 11, 10, 12, tzinfo=SHANGHAI),
    "on the last day of its month": datetime(2026, 11, 30, 23, 59, tzinfo=SHANGHAI),
    "in the next month": datetime(2026, 12, 1, 0, 0, tzinfo=SHANGHAI),
}
BACK, WAIT, COUNTER = "withdraw ZJ-12", "wait ZJ-40", "counter ZJ-40"
STOP, AGAIN = "opposite ZJ-18", "opposite ZJ-08"
UNDER_REVIEW, APPROVED = CaseState.IN_REVIEW, CaseState.APPROVED
# By the setting: (suspension_take_back, take_back_until), then kind and state: the ways in the month of filing, and after it.
TABLE = {
    ("no", "review"): {
        ("enrolment", UNDER_REVIEW): ([BACK], [BACK]),
        ("enrolment", APPROVED): ([STOP, COUNTER], [STOP, COUNTER]),
        ("suspension", UNDER_REVIEW): ([WAIT, COUNTER], [WAIT, COUNTER]),
        ("suspension", APPROVED): ([AGAIN, COUNTER], [AGAIN, COUNTER]),
    },
    ("yes", "review"): {
        ("suspension", UNDER_REVIEW): ([BACK], [BACK]),
        ("suspension", APPROVED): ([AGAIN, COUNTER], [AGAIN, COUNTER]),
    },
    ("no", "month_end"): {
        ("enrolment", APPROVED): ([BACK, STOP, COUNTER], [STOP, COUNTER]),
        ("suspension", APPROVED): ([AGAIN, COUNTER], [AGAIN, COUNTER]),
    },
    ("yes", "month_end"): {
        ("suspension", APPROVED): ([BACK, AGAIN, COUNTER], [AGAIN, COUNTER]),
    },
}
CELLS = [
    (setting, kind, state, day, ways[day == "in the next month"])
    for setting, cells in TABLE.items()
    for (kind, state), ways in cells.items()
    for day in DAYS
]
NOTHING_LEFT = [
    (("no", "review"), kind, state, day, [])
    for kind in ("enrolment", "suspension")
    for state in (CaseState.REFUSED, CaseState.WITHDRAWN)
    for day in DAYS
]


@pytest.mark.rule("ZJ-08", "ZJ-12", "ZJ-18", "ZJ-40")
@pytest.mark.parametrize(("setting", "kind", "state", "day", "expected"), [*CELLS, *NOTHING_LEFT])
def test_the_table(
    w: SimpleNamespace,
    setting: tuple[str, str],
    kind: str,
    state: CaseState,
    day: str,
    expected: list[str],
) -> None:
    from sigateway_zhejiang import ways

    layer = load_layer("sigateway_zhejiang")
    suspensions, until = setting
    own = layer.model_copy(
        update={
            "rules": tuple(
                each.model_copy(
                    update={
                        "figures": tuple(
                            figure.model_copy(
                                update={
                                    "values": {
                                        "suspension_take_back": suspensions,
                                        "take_back_until": until,
                                    }
                                }
                            )
                            for figure in each.figures
                        )
                    }
                )
                if each.id == "ZJ-40"
                else each
                for each in layer.rules
            )
        }
    )
    context = w.context(DAYS[day], layers=(own,))
    case = Case(
        hall="zhejiang",
        unit=context.unit.key,
        filing=getattr(w, kind)(),
        number="ZJ2026111000000001",
        state=state,
        at=DAYS["on its day"],
    )
    assert [f"{way.kind} {way.rule}" for way in ways.ways_back(case, context)] == expected
