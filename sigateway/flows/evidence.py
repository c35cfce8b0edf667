"""Evidence: what the hall itself shows about a commit whose answer was lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sigateway.filings.cases import Case


@dataclass(frozen=True)
class Intent:
    """A commit that was about to leave. ``since`` by the hall's clock; ``draft`` the hall's number, when it had one."""

    turn: str
    step: str
    draft: str | None
    since: datetime


@dataclass(frozen=True)
class Landed:
    """The hall holds it, equal to what was asked."""

    case: Case


@dataclass(frozen=True)
class Absent:
    """The hall does not hold it, as of its own clock. ``complete``: the list was read to its end.

    ``intact``: our draft is still there as we left it, so that it can be sent again; false when it was changed or is gone.
    """

    as_of: datetime
    complete: bool
    intact: bool = True


@dataclass(frozen=True)
class Different:
    """The hall holds something else in its place. ``fields`` names what differs."""

    case: Case
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Unclear:
    """What the hall shows decides nothing. ``why`` for the record, free of personal data."""

    why: str


Evidence = Landed | Absent | Different | Unclear
