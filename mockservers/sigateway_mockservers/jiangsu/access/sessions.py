"""Logging in, by the key or by an account, and the sessions that follow (JS-18, 25, 26, 42, 44)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.access.passwords import digest_of
from sigateway_mockservers.jiangsu.names import (
    ADMINISTRATOR,
    FOR_LOGIN,
    HANDLER,
    REVOKED,
    SCOPES,
    TO_LINK,
    TO_VERIFY,
)
from sigateway_mockservers.jiangsu.records import Account, Filer, Session
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.keys import signature_is_good
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.sessions import drawn, end_where, keep_once, live_session, use_once

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall

IDLE = timedelta(minutes=30)
CHALLENGE_LIFE = timedelta(minutes=5)
MOST_TRIES = 5

_UNSTANDING = {TO_VERIFY: reasons.NOT_VERIFIED, TO_LINK: reasons.NOT_LINKED, REVOKED: reasons.ACCOUNT_REVOKED}


class SessionDesk:
    """Lets certificates and people in."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall
        self._store = hall.store

    # --- by the key ---------------------------------------------------------------------------------------------

    def challenge(self) -> str:
        """A fresh challenge, good for one try within five minutes."""
        fresh = drawn(self._hall.world.random, 256)
        keep_once(self._store.challenges, fresh, self._hall.now, CHALLENGE_LIFE)
        return fresh

    @enforces("JS-18", "JS-25")
    def log_in_by_key(self, area: str, challenge: str, shown: bytes, signature: bytes) -> Session | Reason:
        """A session for the certificate, or the one reason why not. The challenge is used up whatever follows."""
        if not use_once(self._store.challenges, challenge, self._hall.now, CHALLENGE_LIFE):
            return reasons.CHALLENGE_STALE
        record = self._hall.office.known(self._store.certificates.values(), shown)
        if record is None:
            return reasons.CERTIFICATE_UNKNOWN
        if record.revoked_at is not None:
            return reasons.CERTIFICATE_REVOKED
        if record.expired_at is not None or self._hall.office.is_expired(record, self._hall.now):
            return reasons.CERTIFICATE_EXPIRED
        certificate = self._hall.office.certificate(record).certificate
        if not signature_is_good(certificate, signature, challenge.encode("ascii")):
            return reasons.SIGNATURE_BAD
        if self._store.units[record.unit].area != area:
            return reasons.WRONG_AREA
        return self._open(unit=record.unit, serial=record.serial)

    # --- by an account ------------------------------------------------------------------------------------------

    @enforces("JS-21", "JS-34", "JS-42", "JS-44")
    def log_in_at_unit(
        self, area: str, unit: str, person: str, password: str, face_pass: str
    ) -> Session | Reason:
        """A session for a person at a unit, or the one reason why not."""
        record = self._store.unit_named(unit)
        if record is None:
            return reasons.WRONG_PASSWORD
        if record.area != area:
            return reasons.WRONG_AREA
        account = self._store.account_of(record.number, person)
        against = self._against(account, password)
        if against is not None or account is None:
            return against or reasons.WRONG_PASSWORD
        if self._hall.asks_face_at_login:
            ticket = self._hall.faces.won(face_pass, FOR_LOGIN, record.number, account.person)
            if ticket is None:
                return reasons.FACE_WANTED
            self._hall.faces.use(ticket)
        return self._open(unit=record.number, person=account.person, account=account.number)

    @enforces("JS-08", "JS-22")
    def log_in_person(self, number: str, password: str) -> Session | Reason:
        """A session for a person in the own account, or the one reason why not."""
        account = self._store.account_of("", number)
        against = self._against(account, password)
        if against is not None or account is None:
            return against or reasons.WRONG_PASSWORD
        return self._open(person=account.person, account=account.number)

    def right_password(self, account: Account, password: str) -> bool:
        """Whether it is the account's; a wrong one is counted, and the fifth in a row locks."""
        right = account.password == digest_of(account.number, password)
        tries = 0 if right else account.wrong_tries + 1
        counted = replace(account, wrong_tries=tries, locked=account.locked or tries >= MOST_TRIES)
        self._store.accounts[account.number] = counted
        return right

    @enforces("JS-23")
    def _against(self, account: Account | None, password: str) -> Reason | None:
        if account is None:
            return reasons.WRONG_PASSWORD
        if account.locked:
            return reasons.LOCKED
        if account.state in _UNSTANDING:
            return _UNSTANDING[account.state]
        if self.right_password(account, password):
            return None
        return reasons.LOCKED if self._store.accounts[account.number].locked else reasons.WRONG_PASSWORD

    # --- sessions -----------------------------------------------------------------------------------------------

    def session(self, token: str) -> Session | None:
        """The live session of a token, kept alive by asking; one idle for thirty minutes is gone."""
        return live_session(self._store.sessions, token, self._hall.now, IDLE)

    @enforces("JS-36", "JS-37")
    def filer(self, session: Session) -> Filer:
        """Who a session is, with the rank and the scopes that it has now: a key stands for the unit."""
        if session.serial:
            return Filer("CA", ADMINISTRATOR, tuple(SCOPES))
        account = self._store.accounts[session.account]
        scopes = account.scopes if account.rank in (HANDLER, "") else tuple(SCOPES)
        return Filer(account.person, account.rank, scopes, account.number)

    def end(self, token: str) -> None:
        """Forget one session."""
        self._store.sessions.pop(token, None)

    def end_where(self, over: Callable[[Session], bool]) -> None:
        """Forget every session of which this is true."""
        end_where(self._store.sessions, over)

    def _open(self, *, unit: str = "", person: str = "", serial: str = "", account: str = "") -> Session:
        token = drawn(self._hall.world.random)
        session = Session(token, unit, person, self._hall.now, serial, account)
        self._store.sessions[token] = session
        return session
