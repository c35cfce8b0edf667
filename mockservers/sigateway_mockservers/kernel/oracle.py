"""The server-side judge of exactly-once: what a hall knows that no client can know.

A filing *lands* when the hall takes it. It stops counting when the hall gives it back or the person is stopped:
then the same content may be filed again. Anything else is a duplicate, whoever sent it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sigateway_mockservers.kernel.journal import JournalEntry


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise: ``rule`` names it, ``what`` says it, ``entries`` are journal numbers or filing numbers."""

    rule: str
    what: str
    entries: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The violation as JSON-able data."""
        return asdict(self) | {"entries": list(self.entries)}


@dataclass(frozen=True, slots=True)
class FilingVerbs:
    """Which journal operations of a hall land a filing, and which end one that had landed."""

    lands: frozenset[str]
    ends: frozenset[str]


def _walk(
    entries: Iterable[JournalEntry], verbs: Mapping[str, FilingVerbs]
) -> Iterable[tuple[JournalEntry, JournalEntry]]:
    """Each attempt to land content that had landed already, with the entry by which it had."""
    landed: dict[tuple[str, str], JournalEntry] = {}
    for entry in entries:
        filing = verbs.get(entry.hall)
        if filing is None or not entry.content:
            continue
        key = (entry.hall, entry.content)
        if entry.operation in filing.ends:
            landed.pop(key, None)
        elif entry.operation in filing.lands:
            if key in landed:
                yield entry, landed[key]
            elif entry.committed:
                landed[key] = entry


def attempts_after_landing(
    entries: Iterable[JournalEntry], verbs: Mapping[str, FilingVerbs]
) -> list[JournalEntry]:
    """Every request that tried to file content again after it had landed, refused by the hall or not."""
    return [again for again, _ in _walk(entries, verbs)]


def filed_again(entries: Iterable[JournalEntry], verbs: Mapping[str, FilingVerbs]) -> list[Violation]:
    """A violation for each request that did file content again after it had landed."""
    return [
        Violation(
            "commit-after-landing",
            f"{again.hall}: {again.operation} of {again.subject} filed what {first.subject} had filed already",
            (str(first.number), str(again.number)),
        )
        for again, first in _walk(entries, verbs)
        if again.committed
    ]
