"""The facts by which a declaration is judged, gathered from the store once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.people import PersonRecord
from sigateway_mockservers.shanghai.figures import BaseYear, Figures
from sigateway_mockservers.shanghai.names import ANNUAL_WAGE, SLIP_OPEN, SUSPENSION
from sigateway_mockservers.shanghai.records import Spell, Standing, UnitRecord
from sigateway_mockservers.shanghai.store import Store

_LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """How things stand for a person at a unit, on a day."""

    today: date
    unit: UnitRecord
    person: PersonRecord | None
    standing: Standing
    figures: Figures
    insured_elsewhere: bool
    ever_insured: bool
    latest_end: str
    declared_years: frozenset[str]
    stopped_this_month: bool
    numbers_of_others: frozenset[str]

    @property
    def month(self) -> str:
        """The month of the hall's clock."""
        return month_of(self.today)

    @property
    def base_year(self) -> BaseYear:
        """The base year that is declared."""
        return self.figures.base_year_at(self.today)

    @property
    def running(self) -> Spell | None:
        """The insurance here that runs."""
        return self.standing.running


def gather(store: Store, unit: UnitRecord, person: PersonRecord | None, number: str, now: datetime) -> Facts:
    """The facts about the bearer of a document number, whom the register may not know."""
    at_units = store.standings_of(number)
    spells = [spell for standing in at_units.values() for spell in standing.spells]
    here = [
        each
        for each in store.declarations.values()
        if each.is_valid and each.unit == unit.number and each.person == number
    ]
    elsewhere = any(
        standing.running is not None for place, standing in at_units.items() if place != unit.number
    )
    month = month_of(now)
    return Facts(
        today=now.date(),
        unit=unit,
        person=person,
        standing=at_units.get(unit.number, Standing()),
        figures=store.figures,
        insured_elsewhere=elsewhere or bool(person is not None and person.insured_elsewhere),
        ever_insured=bool(spells) or bool(person is not None and person.ever_insured),
        latest_end=max((spell.last_month for spell in spells), default=""),
        declared_years=frozenset(each.fields["nd"] for each in here if each.business == ANNUAL_WAGE),
        stopped_this_month=any(each.business == SUSPENSION and month_of(each.at) == month for each in here),
        numbers_of_others=frozenset(_numbers_held(store, unit.number, but_of=number)),
    )


def next_personal_number(store: Store, unit: str, now: datetime) -> str:
    """The 个人序号 that the hall would give: one above all that are held, once were, or stand on an open slip."""
    taken = {int(number) for number in _numbers_held(store, unit)}
    for slip in store.slips.values():
        named = slip.fields.get("grxh", "")
        if named and slip.unit == unit and slip.state_at(now) == SLIP_OPEN:
            taken.add(int(named))
    coming = max(taken, default=0) + 1
    if len(str(coming)) <= _LONGEST_NUMBER:
        return str(coming)
    return str(next(number for number in range(1, coming) if number not in taken))


def _numbers_held(store: Store, unit: str, but_of: str = "") -> Iterable[str]:
    for (place, person), standing in store.standings.items():
        if place == unit and person != but_of:
            for spell in standing.spells:
                yield spell.number
