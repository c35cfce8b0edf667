"""Days and moments as the hall writes them."""

from __future__ import annotations

import re
from datetime import date, datetime

_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)


def day_of(text: str) -> date | None:
    """The day that YYYY-MM-DD names, ``None`` when there is no such day."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def written(moment: datetime | None) -> str:
    """A moment as the hall writes it, empty for none."""
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"
