"""Controls of the figures, the notice and the window; part of :class:`ShanghaiHall`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import is_month
from sigateway_mockservers.shanghai.figures import BaseYear, Figures, Limits, Rate, WindowEnds
from sigateway_mockservers.shanghai.window import Holidays, Notice

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.shanghai.store import Store

_LEAST_INJURY_RATE, _MOST_INJURY_RATE = Decimal("0.16"), Decimal("1.52")


class FigureControls:
    """What the city and the calendar decide."""

    world: World
    store: Store

    def set_holidays(self, year: int, holidays: Iterable[date], workdays: Iterable[date] = ()) -> None:
        """The notice of a year: days off, and make-up days."""
        with self.world.lock:
            notice = Notice(frozenset(holidays), frozenset(workdays))
            if any(day.year != year for day in notice.holidays | notice.workdays):
                raise ValueError(f"every day of the notice of {year} is in {year}")
            self.store.holidays = Holidays({**self.store.holidays.notices, year: notice})

    @enforces("SH-22")
    def set_window(
        self, day_from: int, time_from: time | str, day_to: int, time_to: time | str, from_month: str
    ) -> None:
        """Another window from a month on: the source calls its own 暂定."""
        ends = WindowEnds(day_from, _clock(time_from), day_to, _clock(time_to))
        self._refigure(self.store.figures.with_window(_month(from_month), ends))

    def set_limits(self, from_month: str, floor: Decimal | str, ceiling: Decimal | str) -> None:
        """保底 and 封顶 from a month on."""
        limits = Limits(Decimal(floor), Decimal(ceiling))
        self._refigure(self.store.figures.with_limits(_month(from_month), limits))

    def set_minimum_wage(self, from_month: str, yuan: Decimal | str) -> None:
        """The city's minimum wage from a month on."""
        self._refigure(self.store.figures.with_minimum_wage(_month(from_month), Decimal(yuan)))

    def set_rates(self, from_month: str, rates: Mapping[str, tuple[Decimal | str, Decimal | str]]) -> None:
        """What unit and person pay for some schemes from a month on, per cent."""
        read = {scheme: Rate(Decimal(unit), Decimal(person)) for scheme, (unit, person) in rates.items()}
        self._refigure(self.store.figures.with_rates(_month(from_month), read))

    def set_injury_rate(self, unit: str, percent: Decimal | str) -> None:
        """A unit's own rate of work injury insurance."""
        with self.world.lock:
            changed = replace(self.store.units[unit], injury_rate=read_injury_rate(percent))
            self.store.units[unit] = changed

    def open_base_year(self, nd: str, first_day: date, last_day: date, sxny: str) -> None:
        """Another base year, its days of declaring and its month of effect."""
        year = BaseYear(nd, first_day, last_day, _month(sxny))
        if first_day > last_day:
            raise ValueError("the first day is not after the last")
        self._refigure(replace(self.store.figures, opened_year=year))

    def _refigure(self, figures: Figures) -> None:
        with self.world.lock:
            self.store.figures = figures


def read_injury_rate(percent: Decimal | str) -> Decimal:
    """A rate of work injury insurance that a unit can have."""
    rate = Decimal(percent)
    if not _LEAST_INJURY_RATE <= rate <= _MOST_INJURY_RATE:
        raise ValueError(f"a unit's rate is {_LEAST_INJURY_RATE} to {_MOST_INJURY_RATE} per cent, not {rate}")
    return rate


def _month(text: str) -> str:
    if not is_month(text):
        raise ValueError(f"{text!r} is no month; write YYYYMM")
    return text


def _clock(value: time | str) -> time:
    return value if isinstance(value, time) else time.fromisoformat(value)
