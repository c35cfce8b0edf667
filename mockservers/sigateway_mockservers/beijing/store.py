"""All that the hall remembers in one World: dictionaries of immutable records, cheap to copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sigateway_mockservers.beijing.figures import Figures
from sigateway_mockservers.beijing.filings.effects import after
from sigateway_mockservers.beijing.filings.window import Window
from sigateway_mockservers.beijing.names import FOUR, MEDICAL
from sigateway_mockservers.beijing.records import (
    Arrear,
    FileRecord,
    Given,
    Half,
    KeyRecord,
    Session,
    Standing,
    UnitData,
    UnitRecord,
)
from sigateway_mockservers.kernel.store import HallStore

Place = tuple[str, str, str]
"""A system, a unit and a person; the empty person is the unit itself."""
HalfKey = tuple[str, str]
Event = Given | HalfKey


@dataclass(slots=True)
class Store(HallStore):
    """The records of the hall."""

    LATE_TABLES = ("halves", "files")

    units: dict[str, UnitRecord] = field(default_factory=dict)
    keys: dict[str, KeyRecord] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    randoms: dict[tuple[str, str], datetime] = field(default_factory=dict)
    halves: dict[HalfKey, Half] = field(default_factory=dict)
    of_place: dict[Place, tuple[HalfKey, ...]] = field(default_factory=dict)
    files: dict[str, FileRecord] = field(default_factory=dict)
    #: What has happened to somebody, in order: what the World gave, or a half that was imported.
    histories: dict[Place, tuple[Event, ...]] = field(default_factory=dict)
    standings: dict[Place, Standing] = field(default_factory=dict)
    #: What the register says of somebody in a system where this hall has never insured them.
    marks: dict[tuple[str, str], str] = field(default_factory=dict)
    arrears: tuple[Arrear, ...] = ()
    wrong_passwords: dict[str, int] = field(default_factory=dict)
    #: When what is waiting falls due, by what it is and its number.
    due: dict[tuple[str, str], datetime] = field(default_factory=dict)
    held: dict[str, datetime] = field(default_factory=dict)
    #: The version of a half or a file that a session was shown last.
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)
    windows: tuple[tuple[datetime, Window], ...] = ()
    given: dict[str, int] = field(default_factory=dict)

    def next_number(self, what: str, now: datetime) -> str:
        """A fresh number: ``lsh`` of the four system, ``slh`` of the medical one, or of a file."""
        self.given[what] = self.given.get(what, 0) + 1
        count = self.given[what]
        if what == FOUR:
            return f"{now:%Y%m%d}{count:08d}"
        return f"{'YB' if what == MEDICAL else 'BP'}{now:%y%m}{count:08d}"

    def data(self, system: str, unit: str) -> UnitData | None:
        """What a system knows a unit by."""
        record = self.units[unit]
        return record.four if system == FOUR else record.medical

    def keep(self, half: Half) -> Half:
        """Keep a half as it now stands."""
        if half.key not in self.halves:
            place = (half.system, half.unit, half.person)
            self.of_place[place] = (*self.of_place.get(place, ()), half.key)
        self.halves[half.key] = half
        return half

    def forget(self, half: Half) -> None:
        """A draft is deleted: its number is unknown from now on."""
        place = (half.system, half.unit, half.person)
        self.of_place[place] = tuple(each for each in self.of_place[place] if each != half.key)
        del self.halves[half.key]

    def halves_of(self, system: str, unit: str, person: str) -> Iterator[Half]:
        """The halves about somebody, oldest first."""
        return (self.halves[each] for each in self.of_place.get((system, unit, person), ()))

    def standing(self, system: str, unit: str, person: str) -> Standing:
        """How somebody stands."""
        return self.standings.get((system, unit, person), Standing())

    def people_of(self, system: str, unit: str) -> Iterator[tuple[str, Standing]]:
        """Everybody who is or was insured at a unit, by number."""
        found = [
            (person, standing)
            for (where, at, person), standing in self.standings.items()
            if (where, at) == (system, unit) and person and standing.spells
        ]
        return iter(sorted(found, key=lambda each: each[0]))

    def places_of(self, system: str, person: str) -> Iterator[tuple[str, Standing]]:
        """The units at which somebody is or was insured."""
        for unit in self.units:
            standing = self.standings.get((system, unit, person))
            if standing is not None and standing.spells:
                yield unit, standing

    def give(self, system: str, unit: str, person: str, given: Given) -> None:
        """Let the World give something."""
        self._happen((system, unit, person), given)

    def import_half(self, half: Half) -> None:
        """Let an imported half work."""
        self._happen((half.system, half.unit, half.person), half.key)

    def replayed(self, place: Place, at: datetime | None = None) -> Standing:
        """The standing that everything in force adds up to; with ``at``: as things stood then."""
        standing = Standing()
        for event in self.histories.get(place, ()):
            standing = self._after(standing, event, at)
        return standing

    def refresh(self, place: Place) -> None:
        """Something of a history counts no more: let the rest work anew."""
        self.standings[place] = self.replayed(place)

    def _happen(self, place: Place, event: Event) -> None:
        self.histories[place] = (*self.histories.get(place, ()), event)
        self.standings[place] = self._after(self.standings.get(place, Standing()), event, None)

    def _after(self, standing: Standing, event: Event, at: datetime | None) -> Standing:
        if isinstance(event, Given):
            if at is not None and event.at is not None and event.at > at:
                return standing
            return after(standing, event)
        half = self.halves[event]
        for submission in half.submissions:
            if submission.is_in_force(at):
                standing = after(standing, (half.business_code, submission))
        return standing

    def may_be_late(self, record: object) -> bool:
        """A medical half that waits to be handed on is no concern of the site that was asked."""
        return not isinstance(record, Half) or record.handed_on
