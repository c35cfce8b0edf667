"""Holidays by the State Council's notice for 2026, and what is said where no notice is known.

The notice for 2026: Qingming 清明节 4 to 6 April; Labour Day 劳动节 1 to 5 May, with work on Saturday 9 May;
Mid-Autumn 中秋节 25 to 27 September; National Day 国庆节 1 to 7 October, with work on Sunday 20 September and
Saturday 10 October.
"""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from sigateway.errors import ConfigurationError
from sigateway.rules import StateCouncilCalendar, SuppliedCalendar, WorkCalendar
from sigateway.rules.calendar import moved

BUNDLED = StateCouncilCalendar()
#: A notice for a year that no library knows yet, with one weekend day of work.
NOTICE_2099 = SuppliedCalendar(
    holidays={date(2099, 1, 1): "元旦", date(2099, 1, 2): "元旦"},
    workdays=frozenset({date(2099, 1, 4)}),
    covers=(date(2099, 1, 1), date(2099, 12, 31)),
)


@pytest.mark.parametrize(
    ("day", "holiday", "workday"),
    [
        (date(2026, 4, 3), False, True),
        (date(2026, 4, 4), True, False),
        (date(2026, 4, 5), True, False),
        (date(2026, 4, 6), True, False),
        (date(2026, 4, 7), False, True),
        (date(2026, 5, 5), True, False),
        (date(2026, 5, 9), False, True),
        (date(2026, 9, 20), False, True),
        (date(2026, 9, 26), True, False),
        (date(2026, 10, 10), False, True),
        (date(2026, 12, 26), False, False),
        (date(2026, 7, 5), False, False),
    ],
)
def test_holidays_weekends_and_make_up_days_of_2026(day: date, holiday: bool, workday: bool) -> None:
    assert BUNDLED.knows(day)
    assert (BUNDLED.is_holiday(day), BUNDLED.is_workday(day)) == (holiday, workday)


def test_a_year_without_a_notice_has_plain_weekends_and_says_so() -> None:
    friday, saturday = date(2099, 1, 2), date(2099, 1, 3)
    assert not BUNDLED.knows(friday)
    assert BUNDLED.is_workday(friday)
    assert not BUNDLED.is_workday(saturday)
    assert not BUNDLED.is_holiday(date(2099, 1, 1))


def test_the_years_before_the_bundled_data_are_unknown_too() -> None:
    assert not BUNDLED.knows(date(1999, 10, 1))


def test_a_supplied_notice_fills_the_gap() -> None:
    calendar = StateCouncilCalendar(NOTICE_2099)
    assert calendar.knows(date(2099, 1, 2))
    assert calendar.is_holiday(date(2099, 1, 2))
    assert not calendar.is_workday(date(2099, 1, 2))
    assert not calendar.is_holiday(date(2099, 1, 3))
    assert not calendar.is_workday(date(2099, 1, 3))
    assert calendar.is_workday(date(2099, 1, 4))
    assert not calendar.knows(date(2100, 1, 1))
    assert calendar.is_holiday(date(2026, 4, 5))


def test_a_supplied_notice_wins_over_the_bundled_one() -> None:
    changed = SuppliedCalendar(
        holidays={date(2026, 4, 7): "清明节"}, covers=(date(2026, 4, 1), date(2026, 4, 30))
    )
    calendar = StateCouncilCalendar(changed)
    assert calendar.is_holiday(date(2026, 4, 7))
    assert not calendar.is_holiday(date(2026, 4, 6))
    assert calendar.is_holiday(date(2026, 5, 1))


@pytest.mark.parametrize(
    ("holidays", "workdays", "covers", "said"),
    [
        ({date(2098, 1, 1): "元旦"}, (), (date(2099, 1, 1), date(2099, 12, 31)), "outside"),
        ({}, (date(2100, 1, 3),), (date(2099, 1, 1), date(2099, 12, 31)), "outside"),
        ({date(2099, 1, 3): "元旦"}, (date(2099, 1, 3),), (date(2099, 1, 1), date(2099, 12, 31)), "both"),
        ({}, (), (date(2099, 12, 31), date(2099, 1, 1)), "before it begins"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(
    holidays: dict[date, str], workdays: tuple[date, ...], covers: tuple[date, date], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        SuppliedCalendar(holidays=holidays, workdays=frozenset(workdays), covers=covers)


def test_both_are_calendars_to_a_window() -> None:
    assert isinstance(BUNDLED, WorkCalendar)
    assert isinstance(NOTICE_2099, WorkCalendar)


def test_a_day_moves_over_days_off_in_either_direction() -> None:
    qingming = date(2026, 4, 5)
    assert moved(qingming, BUNDLED, later=True, holidays_only=True) == date(2026, 4, 7)
    assert moved(qingming, BUNDLED, later=False, holidays_only=True) == date(2026, 4, 3)
    plain_sunday = date(2026, 7, 5)
    assert moved(plain_sunday, BUNDLED, later=True, holidays_only=True) == plain_sunday
    assert moved(plain_sunday, BUNDLED, later=True, holidays_only=False) == date(2026, 7, 6)


def test_a_calendar_without_workdays_is_refused_with_the_cure() -> None:
    class Closed:
        def is_holiday(self, day: date) -> bool:
            return True

        def is_workday(self, day: date) -> bool:
            return False

        def knows(self, day: date) -> bool:
            return True

    with pytest.raises(ConfigurationError, match="check the holidays"):
        moved(date(2026, 1, 1), Closed(), later=True, holidays_only=True)
