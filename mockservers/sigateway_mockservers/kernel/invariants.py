"""What the invariants of every hall are made of: checks in a row, records that share a key, content that landed twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol, TypeVar

from sigateway_mockservers.kernel.journal import Filed
from sigateway_mockservers.kernel.oracle import Violation

AnyHall = TypeVar("AnyHall")
Record = TypeVar("Record")

Found = Iterator[Violation]
"""What one check finds."""


def find_all(hall: AnyHall, checks: Iterable[Callable[[AnyHall], Iterable[Violation]]]) -> list[Violation]:
    """Everything that the checks find, in their order."""
    return [violation for check in checks for violation in check(hall)]


def pairs(records: Iterable[Record], key: Callable[[Record], Hashable]) -> Iterator[tuple[Record, Record]]:
    """Every two records of one key, the earlier first."""
    groups: dict[Hashable, list[Record]] = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    for group in groups.values():
        yield from combinations(group, 2)


class FiledInOrder(Filed, Protocol):
    """A filing, with its place in all that happened at the hall."""

    @property
    def order(self) -> int:
        """Its place."""


@dataclass(frozen=True, slots=True)
class Landing:
    """One filing as the hall holds it: ``ended`` is the order in which it ceased to stand, 0 while it stands.

    One that is not ``counted`` can make way between two others, and is itself no duplicate of anything.
    """

    number: str
    kind: str
    place: Hashable
    content: str
    order: int
    ended: int = 0
    counted: bool = True

    @classmethod
    def of(cls, filing: FiledInOrder, *, ended: int) -> Landing:
        """A filing of one person at one unit."""
        place = (filing.unit, filing.person)
        return cls(filing.number, filing.kind, place, filing.content, filing.order, ended)

    def stood_at(self, order: int) -> bool:
        """Whether it had not yet ceased to stand when that happened."""
        return not self.ended or self.ended > order


def landed_twice(landings: Iterable[Landing], follows: Mapping[str, Collection[str]]) -> Found:
    """The same content once more, while the first stood and nothing that undoes it had landed between.

    ``follows``: for each kind of filing, the kinds of the same place that make way for it, as in
    :class:`~sigateway_mockservers.kernel.oracle.FilingVerbs`. That judges the journal; this, what the hall holds.
    """
    everything = sorted(landings, key=lambda each: each.order)
    of_place: dict[Hashable, list[Landing]] = {}
    for landing in everything:
        of_place.setdefault(landing.place, []).append(landing)
    counted = [landing for landing in everything if landing.counted]
    for first, second in pairs(counted, lambda each: each.content):
        if not first.stood_at(second.order):
            continue
        undone_between = any(
            first.order < each.order < second.order
            and first.kind in follows.get(each.kind, ())
            and each.content != first.content
            and each.stood_at(second.order)
            for each in of_place[first.place]
        )
        if not undone_between:
            said = f"{second.number} files what {first.number} had filed"
            yield Violation("duplicate-effect", said, (first.number, second.number))
