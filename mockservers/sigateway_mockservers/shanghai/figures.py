"""The hall's figures, each from a month on: limits of the base, minimum wage, rates, the window, the base year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from typing import TypeVar

from sigateway_mockservers.shanghai.names import INJURY, MEDICAL, PENSION, SCHEMES, UNEMPLOYMENT

_Figure = TypeVar("_Figure")

ALWAYS = "000000"


@dataclass(frozen=True, slots=True)
class Limits:
    """保底 and 封顶 of the contribution base."""

    floor: Decimal
    ceiling: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """What unit and person pay, per cent of the base."""

    unit: Decimal
    person: Decimal


@dataclass(frozen=True, slots=True)
class WindowEnds:
    """From the time of one day of the month, included, to that of another, excluded."""

    day_from: int = 5
    time_from: time = time(9)
    day_to: int = 26
    time_to: time = time(16)


@dataclass(frozen=True, slots=True)
class BaseYear:
    """A base year 缴费年度, the days in which it is declared, both included, and the month from which it works."""

    year: str
    first_day: date
    last_day: date
    works_from: str


def _limits() -> dict[str, Limits]:
    table = {
        ALWAYS: ("7310.0", "36549.0"),
        "202407": ("7384.0", "36921.0"),
        "202507": ("7460.0", "37302.0"),
        "202607": ("7600.0", "38000.0"),
    }
    return {month: Limits(Decimal(floor), Decimal(ceiling)) for month, (floor, ceiling) in table.items()}


def _rates() -> dict[str, Mapping[str, Rate]]:
    table = {PENSION: ("16", "8"), MEDICAL: ("9", "2"), UNEMPLOYMENT: ("0.5", "0.5")}
    return {
        scheme: {ALWAYS: Rate(Decimal(unit), Decimal(person))} for scheme, (unit, person) in table.items()
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """All of them; a change gives new ones."""

    limits: Mapping[str, Limits] = field(default_factory=_limits)
    minimum_wages: Mapping[str, Decimal] = field(
        default_factory=lambda: {ALWAYS: Decimal("2690.0"), "202507": Decimal("2740.0")}
    )
    rates: Mapping[str, Mapping[str, Rate]] = field(default_factory=_rates)
    windows: Mapping[str, WindowEnds] = field(default_factory=lambda: {ALWAYS: WindowEnds()})
    opened_year: BaseYear | None = None

    def limits_in(self, month: str) -> Limits:
        """The limits of a month."""
        return _in_force(self.limits, month)

    def minimum_wage_in(self, month: str) -> Decimal:
        """The city's minimum wage of a month."""
        return _in_force(self.minimum_wages, month)

    def rate_in(self, month: str, scheme: str, injury_rate: Decimal) -> Rate:
        """What is paid for a scheme in a month; for work injury the unit's own rate."""
        if scheme == INJURY:
            return Rate(injury_rate, Decimal(0))
        return _in_force(self.rates[scheme], month)

    def window_in(self, month: str) -> WindowEnds:
        """The two ends as they are set for a month."""
        return _in_force(self.windows, month)

    def base_year_at(self, day: date) -> BaseYear:
        """The base year that is, was last, or is next declared."""
        if self.opened_year is not None:
            return self.opened_year
        year = day.year
        return BaseYear(f"{year:04d}", date(year, 6, 1), date(year, 7, 31), f"{year:04d}07")

    def with_limits(self, month: str, limits: Limits) -> Figures:
        """Other limits from a month on."""
        if not 0 < limits.floor <= limits.ceiling:
            raise ValueError("the floor is above 0 and not above the ceiling")
        return replace(self, limits={**self.limits, month: limits})

    def with_minimum_wage(self, month: str, yuan: Decimal) -> Figures:
        """Another minimum wage from a month on."""
        return replace(self, minimum_wages={**self.minimum_wages, month: yuan})

    def with_rates(self, month: str, rates: Mapping[str, Rate]) -> Figures:
        """Other rates of some schemes from a month on."""
        if unknown := set(rates) - set(SCHEMES) | ({INJURY} & set(rates)):
            raise ValueError(
                f"no rates can be set for {', '.join(sorted(unknown))}; work injury is the unit's own rate"
            )
        changed = {scheme: {**self.rates[scheme], month: rate} for scheme, rate in rates.items()}
        return replace(self, rates={**self.rates, **changed})

    def with_window(self, month: str, ends: WindowEnds) -> Figures:
        """Another window from a month on (SH-22)."""
        if not 1 <= ends.day_from <= ends.day_to <= 31:
            raise ValueError("the days of a window are 1 to 31, the first not after the last")
        return replace(self, windows={**self.windows, month: ends})


def _in_force(dated: Mapping[str, _Figure], month: str) -> _Figure:
    return dated[max(since for since in dated if since <= month)]
