"""What the hall says of months beside what every hall says of them (see kernel.months)."""

from __future__ import annotations

from datetime import date

from sigateway_mockservers.kernel.months import month_of, shifted


def last_and_this(day: date) -> tuple[str, str]:
    """The month before, and the month of a day: 上月 and 当月."""
    this = month_of(day)
    return shifted(this, -1), this
