"""One request that has come through the door: who asks, what, and what is noted about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing.filings.desk import content_of
from sigateway_mockservers.beijing.names import kind_in
from sigateway_mockservers.beijing.records import Half, Session
from sigateway_mockservers.kernel.visits import VisitBase

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall


@dataclass(slots=True)
class Visit(VisitBase[Session]):
    """A request at one of the sites."""

    hall: BeijingHall
    site: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    base: str
    #: What the answer does to the cookie: a new token, or an empty one to end it.
    cookie: str | None = field(default=None)

    @property
    def unit(self) -> str:
        """The unit that is signed in."""
        return self.session.unit

    def note_half(self, half: Half, *, committed: bool = False) -> None:
        """Note which half the request is about."""
        self.notes.subject = half.number
        self.notes.kind = kind_in(half.business, half.system)
        self.notes.unit = half.unit
        self.notes.person = half.person
        self.notes.content = content_of(half)
        self.notes.committed = committed

    def saw(self, half: Half) -> None:
        """This session was shown a version."""
        self.hall.store.seen[self.session.token, half.number] = half.version

    def seen(self, number: str) -> int:
        """The version that this session was shown last; 0 for none."""
        return self.hall.store.seen.get((self.session.token, number), 0)
