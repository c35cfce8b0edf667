"""What the hall knows of a person, as a search shows it and as the rules look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sigateway_mockservers.kernel.people import People
from sigateway_mockservers.zhejiang.names import IN_REVIEW, NEW, RESUMED
from sigateway_mockservers.zhejiang.records import Profile, Spell
from sigateway_mockservers.zhejiang.store import Store


@dataclass(frozen=True, slots=True)
class Facts:
    """One person as seen from one unit."""

    known: Profile | None
    here: Mapping[str, str]
    paid_until: Mapping[str, str]
    elsewhere: str
    resident: bool
    ever: bool

    @property
    def change_kind(self) -> str:
        """New or resumed: the hall decides (ZJ-14)."""
        return RESUMED if self.ever else NEW


def facts_of(store: Store, people: People, unit: str, person: str) -> Facts:
    """What stands now."""
    spells = store.spells(person)
    record = people.get(person)
    away = next((spell.unit for spell in spells if spell.is_running and spell.unit != unit), "")
    named = store.units[away].name if away in store.units else away
    return Facts(
        known=known_profile(store, people, person),
        here=running_at(spells, unit),
        paid_until=_paid_until(spells),
        elsewhere=named or (record.insured_elsewhere if record is not None else ""),
        resident=store.residents.get(person, False),
        ever=bool(spells) or (record is not None and record.ever_insured),
    )


def known_profile(store: Store, people: People, person: str) -> Profile | None:
    """What the hall knows of somebody; ``None`` when nothing (ZJ-07)."""
    if person in store.profiles:
        return store.profiles[person]
    record = people.get(person)
    if record is None or person in store.unknown:
        return None
    return Profile(
        name=record.name,
        sex=record.sex,
        birth=record.born.isoformat(),
        nation=record.nation,
        hukou=record.household_kind,
        place=record.household_place,
        address=record.address,
        mobile=record.mobile,
        education=record.education,
    )


def running_at(spells: tuple[Spell, ...], unit: str) -> dict[str, str]:
    """The schemes that run at a unit, each with the month since when."""
    return {spell.scheme: spell.since for spell in spells if spell.is_running and spell.unit == unit}


def _paid_until(spells: tuple[Spell, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for spell in spells:
        if not spell.is_running:
            found[spell.scheme] = max(spell.last, found.get(spell.scheme, ""))
    return found


def pending_item(store: Store, unit: str, person: str, *kinds: str) -> str:
    """The number of an item under review of these kinds, or nothing."""
    return next(
        (
            item.number
            for item in store.items.values()
            if item.state == IN_REVIEW and (item.unit, item.person) == (unit, person) and item.kind in kinds
        ),
        "",
    )


def stamp(moment: datetime | None) -> str:
    """A moment as the hall writes it."""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment is not None else ""
