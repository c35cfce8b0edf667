"""Signing in at one of the two sites, each by itself, and the sessions that follow (BJ-03, BJ-04, BJ-30, BJ-31)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.names import FOUR
from sigateway_mockservers.beijing.records import Session
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.sessions import drawn, end_where, keep_once, live_session, use_once

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

IDLE = timedelta(minutes=20)
RANDOM_SECONDS = 300
RANDOM_LIFE = timedelta(seconds=RANDOM_SECONDS)
MOST_WRONG_PASSWORDS = 5

_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


class SessionDesk:
    """Lets units in by their certificates, and insured persons by their query password."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall
        self._store = hall.store

    def challenge(self, site: str) -> str:
        """A fresh random number, good for one try within five minutes."""
        fresh = drawn(self._hall.world.random, 256)
        keep_once(self._store.randoms, (site, fresh), self._hall.now, RANDOM_LIFE)
        return fresh

    @enforces("BJ-03", "BJ-04", "BJ-31")
    def sign_in(self, site: str, random: str, shown: str, signature: str) -> Session | Reason:
        """Open a session, or say the first thing that is wrong; the random number is used up either way."""
        good = use_once(self._store.randoms, (site, random), self._hall.now, RANDOM_LIFE)
        if not good or not _HEX.fullmatch(random):
            return reasons.STALE_RANDOM
        certificate, signed = _from_base64(shown), _from_base64(signature)
        if certificate is None or signed is None:
            return reasons.BAD_CERTIFICATE
        record = self._hall.office.bearer(
            self._store, certificate, signed, random.encode("ascii"), self._hall.now
        )
        if record is None:
            return reasons.BAD_CERTIFICATE
        unit = self._store.units.get(record.unit)
        if unit is None or self._store.data(site, unit.number) is None:
            return reasons.NOT_REGISTERED
        if unit.opened_on is None:
            return reasons.NOT_OPENED
        return self._open(site, unit=unit.number)

    @enforces("BJ-30")
    def sign_in_person(self, number: str, password: str) -> Session | Reason:
        """Let an insured person look at what is theirs."""
        wrong = self._store.wrong_passwords.get(number, 0)
        if wrong >= MOST_WRONG_PASSWORDS:
            return reasons.PASSWORD_LOCKED
        known = any(True for _ in self._store.places_of(FOUR, number))
        if not known or password != self.query_password(number):
            if known:
                self._store.wrong_passwords[number] = wrong + 1
            return (
                reasons.PASSWORD_LOCKED
                if known and wrong + 1 >= MOST_WRONG_PASSWORDS
                else reasons.WRONG_PASSWORD
            )
        self._store.wrong_passwords.pop(number, None)
        return self._open(FOUR, person=number)

    def query_password(self, number: str) -> str:
        """The printed query password of somebody: eight digits, drawn from the World's seed."""
        drawn = hashlib.sha256(f"{self._hall.world.seed} query {number}".encode()).digest()
        return f"{int.from_bytes(drawn[:8], 'big') % 10**8:08d}"

    def _open(self, site: str, *, unit: str = "", person: str = "") -> Session:
        token = drawn(self._hall.world.random)
        session = Session(token, site, unit, person, self._hall.now)
        self._store.sessions[token] = session
        return session

    def session(self, site: str, token: str) -> Session | None:
        """The live session of a token at a site, kept alive by asking; one idle for twenty minutes is gone."""
        session = self._store.sessions.get(token)
        if session is None or session.site != site:
            return None
        return live_session(self._store.sessions, token, self._hall.now, IDLE)

    def end(self, token: str) -> None:
        """Forget one session."""
        self._store.sessions.pop(token, None)

    def end_all_of(self, unit: str) -> None:
        """Forget every session of a unit."""
        end_where(self._store.sessions, lambda session: session.unit == unit)


def _from_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
