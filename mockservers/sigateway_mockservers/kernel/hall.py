"""The contract between the kernel and a hall: one site for all Worlds, one state for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.oracle import FilingVerbs, Violation

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask import Blueprint

    from sigateway_mockservers.kernel.world import World

#: Keys by which the kernel hands a request to a hall's site.
ENVIRON_WORLD = "sigateway_mockservers.world"
ENVIRON_NOTES = "sigateway_mockservers.notes"
ENVIRON_INSTEAD = "sigateway_mockservers.instead"
#: Key under which a transport offers its :class:`Exchange`.
ENVIRON_EXCHANGE = "sigateway_mockservers.exchange"


@dataclass(frozen=True, slots=True)
class Ledger:
    """A hall's ``ledger.toml``, as data."""

    hall: str
    document: Mapping[str, Any]


class HallState(Protocol):
    """What one hall holds in one World."""

    def next_event_at(self) -> datetime | None:
        """When something next happens by itself, or ``None``."""
        ...

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Let happen what falls due at ``at``."""
        ...

    def reopen(self) -> None:
        """Go back to the template, for a World that is reset."""
        ...

    def copy_into(self, world: World) -> HallState:
        """The same state for a forked World."""
        ...

    def picture(self) -> object:
        """An opaque picture of what the lists show now, for :meth:`show_late`."""
        ...

    def show_late(self, picture: object, until: datetime) -> None:
        """Keep showing ``picture`` until then for whatever has changed since it was taken."""
        ...

    def state(self) -> dict[str, Any]:
        """JSON-able state, without passwords."""
        ...

    def violations(self) -> list[Violation]:
        """The invariants of this hall that do not hold."""
        ...


@runtime_checkable
class SeveralSites(Protocol):
    """A hall that stands on several sites, each with an address of its own."""

    def sites(self, origin: str) -> dict[str, str]:
        """The base address of each site; ``origin`` where it was not put elsewhere."""
        ...

    def place(self, site: str, origin: str) -> dict[str, str]:
        """Put a site on another origin: the others lead there, and it answers there only."""
        ...


class HallSite(Protocol):
    """One hall's web site, shared by all Worlds: the World comes in the WSGI environ."""

    name: str
    operations: frozenset[str]
    variants: frozenset[str]
    filing_verbs: FilingVerbs
    ledger: Ledger

    def operation_of(self, method: str, path: str) -> str:
        """The operation that a request is for, ``not_modelled`` when the hall has none."""
        ...

    def open_in(self, world: World, variants: frozenset[str]) -> HallState:
        """Fresh state for a World, from the template."""
        ...

    def controls(self, world_of: Callable[[str], World]) -> Blueprint:
        """The hall's own part of the control plane, mounted at ``/_sim/worlds/<world>/<hall>``."""
        ...

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        ...
