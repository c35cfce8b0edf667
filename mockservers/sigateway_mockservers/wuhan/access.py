"""Getting in: certificates from the slip, the log-in with a signed challenge, passwords, sessions (WH-01..21)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.keys import CertificateAuthority, IssuedCertificate, signature_is_good
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.sessions import drawn, keep_once, live_session, use_once
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.community.reasons import PERSON_SLIP_LOCKED, PERSON_USER_LOCKED
from sigateway_mockservers.wuhan.community.users import end_sessions
from sigateway_mockservers.wuhan.records import Account, Session, Ticket

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.clock import WorldClock
    from sigateway_mockservers.wuhan.store import Store

IDLE = timedelta(minutes=30)
MOST_BAD_TRIES = 5
_PASSWORD = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9])[A-Za-z0-9]{8,20}")


class AccessDesk:
    """The log-in side of the hall."""

    def __init__(
        self, store: Store, clock: WorldClock, authority: CertificateAuthority, random: Random
    ) -> None:
        self._store = store
        self._clock = clock
        self._random = random
        self.authority = authority

    def _token(self) -> str:
        return drawn(self._random)

    # --- certificates -------------------------------------------------------------------------------------------

    @enforces("WH-11", "WH-12")
    def open_slip(self, serial: str, password: str) -> Ticket | Reason:
        """Check serial and password of a slip; the fifth wrong password in a row locks it."""
        slip = self._store.slips.get(serial)
        if slip is None:
            return reasons.BAD_SLIP
        if slip.locked:
            return self._locked(slip.username, reasons.SLIP_LOCKED, PERSON_SLIP_LOCKED)
        if slip.password != password:
            tries = slip.bad_tries + 1
            locked = tries >= MOST_BAD_TRIES
            self._store.slips[serial] = replace(slip, bad_tries=tries, locked=locked)
            said = self._locked(slip.username, reasons.SLIP_LOCKED, PERSON_SLIP_LOCKED)
            return said if locked else reasons.BAD_SLIP
        self._store.slips[serial] = replace(slip, bad_tries=0)
        ticket = Ticket(self._token(), serial, self._clock.now())
        self._store.tickets[ticket.id] = ticket
        return ticket

    def serial_of_ticket(self, ticket_id: str) -> str | None:
        """The slip that a live ticket stands for."""
        ticket = self._store.tickets.get(ticket_id)
        if ticket is None or self._is_old(ticket.given_at) or ticket.serial not in self._store.slips:
            return None
        return ticket.serial

    def certificate(self, serial: str) -> IssuedCertificate:
        """The personal certificate of a slip, issued when first asked for."""
        if serial not in self._store.certificates:
            slip = self._store.slips[serial]
            self._store.certificates[serial] = self.authority.issue(
                slip.username, slip.key_slot, self._clock.now()
            )
        return self._store.certificates[serial]

    @enforces("WH-11", "WH-13")
    def personal_file(self, serial: str) -> bytes:
        """The PKCS#12 file of a slip, under the slip's certificate password."""
        return self.authority.pkcs12(self.certificate(serial), self._store.slips[serial].password)

    # --- log-in -------------------------------------------------------------------------------------------------

    def challenge(self) -> str:
        """A fresh random number for the log-in form, good for one try within half an hour."""
        nonce = self._token()
        keep_once(self._store.nonces, nonce, self._clock.now(), IDLE)
        return nonce

    def challenge_is_stale(self, nonce: str) -> bool:
        """Use a challenge up, and say whether it was no longer good."""
        return not use_once(self._store.nonces, nonce, self._clock.now(), IDLE)

    @enforces("WH-01")
    def sign_in(
        self, username: str, password: str, nonce: str, certificate: str, signature: str
    ) -> Session | Reason:
        """Check user, password and signed challenge; the fifth bad password in a row locks the user."""
        account = self._store.accounts.get(username)
        if account is None:
            return reasons.BAD_LOGIN
        if account.locked:
            return self._locked(username, reasons.USER_LOCKED, PERSON_USER_LOCKED)
        if account.password != password:
            return self._count_bad_password(account)
        account = self._store.accounts[username] = replace(account, bad_tries=0)
        if account.suspended:
            return reasons.USER_SUSPENDED
        if not self._holds_certificate(account, nonce, certificate, signature):
            return reasons.BAD_CERTIFICATE
        session = Session(self._token(), username, account.unit, self._clock.now())
        self._store.sessions[session.id] = session
        return session

    @enforces("WH-10")
    def _count_bad_password(self, account: Account) -> Reason:
        tries = account.bad_tries + 1
        locked = tries >= MOST_BAD_TRIES
        self._store.accounts[account.username] = replace(account, bad_tries=tries, locked=locked)
        said = self._locked(account.username, reasons.USER_LOCKED, PERSON_USER_LOCKED)
        return said if locked else reasons.BAD_LOGIN

    @enforces("WH-10", "WH-115")
    def _locked(self, username: str, said: Reason, said_to_person: Reason) -> Reason:
        """Where a new slip is to be had: a person's at the community."""
        return said_to_person if username in self._store.person_users else said

    def _holds_certificate(self, account: Account, nonce: str, certificate: str, signature: str) -> bool:
        try:
            shown = x509.load_der_x509_certificate(base64.b64decode(certificate, validate=True))
            signed = base64.b64decode(signature, validate=True)
        except (ValueError, binascii.Error):
            return False
        fingerprint = shown.fingerprint(hashes.SHA256())
        for serial, issued in self._store.certificates.items():
            if issued.fingerprint() == fingerprint and serial not in self._store.revoked:
                ours = issued.user_name == account.username
                return ours and signature_is_good(shown, signed, nonce.encode("utf-8"))
        return False

    # --- sessions -----------------------------------------------------------------------------------------------

    def session(self, session_id: str) -> Session | None:
        """The live session of this id, kept alive by asking; one idle for half an hour is gone."""
        return live_session(self._store.sessions, session_id, self._clock.now(), IDLE)

    def end_session(self, session_id: str) -> None:
        """Forget one session."""
        self._store.sessions.pop(session_id, None)

    def end_all_sessions_beside(self, session_id: str) -> None:
        """Forget every session of the user of this one, as when the account is used elsewhere."""
        session = self._store.sessions.get(session_id)
        if session is not None:
            self.end_sessions_of(session.username)

    def end_sessions_of(self, username: str) -> None:
        """Forget every session of a user."""
        end_sessions(self._store, username)

    # --- password -----------------------------------------------------------------------------------------------

    @enforces("WH-09", "WH-15")
    def must_change_password(self, session: Session) -> bool:
        """True while the password of the slip still stands: nothing else is open until it is changed."""
        return self._store.accounts[session.username].first_password_stands

    @enforces("WH-15")
    def change_password(self, session: Session, old: str, new: str, again: str) -> Reason | None:
        """Change the password, or say why not."""
        account = self._store.accounts[session.username]
        if account.password != old:
            return reasons.OLD_PASSWORD_WRONG
        if new != again:
            return reasons.PASSWORDS_DIFFER
        if new == old or not _PASSWORD.fullmatch(new):
            return reasons.PASSWORD_WEAK
        self._store.accounts[session.username] = replace(account, password=new, first_password_stands=False)
        self._store.keep_user(replace(self._store.user(account.unit), first_password_stands=False))
        return None

    def _is_old(self, moment: datetime) -> bool:
        return self._clock.now() - moment >= IDLE
