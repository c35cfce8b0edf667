"""Signing in: which credentials are tried, how often, and what becomes of a new password.

A refused password blows a fuse: nothing tries it again. A new password is staged durably before it is sent; when it is not
known whether the hall took it, the new one is tried once, then the old one once, and then no more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sigateway.errors import (
    ConfigurationError,
    CredentialsBlocked,
    HallUnavailable,
    LoginRefused,
    PasswordChangeNeeded,
    PluginError,
    SigatewayError,
)
from sigateway.filings.units import InsuredUnit
from sigateway.flows.credentials import Credentials
from sigateway.flows.effects import Certificate, Commit, Private
from sigateway.registry import Stack

from .clock import Clock
from .conversation import Conversation
from .interpreter import InDoubt, Interpreter
from .ledger import Fuse, Ledger
from .signers import NoKeys, Pkcs12Signer, Signer
from .store import CredentialsStore, fresh_password
from .work import Work, blocking


class SignIn:
    """How one unit signs in at one hall."""

    def __init__(
        self,
        stack: Stack,
        unit: InsuredUnit,
        given: Credentials | None,
        store: CredentialsStore | None,
        ledger: Ledger,
        clock: Clock,
        conversation: Callable[[], Conversation],
    ) -> None:
        self._stack, self._unit, self._given, self._store = stack, unit, given, store
        self._ledger, self._clock, self._conversation = ledger, clock, conversation

    @property
    def who(self) -> str:
        """A name for whose credentials these are, for the pool. Empty when a store decides at log-in."""
        return "" if self._given is None else self._given.fingerprint

    def open(self) -> Work[Conversation]:
        """A signed-in conversation. Raises LoginRefused, CredentialsBlocked, PasswordChangeNeeded, HallUnavailable."""
        for _ in range(2):
            try:
                return (yield from self._open())
            except InDoubt:
                # The new password may or may not be in force. It is staged, so the next round tries it first.
                continue
        raise HallUnavailable("修改密码的结果两次都未能确定；新密码已存妥，下次登录时先试新密码")

    def _open(self) -> Work[Conversation]:
        current, staged = yield from blocking(self._known)
        candidates = [c for c in (staged, current) if c is not None]
        for credentials in candidates:
            last = credentials is candidates[-1]
            fuse = yield from blocking(partial(self._fuse, credentials))
            if fuse is not None:
                if last:
                    raise CredentialsBlocked(self._unit.key, fuse.blown_at, fuse.why)
                continue
            try:
                return (yield from self._try(credentials))
            except LoginRefused as refusal:
                why = "；".join(r.words for r in refusal.reasons)
                yield from blocking(partial(self._blow, credentials, why))
                if last:
                    raise
        raise AssertionError("unreachable: there is always one candidate")

    def _try(self, credentials: Credentials) -> Work[Conversation]:
        conversation = self._conversation()
        wallet = _Wallet(self._unit.key, credentials, self._store)
        flow = self._stack.call("login", credentials=credentials, unit=self._unit)
        if flow is None:
            modes = "、".join(mode.mode for mode in self._stack.region.login_modes)
            raise ConfigurationError(
                f"{self._stack.region.name} 不支持 {credentials.mode} 登录方式；可用：{modes}。"
            )
        interpreter = Interpreter(
            self._stack.region.classify,
            conversation,
            signing_in=True,
            desk=_PasswordDesk(wallet),
            keys=wallet,
        )
        try:
            conversation.signed_in = yield from interpreter.run(flow)
        except (SigatewayError, InDoubt):
            raise
        except Exception as bug:
            raise PluginError(self._stack.code, "login", f"{type(bug).__name__} raised") from bug
        yield from blocking(wallet.settle)
        self._downloaded = wallet.credentials
        return conversation

    def _fuse(self, credentials: Credentials) -> Fuse | None:
        return self._ledger.fuse(credentials.fingerprint)

    def _blow(self, credentials: Credentials, why: str) -> None:
        self._ledger.blow(credentials.fingerprint, why, self._clock.now())

    def _known(self) -> tuple[Credentials | None, Credentials | None]:
        if self._store is None:
            if self._given is None:
                raise ConfigurationError(
                    f"没有单位 {self._unit.key} 的凭据；请在 hall(…, credentials=…) 中给出。"
                )
            return self._given, None
        current = self._store.current(self._unit.key)
        if current is None and self._given is not None:
            self._store.put(self._unit.key, self._given)
            current = self._given
        if current is None:
            raise ConfigurationError(
                f"凭据库中没有单位 {self._unit.key} 的凭据；请放入凭据，或在 hall(…, credentials=…) 中给出。"
            )
        return current, self._store.staged(self._unit.key)


class _Wallet:
    """Answers the effects about keys and passwords during one log-in."""

    def __init__(self, unit: str, credentials: Credentials, store: CredentialsStore | None) -> None:
        self._unit, self._store, self._before = unit, store, credentials
        self.credentials = credentials
        self.staged = False
        self._signer: Signer = self._open()

    def certificates(self) -> tuple[Certificate, ...]:
        return self._signer.certificates()

    def sign(self, data: bytes, key: str) -> bytes:
        return self._signer.sign(data, key)

    def keep_key(self, pkcs12: bytes) -> None:
        self.credentials = self.credentials.with_key(pkcs12)
        self._signer = self._open()

    def new_password(self, length: int) -> Private:
        if self._store is None:
            raise PasswordChangeNeeded
        password = fresh_password(length)
        self.credentials = self.credentials.with_password(password)
        self._store.stage(self._unit, self.credentials)
        self.staged = True
        return Private(password)

    def unstage(self) -> None:
        """The new password certainly did not reach the hall."""
        if self._store is not None:
            self._store.put(self._unit, self._before)

    def settle(self) -> None:
        """The log-in ended well: these credentials, and no others, are in force."""
        if self._store is not None and (
            self._store.staged(self._unit) is not None or self._store.current(self._unit) != self.credentials
        ):
            self._store.put(self._unit, self.credentials)

    def _open(self) -> Signer:
        key_file = self.credentials.key_file()
        return NoKeys() if key_file is None else Pkcs12Signer(*key_file)


class _PasswordDesk:
    """The only commit of a log-in is a password that was staged first. The store is its record."""

    def __init__(self, wallet: _Wallet) -> None:
        self._wallet = wallet

    def intend(self, commit: Commit, conversation: Conversation) -> Work[None]:
        if not self._wallet.staged:
            raise PasswordChangeNeeded
        return
        yield

    def not_sent(self, commit: Commit) -> Work[None]:
        yield from blocking(self._wallet.unstage)

    def refused(self, commit: Commit) -> Work[None]:
        yield from blocking(self._wallet.unstage)
