"""What one log-in holds: credentials, the key that they open, and a new password that is staged before it is sent."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sigateway.errors import ConfigurationError, PasswordChangeNeeded, PinRefused
from sigateway.filings.cases import Case
from sigateway.flows.credentials import Credentials
from sigateway.flows.effects import Certificate, Commit, LeaveOut, Private

from .conversation import Conversation
from .ledger import Ledger
from .signers import KeyShut, NoKeys, Pkcs12Signer, Signer
from .store import CredentialsStore, fresh_password
from .usb_keys import UsbKeySigner
from .work import Work, blocking


class Wallet:
    """Answers the effects about keys and passwords during one log-in."""

    def __init__(
        self, unit: str, credentials: Credentials, current: Credentials, store: CredentialsStore | None
    ) -> None:
        self._unit, self._current, self._store = unit, current, store
        self.credentials = credentials
        self.staged = False
        self.signer: Signer = self._open()

    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates that the key holds."""
        return self.signer.certificates()

    def sign(self, data: bytes, key: str) -> bytes:
        """A signature by that key."""
        return self.signer.sign(data, key)

    def keep_key(self, pkcs12: bytes) -> None:
        """From here on the downloaded key is used."""
        self.credentials = self.credentials.with_key(pkcs12)
        self.signer = self._open()

    def new_password(self, length: int) -> Private:
        """A new password, staged durably. PasswordChangeNeeded without a store to stage it in."""
        if self._store is None:
            raise PasswordChangeNeeded
        # Never dropped here: the change that carries it may still be under way at the hall. Sent again, it is the same.
        self.credentials = self._store.stage(
            self._unit, self.credentials.with_password(fresh_password(length))
        )
        self.staged = True
        return Private(self.credentials.secret_password())

    def settle(self) -> None:
        """The log-in ended well: these credentials, and no others, are in force. Newer ones, put meanwhile, stand."""
        if self._store is None or self._store.current(self._unit) != self._current:
            return
        if self._current != self.credentials or self._store.staged(self._unit) is not None:
            self._store.put(self._unit, self.credentials)

    def move(self, unit: str) -> None:
        """The password was changed, and it is another unit's: keep it there."""
        if self._store is not None and self.staged:
            self._store.put(unit, self.credentials)
            self._store.drop(self._unit)

    def _open(self) -> Signer:
        key_file, usb_key = self.credentials.key_file(), self.credentials.usb_key()
        try:
            if usb_key is not None:
                return UsbKeySigner(usb_key)
            return NoKeys() if key_file is None else Pkcs12Signer(*key_file)
        except KeyShut as error:
            if self.credentials.pin_is_counted:
                why = "证书文件损坏，或证书密码不对" if usb_key is None else error.message
                raise PinRefused(why) from error
            raise


class PasswordDesk:
    """The only commit of a log-in is a password that was staged first. The store is its record."""

    def __init__(self, wallet: Wallet, ledger: Ledger) -> None:
        self._wallet, self._ledger = wallet, ledger

    def intend(self, commit: Commit, conversation: Conversation) -> Work[datetime | None]:
        if not self._wallet.staged:
            raise PasswordChangeNeeded
        # From here on it may be in force: what the hall said of it before counts no more.
        yield from blocking(partial(self._ledger.mend, self._wallet.credentials.fingerprint))
        return None

    def not_sent(self, commit: Commit) -> Work[None]:
        return  # it stays staged, and is the one that is sent next time
        yield

    refused = not_sent

    def keep_case(self, commit: Commit, case: Case, refused: bool) -> Work[None]:
        raise ConfigurationError("no case comes of a log-in")

    def stay(self, seconds: float) -> Work[None]:
        return
        yield

    def leave_out(self, left: LeaveOut) -> None:
        raise ConfigurationError("nothing is left out of a log-in")
