"""Logging in with a signed challenge, and the sessions that follow (SH-02, SH-05, SH-14)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.sessions import drawn, end_where, keep_once, live_session, use_once
from sigateway_mockservers.shanghai import reasons
from sigateway_mockservers.shanghai.records import Session

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall

IDLE = timedelta(minutes=20)
CHALLENGE_LIFE = timedelta(minutes=5)

_CHALLENGE_BITS = 256
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


class SessionDesk:
    """Lets certificates in."""

    def __init__(self, hall: ShanghaiHall) -> None:
        self._hall = hall
        self._store = hall.store

    def challenge(self) -> str:
        """A fresh 挑战码, good for one try within five minutes."""
        fresh = drawn(self._hall.world.random, _CHALLENGE_BITS)
        keep_once(self._store.challenges, fresh, self._hall.now, CHALLENGE_LIFE)
        return fresh

    @enforces("SH-02", "SH-05")
    def sign_in(self, challenge: str, shown: bytes, algorithm: str, signature: bytes) -> Session | Reason:
        """Open a session, or say the first thing that is wrong; the challenge is used up either way."""
        good = use_once(self._store.challenges, challenge, self._hall.now, CHALLENGE_LIFE)
        if not good or not _HEX.fullmatch(challenge):
            return reasons.CHALLENGE_STALE
        record = self._hall.office.known(self._store.certificates.values(), shown)
        if record is None:
            return reasons.CERTIFICATE_UNKNOWN
        if record.revoked_at is not None:
            return reasons.CERTIFICATE_REVOKED
        if record.expired_at is not None or self._hall.office.is_expired(record, self._hall.now):
            return reasons.CERTIFICATE_EXPIRED
        if not self._hall.office.signature_holds(record, challenge.encode("ascii"), algorithm, signature):
            return reasons.CHALLENGE_NOT_SIGNED
        if not self._store.units[record.unit].registered:
            return reasons.UNIT_GONE
        token = drawn(self._hall.world.random)
        session = Session(token, record.serial, record.unit, record.right, self._hall.now)
        self._store.sessions[token] = session
        return session

    def session(self, token: str) -> Session | None:
        """The live session of a token, kept alive by asking; one idle for twenty minutes is gone."""
        return live_session(self._store.sessions, token, self._hall.now, IDLE)

    def end(self, token: str) -> None:
        """Forget one session."""
        self._store.sessions.pop(token, None)

    def end_all_of(self, serial: str) -> None:
        """Forget every session of a certificate."""
        end_where(self._store.sessions, lambda session: session.serial == serial)
