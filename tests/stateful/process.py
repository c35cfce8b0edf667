"""Processes of the vendor: by the sync gateway or the async one, for one call or for many, one alone or two that take turns.

Two share the ledger and the credentials and nothing else. What dies takes nothing with it but what it had in its memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from itertools import cycle
from typing import Any

import httpx

import sigateway as sg
from sigateway.registry import Registry

from .region import Region


class Line(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A gateway keeps its transport for life; this one leads to the hall by the way of the call at hand."""

    def __init__(self) -> None:
        self.way: httpx.BaseTransport | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass it on."""
        assert self.way is not None
        return self.way.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass it on: the mock hall answers at once, and its answers can be read by either kind of client."""
        await request.aread()
        return self.handle_request(request)


class _Awaiting:
    """The verbs of an async session, each waited for."""

    def __init__(self, session: sg.AsyncSession, loop: asyncio.Runner) -> None:
        self._session, self._loop = session, loop

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        return lambda *asked, **named: self._loop.run(getattr(self._session, verb)(*asked, **named))


class Process:
    """One process: a gateway, and what it remembers between its calls."""

    def __init__(self, stage: Any, region: Region, awaited: bool) -> None:
        self._line = Line()
        self._loop = asyncio.Runner() if awaited else None
        ports = stage.ports(self._line, patience=30, registry=_installed())
        self._gateway: Any = sg.AsyncGateway(**ports) if awaited else sg.Gateway(**ports)
        self._hall = region.hall(stage, self._gateway)

    def do(self, way: httpx.BaseTransport, act: Callable[[sg.Session], Any]) -> Any:
        """Sign in and act, by that way to the hall."""
        self._line.way = way
        signed_in: Any = self._hall.sign_in()
        if self._loop is None:
            with signed_in as session:
                return act(session)
        session = _Awaiting(self._loop.run(signed_in), self._loop)
        try:
            return act(session)  # type: ignore[arg-type]
        finally:
            session.close()

    def end(self) -> None:
        """The process is over."""
        if self._loop is None:
            self._gateway.close()
            return
        self._loop.run(self._gateway.close())
        self._loop.close()


class Processes:
    """Those of one vendor: a new one for each call, or two for good that take turns."""

    def __init__(self, stage: Any, region: Region, *, awaited: bool, two: bool) -> None:
        self._start = lambda: Process(stage, region, awaited)
        self._two, self._alive = two, dict[int, Process]()
        self._whose = cycle((0, 1))

    def do(self, way: httpx.BaseTransport, act: Callable[[sg.Session], Any]) -> Any:
        """A call, by the process whose turn it is."""
        whose = next(self._whose) if self._two else 0
        if whose not in self._alive:
            self._alive[whose] = self._start()
        try:
            return self._alive[whose].do(way, act)
        finally:
            if not self._two:
                self.end()

    def end(self) -> None:
        """All of them are over; the next call is made by a new one."""
        for process in self._alive.values():
            process.end()
        self._alive.clear()


@cache
def _installed() -> Registry:
    """The installed regions, looked up once: that costs more than a whole call."""
    return Registry()
