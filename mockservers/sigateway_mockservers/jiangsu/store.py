"""All that the hall remembers in one World: dictionaries of immutable records, cheap to copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sigateway_mockservers.jiangsu.figures import LIMITS
from sigateway_mockservers.jiangsu.filings.standing import after
from sigateway_mockservers.jiangsu.names import REVOKED
from sigateway_mockservers.jiangsu.records import (
    Account,
    CertificateRecord,
    Draft,
    Filing,
    Session,
    Spell,
    Standing,
    Ticket,
    UnitRecord,
)
from sigateway_mockservers.jiangsu.window import DAYS, WindowDays
from sigateway_mockservers.kernel.store import HallStore


@dataclass(slots=True)
class Store(HallStore):
    """The records of the hall. Units are known by their number; what is a person's own has the unit ``""``."""

    LATE_TABLES = ("drafts", "filings", "accounts")

    units: dict[str, UnitRecord] = field(default_factory=dict)
    certificates: dict[str, CertificateRecord] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    challenges: dict[str, datetime] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    app_users: dict[str, bool] = field(default_factory=dict)
    #: Who has basic data 人员基础信息 here.
    known: dict[str, bool] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    filings: dict[str, Filing] = field(default_factory=dict)
    #: The numbers of a person's filings, oldest first.
    filings_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Insurances that no filing stands behind, by person, then unit.
    given: dict[str, tuple[tuple[str, Spell], ...]] = field(default_factory=dict)
    limits: dict[str, tuple[Decimal, Decimal]] = field(default_factory=lambda: dict(LIMITS))
    days: dict[str, WindowDays] = field(default_factory=lambda: dict(DAYS))
    drafts_given: int = 0
    filings_given: int = 0
    accounts_given: int = 0

    # --- numbers ------------------------------------------------------------------------------------------------

    def next_draft(self, now: datetime) -> str:
        """A fresh number of a draft."""
        self.drafts_given += 1
        return f"{now:%Y%m%d}{self.drafts_given:08d}"

    def next_filing(self, now: datetime) -> str:
        """A fresh number of a filing: it rises through the hall."""
        self.filings_given += 1
        return f"{now:%Y%m}{self.filings_given:08d}"

    def next_account(self) -> str:
        """A fresh number of a grant."""
        self.accounts_given += 1
        return f"{self.accounts_given:08d}"

    # --- units and accounts -------------------------------------------------------------------------------------

    def unit_named(self, named: str) -> UnitRecord | None:
        """The unit of this number or this credit code."""
        for unit in self.units.values():
            if named in (unit.number, unit.uscc):
                return unit
        return None

    def accounts_at(self, unit: str) -> list[Account]:
        """Every grant of a unit, oldest first."""
        return [each for each in self.accounts.values() if each.unit == unit]

    def account_of(self, unit: str, person: str) -> Account | None:
        """The latest account of somebody at a unit; ``person`` is a number, or the mobile of the account."""
        found = [each for each in self.accounts_at(unit) if person and person in (each.person, each.mobile)]
        standing = [each for each in found if each.state != REVOKED]
        return standing[-1] if standing else (found[-1] if found else None)

    # --- filings ------------------------------------------------------------------------------------------------

    def take(self, filing: Filing) -> None:
        """Keep a new filing."""
        self.filings[filing.number] = filing
        self.filings_of[filing.person] = (*self.filings_of.get(filing.person, ()), filing.number)

    def filings_about(self, person: str) -> Iterator[Filing]:
        """The filings about somebody, oldest first; what is not yet shown is left out."""
        for number in self.filings_of.get(person, ()):
            filing = self.filings.get(number)
            if filing is not None:
                yield filing

    def standings_of(self, person: str, without: str = "") -> dict[str, Standing]:
        """How a person stands at each unit, and as 灵活就业 (``""``), as if the filing ``without`` were not there."""
        standings: dict[str, Standing] = {}
        for unit, spell in self.given.get(person, ()):
            before = standings.get(unit, Standing())
            standings[unit] = Standing((*before.spells, spell), before.retired_from)
        for filing in self.filings_about(person):
            if filing.works and filing.number != without:
                standings[filing.unit] = after(standings.get(filing.unit, Standing()), filing)
        return standings

    def standing(self, unit: str, person: str) -> Standing:
        """How a person stands at a unit."""
        return self.standings_of(person).get(unit, Standing())
