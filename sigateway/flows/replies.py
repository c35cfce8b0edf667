"""What kind of page a reply is: every region's ``wire.classify`` answers with one of these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
