"""The clock is a port: nothing in the house asks the machine for the time of day on its own."""

from __future__ import annotations

import asyncio
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Protocol, runtime_checkable

from sigateway.rules.windows import SHANGHAI


@runtime_checkable
class Clock(Protocol):
    """Tells the time in Asia/Shanghai and sleeps by it. ``asleep`` is ``sleep`` for the async gateway."""

    def now(self) -> datetime:
        """The moment, aware, in Asia/Shanghai."""
        ...

    def sleep(self, seconds: float) -> None:
        """Return once that much time has passed on this clock."""
        ...

    async def asleep(self, seconds: float) -> None:
        """The same, without blocking the event loop."""
        ...


@runtime_checkable
class LeapingClock(Clock, Protocol):
    """A clock that leaps when somebody sleeps, as a mock World's does. It is told who is at work, and leaps when nobody is: else a
    lease would end, and an answer be late, under the hands of one task while another waits for a review."""

    def at_work(self) -> AbstractContextManager[None]:
        """While this lasts, the caller is at work, but for its own sleeps on this clock."""
        ...


def at_work(clock: Clock) -> AbstractContextManager[None]:
    """Tell the clock that the caller is at work, when that concerns it."""
    return clock.at_work() if isinstance(clock, LeapingClock) else nullcontext()


def stopwatch() -> float:
    """Seconds that have really passed since some moment, by which httpx too measures its timeouts: no clock that is set moves it."""
    return time.monotonic()


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The machine's time in Asia/Shanghai."""
        return datetime.now(SHANGHAI)

    def sleep(self, seconds: float) -> None:
        """Sleep in real time."""
        time.sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        """Sleep in real time, without blocking the event loop."""
        await asyncio.sleep(seconds)
