"""Faces: tickets that live five minutes, one at a time for each person, and the passes that they win (JS-28, 42, 43)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.areas import AREAS
from sigateway_mockservers.jiangsu.names import APPS, EXPIRED, FAILED, PASSED, SCANNED
from sigateway_mockservers.jiangsu.records import Ticket
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall

LIFE = timedelta(seconds=300)
PASS_LIFE = timedelta(seconds=600)
_QR = "mock-jiangsu:face:"


def qr_of(ticket: Ticket) -> str:
    """What the QR code says."""
    return _QR + ticket.number


class FaceDesk:
    """Starts and judges scans."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall
        self._store = hall.store

    @enforces("JS-28", "JS-42")
    def start(self, purpose: str, area: str, unit: str, person: str) -> Ticket:
        """A new ticket; an older one of the same person that still waits is dead from now on."""
        now = self._now()
        for other in list(self._store.tickets.values()):
            if other.person == person and other.is_live_at(now):
                self._keep(replace(other, state=EXPIRED, reason=reasons.KILLED))
        number = f"{self._hall.world.random.getrandbits(128):032x}"
        return self._keep(Ticket(number, purpose, unit, person, area, APPS[purpose], now, now + LIFE))

    def behind(self, qr: str) -> Ticket | None:
        """The live ticket behind a QR code."""
        ticket = self._store.tickets.get(qr.removeprefix(_QR))
        return ticket if ticket is not None and ticket.is_live_at(self._now()) else None

    def waiting(self, person: str) -> Ticket | None:
        """The live ticket of a person."""
        for ticket in self._store.tickets.values():
            if ticket.person == person and ticket.is_live_at(self._now()):
                return ticket
        return None

    def scan(self, ticket: Ticket) -> Ticket:
        """Somebody has scanned the code."""
        return self._keep(replace(ticket, state=SCANNED))

    def answer(self, ticket: Ticket, person: str, *, face_is_right: bool) -> Ticket:
        """Somebody has shown a face: a pass, or the reason why not."""
        reason = self._against(ticket, person, face_is_right=face_is_right)
        if reason is not None:
            return self._keep(replace(ticket, state=FAILED, reason=reason))
        now = self._now()
        won = f"{self._hall.world.random.getrandbits(128):032x}"
        return self._keep(
            replace(ticket, state=PASSED, secret=won, passed_at=now, pass_expires_at=now + PASS_LIFE)
        )

    def won(self, secret: str, purpose: str, unit: str, person: str) -> Ticket | None:
        """The ticket behind a pass that is still good for this."""
        for ticket in self._store.tickets.values():
            if secret and ticket.secret == secret:
                fits = (ticket.purpose, ticket.unit, ticket.person) == (purpose, unit, person)
                ends = ticket.pass_expires_at
                fresh = ticket.used_at is None and ends is not None and self._now() < ends
                return ticket if fits and fresh else None
        return None

    def use(self, ticket: Ticket) -> Ticket:
        """The pass is used up: what it was sent with took effect."""
        return self._keep(replace(ticket, used_at=self._now()))

    @enforces("JS-43")
    def _against(self, ticket: Ticket, person: str, *, face_is_right: bool) -> Reason | None:
        if person != ticket.person:
            return reasons.OTHER_PERSON
        if AREAS[ticket.area].face_needs_basic_data and person not in self._store.known:
            return reasons.NO_BASIC_DATA
        return None if face_is_right else reasons.FACE_DIFFERS

    def _keep(self, ticket: Ticket) -> Ticket:
        self._store.tickets[ticket.number] = ticket
        return ticket

    def _now(self) -> datetime:
        return self._hall.world.clock.now()
