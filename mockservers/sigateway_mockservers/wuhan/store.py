"""All that the Wuhan hall remembers in one World: dictionaries of immutable records, cheap to copy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sigateway_mockservers.kernel.keys import IssuedCertificate
from sigateway_mockservers.wuhan.fields import FIELDS
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
)


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
    effects: dict[int, Effect] = field(default_factory=dict)
    late: dict[str, LateShow] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)
    key_slots: int = 0

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

    def content_of(self, unit: str, values: Mapping[str, str]) -> str:
        """A digest of what is filed: the unit and every field of the form, without what the hall sets itself."""
        filed = {each.name: values.get(each.name, "") for each in FIELDS}
        text = json.dumps([unit, filed], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]
