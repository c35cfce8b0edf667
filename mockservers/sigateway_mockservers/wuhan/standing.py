"""How a person stands with respect to a unit: put together from the register and the hall's own insurances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.people import PersonRecord
from sigateway_mockservers.wuhan.arrears.dues import Dues
from sigateway_mockservers.wuhan.personal import PersonalData, personal_data
from sigateway_mockservers.wuhan.records import Insurance, UnitRecord, WageLimits

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.community.users import User
    from sigateway_mockservers.wuhan.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """What the stages of a business look at: a person, the user that asks (mostly a unit), and the hall's own time.

    ``insured_here``: an insurance at the unit is running; ``insurance``: one that no filing has ended yet, which a
    stop or a wage change can act upon; ``running``: one that is running, whether or not its end is filed;
    ``running_here``: a filing of the same business is in review. ``records`` are for what one business alone asks of
    the hall: to be read, never changed.
    """

    now: datetime
    user: User
    number: str
    person: PersonRecord | None
    personal_number: str
    limits: WageLimits
    first_enrolment: bool
    insured_here: bool
    running_here: bool
    insured_at: tuple[str, ...]
    insurance: Insurance | None
    running: Insurance | None
    guards_duplicates: bool
    records: Store

    @property
    def unit(self) -> UnitRecord:
        """The unit that asks; the business of communities and persons never needs one."""
        assert isinstance(self.user, UnitRecord), self.user
        return self.user

    @property
    def windows(self) -> tuple[str, ...]:
        """The agencies in whose 个人流动窗口 the person is, by the register or by the hall's own flexible enrolments."""
        registered = [self.person.personal_window] if self.person and self.person.personal_window else []
        flexible = self.records.community_book.windows_of(self.number, self.now)
        return tuple(dict.fromkeys([*registered, *(each.agency for each in flexible)]))

    @property
    def personal(self) -> PersonalData:
        """What the hall holds of the person."""
        return personal_data(
            self.number, self.person, self.running, self.records.personal.get(self.number, {})
        )

    @property
    def dues(self) -> Dues:
        """Arrears at the unit that asks."""
        return Dues(self.records, self.unit.number)

    @property
    def owes_elsewhere(self) -> bool:
        """Whether anything is in arrears for the person at another unit, of this hall or outside it."""
        outside = self.person is not None and self.person.arrears
        return outside or self.dues.owes_at_other_units(self.number)

    @property
    def in_arrears(self) -> bool:
        """Whether anything is in arrears for the person, here or elsewhere (WH-73)."""
        return self.owes_elsewhere or self.dues.owes_here(self.number)

    @property
    def papers_day(self) -> int:
        """The last day of a month that is in time (WH-134)."""
        return self.records.papers_day

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
    world: World, store: Store, kind: str, unit: str, number: str, *, guards_duplicates: bool
) -> Standing:
    """The standing of a person now, for one kind of business.

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
    # What has landed and neither works nor came back is in review, filed singly or by a batch.
    in_review = any(
        (effect.unit, effect.kind) == (unit, kind) and not (effect.in_force or effect.returned)
        for effect in store.effects_of(number)
    )
    open_here = [each for each in here if each.stopped is None or not guards_duplicates]
    return Standing(
        now=now,
        user=store.user(unit),
        number=number,
        person=person,
        personal_number=store.personal_numbers.get(number, ""),
        limits=store.figures.limits_in(month_of(now)),
        first_enrolment=not (insurances or store.community_book.ever_flexible(number))
        and not (person is not None and person.ever_insured),
        insured_here=guards_duplicates and bool(here),
        running_here=guards_duplicates and in_review,
        insured_at=tuple(dict.fromkeys(elsewhere)),
        insurance=open_here[-1] if open_here else None,
        running=here[-1] if here else None,
        guards_duplicates=guards_duplicates,
        records=store,
    )
