"""Months as the hall reads them, YYYYMM, and when they end."""

from __future__ import annotations

import re
from datetime import datetime

from sigateway_mockservers.kernel.clock import SHANGHAI, first_of_next_month
from sigateway_mockservers.kernel.months import shifted

_MONTH = re.compile(r"[0-9]{4}(?:0[1-9]|1[0-2])")


def read_month(text: str) -> tuple[int, int] | None:
    """Year and month of YYYYMM, or ``None``."""
    return (int(text[:4]), int(text[4:])) if _MONTH.fullmatch(text) and text[:4] != "0000" else None


def end_of_month(month: str) -> datetime:
    """The moment at which a month is over: midnight of the first day of the next."""
    return first_of_next_month(datetime(int(month[:4]), int(month[4:]), 1, tzinfo=SHANGHAI))


def next_month(month: str) -> str:
    """The month after a month."""
    return shifted(month, 1)
