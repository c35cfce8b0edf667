"""What the hall remembers of yearly declarations: the period of a year, who visits, and the retirees of a unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.store import Store

#: The kinds of the two declarations, as effects and the journal have them.
ANNUAL_WAGE, RETIREE_WAGE = "annual_wage", "retiree_wage"


class AnnualVisit(Enum):
    """Which units bring the papers of a yearly declaration, for staff to decide (WH-93, WH-132)."""

    EVERY_UNIT = "every_unit"
    ORDINARY_UNITS = "ordinary_units"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class AnnualPeriod:
    """When the wages of a year are declared, both days included, and the month from which they count."""

    year: str
    first_day: date
    last_day: date
    start_month: str

    def takes(self, day: date) -> bool:
        """Whether a day is in the period."""
        return self.first_day <= day <= self.last_day


@enforces("WH-96")
def period_of(store: Store, year: str) -> AnnualPeriod:
    """The period of a year; where the agency has arranged none, April to June, and in force from July (E0)."""
    usual = AnnualPeriod(year, date(int(year), 4, 1), date(int(year), 6, 30), f"{year}07")
    return store.annual_periods.get(year, usual)


@dataclass(frozen=True, slots=True)
class DeclaredPension:
    """A pension that was declared for a year; ``filed`` is the number of the effect."""

    year: str
    pension: str
    filed: int


@dataclass(frozen=True, slots=True)
class Retiree:
    """非统筹退休人员 of a unit: the pension when put on the list, and what was declared since, in the order of filing."""

    unit: str
    person: str
    pension: str
    declared: tuple[DeclaredPension, ...] = ()

    def pension_in(self, year: str) -> str | None:
        """The pension declared for a year; of several the last."""
        return next((each.pension for each in reversed(self.declared) if each.year == year), None)

    def pension_before(self, year: str) -> str:
        """The last pension known before a year."""
        known = [each for each in self.declared if each.year < year]
        return max(known, key=lambda each: (each.year, each.filed)).pension if known else self.pension

    def declaring(self, declared: DeclaredPension) -> Retiree:
        """The same retiree with one more declaration."""
        return replace(self, declared=(*self.declared, declared))
