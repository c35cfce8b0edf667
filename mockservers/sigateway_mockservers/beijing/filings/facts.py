"""How somebody stands in one system as seen from a unit, and what a form shows before anything is filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sigateway_mockservers.beijing.figures import Figures, Limits, money
from sigateway_mockservers.beijing.filings.fields import fields_of, own_schemes
from sigateway_mockservers.beijing.names import (
    ADD,
    BACK,
    CUT,
    FOUR,
    PERSON,
    UNIT,
    WAGE,
    Business,
    schemes_in,
)
from sigateway_mockservers.beijing.records import Fields, Half, Standing, UnitRecord
from sigateway_mockservers.beijing.store import Store
from sigateway_mockservers.kernel.hall_state import ACCEPTS_DUPLICATES
from sigateway_mockservers.kernel.months import month_of, months_from, shifted

NEVER, HERE, STOPPED, INTERRUPTED = "none", "here", "stopped", "interrupted"
ELSEWHERE_MARK = "elsewhere:"
STATES = {NEVER: "未参保", HERE: "本单位正常缴费", STOPPED: "停止缴费", INTERRUPTED: "中断失业"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What one system knows; of filings that are being processed, their kinds."""

    system: str
    unit: UnitRecord
    person: str
    today: date
    standing: Standing
    state: str
    elsewhere: bool
    running: frozenset[str]
    paid: frozenset[str]
    figures: Figures
    guards: bool

    @property
    def month(self) -> str:
        """The hall's month."""
        return month_of(self.today)

    @property
    def limits(self) -> Limits:
        """The limits of the hall's month."""
        return self.figures.limits_in(self.month)

    @property
    def schemes(self) -> tuple[str, ...]:
        """The unit's schemes in this system."""
        return schemes_in(self.system, self.unit.schemes)


def gather(
    store: Store,
    variants: frozenset[str],
    system: str,
    unit: UnitRecord,
    person: str,
    now: datetime,
    *,
    but: Half | None = None,
) -> Facts:
    """The facts about somebody; ``but`` is the half that is being looked at, which is in nobody's way."""
    standing = store.standing(system, unit.number, person)
    running = {
        each.business_code
        for each in store.halves_of(system, unit.number, person)
        if each.is_running and each.handed_on and (but is None or each.key != but.key)
    }
    return Facts(
        system=system,
        unit=unit,
        person=person,
        today=now.date(),
        standing=standing,
        state=state_of(store, system, unit.number, person),
        elsewhere=is_elsewhere(store, system, unit.number, person),
        running=frozenset(running),
        paid=frozenset(paid_months(store, system, unit, person, standing, month_of(now))),
        figures=store.figures,
        guards=ACCEPTS_DUPLICATES not in variants,
    )


def state_of(store: Store, system: str, unit: str, person: str) -> str:
    """参保状态 as a unit is told; it does not tell stopped from insured elsewhere."""
    if not person:
        return ""
    here = store.standing(system, unit, person)
    if here.running is not None:
        return HERE
    if any(True for _ in store.places_of(system, person)):
        return STOPPED
    mark = store.marks.get((system, person), STOPPED)
    return STOPPED if mark.startswith(ELSEWHERE_MARK) else mark


def is_elsewhere(store: Store, system: str, unit: str, person: str) -> bool:
    """Whether somebody pays at another unit, in this hall or outside of it."""
    at_others = any(
        standing.running is not None for place, standing in store.places_of(system, person) if place != unit
    )
    return at_others or store.marks.get((system, person), "").startswith(ELSEWHERE_MARK)


def paid_months(
    store: Store, system: str, unit: UnitRecord, person: str, standing: Standing, month: str
) -> Iterable[str]:
    """The months for which nothing is owed: insured or paid afterwards, and not in arrears."""
    schemes = schemes_in(system, unit.schemes)
    owed = {
        each.month
        for each in store.arrears
        if each.unit == unit.number and each.scheme in schemes and (not each.people or person in each.people)
    }
    for spell in standing.spells:
        for each in months_from(spell.first, spell.last or shifted(month, -1)):
            if each not in owed:
                yield each
    for paid in standing.back_paid:
        yield from months_from(paid.first, paid.last)


def personal_number(system: str, person: str) -> str:
    """个人编号: ten digits, the same whenever it is asked."""
    drawn = hashlib.sha256(f"{system} {person}".encode()).digest()
    return f"{int.from_bytes(drawn[:8], 'big') % 10**10:010d}"


def facts_shown(facts: Facts, *, window_open: bool) -> dict[str, str]:
    """``facts`` of a form, by the keys of the four system."""
    running = facts.standing.running
    return {
        "psnState": facts.state,
        "personNo": "" if facts.state == NEVER else personal_number(facts.system, facts.person),
        "since": running.first if running is not None else "",
        "floor": money(facts.limits.floor),
        "ceiling": money(facts.limits.ceiling),
        "lowest": money(facts.limits.lowest),
        "windowOpen": "1" if window_open else "0",
    }


def form_values(business: Business, facts: Facts, id_type: str) -> Fields:
    """The fields as the hall knows them, empty where it knows nothing: what is left out stays so."""
    values = dict.fromkeys((each.name for each in fields_of(business, facts.system)), "")
    info = facts.standing.info
    if business.code == UNIT:
        return {name: info.get(name, "") for name in values}
    values |= {"idType": id_type, "idCard": facts.person}
    if business.code == ADD:
        return values | {
            "insuranceType": own_schemes(facts.system, facts.unit.schemes),
            "startMonth": facts.month,
        }
    values["name"] = info.get("name", "")
    if business.code in (CUT, BACK):
        values["insuranceType"] = own_schemes(facts.system, facts.unit.schemes)
    if business.code == CUT:
        values["stopMonth"] = shifted(facts.month, -1)
    if business.code == WAGE:
        values["oldSalary"] = money(facts.standing.wage_in(facts.month))
        values["startMonth"] = facts.month
    if business.code == PERSON:
        values |= {name: info.get(name, "") for name in values if name not in ("idType", "idCard")}
    return values


def is_four(facts: Facts) -> bool:
    """Whether it is the four system that looks."""
    return facts.system == FOUR
