"""One insurance of a person in the halls that keep months and declared wages: when it ran, and what was declared for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Wage:
    """A declared wage and the month from which it works."""

    month: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class WagedSpell:
    """From the first month to the last, empty while it runs; its wages in the order of declaring."""

    first_month: str
    wages: tuple[Wage, ...]
    last_month: str = ""

    @property
    def runs(self) -> bool:
        """True until it is ended."""
        return not self.last_month

    def covers(self, month: str) -> bool:
        """Insured in that month."""
        return self.first_month <= month and (self.runs or month <= self.last_month)

    def wage_in(self, month: str) -> Decimal:
        """The wage in force in a month: the last declared of those that work by then."""
        working = [wage for wage in self.wages if wage.month <= month]
        return (working or self.wages[:1])[-1].amount
