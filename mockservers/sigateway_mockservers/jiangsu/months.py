"""Months as the hall writes them, YYYYMM, in which form they sort as they follow; and money, kept to one decimal."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

_MONTH = re.compile(r"[12][0-9]{3}(0[1-9]|1[0-2])", re.ASCII)
_TENTH = Decimal("0.1")


def is_month(text: str) -> bool:
    """True for a month that there is."""
    return _MONTH.fullmatch(text) is not None


def month_of(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y%m}"


def shifted(month: str, by: int) -> str:
    """The month so many months later, or earlier."""
    count = int(month[:4]) * 12 + int(month[4:]) - 1 + by
    return f"{count // 12:04d}{count % 12 + 1:02d}"


def months_from(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both included; none when they are the wrong way round."""
    found: list[str] = []
    while first <= last:
        found.append(first)
        first = shifted(first, 1)
    return tuple(found)


def to_tenth(amount: Decimal) -> Decimal:
    """A wage as the hall keeps it: one decimal, half up."""
    return amount.quantize(_TENTH, ROUND_HALF_UP)


def written_moment(moment: datetime | None) -> str:
    """A moment as the wire has it; nothing for none."""
    return moment.isoformat(timespec="seconds") if moment is not None else ""
