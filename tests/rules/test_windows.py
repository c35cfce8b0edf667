"""Windows against dated expectations for 2026, worked out by hand from the State Council's notice.

Shanghai's words are the proof: day 5 09:00 to day 26 16:00, the 5th moved later and the 26th earlier. Reading
A moves them over any day off, reading B over the notice's holidays only.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigateway.rules import (
    SHANGHAI,
    Deadline,
    StateCouncilCalendar,
    SuppliedCalendar,
    Window,
    always_open,
    day_deadline,
    local,
    month_window,
    safe_before,
)

CALENDAR = StateCouncilCalendar()
NAIVE = datetime.fromisoformat("2026-04-07T09:00")

#: month -> (A opens, A closes, B opens, B closes), days of 2026
DAYS_2026 = {
    1: (5, 26, 5, 26),
    2: (5, 26, 5, 26),
    3: (5, 26, 5, 26),
    4: (7, 24, 7, 26),
    5: (6, 26, 6, 26),
    6: (5, 26, 5, 26),
    7: (6, 24, 5, 26),
    8: (5, 26, 5, 26),
    9: (7, 24, 5, 24),
    10: (8, 26, 8, 26),
    11: (5, 26, 5, 26),
    12: (7, 25, 5, 26),
}


def shanghai_hall(at: datetime, *, holidays_only: bool = True) -> Window:
    return month_window(at, 5, time(9), 26, time(16), CALENDAR, holidays_only=holidays_only)


def at(month: int, day: int, hour: int = 0, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize("month", DAYS_2026)
def test_reading_a_any_day_off_moves_the_window(month: int) -> None:
    opens, closes, _, _ = DAYS_2026[month]
    window = shanghai_hall(at(month, 1), holidays_only=False)
    assert (window.opens, window.closes) == (at(month, opens, 9), at(month, closes, 16))
    assert window.calendar_known


@pytest.mark.parametrize("month", DAYS_2026)
def test_reading_b_only_the_notices_holidays_move_it(month: int) -> None:
    safe, opens, closes = DAYS_2026[month][1:]
    window = shanghai_hall(at(month, 1))
    assert (window.opens, window.closes) == (at(month, opens, 9), at(month, closes, 16))
    assert window.safe_until == at(month, safe, 16), "planning uses the narrowest reading"


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(4, 7, 8, 59), False),
        (at(4, 7, 9), True),
        (at(4, 26, 15, 59), True),
        (at(4, 26, 16), False),
    ],
)
def test_the_first_moment_is_in_and_the_last_is_out(moment: datetime, is_open: bool) -> None:
    assert shanghai_hall(moment).open is is_open


def test_when_closed_the_next_window_is_named() -> None:
    window = shanghai_hall(at(4, 26, 16))
    assert not window.open
    assert (window.opens, window.closes) == (at(5, 6, 9), at(5, 26, 16))


def test_the_window_after_december_is_in_january() -> None:
    notice = SuppliedCalendar(holidays={}, covers=(date(2026, 1, 1), date(2026, 12, 31)))
    window = month_window(at(12, 28), 5, time(9), 26, time(16), notice)
    assert window.opens == at(1, 5, 9, year=2027)
    assert not window.calendar_known, "no notice covers January 2027 here"


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it opens"):
        month_window(at(4, 1), 26, time(9), 5, time(16), CALENDAR)


@given(st.datetimes(NAIVE.replace(year=2024), NAIVE.replace(month=11)), st.booleans())
def test_whatever_the_moment_the_window_is_the_current_or_the_next(
    moment: datetime, holidays_only: bool
) -> None:
    window = shanghai_hall(moment, holidays_only=holidays_only)
    assert window.opens is not None
    assert window.closes is not None
    assert window.safe_until is not None
    now = local(moment)
    assert now < window.closes
    assert window.open is (window.opens <= now)
    assert window.safe_until <= window.closes
    assert window.opens - now < timedelta(days=45)


def test_a_naive_moment_is_shanghai_time_and_others_are_converted() -> None:
    assert local(NAIVE) == at(4, 7, 9)
    assert local(datetime(2026, 4, 7, 1, tzinfo=UTC)).isoformat() == "2026-04-07T09:00:00+08:00"
    assert shanghai_hall(NAIVE).open
    assert shanghai_hall(datetime(2026, 4, 7, 1, tzinfo=UTC)).open


def test_the_json_form_is_the_contract() -> None:
    deadline = Deadline(what="交资料", by=datetime.fromisoformat("2026-04-20T23:59:59"), rule="XX-50")
    window = month_window(at(4, 8), 5, time(9), 26, time(16), CALENDAR, deadlines=(deadline,))
    assert window.model_dump(mode="json") == {
        "open": True,
        "opens": "2026-04-07T09:00:00+08:00",
        "closes": "2026-04-26T16:00:00+08:00",
        "safe_until": "2026-04-24T16:00:00+08:00",
        "deadlines": [{"what": "交资料", "by": "2026-04-20T23:59:59+08:00", "rule": "XX-50"}],
        "calendar_known": True,
    }
    assert Window.model_validate_json(window.model_dump_json()) == window


def test_no_limit_is_null() -> None:
    assert always_open().model_dump(mode="json") == {
        "open": True,
        "opens": None,
        "closes": None,
        "safe_until": None,
        "deadlines": [],
        "calendar_known": True,
    }


@pytest.mark.parametrize(
    ("moment", "included", "by"),
    [
        (at(11, 1), True, "2026-11-20T23:59:59+08:00"),
        (at(11, 20, 23, 59), True, "2026-11-20T23:59:59+08:00"),
        (at(11, 21), True, "2026-12-20T23:59:59+08:00"),
        (at(12, 21), True, "2027-01-20T23:59:59+08:00"),
        (at(11, 19, 23, 59), False, "2026-11-19T23:59:59+08:00"),
        (at(11, 20), False, "2026-12-19T23:59:59+08:00"),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), True, "2026-12-20T23:59:59+08:00"),
    ],
)
@pytest.mark.rule("WH-134")
def test_a_day_of_the_month_is_due_this_month_or_the_next(moment: datetime, included: bool, by: str) -> None:
    deadline = day_deadline(moment, 20, included=included, what="交资料", rule="WH-50")
    assert deadline.by.isoformat() == by


@pytest.mark.parametrize(
    ("moment", "included", "safe"),
    [
        (at(11, 1), True, "2026-11-19T23:59:59+08:00"),  # day 20 may be too late; the 19th is a Thursday
        (at(11, 1), False, "2026-11-19T23:59:59+08:00"),
        (at(9, 1), True, "2026-09-18T23:59:59+08:00"),  # the 19th is a plain Saturday
        (
            at(2, 1),
            True,
            "2026-02-14T23:59:59+08:00",
        ),  # Spring Festival 15 to 23; Saturday the 14th is worked
    ],
)
def test_planning_stays_clear_of_the_day_and_of_days_off(moment: datetime, included: bool, safe: str) -> None:
    deadline = day_deadline(moment, 20, included=included, what="交资料", rule="WH-50")
    last, known = safe_before(deadline, included=included, calendar=CALENDAR)
    assert (last.isoformat(), known) == (safe, True)


def test_planning_says_when_it_only_guesses_at_the_calendar() -> None:
    deadline = day_deadline(at(1, 5, year=2099), 20, included=True, what="交资料", rule="WH-50")
    _, known = safe_before(deadline, included=True, calendar=CALENDAR)
    assert not known
