"""The clock of a mock World, so that the SDK and the hall live in one time and a wait takes none."""

from __future__ import annotations

import asyncio
import threading
import time
from bisect import insort
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Protocol, Self

import httpx

from sigateway.errors import ConfigurationError
from sigateway.rules.windows import local

_GLANCE = 0.002
_PATIENCE = 10.0
_working: ContextVar[bool] = ContextVar("sigateway_working", default=False)
"""Whether this thread or task is at work: what it sleeps is then its work's, and not a bystander's who moves the time."""


class HallClock(Protocol):
    """What a World's clock offers in process."""

    def now(self) -> datetime:
        """The World's time."""
        ...

    def advance(self, *, by: float) -> Any:
        """Let time pass."""
        ...


class WorldClock:
    """Tells a World's time; sleeping advances it.

    Whoever sleeps on it waits until nobody of this process is at work, and then the one who is to wake first moves the time: a review
    that one thread or task waits for does not run out the time of another's filing. Work that goes on for more than
    ten real seconds (a person who is asked, say) is not waited for. All gateways of a process share one.

    ``world`` is the clock of a World in this process, or the address of a World's control plane
    (``http://127.0.0.1:PORT/_sim/worlds/ID``); close it then, or use it in a ``with``.
    """

    def __init__(self, world: HallClock | str) -> None:
        self._clock: HallClock = _Remote(world) if isinstance(world, str) else world
        self._lock = threading.Lock()
        self._at_work = 0
        self._asleep: list[_Sleeper] = []

    def close(self) -> None:
        """Close the connection to the control plane, if there is one."""
        if isinstance(self._clock, _Remote):
            self._clock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def now(self) -> datetime:
        """The World's time, in Asia/Shanghai."""
        return local(self._clock.now())

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While this lasts, those who sleep wait for the caller; its own sleeps are none of its work."""
        if _working.get():  # a person who is asked may use a gateway herself
            yield
            return
        before = _working.set(True)
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)
            _working.reset(before)

    def sleep(self, seconds: float) -> None:
        """Advance the World, unless others who sleep have already advanced it that far."""
        with self._lying_down(seconds) as sleeper:
            while not self._wakes(sleeper):
                time.sleep(_GLANCE)

    async def asleep(self, seconds: float) -> None:
        """The same, without blocking the event loop."""
        with self._lying_down(seconds) as sleeper:
            await asyncio.sleep(0)  # others of this loop lie down first
            while not (self._is_next(sleeper) and await asyncio.to_thread(self._wakes, sleeper)):
                await asyncio.sleep(_GLANCE)

    def _count(self, more: int) -> None:
        with self._lock:
            self._at_work += more

    @contextmanager
    def _lying_down(self, seconds: float) -> Iterator[_Sleeper]:
        until = self.now() + timedelta(seconds=seconds)
        sleeper = _Sleeper(until, working=_working.get(), patience=time.monotonic() + _PATIENCE)
        with self._lock:
            insort(self._asleep, sleeper, key=attrgetter("until"))
            self._at_work -= sleeper.working
        try:
            yield sleeper
        finally:
            with self._lock:  # who is interrupted wakes too
                self._rouse(sleeper)

    def _is_next(self, sleeper: _Sleeper) -> bool:
        """Whether the World's time may be moved to the hour when this sleeper is to wake."""
        return self._asleep[:1] == [sleeper] and (self._at_work == 0 or time.monotonic() > sleeper.patience)

    def _wakes(self, sleeper: _Sleeper) -> bool:
        """Wake at the right hour, when that has come or this is the one to bring it."""
        with self._lock:
            if not self._is_next(sleeper):
                return False
            left = (sleeper.until - self.now()).total_seconds()
            if left > 0:
                self._clock.advance(by=left)
            self._rouse(sleeper)
            return True

    def _rouse(self, sleeper: _Sleeper) -> None:
        """Up, and at work again before anybody else can move the time."""
        if sleeper in self._asleep:
            self._asleep.remove(sleeper)
            self._at_work += sleeper.working


@dataclass(frozen=True, eq=False)
class _Sleeper:
    until: datetime
    working: bool
    patience: float


class _Remote:
    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/") + "/clock"
        self._client = httpx.Client(trust_env=False, timeout=10, transport=httpx.HTTPTransport(retries=2))

    def close(self) -> None:
        self._client.close()

    def now(self) -> datetime:
        return datetime.fromisoformat(self._ask("GET"))

    def advance(self, *, by: float) -> str:
        return self._ask("POST", {"by": by})

    def _ask(self, method: str, body: dict[str, float] | None = None) -> str:
        try:
            reply = self._client.request(method, self._url, json=body)
            reply.raise_for_status()
            return str(reply.json()["now"])
        except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError) as error:
            raise ConfigurationError(
                f"模拟大厅的时钟 {self._url} 不可用（{type(error).__name__}）；请先启动 sigateway-mock serve，并核对地址。"
                " (not a World's control plane)"
            ) from error
