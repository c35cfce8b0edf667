"""All that hall and portal remember in one World: dictionaries of immutable records, cheap to copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sigateway_mockservers.kernel.store import HallStore
from sigateway_mockservers.zhejiang.figures import Figures, template_figures
from sigateway_mockservers.zhejiang.filings.standing import after
from sigateway_mockservers.zhejiang.names import APPROVED
from sigateway_mockservers.zhejiang.records import (
    Account,
    Captcha,
    Draft,
    Item,
    Opening,
    PortalSession,
    Profile,
    Proof,
    Session,
    Spell,
    Ticket,
    UnitRecord,
)


@dataclass(slots=True)
class Store(HallStore):
    """The records of both sites."""

    LATE_TABLES = ("items", "standings", "drafts")

    units: dict[str, UnitRecord] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    pages: dict[str, datetime] = field(default_factory=dict)
    portal_sessions: dict[str, PortalSession] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, bool] = field(default_factory=dict)
    residents: dict[str, bool] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    rejections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: What has happened to a person, in order: an insurance that the World gave, or the number of an approved item.
    histories: dict[str, tuple[Spell | str, ...]] = field(default_factory=dict)
    standings: dict[str, tuple[Spell, ...]] = field(default_factory=dict)
    openings: dict[str, Opening] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    captchas: dict[str, Captcha] = field(default_factory=dict)
    proofs: dict[str, Proof] = field(default_factory=dict)
    figures: Figures = field(default_factory=template_figures)
    numbers_given: int = 0

    def next_number(self, mark: str, now: datetime) -> str:
        """A fresh number: it rises through the hall."""
        self.numbers_given += 1
        return f"{mark}{now:%Y%m%d}{self.numbers_given:08d}"

    def unit_of(self, uscc: str) -> UnitRecord | None:
        """The unit of a company, if it has one."""
        return next((unit for unit in self.units.values() if unit.uscc == uscc), None)

    def spells(self, person: str) -> tuple[Spell, ...]:
        """Every insurance of a person, oldest first."""
        return self.standings.get(person, ())

    def give(self, person: str, spell: Spell) -> None:
        """Let the World give an insurance without an item."""
        self.histories[person] = (*self.histories.get(person, ()), spell)
        self.standings[person] = (*self.spells(person), spell)

    def enforce(self, item: Item) -> None:
        """Keep an item as approved, and let it work."""
        self.items[item.number] = item
        self.histories[item.person] = (*self.histories.get(item.person, ()), item.number)
        self.standings[item.person] = after(self.spells(item.person), item)

    def undo(self, voided: Item) -> None:
        """Keep an item as void, and let everything else that happened to the person work anew."""
        self.items[voided.number] = voided
        self.standings[voided.person] = self.replayed(voided.person)

    def replayed(self, person: str) -> tuple[Spell, ...]:
        """The insurances that what was given and what is still approved add up to."""
        spells: tuple[Spell, ...] = ()
        for event in self.histories.get(person, ()):
            if isinstance(event, Spell):
                spells = (*spells, event)
            elif self.items[event].state == APPROVED:
                spells = after(spells, self.items[event])
        return spells
