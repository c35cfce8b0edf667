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
from sigateway.testing import Stage
from sigateway_mockservers import PersonRecord, Simulator, World

KINDS = {"01": sg.DocumentKind.RESIDENT_ID, "02": sg.DocumentKind.RESIDENCE_PERMIT}
SCHEMES = frozenset(sg.Scheme)
FIRST, SECOND, NEW = "31000001", "31000002", "31000003"
"""The template's units: of 2015, of August 2026, and one in which nobody has signed yet."""


@dataclass(kw_only=True)
class Scene(Stage):
    """One World, one unit, one ledger; ``credentials`` are the supervisor's, as a rule."""

    number: str
    keys: dict[str, Any] = field(default_factory=dict)

    def key(self, role: str) -> Any:
        """A key from the unit's drawer, the same file each time; or one that was put there."""
        if role not in self.keys:
            self.keys[role] = self.world.shanghai.key(self.number, role)
        return self.keys[role]

    def login(self, role: str, pin: str = "") -> sg.CertificateLogin:
        return login_of(self.key(role), pin)

    def hall(self, gateway: sg.Gateway, role: str = "", pin: str = "", **others: Any) -> sg.Hall:
        login = {"credentials": self.login(role or "supervisor", pin)} if role or pin else {}
        return super().hall(gateway, **{**login, **others})

    def asked(self, operation: str) -> int:
        """How often that was asked of the hall."""
        return sum(entry.operation == operation for entry in self.world.journal.entries)

    def standing(self) -> list[str]:
        """The numbers of the declarations of this unit that stand, oldest first."""
        return [each.number for each in self.world.shanghai.effects() if each.unit == self.number]


def login_of(key: Any, pin: str = "") -> sg.CertificateLogin:
    return sg.CertificateLogin(pkcs12=SecretBytes(key.pkcs12), pin=SecretStr(pin or key.pin))


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
    folder: Path,
    number: str = FIRST,
    *,
    role: str = "supervisor",
    seed: int = 7,
    variants: tuple[str, ...] = (),
    **options: Any,
) -> Scene:
    """A fresh World, at 2026-11-10 09:00 unless ``now`` says otherwise."""
    simulator = the_simulator()
    world = simulator.create_world(seed=seed, variants={"shanghai": set(variants)}, **options)
    known = tuple(each for each in variants if each in SETTINGS)
    return scene_in(world, folder, number, role=role, plugins=(Vendor(*known),) if known else ())


def scene_in(
    world: World, folder: Path, number: str, *, role: str = "supervisor", plugins: tuple[object, ...] = ()
) -> Scene:
    """A unit in a World that others may be in, too."""
    record = world.shanghai.units[number]
    unit = sg.InsuredUnit(
        employer=sg.Employer(name=record.name, uscc=record.uscc),
        region="shanghai",
        number=record.number,
        schemes=SCHEMES,
    )
    key = world.shanghai.key(number, "unsigned" if number == NEW else role)
    return Scene(
        "shanghai",
        the_simulator(),
        world,
        unit,
        login_of(key),
        folder,
        number=number,
        plugins=plugins,
        keys={role: key},
    )


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
