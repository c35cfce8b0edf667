"""The one clock of a World. It moves forward only, and says what happened on the way."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_DAY_OF_MONTH = re.compile(r"day (\d{1,2})")
UNTIL_NAMES = ("next event", "next day", "next month", "day N (1..31, at 00:00)")


@dataclass(frozen=True, slots=True)
class FiredEvent:
    """Something that happened in a hall because time passed."""

    at: datetime
    hall: str
    what: str
    subject: str


class Timetable:
    """What a clock asks while it moves: when the next event falls due, and to let it happen."""

    def __init__(
        self,
        next_event_at: Callable[[], datetime | None],
        fire: Callable[[datetime], list[FiredEvent]],
    ) -> None:
        self.next_event_at = next_event_at
        self.fire = fire


def parse_moment(text: str | datetime) -> datetime:
    """An aware time in Asia/Shanghai from ISO text or a datetime; a naive one is taken as Shanghai time."""
    moment = datetime.fromisoformat(text) if isinstance(text, str) else text
    if moment.tzinfo is None:
        return moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(SHANGHAI)


class WorldClock:
    """The time of one World.

    Frozen, it stands until :meth:`advance` is called. Ticking, real elapsed time is added on top. Either way
    events that fall due fire in order of time, each seeing the clock at its own moment.
    """

    def __init__(self, now: datetime, *, ticking: bool, timetable: Timetable, lock: threading.RLock) -> None:
        self._timetable = timetable
        self._lock = lock
        self.restart(now, ticking=ticking)

    def restart(self, now: datetime, *, ticking: bool) -> None:
        """Set the clock anew, for a World that is reset or forked; nothing fires."""
        self.ticking = ticking
        self._base = parse_moment(now)
        self._anchor = time.monotonic()

    def now(self) -> datetime:
        """The time it is in this World, aware, in Asia/Shanghai."""
        if not self.ticking:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._anchor)

    def today(self) -> date:
        """The calendar day it is in this World."""
        return self.now().date()

    def settle(self) -> list[FiredEvent]:
        """Let happen what has fallen due by now; a ticking clock needs this, a frozen one finds nothing."""
        with self._lock:
            return self._run_to(self.now())

    def advance(
        self,
        *,
        by: float | timedelta | None = None,
        to: datetime | str | None = None,
        until: str | None = None,
    ) -> list[FiredEvent]:
        """Move forward and return the events that fired, oldest first.

        Exactly one of ``by`` (seconds or timedelta), ``to`` (datetime or ISO text) and ``until`` (one of
        :data:`UNTIL_NAMES`) is given. Going back is a ``ValueError``.
        """
        if sum(argument is not None for argument in (by, to, until)) != 1:
            raise ValueError("advance() takes exactly one of by=, to= and until=")
        with self._lock:
            now = self.now()
            if by is not None:
                target = now + (by if isinstance(by, timedelta) else timedelta(seconds=by))
            elif to is not None:
                target = parse_moment(to)
            else:
                target = self._moment_named(str(until), now)
            if target < now:
                raise ValueError(f"a World's clock moves only forward: it is {now.isoformat()}, not before")
            return self._run_to(target)

    def _run_to(self, target: datetime) -> list[FiredEvent]:
        ticking, self.ticking = self.ticking, False
        fired: list[FiredEvent] = []
        try:
            while (due := self._timetable.next_event_at()) is not None and due <= target:
                self._base = due
                fired.extend(self._timetable.fire(due))
        finally:
            self._base = target
            self._anchor = time.monotonic()
            self.ticking = ticking
        return fired

    def _moment_named(self, name: str, now: datetime) -> datetime:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        if name == "next event":
            due = self._timetable.next_event_at()
            if due is None:
                raise ValueError("nothing is waiting to happen in this World")
            return max(due, now)
        if name == "next day":
            return midnight + timedelta(days=1)
        if name == "next month":
            return first_of_next_month(midnight)
        if (match := _DAY_OF_MONTH.fullmatch(name)) and 1 <= int(match[1]) <= 31:
            candidate = midnight + timedelta(days=1)
            while candidate.day != int(match[1]):
                candidate += timedelta(days=1)
            return candidate
        raise ValueError(f"until={name!r} is not known; known: {', '.join(UNTIL_NAMES)}")


def first_of_next_month(moment: datetime) -> datetime:
    """Midnight of the first day of the month after ``moment``."""
    midnight = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=32)).replace(day=1)
