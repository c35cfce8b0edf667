"""The clock of a mock World, so that the SDK and the hall live in one time and a wait takes none."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime, timedelta
from typing import Any, Protocol, Self

import httpx

from sigateway.errors import ConfigurationError
from sigateway.rules.windows import local


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

    ``world`` is the clock of a World in this process, or the address of a World's control plane
    (``http://127.0.0.1:PORT/_sim/worlds/ID``); close it then, or use it in a ``with``.
    """

    def __init__(self, world: HallClock | str) -> None:
        self._lock = threading.Lock()
        self._clock: HallClock = _Remote(world) if isinstance(world, str) else world

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

    def sleep(self, seconds: float) -> None:
        """Advance the World, unless others who sleep have already advanced it that far."""
        self._until(self.now() + timedelta(seconds=seconds))

    async def asleep(self, seconds: float) -> None:
        """Advance the World; let other tasks go to sleep first, so that many waits take the time of one."""
        deadline = self.now() + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        await asyncio.to_thread(self._until, deadline)

    def _until(self, deadline: datetime) -> None:
        with self._lock:
            left = (deadline - self.now()).total_seconds()
            if left > 0:
                self._clock.advance(by=left)


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
