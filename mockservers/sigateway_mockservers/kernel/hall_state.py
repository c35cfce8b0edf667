"""What every hall does the same way in a World: begin from its template, go back to it, be forked, show late.

A hall derives from :class:`HallInWorld`, says in three methods what is its own (:meth:`~HallInWorld._settle_in`,
:meth:`~HallInWorld._fresh_store`, :meth:`~HallInWorld._furnish`), and has with it what the kernel asks of a
:class:`~sigateway_mockservers.kernel.hall.HallState` but for ``violations`` and ``state``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from sigateway_mockservers.kernel.keys import CertificateAuthority, process_key_pool
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.kernel.store import HallStore

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.clock import FiredEvent
    from sigateway_mockservers.kernel.journal import Filed, JournalEntry
    from sigateway_mockservers.kernel.world import World

#: The variant that every hall has: it takes what it has already. With it one sees what a client's own care is worth.
ACCEPTS_DUPLICATES = "accepts_duplicates"

AnyStore = TypeVar("AnyStore", bound=HallStore)


class HallInWorld(ABC, Generic[AnyStore]):
    """One hall in one World, with its store and the desks around it."""

    #: The name of the hall, as it stands in addresses, journal and catalogue.
    name: ClassVar[str]

    world: World
    store: AnyStore

    def __init__(self, world: World, variants: frozenset[str], *, inherited: Self | None = None) -> None:
        self.world = world
        self.variants = variants
        self._settle_in(inherited)
        self.store = self._fresh_store() if inherited is None else inherited.store.copy()
        self._furnish()

    @abstractmethod
    def _settle_in(self, inherited: Self | None) -> None:
        """What stays when the World is reset: the certificate office, and the people whom a test holds in its hand."""

    @abstractmethod
    def _fresh_store(self) -> AnyStore:
        """The store of the template."""

    @abstractmethod
    def _furnish(self) -> None:
        """Put fresh desks around the store."""

    @property
    def now(self) -> datetime:
        """The time by the World's clock."""
        return self.world.clock.now()

    @property
    def guards_duplicates(self) -> bool:
        """Whether the hall refuses what it has already."""
        return ACCEPTS_DUPLICATES not in self.variants

    @property
    def commits(self) -> list[JournalEntry]:
        """The requests that took effect at a commit point."""
        return self.world.journal.commits(self.name)

    def note(self, operation: str, filing: Filed, *, at: datetime | None = None) -> str:
        """Write into the journal what became of a filing without a request of a client; its number, for who did it."""
        self.world.journal.add(
            at=at or self.now,
            hall=self.name,
            operation=operation,
            committed=True,
            subject=filing.number,
            kind=filing.kind,
            unit=filing.unit,
            person=filing.person,
            content=filing.content,
        )
        return filing.number

    def _new_authority(self, title: str) -> CertificateAuthority:
        """The authority of the hall's certificates, opened with the World."""
        return CertificateAuthority(title, self.world.plan.now, process_key_pool())

    # --- what the kernel asks for (see kernel.hall.HallState) ---------------------------------------------------

    def next_event_at(self) -> datetime | None:
        """When something next happens by itself; in a hall whose every verdict is instant, never."""
        return None

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Let happen what falls due."""
        return []

    def reopen(self) -> None:
        """Go back to the template."""
        self.store = self._fresh_store()
        self._furnish()

    def copy_into(self, world: World) -> Self:
        """The same hall for a forked World."""
        return type(self)(world, self.variants, inherited=self)

    def picture(self) -> object:
        """What the hall shows now, for what may be shown late."""
        return self.store.picture()

    def show_late(self, picture: object, until: datetime) -> None:
        """Keep showing ``picture`` until then for whatever has changed since."""
        assert isinstance(picture, dict)
        self.store.show_late(picture, self.now, until)

    @abstractmethod
    def violations(self) -> list[Violation]:
        """The invariants that do not hold."""

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """JSON-able state, without passwords and sessions."""
