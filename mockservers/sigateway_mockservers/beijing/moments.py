"""Moments as the hall writes them."""

from __future__ import annotations

from datetime import datetime


def written(moment: datetime | None) -> str:
    """A moment as the hall writes it, empty for none."""
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"
