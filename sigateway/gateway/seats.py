"""Seats at a hall: how many of our conversations are signed in there at once, over all processes that share the ledger."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from sigateway.errors import HallUnavailable, LedgerError

from .clock import Clock
from .ledger import Ledger
from .manners import Manners
from .work import Work, blocking

_AT_WORK = timedelta(minutes=10)
"""A conversation gives a sign of life each time a flow begins; no flow takes that long. Of a process that was killed the hall still
holds the session, so its seat is rightly taken for a while."""
_AT_REST = timedelta(minutes=1)


@dataclass(frozen=True)
class Seat:
    """One conversation's place. Where the hall has no limit it has no name, and always holds."""

    name: str = ""
    holder: str = field(default_factory=lambda: secrets.token_hex(6))


class Seats:
    """The seats that the hall's rulebook allows us; with no figure there is no limit, and none at a mock hall of ours, which needs
    no politeness, and whose clock another process may move while somebody waits."""

    def __init__(self, hall: str, limit: int | None, ledger: Ledger, clock: Clock, manners: Manners) -> None:
        self._names = ("",) if limit is None else tuple(f"seat|{hall}|{number}" for number in range(limit))
        self._ledger, self._clock, self._manners = ledger, clock, manners

    def find(self) -> Work[Seat | None]:
        """A free seat, which is taken; ``None`` when there is none just now."""
        return (yield from blocking(self._find))

    def keep(self, seat: Seat) -> Work[bool]:
        """A sign of life; False when the seat has gone to somebody else meanwhile."""
        return (yield from blocking(partial(self._hold, seat, _AT_WORK)))

    def rest(self, seat: Seat) -> Work[None]:
        """Nobody uses the conversation just now: others may have its seat soon."""
        with suppress(LedgerError):  # a seat is free by itself when its time has passed
            yield from blocking(partial(self._hold, seat, _AT_REST))

    def leave(self, seat: Seat) -> Work[None]:
        """The conversation has ended."""
        yield from blocking(partial(vacate, self._ledger, seat))

    def all_taken(self, patience: float) -> HallUnavailable:
        """What to say when no seat has become free within so many seconds."""
        return HallUnavailable(
            f"对该大厅的会话数已达上限（{len(self._names)} 个），等候 {patience:.0f} 秒仍无空闲"
        )

    def _find(self) -> Seat | None:
        seats = (Seat(name) for name in self._names)
        return next((seat for seat in seats if self._hold(seat, _AT_WORK)), None)

    def _hold(self, seat: Seat, time: timedelta) -> bool:
        now = self._clock.now()
        if not seat.name or self._manners.ours:
            return True
        return self._ledger.hold(seat.name, seat.holder, now, now + time)


def vacate(ledger: Ledger, seat: Seat) -> None:
    """Leave a seat to others. When that cannot be written, it is free by itself when its time has passed."""
    if seat.name:
        with suppress(LedgerError):
            ledger.let_go(seat.name, seat.holder)
