"""All that the Wuhan hall remembers in one World: dictionaries of immutable records, cheap to copy."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from sigateway_mockservers.kernel.keys import IssuedCertificate
from sigateway_mockservers.wuhan.records import (
    Account,
    Effect,
    Insurance,
    OpenForm,
    Session,
    Slip,
    SlipState,
    Task,
    Ticket,
    UnitRecord,
    WageLimits,
)

_FIRST_PERSONAL_NUMBER = 1000000001


@dataclass(frozen=True, slots=True)
class LateShow:
    """An item that is still shown as it was (or not at all) until a moment."""

    until: datetime
    before: Task | None


@dataclass(slots=True)
class Store:
    """The records of the hall. Every value is immutable, so a copy of the dictionaries is a copy of the hall."""

    units: dict[str, UnitRecord] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    slips: dict[str, SlipState] = field(default_factory=dict)
    certificates: dict[str, IssuedCertificate] = field(default_factory=dict)
    revoked: dict[str, datetime] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    nonces: dict[str, datetime] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    forms: dict[str, OpenForm] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    insurances: dict[str, Insurance] = field(default_factory=dict)
    personal_numbers: dict[str, str] = field(default_factory=dict)
    effects: dict[int, Effect] = field(default_factory=dict)
    late: dict[str, LateShow] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)
    key_slots: int = 0
    wage_limits: WageLimits = field(default_factory=WageLimits)

    def copy(self) -> Store:
        """An independent store with the same records."""
        copied: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            copied[each.name] = dict(value) if isinstance(value, dict) else value
        return Store(**copied)

    def take_in(self, unit: UnitRecord) -> None:
        """Open a unit, or give it a new slip: its account and its certificate begin anew."""
        self.units[unit.number] = unit
        slip: Slip = unit.slip
        self.key_slots += 1
        self.accounts[slip.username] = Account(
            slip.username, unit.number, slip.password, unit.first_password_stands
        )
        self.slips[slip.certificate_serial] = SlipState(
            slip.certificate_serial, slip.certificate_password, slip.username, self.key_slots
        )

    def insurances_of(self, person: str) -> list[Insurance]:
        """Every insurance of a person at units of this hall, stopped or in force."""
        return [each for each in self.insurances.values() if each.person == person]

    def insure(self, insurance: Insurance) -> None:
        """Begin an insurance; a person insured for the first time is given a 社保个人编号."""
        number = str(_FIRST_PERSONAL_NUMBER + len(self.personal_numbers))
        self.personal_numbers.setdefault(insurance.person, number)
        self.insurances[insurance.sxh] = insurance

    def stop(self, unit: str, person: str, at: datetime) -> None:
        """End at a moment whatever runs for a person at a unit without an end."""
        for each in self.insurances_of(person):
            if each.unit == unit and each.stopped is None:
                self.insurances[each.sxh] = replace(each, stopped=at)
                for number, effect in self.effects.items():
                    if effect.sxh == each.sxh and not effect.returned:
                        self.effects[number] = replace(effect, stopped=at)

    def person_known_as(self, mark: str) -> str:
        """The document number behind a 个人身份标志: a 社保个人编号, or a document number itself (WH-86)."""
        for person, number in self.personal_numbers.items():
            if number == mark:
                return person
        return mark
