"""The clock is a port: nothing in the house asks the machine for the time on its own."""

from __future__ import annotations

import asyncio
import time
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
