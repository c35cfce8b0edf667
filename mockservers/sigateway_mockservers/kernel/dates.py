"""The ``Date`` header, from a World's clock and never from the machine's."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime


def http_date(moment: datetime) -> str:
    """An aware time as an HTTP date: GMT, whole seconds."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)
