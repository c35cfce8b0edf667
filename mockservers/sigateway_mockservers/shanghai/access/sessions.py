"""Logging in with a signed challenge, and the sessions that follow (SH-02, SH-05, SH-14)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.shanghai import reasons
from sigateway_mockservers.shanghai.reasons import Reason
from sigateway_mockservers.shanghai.records import CertificateRecord, Session

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall

IDLE = timedelta(minutes=20)
CHALLENGE_LIFE = timedelta(minutes=5)

_TOKEN_BITS, _CHALLENGE_BITS = 128, 256
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


class SessionDesk:
    """Lets certificates in."""

    def __init__(self, hall: ShanghaiHall) -> None:
        self._hall = hall
        self._store = hall.store

    def challenge(self) -> str:
        """A fresh 挑战码, good for one try within five minutes."""
        now = self._now()
        for old, given_at in list(self._store.challenges.items()):
            if now - given_at >= CHALLENGE_LIFE:
                del self._store.challenges[old]
        fresh = f"{self._hall.world.random.getrandbits(_CHALLENGE_BITS):064x}"
        self._store.challenges[fresh] = now
        return fresh

    @enforces("SH-02", "SH-05")
    def sign_in(self, challenge: str, shown: bytes, algorithm: str, signature: bytes) -> Session | Reason:
        """Open a session, or say the first thing that is wrong; the challenge is used up either way."""
        given_at = self._store.challenges.pop(challenge, None)
        if given_at is None or self._now() - given_at >= CHALLENGE_LIFE or not _HEX.fullmatch(challenge):
            return reasons.CHALLENGE_STALE
        record = self._hall.office.known(self._store.certificates.values(), shown)
        if record is None:
            return reasons.CERTIFICATE_UNKNOWN
        if record.revoked_at is not None:
            return reasons.CERTIFICATE_REVOKED
        if self._is_expired(record):
            return reasons.CERTIFICATE_EXPIRED
        if not self._hall.office.signature_holds(record, challenge.encode("ascii"), algorithm, signature):
            return reasons.CHALLENGE_NOT_SIGNED
        if not self._store.units[record.unit].registered:
            return reasons.UNIT_GONE
        token = f"{self._hall.world.random.getrandbits(_TOKEN_BITS):032x}"
        session = Session(token, record.serial, record.unit, record.right, self._now())
        self._store.sessions[token] = session
        return session

    def session(self, token: str) -> Session | None:
        """The live session of a token, kept alive by asking; one idle for twenty minutes is gone."""
        session = self._store.sessions.get(token)
        if session is None:
            return None
        if self._now() - session.last_seen >= IDLE:
            self.end(token)
            return None
        renewed = replace(session, last_seen=self._now())
        self._store.sessions[token] = renewed
        return renewed

    def end(self, token: str) -> None:
        """Forget one session."""
        self._store.sessions.pop(token, None)

    def end_all_of(self, serial: str) -> None:
        """Forget every session of a certificate."""
        for token, session in list(self._store.sessions.items()):
            if session.serial == serial:
                del self._store.sessions[token]

    def _is_expired(self, record: CertificateRecord) -> bool:
        certificate = self._hall.office.certificate(record).certificate
        return record.expired_at is not None or self._now() > certificate.not_valid_after_utc

    def _now(self) -> datetime:
        return self._hall.world.clock.now()
