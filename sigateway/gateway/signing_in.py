"""Signing in: which credentials are tried, how often, and what becomes of a new password.

A refused password blows a fuse: nothing tries it again. A new password is staged durably before it is sent; when it is not
known whether the hall took it, the new one is tried once, then the old one once, and then no more.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sigateway.errors import (
    ConfigurationError,
    CredentialsBlocked,
    HallRefused,
    HallUnavailable,
    InteractionNeeded,
    LoginRefused,
    PinRefused,
    PluginError,
    SessionTaken,
    SigatewayError,
    WrongUnit,
)
from sigateway.filings.units import InsuredUnit
from sigateway.flows.challenges import Challenge, Continues
from sigateway.flows.credentials import Credentials
from sigateway.flows.effects import Flow, Request
from sigateway.flows.signed_in import NotSignedIn, SignedIn
from sigateway.registry import Stack

from .clock import Clock
from .conversation import Conversation
from .endings import held_to_its_end
from .interpreter import InDoubt, Interpreter
from .ledger import Ledger
from .store import CredentialsStore
from .wallet import PasswordDesk, Wallet
from .work import Sleep, Work, blocking

_LONGEST_TRY = timedelta(seconds=60)
_PAUSE = 0.2


LogIn = Callable[[Credentials], Flow[SignedIn | Challenge] | None]
"""How a log-in goes, or goes on: a flow for these credentials; None when they are of no use to it."""


class _Outdated(Exception):
    """These credentials were replaced before they were tried. Never leaves this file."""


_LEFT_TO_CLERK = 300.0
"""Seconds, where the hall's rulebook states none: long enough for a clerk to finish what he came for."""


def _taken(name: str) -> str:
    return f"taken|{name}"


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
        tell: Callable[[Request], None],
    ) -> None:
        self._stack, self._unit, self._given, self._store = stack, unit, given, store
        account = "" if given is None else given.account
        self._kept_as = f"{unit.key}#{account}" if account else unit.key
        self._names: dict[Credentials, str] = {}
        self._here = given  # with no store, what was downloaded is kept as long as this lives
        self._ledger, self._clock, self._conversation, self._tell = ledger, clock, conversation, tell

    def who(self) -> str:
        """A name for the credentials in force, for the pool. Reads the store."""
        current, _ = self._known()
        return self._name(current)

    def _name(self, credentials: Credentials) -> str:
        """Their fingerprint, which is costly on purpose: worked out once."""
        if credentials not in self._names:
            self._names[credentials] = credentials.fingerprint
        return self._names[credentials]

    def about_to_be_set(self) -> Credentials | None:
        """The credentials whose password is perhaps set before any log-in; new ones are kept durably first, beside those in force."""
        if self._store is None:
            return self._here
        if self._given is None:
            return self._store.staged(self._kept_as) or self._store.current(self._kept_as)
        current, _ = self._known()
        return current if self._given == current else self._store.stage(self._kept_as, self._given)

    def were_set(self) -> None:
        """What was about to be set is in force."""
        if self._store is not None and (staged := self._store.staged(self._kept_as)) is not None:
            self._store.put(self._kept_as, staged)

    def before(self) -> Conversation:
        """A conversation in which nobody is signed in."""
        conversation = self._conversation()
        conversation.signed_in = NotSignedIn(unit_number=self._unit.number, unit_name="")
        return conversation

    def open(self, log_in: LogIn | None = None) -> Work[Conversation]:
        """A signed-in conversation; by ``log_in`` when a log-in goes on that ended in a challenge.

        Raises LoginRefused, CredentialsBlocked, PasswordChangeNeeded, InteractionNeeded, HallUnavailable.
        """
        by = log_in or self._log_in
        try:
            return (yield from self._open(by))
        except InDoubt:
            pass  # The new password may or may not be in force. It is staged, so the next round tries it first.
        try:
            return (yield from self._open(by))
        except InDoubt as doubt:
            if isinstance(doubt.__cause__, HallRefused):
                raise doubt.__cause__ from None
            raise HallUnavailable(
                "修改密码的结果两次都未能确定；新密码已存妥，下次登录时先试新密码"
            ) from doubt

    def _log_in(self, credentials: Credentials) -> Flow[SignedIn | Challenge] | None:
        return self._stack.call("login", credentials=credentials, unit=self._unit)  # type: ignore[no-any-return]

    def _open(self, by: LogIn) -> Work[Conversation]:
        while True:
            try:
                return (yield from self._by_what_is_known(by))
            except _Outdated:
                continue

    def _by_what_is_known(self, by: LogIn) -> Work[Conversation]:
        current, staged = yield from blocking(self._known)
        if staged is not None:
            try:
                return (yield from self._alone(staged, current, by))
            except (LoginRefused, CredentialsBlocked):
                pass  # the new password is not in force: the old one, once
        return (yield from self._alone(current, current, by))

    def _alone(self, credentials: Credentials, current: Credentials, by: LogIn) -> Work[Conversation]:
        """Try these credentials, one worker at a time: of many that hold one wrong password, one finds it out."""
        name, worker = self._name(credentials), secrets.token_hex(6)
        while True:
            now = self._clock.now()
            if (yield from blocking(partial(self._ledger.hold, name, worker, now, now + _LONGEST_TRY))):
                break
            yield Sleep(_PAUSE)
        done = partial(self._ledger.let_go, name, worker)
        try:
            if credentials not in (yield from blocking(self._known)):
                raise _Outdated  # while we waited, another worker changed the password
            yield from self._check_left_to_clerk(name)
            fuse = yield from blocking(partial(self._ledger.fuse, name))
            if fuse is not None:
                raise CredentialsBlocked(self._unit.key, fuse.blown_at, fuse.why)
            conversation = yield from self._try(credentials, current, by)
        except Exception as error:
            if isinstance(error, SessionTaken) and error.until is None:
                yield from self._leave_to_clerk(name)
            if isinstance(error, LoginRefused | PinRefused):
                why = (
                    error.why if isinstance(error, PinRefused) else "；".join(r.words for r in error.reasons)
                )
                yield from blocking(partial(self._ledger.blow, name, why, self._clock.now()))
            yield from blocking(done)
            raise
        yield from blocking(done)
        return conversation

    def session_taken(self) -> Work[None]:
        """Somebody at the unit has taken the session over: leave it to him for a while, in every process."""
        name = yield from blocking(self.who)
        yield from self._leave_to_clerk(name)

    def _leave_to_clerk(self, name: str) -> Work[None]:
        why = "经办人在其他地方登录"
        yield from blocking(partial(self._ledger.blow, _taken(name), why, self._clock.now()))

    def _check_left_to_clerk(self, name: str) -> Work[None]:
        left = yield from blocking(partial(self._ledger.fuse, _taken(name)))
        rules = self._stack.rules
        setting = "leave_to_clerk_seconds"
        seconds = float(rules.hall(setting)) if rules.states(setting) else _LEFT_TO_CLERK
        # What was written later than now was written by a clock that was ahead.
        if left is not None and left.blown_at <= self._clock.now() < (
            until := left.blown_at + timedelta(seconds=seconds)
        ):
            raise SessionTaken(until)

    def _try(self, credentials: Credentials, current: Credentials, by: LogIn) -> Work[Conversation]:
        conversation = self._conversation()
        wallet = Wallet(self._kept_as, credentials, current, self._store)
        flow = by(credentials)
        if flow is None:
            modes = "、".join(mode.mode for mode in self._stack.region.login_modes)
            raise ConfigurationError(
                f"{self._stack.region.name} 不支持 {credentials.mode} 登录方式；可用：{modes}。"
            )
        interpreter = Interpreter(
            self._stack.region.classify,
            conversation,
            signing_in=True,
            desk=PasswordDesk(wallet, self._ledger),
            keys=wallet,
            tell=self._tell,
        )
        try:
            signed_in = yield from interpreter.run(held_to_its_end("login", flow))
        except HallRefused as refusal:
            if wallet.staged:
                # Perhaps another process has just changed the password: look again at what is in force.
                raise InDoubt("the new password was refused") from refusal
            raise
        except InDoubt as doubt:
            if isinstance(doubt.__cause__, WrongUnit):
                yield from blocking(partial(wallet.move, f"{self._unit.region}/{doubt.__cause__.actual}"))
                raise doubt.__cause__ from None
            raise
        except SigatewayError:
            raise
        except Exception as bug:
            raise PluginError(self._stack.code, "login", f"{type(bug).__name__} raised") from bug
        if isinstance(signed_in, Challenge):
            raise InteractionNeeded(
                signed_in.model_copy(update={"continues": Continues(what="login", signed_in=False)})
            )
        conversation.signed_in = signed_in
        yield from blocking(partial(self._in_force, wallet))
        conversation.signer = wallet.signer
        return conversation

    def _in_force(self, wallet: Wallet) -> None:
        """The log-in ended well: these credentials, and no others, are in force."""
        wallet.settle()
        self._here = wallet.credentials
        if wallet.staged and self._ledger.fuse(self._name(wallet.credentials)) is not None:
            self._ledger.mend(
                self._name(wallet.credentials)
            )  # blown when it was tried before it was in force

    def _known(self) -> tuple[Credentials, Credentials | None]:
        if self._store is None:
            if self._here is None:
                raise ConfigurationError(
                    f"没有单位 {self._unit.key} 的凭据；请在 hall(…, credentials=…) 中给出。"
                )
            return self._here, None
        current = self._store.current(self._kept_as)
        if self._given is not None and (current is None or self._replaces(current, self._given)):
            self._store.put(self._kept_as, self._given)
            current = self._given
        if current is None:
            raise ConfigurationError(
                f"凭据库中没有单位 {self._unit.key} 的凭据；请放入凭据，或在 hall(…, credentials=…) 中给出。"
            )
        return current, self._store.staged(self._kept_as)

    def _replaces(self, current: Credentials, given: Credentials) -> bool:
        """A key that is given is the one meant: a unit has several. Else the store, which knows the newer password, wins, unless
        the hall has refused what it holds."""
        if given == current:
            return False
        if given.lasting:
            return True
        if self._ledger.fuse(self._name(current)) is None:
            return False
        return self._ledger.fuse(self._name(given)) is None
