"""The few kinds of I/O there are. Everything above yields them; the two drivers do them.

Operations and the interpreter are generators of these steps, so that the sync and the async gateway are the same code up to
the last line, where one calls and the other awaits.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

import httpx

from sigateway.flows.challenges import Challenge


@dataclass(frozen=True)
class Exchange:
    """Send ``request``, read the whole answer. Answered with a read ``httpx.Response``.

    Sent again up to ``attempts`` times after an error of the types ``again``, or after an answer that is not ``good``; the last
    answer stands. ``fresh`` asks for a connection of its own. Raises HallUnavailable when it could not leave before ``leave_by``.
    """

    request: httpx.Request = field(repr=False)
    again: tuple[type[httpx.TransportError], ...] = ()
    good: Callable[[httpx.Response], bool] | None = None
    attempts: int = 1
    fresh: bool = False
    leave_by: datetime | None = None


@dataclass(frozen=True)
class Sleep:
    """Let time pass on the gateway's clock."""

    seconds: float


@dataclass(frozen=True)
class Blocking:
    """Call something that may block for a moment (the ledger's disk, a signature). Answered with its result."""

    call: Callable[[], Any]


@dataclass(frozen=True)
class AskPerson:
    """Show an opened challenge to the person, by the port ``on_challenge``. Answered with the person's answer, or None."""

    challenge: Challenge
    port: Callable[[Challenge], Any]


Step = Exchange | Sleep | Blocking | AskPerson
T = TypeVar("T")
Work = Generator[Step, Any, T]
"""A piece of work that yields steps of I/O and ends with a value."""


def blocking(call: Callable[[], T]) -> Work[T]:
    """Yield `Blocking` and give back the result, typed."""
    return cast(T, (yield Blocking(call)))


def exchange(step: Exchange) -> Work[httpx.Response]:
    """Yield an `Exchange` and give back the response, typed."""
    return cast(httpx.Response, (yield step))
