"""The hall's own record of what was asked, what it did, and by which rule. No passwords, no tickets in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol


class Filed(Protocol):
    """What the journal says of a filing."""

    @property
    def number(self) -> str:
        """The hall's number of it."""

    @property
    def kind(self) -> str:
        """Its kind, as the hall's ``filing_verbs`` have it."""

    @property
    def unit(self) -> str:
        """Whose it is."""

    @property
    def person(self) -> str:
        """Whom it is about."""

    @property
    def content(self) -> str:
        """The digest of what it files."""


@dataclass(frozen=True, slots=True)
class JournalPart:
    """One person of a request about several, with the digest of what is filed for them; not ``taken``: left out."""

    person: str
    content: str
    taken: bool = True


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One request to a hall, or one thing that a hall did by itself (then ``method`` is empty).

    ``status`` is what the hall answered, 0 when it did not act. ``rule_ids`` are those of the reasons it gave.
    For operations on a filing, ``kind`` is its business and ``content`` a digest of that, the filed fields and the
    unit; when it is about several people, ``parts`` holds that of each. ``path`` has no query.
    """

    number: int
    at: datetime
    hall: str
    operation: str
    method: str = ""
    path: str = ""
    status: int = 0
    committed: bool = False
    rule_ids: tuple[str, ...] = ()
    fault: str | None = None
    subject: str = ""
    kind: str = ""
    unit: str = ""
    person: str = ""
    content: str = ""
    parts: tuple[JournalPart, ...] = ()

    def filed(self) -> tuple[JournalPart, ...]:
        """Whom the entry is about, one or several, and with what content; nobody when it is about no content."""
        return self.parts or ((JournalPart(self.person, self.content),) if self.content else ())

    def as_json(self) -> dict[str, Any]:
        """The entry as JSON-able data."""
        return asdict(self) | {"at": self.at.isoformat(), "rule_ids": list(self.rule_ids)}


@dataclass(slots=True)
class RequestNotes:
    """What a hall notes about the request in hand; it becomes part of the journal entry."""

    committed: bool = False
    rule_ids: tuple[str, ...] = ()
    subject: str = ""
    kind: str = ""
    unit: str = ""
    person: str = ""
    content: str = ""
    parts: tuple[JournalPart, ...] = ()


class Journal:
    """The entries of one World, oldest first."""

    def __init__(self, entries: Iterable[JournalEntry] = ()) -> None:
        self.entries: list[JournalEntry] = list(entries)

    def add(self, **fields: Any) -> JournalEntry:
        """Append an entry; its number is given here."""
        entry = JournalEntry(number=len(self.entries) + 1, **fields)
        self.entries.append(entry)
        return entry

    def of(self, operation: str) -> list[JournalEntry]:
        """The entries of one operation."""
        return [entry for entry in self.entries if entry.operation == operation]

    def commits(self, hall: str) -> list[JournalEntry]:
        """The requests to a hall that took effect at a commit point."""
        return [entry for entry in self.entries if entry.hall == hall and entry.committed and entry.method]

    def clear(self) -> None:
        """Forget everything."""
        self.entries.clear()

    def copy(self) -> Journal:
        """An independent journal with the same entries."""
        return Journal(self.entries)
