"""When the hall takes declarations: the holiday notice, the two ends of a month's window, the hours. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sigateway_mockservers.kernel.clock import SHANGHAI
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import first_day, month_of, shifted
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.shanghai.figures import Figures
from sigateway_mockservers.shanghai.reasons import outside_hours, outside_window

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """A year's notice of the State Council: the days off, and the make-up days on which people work 调休上班."""

    holidays: frozenset[date]
    workdays: frozenset[date]


def _days(*spans: tuple[int, int, int]) -> frozenset[date]:
    return frozenset(date(2026, month, day) for month, first, last in spans for day in range(first, last + 1))


def notice_of_2026() -> Notice:
    """The notice that the World holds."""
    off = _days((1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7))
    made_up = _days((1, 4, 4), (2, 14, 14), (2, 28, 28), (5, 9, 9), (9, 20, 20), (10, 10, 10))
    return Notice(off, made_up)


@dataclass(frozen=True, slots=True)
class Holidays:
    """The notices by year; a year without one has weekends and no holidays."""

    notices: Mapping[int, Notice] = field(default_factory=lambda: {2026: notice_of_2026()})

    def is_public_holiday(self, day: date) -> bool:
        """Named as off by the notice: weekends are none of themselves (SH-30)."""
        notice = self.notices.get(day.year)
        return notice is not None and day in notice.holidays

    def is_day_off(self, day: date) -> bool:
        """A day on which nobody works."""
        notice = self.notices.get(day.year)
        if notice is not None and day in notice.workdays:
            return False
        return self.is_public_holiday(day) or day.weekday() >= _SATURDAY


@dataclass(frozen=True, slots=True)
class Window:
    """The two ends of a month: the first moment inside, the first moment outside."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class OpeningRules:
    """How a World reads the window."""

    figures: Figures
    holidays: Holidays
    any_day_off_moves: bool = False
    workday_hours: bool = False

    @enforces("SH-19", "SH-20", "SH-21", "SH-22", "SH-30")
    def window_of(self, month: str) -> Window:
        """The window of a month: its first day moves on, its last day back, over days that do not count."""
        ends = self.figures.window_in(month)
        opens, closes = _day_in(month, ends.day_from), _day_in(month, ends.day_to)
        while self._moves(opens):
            opens += _ONE_DAY
        while self._moves(closes):
            closes -= _ONE_DAY
        return Window(_at(opens, ends.time_from), _at(closes, ends.time_to))

    def current_or_next(self, now: datetime) -> Window:
        """The window that runs, or else the next one."""
        month = month_of(now)
        window = self.window_of(month)
        return window if now < window.closes else self.window_of(shifted(month, 1))

    @enforces("SH-18", "SH-31")
    def shut(self, now: datetime) -> Reason | None:
        """Why nothing is taken now; ``None`` while the hall takes declarations."""
        window = self.window_of(month_of(now))
        if not window.opens <= now < window.closes:
            coming = self.current_or_next(now)
            return outside_window(_written(coming.opens), _written(coming.closes))
        ends = self.figures.window_in(month_of(now))
        if self.workday_hours and (
            self.holidays.is_day_off(now.date()) or not ends.time_from <= now.time() < ends.time_to
        ):
            return outside_hours(_hour(ends.time_from), _hour(ends.time_to))
        return None

    def _moves(self, day: date) -> bool:
        if self.any_day_off_moves:
            return self.holidays.is_day_off(day)
        return self.holidays.is_public_holiday(day)


def _day_in(month: str, day: int) -> date:
    first = first_day(month)
    return first.replace(day=min(day, calendar.monthrange(first.year, first.month)[1]))


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=SHANGHAI)


def _written(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日{_hour(moment.time())}"


def _hour(clock: time) -> str:
    return f"{clock.hour}时{clock.minute}分" if clock.minute else f"{clock.hour}时"
