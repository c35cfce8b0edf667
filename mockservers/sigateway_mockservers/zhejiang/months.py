"""Months as the hall writes them, YYYYMM: in that form they sort as they follow."""

from __future__ import annotations

import re
from datetime import date

_MONTH = re.compile(r"[12][0-9]{3}(0[1-9]|1[0-2])", re.ASCII)


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


def last_and_this(day: date) -> tuple[str, str]:
    """The month before, and the month of a day: 上月 and 当月."""
    this = month_of(day)
    return shifted(this, -1), this
