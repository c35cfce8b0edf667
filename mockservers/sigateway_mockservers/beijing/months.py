"""Months as the hall writes them (YYYYMM), days and moments."""

from __future__ import annotations

import re
from datetime import date, datetime

_MONTH = re.compile(r"[12][0-9]{3}(0[1-9]|1[0-2])", re.ASCII)
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)


def is_month(text: str) -> bool:
    """True for YYYYMM."""
    return _MONTH.fullmatch(text) is not None


def day_of(text: str) -> date | None:
    """The day that YYYY-MM-DD names, ``None`` when there is no such day."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def month_of(day: date) -> str:
    """The month of a day or a moment."""
    return f"{day:%Y%m}"


def shifted(month: str, by: int) -> str:
    """The month so many later."""
    count = int(month[:4]) * 12 + int(month[4:]) - 1 + by
    return f"{count // 12:04d}{count % 12 + 1:02d}"


def months_from(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = shifted(first, 1)
    return tuple(found)


def written(moment: datetime | None) -> str:
    """A moment as the hall writes it, empty for none."""
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"
