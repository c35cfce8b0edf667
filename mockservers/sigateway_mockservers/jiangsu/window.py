"""When the hall takes business: from day 11 to day 6 of the next month, and before August 2021 from day 6 to day 25."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sigateway_mockservers.jiangsu.reasons import CLOSED, CLOSED_OF_OLD
from sigateway_mockservers.kernel.clock import SHANGHAI
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of, shifted
from sigateway_mockservers.kernel.reasons import Reason

FIRST_NEW_MONTH = "202108"


@dataclass(frozen=True, slots=True)
class WindowDays:
    """First and last day, both included; ``into_next``: the last one is of the next month."""

    first: int
    last: int
    into_next: bool


#: By the month in which a window opens: these days hold from that month on (JS-01, JS-02).
DAYS: dict[str, WindowDays] = {"000000": WindowDays(6, 25, False), FIRST_NEW_MONTH: WindowDays(11, 6, True)}


@dataclass(frozen=True, slots=True)
class Window:
    """One window: from ``opens``, included, to ``closes``, excluded. ``month`` is that of its opening."""

    month: str
    opens: datetime
    closes: datetime
    into_next: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """The windows, as one World reads them."""

    days: dict[str, WindowDays]
    from_august_first: bool = False
    period_is_month: bool = False
    fee_month_is_opening: bool = False

    def window_at(self, moment: datetime) -> Window | None:
        """The window in which a moment lies."""
        month = month_of(moment)
        for window in (*self._opening_in(month), *self._opening_in(shifted(month, -1))):
            if window.opens <= moment < window.closes:
                return window
        return None

    def next_window(self, moment: datetime) -> Window:
        """The first window that opens after a moment."""
        month = month_of(moment)
        while True:
            for window in self._opening_in(month):
                if window.opens > moment:
                    return window
            month = shifted(month, 1)

    @enforces("JS-01", "JS-03", "JS-48")
    def shut(self, moment: datetime) -> Reason | None:
        """Why nothing is taken at a moment; ``None`` inside a window."""
        if self.window_at(moment) is not None:
            return None
        return CLOSED_OF_OLD if moment < _day(FIRST_NEW_MONTH, 11) else CLOSED

    @enforces("JS-47")
    def fee_month(self, moment: datetime) -> str:
        """Whose fee the assessment after a filing fixes: the month after that of the window's opening, by the letter."""
        window = self.window_at(moment)
        if window is None or not window.into_next:
            return month_of(moment)
        return window.month if self.fee_month_is_opening else shifted(window.month, 1)

    @enforces("JS-46")
    def period_ends(self, filed_at: datetime) -> datetime | None:
        """The end, excluded, of the collection period of what was filed then; ``None`` for what was filed outside."""
        window = self.window_at(filed_at)
        if window is None:
            return None
        month_ends = _day(shifted(month_of(filed_at), 1), 1)
        return min(window.closes, month_ends) if self.period_is_month else window.closes

    def _opening_in(self, month: str) -> tuple[Window, ...]:
        days = self.days[max(each for each in self.days if each <= month)]
        last_month = shifted(month, 1) if days.into_next else month
        closes = _day(last_month, days.last) + timedelta(days=1)
        regular = Window(month, _day(month, days.first), closes, days.into_next)
        if self.from_august_first and month == shifted(FIRST_NEW_MONTH, -1):
            tail = Window(month, _day(FIRST_NEW_MONTH, 1), _day(FIRST_NEW_MONTH, 7), into_next=True)
            return regular, tail
        return (regular,)


def _day(month: str, day: int) -> datetime:
    return datetime(int(month[:4]), int(month[4:]), day, tzinfo=SHANGHAI)
