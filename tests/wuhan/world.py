"""A mock World and a gateway in it: what the tests across rooms start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import sigateway as sg
from sigateway.testing import Stage
from sigateway_mockservers import PersonRecord, Simulator, UnitRecord, World
from sigateway_mockservers.kernel.numbers import credit_code

KINDS = {"01": sg.DocumentKind.RESIDENT_ID, "02": sg.DocumentKind.RESIDENCE_PERMIT}
SCHEMES = frozenset(sg.Scheme)
MONTH = "2026-11"
USCC = credit_code("420100", "MA4K1234")
"""Of a community, which the hall knows by its number only."""


@dataclass(kw_only=True)
class Scene(Stage):
    """A World with a Wuhan unit in it."""

    unit_record: UnitRecord
    vip: bool

    @property
    def slip(self) -> sg.PasswordSlipLogin:
        return slip_of(self.unit_record)

    def landed(self, person: sg.Person) -> int:
        """How often the hall holds this person's enrolment at this unit."""
        return sum(e.zjhm == person.document.number for e in self.world.wuhan.effects())


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
    unit = sg.InsuredUnit(
        employer=sg.Employer(name=record.name, uscc=record.uscc),
        region="wuhan",
        number=record.number,
        schemes=SCHEMES,
        unit_class=sg.UnitClass.VIP if record.vip else sg.UnitClass.ORDINARY,
    )
    return Scene("wuhan", simulator, world, unit, slip_of(record), folder, unit_record=record, vip=vip)


def community(folder: Path, *, accepts_duplicates: bool = False, **options: Any) -> Scene:
    """A fresh World and a community desk in it: to the gateway a unit like any other."""
    simulator = the_simulator()
    variants = {"wuhan": {"accepts_duplicates"}} if accepts_duplicates else {}
    world = simulator.create_world(seed=7, variants=variants, **options)
    record = world.wuhan.store.communities["SQ420106001"]
    unit = sg.InsuredUnit(
        employer=sg.Employer(name=record.name, uscc=USCC),
        region="wuhan",
        number=record.number,
        schemes=SCHEMES,
    )
    return Scene("wuhan", simulator, world, unit, slip_of(record), folder, unit_record=record, vip=False)  # type: ignore[arg-type]


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
