"""What the sync and the async gateway share: their ports, and how a unit's dealings with a hall are put together."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sigateway.errors import ConfigurationError
from sigateway.filings.findings import Grade
from sigateway.filings.units import InsuredUnit, hall_of
from sigateway.flows.challenges import Challenge
from sigateway.flows.credentials import Credentials
from sigateway.registry import Registry, Stack
from sigateway.rules.calendar import StateCouncilCalendar, WorkCalendar

from .clock import Clock, SystemClock
from .house import Event, House, Watch, new_conversation
from .ledger import Ledger
from .manners import Manners
from .pool import Pool
from .seats import Seats, vacate
from .signing_in import SignIn
from .sqlite_ledger import SqliteLedger
from .store import CredentialsStore

_TIMEOUT = 20.0
"""In seconds, for a hall whose rulebook names none."""


class Setup:
    """The ports of a gateway, checked once."""

    def __init__(
        self,
        *,
        ledger: Ledger | str | os.PathLike[str],
        plugins: Sequence[object] = (),
        credentials: CredentialsStore | None = None,
        clock: Clock | None = None,
        calendar: WorkCalendar | None = None,
        observers: Sequence[Callable[[Event], None]] = (),
        trust: str | Grade = Grade.E2,
        timeout: float | None = None,
        patience: float = 300.0,
        registry: Registry | None = None,
        on_challenge: Callable[[Challenge], Any] | None = None,
    ) -> None:
        self.ledger: Ledger = SqliteLedger(ledger) if isinstance(ledger, str | os.PathLike) else ledger
        self._owns_ledger = isinstance(ledger, str | os.PathLike)
        self.clock = clock or SystemClock()
        self.registry = registry or Registry()
        self._plugins, self._store = tuple(plugins), credentials
        self._calendar = calendar or StateCouncilCalendar()
        self._observers = tuple(observers)
        self._trust = _grade(trust)
        self._timeout, self._patience = timeout, patience
        self._on_challenge = on_challenge
        self._stacks: dict[str, Stack] = {}
        self._pool = Pool()
        self._manners: dict[tuple[str, ...], Manners] = {}
        self._worker = f"{os.getpid()}-{secrets.token_hex(4)}"

    def house(
        self,
        code: str,
        unit: InsuredUnit,
        credentials: Credentials | None,
        base_url: str | None,
        sites: Mapping[str, str] | None,
        interactive: bool = True,
    ) -> House:
        """Join unit, hall and ports. Raises ConfigurationError naming what does not fit."""
        stack = self._stacks.get(code)
        if stack is None:
            stack = self._stacks[code] = self.registry.stack(code, self._plugins)
        if unit.region not in (code, hall_of(code)):
            raise ConfigurationError(f"单位登记在 {unit.region}，不能在 {code} 的大厅申报。")
        where = _sites(stack, base_url, sites)
        per_second = _figure(stack, "requests_per_second")
        hall = hall_of(code)  # a city's unit visits its province's hall
        here = (hall, *sorted(where.values()))
        manners = self._manners.setdefault(here, Manners(hall, per_second, self.ledger))
        seats = _figure(stack, "max_sessions")
        timeout = self._timeout or _figure(stack, "request_timeout_seconds") or _TIMEOUT
        make = new_conversation(where, self.clock, timeout, manners)
        watch = Watch(self.clock, code, unit.key, self._observers)
        make()  # an address that cannot be one is said now
        return House(
            stack=stack,
            unit=unit,
            sites=where,
            ledger=self.ledger,
            clock=self.clock,
            calendar=self._calendar,
            trust=self._trust,
            pool=self._pool,
            seats=Seats(hall, None if seats is None else int(seats), self.ledger, self.clock, manners),
            sign_in=SignIn(
                stack, unit, credentials, self._store, self.ledger, self.clock, make, watch.request
            ),
            worker=self._worker,
            timeout=timeout,
            patience=self._patience,
            observers=self._observers,
            on_challenge=self._on_challenge if interactive else None,
        )

    def close(self) -> None:
        """Give up the seats of what rests, and close what was opened here."""
        for conversation in self._pool.let_all_go():
            vacate(self.ledger, conversation.seat)
        if self._owns_ledger:
            self.ledger.close()


def _figure(stack: Stack, name: str) -> float | None:
    """What the hall's rulebook states about itself, if anything."""
    return float(stack.rules.hall(name)) if stack.rules.states(name) else None


def _grade(trust: str | Grade) -> Grade:
    try:
        return trust if isinstance(trust, Grade) else Grade[trust]
    except KeyError:
        raise ConfigurationError(f"trust={trust!r} 应为 E0 至 E4 之一。") from None


def _sites(stack: Stack, base_url: str | None, sites: Mapping[str, str] | None) -> Mapping[str, str]:
    wanted = stack.region.sites
    if base_url is not None and sites is None and len(wanted) == 1:
        return {wanted[0]: base_url}
    if sites is None or set(sites) != set(wanted) or base_url is not None:
        shape = "base_url=" if len(wanted) == 1 else f"sites={{{', '.join(repr(s) for s in wanted)}: …}}"
        raise ConfigurationError(f"{stack.region.name}的大厅地址请以 {shape} 给出。")
    return dict(sites)
