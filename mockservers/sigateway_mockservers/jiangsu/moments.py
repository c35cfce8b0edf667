"""Moments as the wire has them."""

from __future__ import annotations

from datetime import datetime


def written_moment(moment: datetime | None) -> str:
    """A moment as the wire has it; nothing for none."""
    return moment.isoformat(timespec="seconds") if moment is not None else ""
