"""All that the hall remembers in one World: dictionaries of immutable records, cheap to copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sigateway_mockservers.kernel.store import HallStore
from sigateway_mockservers.shanghai.agreement import AGREEMENT
from sigateway_mockservers.shanghai.declarations.standing import after
from sigateway_mockservers.shanghai.figures import Figures
from sigateway_mockservers.shanghai.records import (
    Agreement,
    CertificateRecord,
    CheckSlip,
    Declaration,
    Given,
    Session,
    SignedRequest,
    Standing,
    UnitRecord,
)
from sigateway_mockservers.shanghai.window import Holidays

Place = tuple[str, str]
"""A unit and a person."""


@dataclass(slots=True)
class Store(HallStore):
    """The records of the hall."""

    LATE_TABLES = ("slips", "declarations", "standings")

    units: dict[str, UnitRecord] = field(default_factory=dict)
    certificates: dict[str, CertificateRecord] = field(default_factory=dict)
    roles: dict[tuple[str, str], str] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    challenges: dict[str, datetime] = field(default_factory=dict)
    slips: dict[str, CheckSlip] = field(default_factory=dict)
    declarations: dict[str, Declaration] = field(default_factory=dict)
    #: What has happened to a person at a unit, in order: what the World gave, or the number of a declaration.
    histories: dict[Place, tuple[Given | str, ...]] = field(default_factory=dict)
    standings: dict[Place, Standing] = field(default_factory=dict)
    signed: dict[int, SignedRequest] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)
    holidays: Holidays = field(default_factory=Holidays)
    agreement: Agreement = AGREEMENT
    slips_given: int = 0
    numbers_given: int = 0

    def next_slip_number(self, now: datetime) -> str:
        """A fresh 校验号."""
        self.slips_given += 1
        return f"{now:%Y%m%d}{self.slips_given:08d}"

    def next_number(self, now: datetime) -> str:
        """A fresh 申报号: it rises through the hall."""
        self.numbers_given += 1
        return f"{now:%Y%m}{self.numbers_given:08d}"

    def standing(self, unit: str, person: str) -> Standing:
        """How a person stands at a unit."""
        return self.standings.get((unit, person), Standing())

    def standings_of(self, person: str) -> dict[str, Standing]:
        """How a person stands at each unit of the hall."""
        return {unit: standing for (unit, whom), standing in self.standings.items() if whom == person}

    def give(self, unit: str, person: str, given: Given) -> None:
        """Let the World give something without a declaration."""
        self._happen((unit, person), given, given)

    def take(self, declaration: Declaration) -> None:
        """Keep a declaration and let it work."""
        self.declarations[declaration.number] = declaration
        self._happen((declaration.unit, declaration.person), declaration.number, declaration)

    def undo(self, withdrawn: Declaration) -> None:
        """Keep a declaration as withdrawn, and let everything else that happened to the person work anew."""
        self.declarations[withdrawn.number] = withdrawn
        place = (withdrawn.unit, withdrawn.person)
        self.standings[place] = self.replayed(place)

    def replayed(self, place: Place) -> Standing:
        """The standing that what was given and what is still valid add up to."""
        standing = Standing()
        for event in self.histories.get(place, ()):
            happened = self.declarations[event] if isinstance(event, str) else event
            if isinstance(happened, Given) or happened.is_valid:
                standing = after(standing, happened)
        return standing

    def _happen(self, place: Place, event: Given | str, happened: Given | Declaration) -> None:
        self.histories[place] = (*self.histories.get(place, ()), event)
        self.standings[place] = after(self.standing(*place), happened)
