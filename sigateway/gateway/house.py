"""Everything one unit's dealings with one hall rest on, joined once and handed around."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sigateway.filings.findings import Grade
from sigateway.filings.units import InsuredUnit, at_its_hall, hall_of
from sigateway.flows.challenges import Challenge
from sigateway.flows.effects import Means, Request
from sigateway.registry import Stack
from sigateway.rules.calendar import WorkCalendar
from sigateway.rules.context import Context, Facts

from .clock import Clock
from .conversation import Conversation
from .ledger import Ledger
from .manners import Manners
from .pool import Pool
from .redaction import redacted
from .seats import Seats
from .signing_in import SignIn
from .turns import Turn

_log = logging.getLogger("sigateway")


@dataclass(frozen=True)
class Event:
    """Something an observer may want to know. Never personal data. ``what`` is a stable word, ``detail`` a line.

    ``means``: what a request can do at the hall; of requests only.
    """

    at: datetime
    hall: str
    unit: str
    what: str
    detail: str = ""
    means: Means | None = None


@dataclass(frozen=True)
class Watch:
    """Whom to tell of what happens at one hall for one unit."""

    clock: Clock
    hall: str
    unit: str
    observers: tuple[Callable[[Event], None], ...]

    def tell(self, what: str, detail: str = "", means: Means | None = None) -> None:
        """Tell each of them. What one of them raises harms no filing."""
        if not self.observers:
            return
        event = Event(self.clock.now(), self.hall, self.unit, what, detail, means)
        for observer in self.observers:
            try:
                observer(event)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is not the filing's
                # What it raised may hold anything, so only its kind is logged.
                _log.warning("an observer failed at %r: %s", what, type(error).__name__)

    def request(self, request: Request) -> None:
        """Tell of a request, redacted."""
        if self.observers:
            self.tell("request", redacted(request), request.means)


@dataclass(frozen=True)
class House:
    """A unit at a hall, and the gateway's ports."""

    stack: Stack
    unit: InsuredUnit
    sites: Mapping[str, str]
    ledger: Ledger
    clock: Clock
    calendar: WorkCalendar
    trust: Grade
    pool: Pool
    seats: Seats
    sign_in: SignIn
    worker: str
    timeout: float
    patience: float
    observers: tuple[Callable[[Event], None], ...] = field(default=())
    on_challenge: Callable[[Challenge], Any] | None = None

    @property
    def code(self) -> str:
        """The hall's code."""
        return self.stack.code

    def is_ours(self, hall: str, unit: str) -> bool:
        """Whether what bears these names belongs to this unit at this hall."""
        here = (hall_of(self.code), at_its_hall(self.unit.key))
        return (hall_of(hall), at_its_hall(unit)) == here

    def pool_key(self) -> tuple[str, ...]:
        """What a conversation at rest belongs to: hall, unit and exactly these credentials. May ask the credentials store."""
        return (hall_of(self.code), *sorted(self.sites.values()), self.unit.key, self.sign_in.who())

    def context(self, facts: Facts | None = None, scopes: frozenset[str] | None = None) -> Context:
        """What rules are given, at this moment."""
        return Context(self.unit, self.clock.now(), self.stack.rules, self.calendar, facts, scopes)

    @property
    def lease(self) -> timedelta:
        """The longest time from a commit's being written down to its end: a timeout to leave in, to connect, to write, to be answered."""
        return timedelta(seconds=4 * self.timeout)

    @property
    def settling(self) -> timedelta:
        """How late the hall's lists may be behind its own word, from its rulebook."""
        return timedelta(seconds=float(self.stack.rules.hall("settling_seconds")))

    def until(self, extra: float = 0.0) -> datetime:
        """How long a worker may go on without a sign of life, from now."""
        return self.clock.now() + timedelta(seconds=3 * self.timeout + extra)

    def tell(self, what: str, detail: str = "") -> None:
        """Tell the observers."""
        self._watch().tell(what, detail)

    def tell_request(self, request: Request) -> None:
        """Tell the observers of a request, redacted."""
        self._watch().request(request)

    def _watch(self) -> Watch:
        return Watch(self.clock, self.code, self.unit.key, self.observers)


@contextmanager
def left_if_interrupted(house: House, turns: Iterable[Turn]) -> Iterator[None]:
    """Whoever presses Ctrl-C need not wait for his own lease: a commit under way has one of its own."""
    try:
        yield
    except GeneratorExit:
        for turn in turns:  # called at once: an interrupted generator can yield no more
            house.ledger.release(turn.id, house.worker)
        raise


def new_conversation(
    sites: Mapping[str, str], clock: Clock, timeout: float, manners: Manners
) -> Callable[[], Conversation]:
    """A maker of conversations with these sites."""
    return lambda: Conversation(sites, clock, timeout, manners)
