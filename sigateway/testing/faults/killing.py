"""The death of the vendor's process: simulated at any request, and real, by SIGKILL, in a child of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import httpx

from sigateway.filings.units import InsuredUnit
from sigateway.flows.credentials import Credentials
from sigateway.gateway.store import FileCredentials
from sigateway.gateway.sync import Gateway, Hall
from sigateway.gateway.transports import Lines
from sigateway.testing.clock import WorldClock
from sigateway.testing.stage import Answering

from .strokes import BEFORE


class Killed(BaseException):
    """The process is gone: nothing that it was doing goes on, and no ``except Exception`` is asked."""


class Mortal(httpx.BaseTransport):
    """A transport at whose n-th request (from 0) ``die`` is called: before the hall has seen it, or after it has answered."""

    def __init__(self, inner: httpx.BaseTransport, position: int, when: str, die: Callable[[], None]) -> None:
        self._inner, self._position, self._when, self._die = inner, position, when, die
        self._seen = -1

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass it on, unless this is the end."""
        self._seen += 1
        mine = self._seen == self._position
        if mine and self._when == BEFORE:
            self._die()
        response = self._inner.handle_request(request)
        if mine:
            response.read()  # the hall has acted and answered; nobody has written it down
            self._die()
        return response

    def close(self) -> None:
        """Close what it passes on to."""
        self._inner.close()


def vanish() -> None:
    """The simulated death."""
    raise Killed


@dataclass(frozen=True)
class Job:
    """What a child process needs to do what the vendor does. Everything in it travels by pickle to a child of our own."""

    region: str
    unit: InsuredUnit
    plugins: Sequence[object]
    addresses: Mapping[str, str]
    control: str
    ledger: Path
    store: Path
    credentials: Credentials
    answering: Answering | None
    act: Callable[[Hall, Any], Any]
    subject: Any
    position: int
    when: str


@cache
def _children() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["sigateway.testing.faults.killing", "sigateway"])
    return context


def kill_a_child(job: Job) -> None:
    """Do the job in a process that dies by SIGKILL at its request. AssertionError when it did not die so."""
    child = _children().Process(target=_work, args=(job,))
    child.start()
    child.join(60)
    if child.is_alive():
        child.kill()
        child.join()
        raise AssertionError("the child was still at work after a minute")
    assert child.exitcode == -signal.SIGKILL, f"the child ended with {child.exitcode}, not by SIGKILL"


def _work(job: Job) -> None:
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with Gateway(
        ledger=job.ledger,
        credentials=FileCredentials(job.store),
        clock=WorldClock(job.control),
        transport=Mortal(Lines(), job.position, job.when, die),
        plugins=job.plugins,
        trust="E0",
        on_challenge=job.answering,
    ) as gateway:
        hall = gateway.hall(job.region, unit=job.unit, credentials=job.credentials, sites=job.addresses)
        job.act(hall, job.subject)
