"""What the agency does about yearly declarations, by hand; part of :class:`WuhanHall`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.wuhan.annual.records import AnnualPeriod, Retiree
from sigateway_mockservers.wuhan.months import read_month
from sigateway_mockservers.wuhan.records import yuan

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.store import Store


class AnnualControls:
    """Periods, and the retirees of units."""

    world: World
    store: Store

    def open_annual(
        self, nd: str | int, first_day: date | str, last_day: date | str, sxny: str
    ) -> AnnualPeriod:
        """Arrange the period of a year (WH-96), both days included; a later call for the same year replaces it."""
        year, first, last = f"{nd}", _day(first_day), _day(last_day)
        if read_month(f"{year}01") is None:
            raise ValueError(f"{year!r} is no year")
        if read_month(sxny) is None:
            raise ValueError(f"{sxny!r} is no month YYYYMM")
        if last < first:
            raise ValueError(f"a period that begins on {first} does not end on {last}")
        period = AnnualPeriod(year, first, last, sxny)
        with self.world.lock:
            self.store.annual_periods[year] = period
        return period

    def add_retiree(self, unit: str, zjhm: str, pension: Decimal | str) -> Retiree:
        """Put somebody of the register on a unit's list of retirees, with last year's pension in yuan (WH-95)."""
        amount = yuan(pension)
        if amount <= 0:
            raise ValueError("a pension is above 0")
        with self.world.lock:
            if unit not in self.store.units:
                raise KeyError(f"there is no unit {unit}")
            if self.world.people.get(zjhm) is None:
                raise KeyError(f"{zjhm} is not in the register")
            if (unit, zjhm) in self.store.retirees:
                raise ValueError(f"{zjhm} is on the list of {unit} already")
            retiree = self.store.retirees[unit, zjhm] = Retiree(unit, zjhm, f"{amount}")
            return retiree

    def pension_of(self, unit: str, zjhm: str, nd: str | int) -> str | None:
        """The pension of a year that was declared and taken, in yuan with two decimals; ``None``: none was."""
        with self.world.lock:
            self.world.settle()
            retiree = self.store.retirees.get((unit, zjhm))
            return None if retiree is None else retiree.pension_in(f"{nd}")


def _day(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def annual_as_json(store: Store) -> dict[str, Any]:
    """Periods and retirees, for the state of a World."""
    return {"annual_periods": store.annual_periods.values(), "retirees": store.retirees.values()}
