"""When the hall takes filings (BJ-32): a setting, since the source has none. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sigateway_mockservers.beijing.names import WINDOW_5_22, WINDOW_ANY_DAY
from sigateway_mockservers.beijing.reasons import outside_window
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Window:
    """From a day of the month to another, both included; weekends and holidays are not looked at."""

    first: int = 5
    last: int = 25

    @enforces("BJ-32")
    def shut(self, now: datetime) -> Reason | None:
        """Why nothing is taken now."""
        return None if self.first <= now.day <= self.last else outside_window(self.first, self.last)


DEFAULT_WINDOW = Window()
#: 当月 5-22 is the source's window for opening the service (BJ-16).
OPENING_WINDOW = Window(5, 22)
ANY_DAY = Window(1, 31)


def window_of(variants: frozenset[str]) -> Window:
    """The window of a World."""
    if WINDOW_ANY_DAY in variants:
        return ANY_DAY
    return OPENING_WINDOW if WINDOW_5_22 in variants else DEFAULT_WINDOW
