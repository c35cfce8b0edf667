"""What differs by place or by month, read from the hall's ledger: the launch, the lowest wage, floor and ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from sigateway_mockservers.kernel.hall_site import read_ledger
from sigateway_mockservers.kernel.months import is_month
from sigateway_mockservers.zhejiang.names import HALL

_Figure = TypeVar("_Figure")

ALL = "33"
"""The prefix of every place: the province."""


@dataclass(frozen=True, slots=True)
class Place:
    """A 参保地."""

    code: str
    city: str
    part: str

    @property
    def name(self) -> str:
        """Such as 「宁波市—市本级」 (ZJ-27)."""
        return f"{self.city}—{self.part}"

    @property
    def household(self) -> str:
        """How a household place in it begins."""
        return f"浙江省{self.city}{self.part}"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one World. Of several prefixes that a place has, the longest counts."""

    launches: Mapping[str, date]
    wages: Mapping[str, Mapping[str, Decimal]]
    limits: Mapping[str, tuple[Decimal, Decimal]]

    def launched_on(self, place: str) -> date:
        """The day from which a place is on the provincial system (ZJ-01)."""
        return self.launches[_longest(self.launches, place)]

    def minimum_wage(self, place: str, month: str) -> Decimal:
        """The lowest wage of a place in a month."""
        return _in_force(self.wages[_longest(self.wages, place)], month)

    def limits_at(self, month: str) -> tuple[Decimal, Decimal]:
        """Floor and ceiling of the base in a month."""
        return _in_force(self.limits, month)

    def with_launch(self, prefix: str, day: date) -> Figures:
        """The same with another day of launch."""
        return replace(self, launches={**self.launches, _prefix(prefix): day})

    def with_minimum_wage(self, prefix: str, yuan: Decimal, from_month: str) -> Figures:
        """The same with another lowest wage."""
        known = self.wages.get(_prefix(prefix)) or self.wages[_longest(self.wages, prefix)]
        return replace(self, wages={**self.wages, prefix: {**known, _month(from_month): yuan}})

    def with_limits(self, from_month: str, floor: Decimal, ceiling: Decimal) -> Figures:
        """The same with other limits."""
        if not 0 < floor <= ceiling:
            raise ValueError(f"a floor of {floor} and a ceiling of {ceiling} are no limits")
        return replace(self, limits={**self.limits, _month(from_month): (floor, ceiling)})


def _longest(table: Mapping[str, Any], place: str) -> str:
    return max((prefix for prefix in table if place.startswith(prefix)), key=len)


def _in_force(table: Mapping[str, _Figure], month: str) -> _Figure:
    return table[max(first for first in table if first <= month)]


def _prefix(text: str) -> str:
    if not (text.startswith(ALL) and text.isascii() and text.isdigit() and len(text) <= 6):
        raise ValueError(f"{text!r} is no prefix of a place in Zhejiang, such as 33, 3302 or 330211")
    return text


def _month(text: str) -> str:
    if not is_month(text):
        raise ValueError(f"{text!r} is no month; write YYYYMM")
    return text


@cache
def template_figures() -> Figures:
    """The figures of a new World."""
    table = read_ledger(HALL)["figures"]
    return Figures(
        launches={prefix: date.fromisoformat(day) for prefix, day in table["launched_on"].items()},
        wages={
            prefix: {month: Decimal(yuan) for month, yuan in steps.items()}
            for prefix, steps in table["minimum_wage"].items()
        },
        limits={
            month: (Decimal(floor), Decimal(ceiling)) for month, (floor, ceiling) in table["limits"].items()
        },
    )


@cache
def places() -> Mapping[str, Place]:
    """Every 参保地 by code."""
    rows = read_ledger(HALL)["places"]
    return {code: Place(code, city, part) for code, (city, part) in sorted(rows.items())}
