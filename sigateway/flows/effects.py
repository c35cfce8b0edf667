"""Effects: what a region's conversation may ask for. A flow yields them and gets the answers; it does no I/O.

A flow is a generator. It always writes ``reply = yield from send(Request(…))``: a request built and never yielded
sends nothing.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from sigateway.errors import WireChanged
from sigateway.filings.cases import Case, Reason

from .echo import EchoField


class Private(str):
    """A string that no repr, log or recording shows. On the wire it is the string itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Private('***')"


class Means(StrEnum):
    """What sending a request can do at the hall, which decides how a fault is met."""

    READ = "read"  #: changes nothing; may be repeated
    SIGN_IN = "sign_in"  #: counts tries and opens sessions; never repeated blindly
    DRAFT = "draft"  #: leaves something unsent that can be found
    COMMIT = "commit"  #: takes legal effect; only inside a Commit


@dataclass(frozen=True)
class Upload:
    """A file to upload. ``name`` is the file's name as the hall sees it, ASCII; ``kind`` its media type."""

    name: str
    content: bytes = field(repr=False)
    kind: str = "application/octet-stream"


@dataclass(frozen=True)
class Body:
    """A body that the region has written itself, byte by byte: JSON, XML. ``kind`` is its media type.

    ``secret``: it holds a password. Then no ledger keeps it, and a commit that carries it is never sent again from the record.
    """

    content: bytes = field(repr=False)
    kind: str
    secret: bool = False


@dataclass(frozen=True)
class Request:
    """One request to one of the hall's sites.

    ``operation`` names it for people, limits and faults; ``means`` what it can do; ``form`` is sent percent-encoded in
    ``charset``, or, beside ``files``, as parts of one multipart body; ``body`` is sent as it is, and then there is no form. A
    ``path`` is relative to the site, or to the URL of ``after`` when a redirect is followed.
    """

    operation: str
    method: str
    path: str
    means: Means = Means.READ
    site: str = "hall"
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    files: Mapping[str, Upload] | None = field(default=None, repr=False)
    body: Body | None = field(default=None, repr=False)
    charset: str = "utf-8"
    after: Reply | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.body is not None and (self.form is not None or self.files is not None):
            raise ValueError(
                f"{self.operation}: a body of its own, and a form beside it that would not be sent"
            )


@dataclass(frozen=True)
class Reply:
    """What came back. ``at`` is the hall's own clock (its ``Date`` header), the gateway's when it sends none.

    ``memo`` is for the region's wire: what it has read of this reply, so that no page is parsed twice.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    url: str = field(repr=False)
    at: datetime
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def location(self) -> str | None:
        """Where a redirect points, as the hall wrote it."""
        return self.headers.get("location")


@dataclass(frozen=True)
class Commit:
    """Send a request that takes legal effect, once.

    Before it leaves, the interpreter compares ``echo`` (what was asked with what the hall shows back; anything that differs
    stops it), and writes the intent durably. ``draft`` is the hall's number of what is being committed; where the hall gives none
    before, a mark by which the evidence can tell it from what was there already. When the outcome is in doubt the flow is closed
    and the region's ``evidence`` hook answers, in a conversation of its own. One commit per ``step`` and turn; before a second commit
    of one flow the first is written down by `KeepCase`.

    In a batch ``rows`` holds the filings that this commit carries, by their place in the batch (the first is 0), each with its echo.
    """

    request: Request
    step: str
    echo: tuple[EchoField, ...] = ()
    draft: str | None = None
    rows: Mapping[int, tuple[EchoField, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def shown(self) -> tuple[EchoField, ...]:
        """Everything that was compared."""
        return (*self.echo, *(one for row in self.rows.values() for one in row))


@dataclass(frozen=True)
class KeepCase:
    """Where one filing is several commits: write down how it stands after the one just made. Answered with nothing.

    ``case`` holds its ``parts``. When it has been answered, a crash, a fault or a refusal further on leaves this case standing, and the
    hook ``complete`` goes on from it. Yield it after each commit, and before the next; after the last one too when the hall refused it.
    """

    case: Case


@dataclass(frozen=True)
class LeaveOut:
    """In a batch: this filing is not in what will be committed. Answered with nothing.

    ``row`` is its place in the batch; ``reasons`` why the hall did not take it, in its words; ``echo`` when it is left out because
    the hall shows it otherwise than it was asked.
    """

    row: int
    reasons: tuple[Reason, ...] = ()
    echo: tuple[EchoField, ...] = ()


class SignatureAlgorithm(StrEnum):
    """How a key signs; the kind of the key decides."""

    RSA_SHA256 = "RSA-SHA256"  #: PKCS#1 v1.5
    SM2_SM3 = "SM2-SM3"  #: user id 1234567812345678, as DER; needs the extra ``gm``


@dataclass(frozen=True)
class Certificate:
    """A certificate the signer can use: ``key`` names it to the signer, ``der`` is the X.509 certificate."""

    key: str
    subject: str
    der: bytes = field(repr=False)
    algorithm: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA256


@dataclass(frozen=True)
class Certificates:
    """Ask which certificates the credentials have. Answered with a tuple of `Certificate`, empty when there is none."""


@dataclass(frozen=True)
class Sign:
    """Ask for a signature over ``data`` with the certificate ``key``. The PIN never reaches the flow.

    Answered with the signature's bytes, made in the ``algorithm`` of that certificate.
    """

    data: bytes = field(repr=False)
    key: str


@dataclass(frozen=True)
class KeepKey:
    """Hand over a downloaded key file (PKCS#12), to be kept with the credentials. Answered with nothing."""

    pkcs12: bytes = field(repr=False)


@dataclass(frozen=True)
class NewPassword:
    """Ask for a new password. Answered with a `Private`, once the credentials store holds it durably.

    ``length`` characters, letters and digits. It becomes the current one when the log-in that asked for it ends well.
    """

    length: int = 12


@dataclass(frozen=True)
class Wait:
    """A short pause inside one conversation, by the gateway's clock. Answered with nothing."""

    seconds: float
    why: str


Effect = Request | Commit | KeepCase | LeaveOut | Certificates | Sign | KeepKey | NewPassword | Wait

T = TypeVar("T")
Flow = Generator[Effect, Any, T]
"""A conversation: yields effects, ends with a value."""


def send(effect: Request | Commit) -> Flow[Reply]:
    """Yield a request or a commit and give back the reply, typed."""
    reply = yield effect
    assert isinstance(reply, Reply)
    return reply


def keep_case(case: Case) -> Flow[None]:
    """Yield `KeepCase`."""
    yield KeepCase(case)


def follow(operation: str, redirect: Reply, means: Means = Means.READ) -> Request:
    """The request to where a redirect points, relative to the URL that it came from; to a declared site only, else WireChanged.

    What stands in its query (a ticket, say) is in no repr and no record of it.
    """
    if redirect.location is None:
        raise WireChanged(operation, "a redirect with a Location", f"HTTP {redirect.status}")
    return Request(operation, "GET", Private(redirect.location), means, after=redirect)


def leave_out(row: int, reasons: tuple[Reason, ...] = (), echo: tuple[EchoField, ...] = ()) -> Flow[None]:
    """Yield `LeaveOut`."""
    yield LeaveOut(row, reasons, echo)


def certificates() -> Flow[tuple[Certificate, ...]]:
    """Yield `Certificates` and give back the answer, typed."""
    answer = yield Certificates()
    return tuple(answer)


def sign(data: bytes, key: str) -> Flow[bytes]:
    """Yield `Sign` and give back the signature, typed."""
    answer = yield Sign(data, key)
    assert isinstance(answer, bytes)
    return answer


def new_password(length: int = 12) -> Flow[Private]:
    """Yield `NewPassword` and give back the password, typed."""
    answer = yield NewPassword(length)
    assert isinstance(answer, Private)
    return answer
