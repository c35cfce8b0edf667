"""What kind of page a reply is: every region's ``wire.classify`` answers with one of these; and what each means for a flow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sigateway.errors import HallRefused, HallUnavailable, SessionTaken, WireChanged
from sigateway.filings.cases import Reason


class Kind(StrEnum):
    """The kinds of reply, whatever the hall."""

    DATA = "data"  #: what was asked for
    SIGNED_OUT = "signed_out"  #: the log-in page, whatever its status
    TAKEN = "taken"  #: the log-in page, because somebody else signed in
    MAINTENANCE = "maintenance"  #: the hall is closed for work, also with status 200
    REFUSED = "refused"  #: the hall says no, in ``words``
    UNKNOWN = "unknown"  #: cut short, or a page this region does not know


@dataclass(frozen=True)
class Classified:
    """A reply's kind; ``words`` are the hall's, for REFUSED; ``what`` describes the page without personal data."""

    kind: Kind
    words: tuple[str, ...] = ()
    what: str = ""


def raise_unless_data(
    classified: Classified,
    operation: str,
    read: Callable[[tuple[str, ...]], tuple[Reason, ...]],
    expected: str = "an answer of this hall",
) -> None:
    """Nothing, when the reply is data; else the error that fits.

    ``read`` makes reasons of the hall's words; ``expected`` is what was asked for.
    """
    match classified.kind:
        case Kind.DATA:
            return
        case Kind.REFUSED:
            raise HallRefused(read(classified.words))
        case Kind.TAKEN:
            raise SessionTaken
        case Kind.SIGNED_OUT:
            raise HallUnavailable("大厅会话已结束")
        case Kind.MAINTENANCE:
            raise HallUnavailable("大厅正在维护")
    raise WireChanged(operation, expected, classified.what)
