"""The interpreter: a region's conversation in, steps of I/O out. Every policy about faults lives here, once.

===================================  ======================  =================  ===============================
what happened to a request           READ                    DRAFT, SIGN_IN     COMMIT
===================================  ======================  =================  ===============================
not sent (connect, pool, TLS;        sent again              sent again         HallUnavailable, intent closed
of a commit: too late)
in doubt (write, read, protocol,     sent again              HallUnavailable    the flow is closed; evidence
5xx)
cut or unknown page with 200         sent again,             WireChanged        the flow is closed; evidence
                                     WireChanged
maintenance page                     HallUnavailable         HallUnavailable    the flow is closed; evidence
log-in page                          new session, from the   (as READ)          the flow is closed; evidence
                                     flow's start, once
somebody else has signed in          SessionTaken            SessionTaken       the flow is closed; evidence,
                                                                                once the clerk has had his time
===================================  ======================  =================  ===============================
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol, TypeVar

import httpx

from sigateway.errors import (
    ConfigurationError,
    EchoDiffers,
    HallRefused,
    HallUnavailable,
    LedgerError,
    SessionTaken,
    WireChanged,
)
from sigateway.filings.cases import Case
from sigateway.flows.challenges import Challenge
from sigateway.flows.effects import (
    Certificates,
    Commit,
    Effect,
    Flow,
    KeepCase,
    KeepKey,
    LeaveOut,
    Means,
    NewPassword,
    Reply,
    Request,
    Sign,
    Wait,
)
from sigateway.flows.replies import Classified, Kind

from .conversation import Conversation
from .redaction import redacted
from .work import Blocking, Exchange, Sleep, Work, exchange

T = TypeVar("T")

NOT_SENT: tuple[type[httpx.TransportError], ...] = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""Nothing of the request reached the hall. Every other transport error is in doubt."""

_ATTEMPTS = 3
_PAUSE = 0.5


class SignedOut(Exception):
    """The hall shows its log-in page and nothing has been committed. Never leaves the gateway."""


class InDoubt(Exception):
    """A commit left and its outcome is not known. Never leaves the gateway. ``taken``: somebody else signed in just then."""

    def __init__(self, why: str, *, taken: bool = False) -> None:
        super().__init__(why)
        self.why, self.taken = why, taken


class Stopped(Exception):
    """A dry run has come to the first request that would leave something. Never leaves the gateway."""

    def __init__(self, request: Request) -> None:
        super().__init__(redacted(request))


class Desk(Protocol):
    """Who writes commits down before they leave, and what became of them."""

    def intend(self, commit: Commit, conversation: Conversation) -> Work[datetime | None]:
        """Durable when it ends, with the moment after which it must not leave any more. Raises when it must not leave at all."""
        ...

    def not_sent(self, commit: Commit) -> Work[None]:
        """The commit never left."""
        ...

    def refused(self, commit: Commit) -> Work[None]:
        """The hall said no, in words."""
        ...

    def keep_case(self, commit: Commit, case: Case, refused: bool) -> Work[None]:
        """How the filing stands after a commit, with others of its commits still to come."""
        ...

    def leave_out(self, left: LeaveOut) -> None:
        """A filing of a batch is not in what will be committed."""
        ...

    def stay(self, seconds: float) -> Work[None]:
        """The flow pauses that long: what it works on stays its own."""
        ...


class Keys(Protocol):
    """Who holds keys and passwords for a conversation."""

    def certificates(self) -> Any:
        """The certificates at hand."""
        ...

    def sign(self, data: bytes, key: str) -> bytes:
        """A signature."""
        ...

    def keep_key(self, pkcs12: bytes) -> None:
        """Keep a downloaded key."""
        ...

    def new_password(self, length: int) -> Any:
        """A new password, staged durably."""
        ...


class Interpreter:
    """Runs one flow in one conversation."""

    def __init__(
        self,
        classify: Callable[[Reply], Classified],
        conversation: Conversation,
        *,
        signing_in: bool = False,
        dry: bool = False,
        desk: Desk | None = None,
        keys: Keys | None = None,
        tell: Callable[[Request], None] = lambda request: None,
    ) -> None:
        self._classify, self._conversation = classify, conversation
        self._signing_in, self._dry, self._desk, self._keys, self._tell = signing_in, dry, desk, keys, tell
        self._committed: Commit | None = None
        self._refused = False

    def run(self, flow: Flow[T]) -> Work[T]:
        """The flow's value. After a commit anything but a clear end is `InDoubt`."""
        try:
            return (yield from self._run(flow))
        except InDoubt:
            raise
        except Exception as failure:
            if self._committed is None:
                raise
            # Only the hall's own no, and the region agreeing that it is one, ends a commit without evidence.
            if not (isinstance(failure, HallRefused) and self._refused and self._desk is not None):
                raise InDoubt(f"{type(failure).__name__} after the commit") from failure
            try:
                yield from self._desk.refused(self._committed)
            except LedgerError as unwritten:  # which says that nothing was sent
                raise InDoubt("a refusal that could not be written down") from unwritten
            raise

    def _run(self, flow: Flow[T]) -> Work[T]:
        answer: Any = None
        error: HallUnavailable | None = None
        with closing(flow):
            while True:
                try:
                    effect = flow.send(answer) if error is None else flow.throw(error)
                except StopIteration as stop:
                    if self._committed is not None and isinstance(stop.value, Challenge):
                        raise ConfigurationError(
                            "a challenge after the commit: a person is asked before it"
                        ) from None
                    return stop.value  # type: ignore[no-any-return]
                answer, error = None, None
                try:
                    answer = yield from self._answer(effect)
                except HallUnavailable as unavailable:
                    # A flow may try another READ; for anything else the conversation is over.
                    if not (isinstance(effect, Request) and effect.means is Means.READ):
                        raise
                    error = unavailable

    def _answer(self, effect: Effect) -> Work[Any]:
        match effect:
            case Request():
                if effect.means is Means.COMMIT:
                    raise ConfigurationError(
                        f"{effect.operation}: a COMMIT request travels inside a Commit only"
                    )
                return (yield from self._request(effect))
            case Commit():
                return (yield from self.commit(effect))
            case KeepCase(case=case):
                if self._desk is None or self._committed is None:
                    raise ConfigurationError("KeepCase without a commit before it")
                yield from self._desk.keep_case(self._committed, case, self._refused)
                self._committed, self._refused = None, False
                return None
            case LeaveOut():
                if self._desk is None:
                    raise ConfigurationError("a filing is left out in a conversation that may only read")
                self._desk.leave_out(effect)
                return None
            case Wait():
                if self._desk is not None:
                    yield from self._desk.stay(effect.seconds)
                yield Sleep(effect.seconds)
                return None
        # While signing in the keys may still change; afterwards they are those by which this conversation was opened.
        signer = self._keys or self._conversation.signer
        match effect:
            case Certificates():
                found = yield Blocking(signer.certificates)
                self._conversation.certificates = tuple(sha256(each.der).hexdigest() for each in found)
                return found
            case Sign(data=data, key=key):
                return (yield Blocking(lambda: signer.sign(data, key)))
        if self._keys is None:
            raise ConfigurationError(f"{type(effect).__name__} is answered while signing in only")
        keys = self._keys
        match effect:
            case KeepKey(pkcs12=pkcs12):
                return (yield Blocking(lambda: keys.keep_key(pkcs12)))
            case NewPassword(length=length):
                return (yield Blocking(lambda: keys.new_password(length)))

    def _request(self, request: Request) -> Work[Reply]:
        reading = request.means is Means.READ
        if self._dry and request.means is Means.DRAFT:
            raise Stopped(request)
        again: tuple[type[httpx.TransportError], ...] = (httpx.TransportError,) if reading else NOT_SENT
        for attempt in range(1, _ATTEMPTS + 1):
            built = self._conversation.build(request)
            self._tell(request)
            try:
                response = yield from exchange(
                    Exchange(built, again, _answered if reading else None, attempts=_ATTEMPTS)
                )
            except httpx.TransportError as error:
                raise HallUnavailable(_in_words(error)) from error
            reply = self._conversation.reply(response)
            page = self._classify(reply)
            # A 5xx has been sent again by the exchange already: three times in all, not three times three.
            if page.kind is not Kind.UNKNOWN or reply.status >= 500 or not reading or attempt == _ATTEMPTS:
                break
            yield Sleep(_PAUSE)
        return self._clear(request, reply, page)

    def _clear(self, request: Request, reply: Reply, page: Classified) -> Reply:
        if page.kind in (Kind.DATA, Kind.REFUSED) or (self._signing_in and page.kind is Kind.SIGNED_OUT):
            return reply
        if page.kind is Kind.SIGNED_OUT:
            raise SignedOut
        if page.kind is Kind.TAKEN:
            raise SessionTaken
        if page.kind is Kind.MAINTENANCE:
            raise HallUnavailable("大厅正在维护")
        if reply.status >= 500:
            raise HallUnavailable(f"大厅内部错误（HTTP {reply.status}）")
        got = page.what or f"HTTP {reply.status}"
        if reply.status == 404:
            got += "（也可能是 base_url 有误，请先核对）"
        raise WireChanged(request.operation, "a page this region knows", got)

    def commit(self, commit: Commit) -> Work[Reply]:
        """Send a commit once. Ends with a clear reply, with HallUnavailable if it never left, else with `InDoubt`."""
        if self._dry:
            raise Stopped(commit.request)
        if any(field.differs for field in commit.shown):
            raise EchoDiffers(commit.shown, commit.draft)
        if self._committed is not None:
            # Without a case in the ledger nobody could go on from the first one, should the second be lost.
            raise ConfigurationError(
                f"a commit ({commit.step}) after another one that no KeepCase wrote down"
            )
        if self._desk is None:
            raise ConfigurationError(f"a commit ({commit.step}) in a conversation that may only read")
        # Built first: a request that cannot be written must not leave an intent behind.
        built = self._conversation.build(commit.request)
        leave_by = yield from self._desk.intend(commit, self._conversation)
        self._tell(commit.request)
        try:
            response = yield from exchange(Exchange(built, fresh=True, leave_by=leave_by))
        except NOT_SENT as error:
            yield from self._desk.not_sent(commit)
            raise HallUnavailable(_in_words(error)) from error
        except (HallUnavailable, LedgerError):
            # Too late, or the hall is left alone for a while, or no place in its pace was to be had: it never left.
            yield from self._desk.not_sent(commit)
            raise
        except httpx.TransportError as error:
            raise InDoubt(_in_words(error)) from error
        except Exception as error:
            # Undecodable answers, a transport's own bugs: whatever it is, the commit may have left.
            raise InDoubt(type(error).__name__) from error
        self._committed = commit
        try:
            reply = self._conversation.reply(response)
            page = self._classify(reply)
        except Exception as error:
            raise InDoubt(type(error).__name__) from error
        self._refused = page.kind is Kind.REFUSED
        if page.kind not in (Kind.DATA, Kind.REFUSED):
            raise InDoubt(page.what or page.kind, taken=page.kind is Kind.TAKEN)
        return reply


def _answered(response: httpx.Response) -> bool:
    return response.status_code < 500


def _in_words(error: httpx.TransportError) -> str:
    """The kind of error only: its text may hold an address or more."""
    if isinstance(error, httpx.TimeoutException):
        return f"连接或应答超时（{type(error).__name__}）"
    return f"网络错误（{type(error).__name__}）"
