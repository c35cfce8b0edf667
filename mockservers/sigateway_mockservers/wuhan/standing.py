"""How a person stands with respect to a unit: put together from the register and the hall's own insurances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.people import PersonRecord
from sigateway_mockservers.wuhan.months import month_of
from sigateway_mockservers.wuhan.records import Insurance, UnitRecord, WageLimits

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """What the stages of a business look at: a person, the unit that asks, and the hall's own time.

    ``insured_here``: an insurance at the unit is running; ``insurance``: one that no filing has ended yet, which a
    stop or a wage change can act upon; ``running_here``: a filing of the same business is in review.
    """

    now: datetime
    unit: UnitRecord
    number: str
    person: PersonRecord | None
    personal_number: str
    limits: WageLimits
    first_enrolment: bool
    insured_here: bool
    running_here: bool
    insured_at: tuple[str, ...]
    insurance: Insurance | None

    @property
    def today(self) -> date:
        """The hall's day."""
        return self.now.date()

    @property
    def month(self) -> str:
        """The hall's month, YYYYMM."""
        return month_of(self.now)

    @property
    def name(self) -> str:
        """The person's name: the register's, else as it was when they were enrolled."""
        return self.person.name if self.person else self.insurance.name if self.insurance else ""

    @property
    def nation(self) -> str:
        """The person's nation: the register's, else as it was when they were enrolled."""
        return self.person.nation if self.person else self.insurance.nation if self.insurance else ""


def standing_of(
    world: World, store: Store, business: str, unit: str, number: str, *, guards_duplicates: bool
) -> Standing:
    """The standing of a person now, for one business.

    A hall that guards no duplicates does not see that the person is insured here, that a filing is running, or that
    an insurance still running has been ended.
    """
    now = world.clock.now()
    person = world.people.get(number)
    insurances = store.insurances_of(number)
    running = [each for each in insurances if each.runs_at(now)]
    elsewhere = [store.units[each.unit].name for each in running if each.unit != unit]
    if person is not None and person.insured_elsewhere:
        elsewhere.append(person.insured_elsewhere)
    here = [each for each in running if each.unit == unit]
    in_review = any(
        task.is_running and (task.unit, task.person, task.business) == (unit, number, business)
        for task in store.tasks.values()
    )
    open_here = [each for each in here if each.stopped is None or not guards_duplicates]
    return Standing(
        now=now,
        unit=store.units[unit],
        number=number,
        person=person,
        personal_number=store.personal_numbers.get(number, ""),
        limits=store.wage_limits,
        first_enrolment=not insurances and not (person is not None and person.ever_insured),
        insured_here=guards_duplicates and bool(here),
        running_here=guards_duplicates and in_review,
        insured_at=tuple(dict.fromkeys(elsewhere)),
        insurance=open_here[-1] if open_here else None,
    )
