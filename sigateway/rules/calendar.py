"""Which days are holidays: the State Council's yearly notice 国务院办公厅节假日安排, and what lies beyond.

The bundled data end with the last published notice. After that the user supplies the next notice as a
:class:`SuppliedCalendar`; until then only plain weekends are known, and ``knows`` says ``False`` so that no
window built on them passes for certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol, runtime_checkable

import chinese_calendar
from pydantic import model_validator

from sigateway.errors import ConfigurationError
from sigateway.filings.base import Model

_SATURDAY = 5


@runtime_checkable
class WorkCalendar(Protocol):
    """What windows ask of a calendar. All answers are for calendar days in mainland China."""

    def is_holiday(self, day: date) -> bool:
        """Whether the notice names the day as a public holiday 国定节假日; a plain weekend is none."""
        ...

    def is_workday(self, day: date) -> bool:
        """Whether people work: weekdays that are no holiday, and make-up days 调休上班."""
        ...

    def knows(self, day: date) -> bool:
        """Whether a notice covers the day. If not, the other two answers are by plain weekends."""
        ...


class SuppliedCalendar(Model):
    """A notice that the user types in, for the days from ``covers[0]`` to ``covers[1]``, both included.

    ``holidays`` maps each day off that the notice names, weekend days among them, to the holiday's name;
    ``workdays`` are the weekend days on which people work 调休上班日.
    """

    holidays: Mapping[date, str]
    workdays: frozenset[date] = frozenset()
    covers: tuple[date, date]

    @model_validator(mode="after")
    def _consistent(self) -> SuppliedCalendar:
        first, last = self.covers
        if last < first:
            raise ValueError(f"covers ends on {last} before it begins on {first}")
        outside = sorted(day for day in (*self.holidays, *self.workdays) if not first <= day <= last)
        if outside:
            raise ValueError(f"{outside[0]} lies outside the days that covers names ({first} to {last})")
        both = sorted(self.workdays & self.holidays.keys())
        if both:
            raise ValueError(f"{both[0]} is both a holiday and a workday")
        return self

    def is_holiday(self, day: date) -> bool:
        """Whether the supplied notice names the day."""
        return day in self.holidays

    def is_workday(self, day: date) -> bool:
        """Whether people work on the day by the supplied notice."""
        return day in self.workdays or (day.weekday() < _SATURDAY and day not in self.holidays)

    def knows(self, day: date) -> bool:
        """Whether the day lies within ``covers``."""
        return self.covers[0] <= day <= self.covers[1]


class StateCouncilCalendar:
    """The notices bundled with ``chinese_calendar``, and those the user supplies, which win where they cover.

    They win because a notice can be changed within the year and the user then knows before the library does.
    """

    def __init__(self, *supplied: SuppliedCalendar) -> None:
        self._supplied = supplied

    def is_holiday(self, day: date) -> bool:
        """Whether a notice names the day; ``False`` where none is known."""
        if (own := self._own(day)) is not None:
            return own.is_holiday(day)
        detail = _bundled(day)
        return detail is not None and detail == (True, True)

    def is_workday(self, day: date) -> bool:
        """Whether people work; Monday to Friday where no notice is known."""
        if (own := self._own(day)) is not None:
            return own.is_workday(day)
        detail = _bundled(day)
        return day.weekday() < _SATURDAY if detail is None else not detail[0]

    def knows(self, day: date) -> bool:
        """Whether a supplied or a bundled notice covers the day."""
        return self._own(day) is not None or _bundled(day) is not None

    def _own(self, day: date) -> SuppliedCalendar | None:
        return next((calendar for calendar in self._supplied if calendar.knows(day)), None)


@lru_cache(maxsize=4096)
def _bundled(day: date) -> tuple[bool, bool] | None:
    """``(off, named by a notice)``, or ``None`` outside the library's years."""
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return bool(off), name is not None


#: No run of days off comes near this; a longer one is a mistake in a supplied calendar.
_LONGEST_BREAK = 31


def moved(day: date, calendar: WorkCalendar, *, later: bool, holidays_only: bool) -> date:
    """The day itself, or the nearest one after (``later``) or before it that is not off.

    With ``holidays_only`` a day is off when the notice names it as a holiday, else when nobody works.
    """
    step = timedelta(days=1 if later else -1)
    for distance in range(_LONGEST_BREAK):
        candidate = day + distance * step
        off = calendar.is_holiday(candidate) if holidays_only else not calendar.is_workday(candidate)
        if not off:
            return candidate
    raise ConfigurationError(
        f"the calendar shows {_LONGEST_BREAK} days off in a row {'from' if later else 'up to'} {day}:"
        " check the holidays that were supplied"
    )
