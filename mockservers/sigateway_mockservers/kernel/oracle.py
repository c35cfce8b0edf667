"""The server-side judge of exactly-once: what a hall knows that no client can know.

A filing *lands* when the hall takes it. It stops counting when the hall gives it back, or when another filing for the
same person follows on it (a stop on an enrolment, another wage on a wage): then the same content may be filed again.
Anything else is a duplicate, whoever sent it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sigateway_mockservers.kernel.journal import JournalEntry, JournalPart


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
    """Which journal operations of a hall land a filing, and which end one that had landed.

    ``by_hand``: what people do beside the gateway; it is no landing of a client's, but others' landings make way for it.
    ``follows``: for each kind of filing, the kinds of the same unit and person that make way for it.
    """

    lands: frozenset[str]
    ends: frozenset[str]
    by_hand: frozenset[str] = frozenset()
    follows: Mapping[str, frozenset[str]] = field(default_factory=dict)


_Key = tuple[str, str]
_Whom = tuple[str, str, str]


class _Landed:
    """What has landed and still counts, and what has made way for what."""

    def __init__(self) -> None:
        self._counting: dict[_Key, JournalEntry] = {}
        self._of_whom: dict[_Whom, set[_Key]] = {}
        self._made_way: dict[_Key, dict[_Key, JournalEntry]] = {}

    def first(self, key: _Key) -> JournalEntry | None:
        """The entry by which content landed that still counts."""
        return self._counting.get(key)

    def take(
        self, key: _Key, entry: JournalEntry, person: str, kinds_before: frozenset[str], *, counts: bool
    ) -> None:
        """Let earlier filings of these kinds make way for a new one, and count it from now on."""
        # Content names its person, so the keys ever seen of one person are few, however many people there are.
        of_person = self._of_whom.setdefault((entry.hall, entry.unit, person), set())
        of_person.add(key)
        before = {
            other: landed
            for other in of_person
            if other != key
            and (landed := self._counting.get(other)) is not None
            and landed.kind in kinds_before
        }
        self._made_way[key] = before
        for other in before:
            del self._counting[other]
        if counts:
            self._counting[key] = entry

    def give_back(self, key: _Key, ended: JournalEntry, person: str) -> None:
        """A filing was returned: it counts no more, and what made way for it counts again.

        If it had made way itself for another, it does not come back when that one is returned, too.
        """
        for other in self._of_whom.get((ended.hall, ended.unit, person), ()):
            made_way = self._made_way.get(other, {})
            if key in made_way and made_way[key].subject == ended.subject:
                del made_way[key]
        self._counting.pop(key, None)
        for other, landed in self._made_way.pop(key, {}).items():
            self._counting.setdefault(other, landed)


def _walk(
    entries: Iterable[JournalEntry], verbs: Mapping[str, FilingVerbs]
) -> Iterable[tuple[JournalEntry, JournalEntry, bool]]:
    """Each attempt to land content that had landed already, with the entry by which it had, and whether it landed again.

    A request about several people is given once for each earlier entry, however many of them it names again.
    """
    landed = _Landed()
    for entry in entries:
        filing = verbs.get(entry.hall)
        if filing is None:
            continue
        again: dict[int, tuple[JournalEntry, bool]] = {}
        for part in entry.filed():
            first = _judge_part(landed, filing, entry, part)
            if first is not None:
                did = entry.committed and part.taken
                again[first.number] = (first, did or again.get(first.number, (first, False))[1])
        for first, did in again.values():
            yield entry, first, did


def _judge_part(
    landed: _Landed, filing: FilingVerbs, entry: JournalEntry, part: JournalPart
) -> JournalEntry | None:
    """Let one person's part land, end or make way; the entry by which it had landed when it is sent again."""
    key = (entry.hall, part.content)
    lands = entry.operation in filing.lands
    if entry.operation in filing.ends:
        landed.give_back(key, entry, part.person)
    elif lands and (first := landed.first(key)) is not None:
        return first
    elif entry.committed and part.taken and (lands or entry.operation in filing.by_hand):
        kinds_before = filing.follows.get(entry.kind, frozenset())
        landed.take(key, entry, part.person, kinds_before, counts=lands)
    return None


def attempts_after_landing(
    entries: Iterable[JournalEntry], verbs: Mapping[str, FilingVerbs]
) -> list[JournalEntry]:
    """Every request that tried to file content again after it had landed, refused by the hall or not."""
    found = {again.number: again for again, _, _ in _walk(entries, verbs)}
    return list(found.values())


def filed_again(entries: Iterable[JournalEntry], verbs: Mapping[str, FilingVerbs]) -> list[Violation]:
    """A violation for each request that did file content again after it had landed."""
    return [
        Violation(
            "commit-after-landing",
            f"{again.hall}: {again.operation} of {again.subject} filed what {first.subject} had filed already",
            (str(first.number), str(again.number)),
        )
        for again, first, did in _walk(entries, verbs)
        if did
    ]
