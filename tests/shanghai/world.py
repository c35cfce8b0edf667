"""A mock World and a gateway in it: what the tests of Shanghai across rooms start from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretBytes, SecretStr

import sigateway as sg
from sigateway.plugin import hookimpl
from sigateway.rules import Layer, parse_layer
from sigateway.testing.clock import WorldClock
from sigateway_mockservers import Fault, InProcess, PersonRecord, Simulator, World

KINDS = {"01": sg.DocumentKind.RESIDENT_ID, "02": sg.DocumentKind.RESIDENCE_PERMIT}
SCHEMES = frozenset(sg.Scheme)
FIRST, SECOND, NEW = "31000001", "31000002", "31000003"
"""The template's units: of 2015, of August 2026, and one in which nobody has signed yet."""


@dataclass
class Scene:
    """One World, one unit, one ledger; gateways are opened in it as processes would be."""

    simulator: Simulator
    world: World
    folder: Path
    number: str = FIRST
    plugins: tuple[object, ...] = ()
    keys: dict[str, Any] = field(default_factory=dict)

    @property
    def unit(self) -> sg.InsuredUnit:
        record = self.world.shanghai.units[self.number]
        return sg.InsuredUnit(
            employer=sg.Employer(name=record.name, uscc=record.uscc),
            region="shanghai",
            number=record.number,
            schemes=SCHEMES,
        )

    def key(self, role: str) -> Any:
        """A key from the unit's drawer, the same file each time; or one that was put there."""
        if role not in self.keys:
            self.keys[role] = self.world.shanghai.key(self.number, role)
        return self.keys[role]

    def ports(self, transport: Any = None) -> dict[str, Any]:
        """Of a gateway: the same ledger and keys for each, nothing else shared."""
        return {
            "ledger": self.folder / "ledger.db",
            "clock": WorldClock(self.world.clock),
            "transport": transport or InProcess(self.simulator),
            "trust": "E0",
            "plugins": self.plugins,
        }

    def gateway(self, transport: Any = None, **options: Any) -> sg.Gateway:
        """A gateway as a process of the vendor would open it."""
        return sg.Gateway(**{**self.ports(transport), **options})

    def login(self, role: str, pin: str = "") -> sg.CertificateLogin:
        key = self.key(role)
        return sg.CertificateLogin(pkcs12=SecretBytes(key.pkcs12), pin=SecretStr(pin or key.pin))

    def hall(self, gateway: sg.Gateway, role: str = "supervisor", pin: str = "") -> sg.Hall:
        return gateway.hall(
            "shanghai",
            unit=self.unit,
            credentials=self.login(role, pin),
            base_url=self.world.base_url("shanghai"),
        )

    def fault(self, operation: str, do: str, when: str = "", **options: Any) -> None:
        self.world.faults.add(Fault(hall="shanghai", operation=operation, do=do, when=when, **options))

    def asked(self, operation: str) -> int:
        """How often that was asked of the hall."""
        return sum(entry.operation == operation for entry in self.world.journal.entries)

    def standing(self) -> list[str]:
        """The numbers of the declarations of this unit that stand, oldest first."""
        return [each.number for each in self.world.shanghai.effects() if each.unit == self.number]

    def check(self) -> None:
        """The hall's own oracle has nothing to say, and nobody tried again what had landed."""
        assert self.world.verify() == []
        assert self.world.attempts_after_landing() == []


@cache
def the_simulator() -> Simulator:
    """One simulator a process: it holds keys; what changes lives in Worlds."""
    return Simulator()


SETTINGS = {
    "any_day_off_moves": ("SH-30", {"ends_move_for": "any_day_off"}),
    "workday_hours": ("SH-31", {"hours": "workdays", "time_from": "09:00", "time_to": "16:00"}),
    "any_later_blocks": ("SH-32", {"later_filings_block": "any_person"}),
}
"""The hall's variants, and the setting by which the region reads the rulebook as that hall does."""


class Vendor:
    """A vendor's own layer over the region: how this hall reads what the manual leaves open."""

    def __init__(self, *variants: str) -> None:
        self._layer = _layer(variants)

    @hookimpl
    def rulebook(self) -> Layer:
        return self._layer


def _layer(variants: tuple[str, ...]) -> Layer:
    text = 'schema = "rulebook/1"\nregion = "mine"\n[sources.mine]\ntitle = "t"\nera = "2026"\nkind = "assumption"\n'
    for variant in variants:
        rule, values = SETTINGS[variant]
        said = ", ".join(f'{name} = "{value}"' for name, value in values.items())
        text += (
            f'[[rule]]\nid = "{rule}"\nstatement = "Mine."\nsource = "mine"\ngrade = "E0"\nkind = ["preflight"]\n'
            f'known = "offline"\nstage = "entrance"\nreplaces = "shanghai"\n'
            f"[[rule.figures]]\neffective_from = 2010-01-01\nvalues = {{ {said} }}\n"
        )
    return parse_layer(text, "mine")


def scene(
    folder: Path, number: str = FIRST, *, seed: int = 7, variants: tuple[str, ...] = (), **options: Any
) -> Scene:
    """A fresh World, at 2026-11-10 09:00 unless ``now`` says otherwise."""
    simulator = the_simulator()
    world = simulator.create_world(seed=seed, variants={"shanghai": set(variants)}, **options)
    known = tuple(each for each in variants if each in SETTINGS)
    return Scene(simulator, world, folder, number, plugins=(Vendor(*known),) if known else ())


def person(record: PersonRecord, **changes: Any) -> sg.Person:
    document = sg.Document(kind=KINDS[record.kind], number=record.number)
    return sg.Person(**{"document": document, "name": record.name, **changes})


def noted(stage: Scene, note: str) -> sg.Person:
    """Somebody of the template."""
    return person(stage.world.people.noted(f"sh {note}"))


def enrolment(who: sg.Person, **changes: Any) -> sg.Enrolment:
    return sg.Enrolment(**{"person": who, "declared_wage": "12000", "first_paid_month": "2026-11", **changes})


def back_payment(who: sg.Person, start: str, end: str, **changes: Any) -> sg.BackPayment:
    return sg.BackPayment(
        **{"person": who, "declared_wage": "12000", "from_month": start, "to_month": end, **changes}
    )


def suspension(who: sg.Person, **changes: Any) -> sg.Suspension:
    fields: dict[str, Any] = {
        "person": who,
        "employment_ended_on": date(2026, 11, 9),
        "last_paid_month": "2026-11",
        "reason": "resigned",
    }
    return sg.Suspension(**{**fields, **changes})


def wage_change(who: sg.Person, wage: str = "9999.9", **changes: Any) -> sg.WageChange:
    return sg.WageChange(**{"person": who, "declared_wage": wage, "effective_month": "2026-11", **changes})
