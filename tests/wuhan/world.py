"""A mock World and a gateway in it: what the tests across rooms start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import sigateway as sg
from sigateway.testing.clock import WorldClock
from sigateway_mockservers import Fault, InProcess, PersonRecord, Simulator, UnitRecord, World

KINDS = {"01": sg.DocumentKind.RESIDENT_ID, "02": sg.DocumentKind.RESIDENCE_PERMIT}
SCHEMES = frozenset(sg.Scheme)
MONTH = "2026-11"


@dataclass
class Scene:
    """One World, one unit, one ledger; gateways are opened in it as processes would be."""

    simulator: Simulator
    world: World
    unit_record: UnitRecord
    folder: Path
    vip: bool

    @property
    def unit(self) -> sg.InsuredUnit:
        record = self.unit_record
        return sg.InsuredUnit(
            employer=sg.Employer(name=record.name, uscc=record.uscc),
            region="wuhan",
            number=record.number,
            schemes=SCHEMES,
            unit_class=sg.UnitClass.VIP if record.vip else sg.UnitClass.ORDINARY,
        )

    @property
    def slip(self) -> sg.PasswordSlipLogin:
        return slip_of(self.unit_record)

    def gateway(self, transport: Any = None, **options: Any) -> sg.Gateway:
        """A gateway as a process of the vendor would open it: same ledger, same credentials, nothing else shared."""
        return sg.Gateway(
            ledger=self.folder / "ledger.db",
            credentials=sg.FileCredentials(self.folder / "credentials.db"),
            clock=WorldClock(self.world.clock),
            transport=transport or InProcess(self.simulator),
            **{"trust": "E0", **options},
        )

    def hall(self, gateway: sg.Gateway) -> sg.Hall:
        return gateway.hall(
            "wuhan", unit=self.unit, credentials=self.slip, base_url=self.world.base_url("wuhan")
        )

    def fault(self, operation: str, do: str, when: str = "", **options: Any) -> None:
        self.world.faults.add(Fault(hall="wuhan", operation=operation, do=do, when=when, **options))

    def landed(self, person: sg.Person) -> int:
        """How often the hall holds this person's enrolment at this unit."""
        return sum(e.zjhm == person.document.number for e in self.world.wuhan.effects())

    def check(self) -> None:
        """The hall's own oracle has nothing to say, and nobody tried again what had landed."""
        assert self.world.verify() == []
        assert self.world.attempts_after_landing() == []


def slip_of(record: UnitRecord) -> sg.PasswordSlipLogin:
    slip = record.slip
    return sg.PasswordSlipLogin(
        username=slip.username,
        password=SecretStr(slip.password),
        certificate_serial=slip.certificate_serial,
        certificate_password=SecretStr(slip.certificate_password),
    )


@cache
def the_simulator() -> Simulator:
    """One simulator a process: it holds compiled pages and keys; what changes lives in Worlds."""
    return Simulator()


def scene(
    folder: Path,
    *,
    vip: bool = True,
    accepts_duplicates: bool = False,
    first_log_in: bool = False,
    seed: int = 7,
    **options: Any,
) -> Scene:
    """A fresh World and a unit in it; ``first_log_in``: the slip is new, and its password must be changed (WH-15)."""
    simulator = the_simulator()
    variants = {"wuhan": {"accepts_duplicates"}} if accepts_duplicates else {}
    world = simulator.create_world(seed=seed, variants=variants, **options)
    number = "4201000001" if vip else "4201000002"
    hall = world.wuhan
    record = hall.reissue_slip(number) if first_log_in else hall.units[number]
    return Scene(simulator, world, record, folder, vip)


def newcomer(world: World, **traits: Any) -> PersonRecord:
    """Somebody the hall has never heard of, of an age to be enrolled online."""
    return world.people.synthetic(**{"sex": "2", "born": date(1998, 5, 4), "n": 1, **traits})


def person(record: PersonRecord, **changes: Any) -> sg.Person:
    fields: dict[str, Any] = {
        "document": sg.Document(kind=KINDS[record.kind], number=record.number),
        "name": record.name,
        "mobile": "13800000001",
        "nation": record.nation or "01",
    }
    return sg.Person(**{**fields, **changes})


def enrolment(who: sg.Person, **changes: Any) -> sg.Enrolment:
    fields: dict[str, Any] = {
        "person": who,
        "employment": sg.Employment(contract_start=date(2026, 11, 2)),
        "declared_wage": "6500",
        "first_paid_month": MONTH,
    }
    return sg.Enrolment(**{**fields, **changes})
