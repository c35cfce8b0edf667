"""Days and months as every hall writes them, YYYY-MM-DD and YYYYMM: in that form they sort as they follow."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONTH = re.compile(r"[12][0-9]{3}(0[1-9]|1[0-2])", re.ASCII)


def read_day(text: str) -> date | None:
    """The day that YYYY-MM-DD names; ``None`` when there is no such day."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_day(text: str) -> bool:
    """True for a day that there is."""
    return read_day(text) is not None


def is_month(text: str) -> bool:
    """True for a month that there is."""
    return _MONTH.fullmatch(text) is not None


def month_of(day: date) -> str:
    """The month of a day or a moment."""
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


def first_day(month: str) -> date:
    """The first day of a month."""
    return date(int(month[:4]), int(month[4:]), 1)
