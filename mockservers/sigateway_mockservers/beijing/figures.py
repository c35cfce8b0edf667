"""Limits of the base, the city's lowest wage, rates, and what a month costs. All figures are assumed (E0)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sigateway_mockservers.beijing.names import HEALTH, INJURY, MATERNITY, PENSION, UNEMPLOYMENT

ALWAYS = "000000"
MOST_BACK_MONTHS = 12
RETIREMENT_AGES: Mapping[str, int] = {"1": 60, "2": 55}
INTEREST_PER_CENT = Decimal("3")

_FEN = Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Limits:
    """Floor and ceiling of the contribution base, and the lowest wage of the city."""

    floor: Decimal = Decimal("7162.00")
    ceiling: Decimal = Decimal("35811.00")
    lowest: Decimal = Decimal("2540.00")

    def base(self, wage: Decimal) -> Decimal:
        """缴费基数: the wage, raised to the floor or lowered to the ceiling."""
        return min(max(wage, self.floor), self.ceiling)


#: Per cent of the base that unit and person pay, and what the person pays besides, in yuan.
RATES: Mapping[str, tuple[Decimal, Decimal, Decimal]] = {
    PENSION: (Decimal("16"), Decimal("8"), Decimal(0)),
    UNEMPLOYMENT: (Decimal("0.5"), Decimal("0.5"), Decimal(0)),
    INJURY: (Decimal("0.40"), Decimal(0), Decimal(0)),
    MATERNITY: (Decimal("0.8"), Decimal(0), Decimal(0)),
    HEALTH: (Decimal("9"), Decimal("2"), Decimal("3.00")),
}


@dataclass(frozen=True, slots=True)
class Share:
    """What unit and person pay."""

    unit: Decimal = Decimal("0.00")
    person: Decimal = Decimal("0.00")

    def __add__(self, other: Share) -> Share:
        return Share(self.unit + other.unit, self.person + other.person)

    @property
    def total(self) -> Decimal:
        """Both together."""
        return self.unit + self.person


@dataclass(frozen=True, slots=True)
class Figures:
    """The limits, each from a month on."""

    limits: Mapping[str, Limits] = field(default_factory=lambda: {ALWAYS: Limits()})

    def limits_in(self, month: str) -> Limits:
        """The limits of a month."""
        return self.limits[max(since for since in self.limits if since <= month)]


def share(scheme: str, base: Decimal, injury_rate: Decimal, *, extra: bool = True) -> Share:
    """What a month of a scheme costs; without ``extra`` the fixed part of the person is left out."""
    unit, person, fixed = RATES[scheme]
    if scheme == INJURY:
        unit = injury_rate
    return Share(to_fen(base * unit / _HUNDRED), to_fen(base * person / _HUNDRED) + (fixed if extra else 0))


def added(shares: Iterable[Share]) -> Share:
    """The sum."""
    total = Share()
    for each in shares:
        total += each
    return total


def to_fen(yuan: Decimal) -> Decimal:
    """Half up to the fen."""
    return yuan.quantize(_FEN, ROUND_HALF_UP)


def money(yuan: Decimal) -> str:
    """Yuan as the hall writes it."""
    return str(to_fen(yuan))
