"""A mock World and a gateway in it: what the tests of the Zhejiang hall start from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import sigateway as sg
from sigateway.plugin import Layer, hookimpl
from sigateway.rules.schema import parse_layer
from sigateway.testing.clock import WorldClock
from sigateway_mockservers import Fault, InProcess, PersonRecord, Simulator, World

NINGBO, ZHENHAI, QUZHOU = "3302990001", "3302110001", "3308990001"
THREE = frozenset({sg.Scheme.PENSION, sg.Scheme.UNEMPLOYMENT, sg.Scheme.INJURY})
HOUSEHOLD = "浙江省宁波市镇海区"


@dataclass
class Scene:
    """One World, one unit, one ledger; gateways are opened in it as processes would be."""

    simulator: Simulator
    world: World
    number: str
    folder: Path
    region: str

    @property
    def hall(self) -> Any:
        return self.world.zhejiang

    @property
    def unit(self) -> sg.InsuredUnit:
        record = self.hall.units[self.number]
        return sg.InsuredUnit(
            employer=sg.Employer(name=record.name, uscc=record.uscc),
            region="zhejiang",
            number=record.number,
            schemes=THREE,
        )

    def credentials(self, who: str, entrance: str = "legal_person") -> sg.PortalLogin:
        account = self.hall.portal.account(who)
        return sg.PortalLogin(
            username=account.account, password=SecretStr(account.password), entrance=sg.Entrance(entrance)
        )

    def gateway(self, transport: Any = None, **options: Any) -> sg.Gateway:
        """A gateway as a process of the vendor would open it: same ledger, same credentials, nothing else shared."""
        return sg.Gateway(
            ledger=self.folder / "ledger.db",
            clock=WorldClock(self.world.clock),
            transport=transport or InProcess(self.simulator),
            **{"trust": "E0", **options},
        )

    def at(
        self,
        gateway: sg.Gateway,
        *,
        unit: sg.InsuredUnit | None = None,
        credentials: sg.Credentials | None = None,
    ) -> sg.Hall:
        return gateway.hall(
            self.region,
            unit=unit or self.unit,
            credentials=credentials or self.credentials(self.number),
            sites=self.hall.sites(),
        )

    def known(self, note: str) -> PersonRecord:
        return self.world.people.noted(note)

    def fault(self, operation: str, do: str, when: str = "", **options: Any) -> None:
        self.world.faults.add(Fault(hall="zhejiang", operation=operation, do=do, when=when, **options))

    def landed(self, who: sg.Person, kind: str | None = None) -> int:
        """How often the hall holds something of this person."""
        return sum(item.person == who.document.number for item in self.hall.effects(kind))

    def check(self) -> None:
        """The hall's own oracle has nothing to say, and nobody tried again what had landed."""
        violations = self.world.verify()
        assert violations == [], violations
        assert self.world.attempts_after_landing() == []


@cache
def the_simulator() -> Simulator:
    """One simulator a process: what changes lives in Worlds."""
    return Simulator()


def scene(
    folder: Path,
    *variants: str,
    number: str = NINGBO,
    region: str = "zhejiang",
    seed: int = 7,
    **options: Any,
) -> Scene:
    """A fresh World with these variants, and one of its units."""
    simulator = the_simulator()
    world = simulator.create_world(seed=seed, variants={"zhejiang": set(variants)}, **options)
    return Scene(simulator, world, number, folder, region)


def person(record: PersonRecord, **changes: Any) -> sg.Person:
    fields: dict[str, Any] = {
        "document": sg.Document(kind=sg.DocumentKind.RESIDENT_ID, number=record.number),
        "name": record.name,
        "mobile": "13800000001",
        "nation": record.nation or "01",
        "household_kind": record.household_kind or "10",
        "household_place": record.household_place or HOUSEHOLD,
    }
    return sg.Person(**{**fields, **changes})


def enrolment(who: sg.Person, **changes: Any) -> sg.Enrolment:
    fields: dict[str, Any] = {
        "person": who,
        "employment": sg.Employment(contract_start=date(2026, 11, 2), form=sg.EmploymentForm.FULL_TIME),
        "declared_wage": "6500",
        "first_paid_month": "2026-11",
    }
    return sg.Enrolment(**{**fields, **changes})


def suspension(who: sg.Person, **changes: Any) -> sg.Suspension:
    fields: dict[str, Any] = {
        "person": who,
        "employment_ended_on": date(2026, 11, 5),
        "last_paid_month": "2026-10",
        "reason": sg.SuspensionReason.RESIGNED,
    }
    return sg.Suspension(**{**fields, **changes})


def layer(text: str, *, region: str = "vendor") -> Layer:
    """A vendor's own layer of rules, from TOML."""
    head = f'schema = "rulebook/1"\nregion = "{region}"\n\n[sources.own]\ntitle = "own"\nera = "2026"\nkind = "own"\n\n'
    return parse_layer(head + text, "own")


class Own:
    """A vendor's plugin that brings nothing but a layer of rules."""

    def __init__(self, text: str) -> None:
        self._layer = layer(text)

    @hookimpl
    def rulebook(self) -> Layer:
        return self._layer


def rule(
    identity: str,
    values: dict[str, str],
    *,
    kind: str = "hall",
    replaces: str = "zhejiang",
    grade: str = "E2",
) -> str:
    """One rule in TOML, replaced whole."""
    pairs = ", ".join(f'{name} = "{value}"' for name, value in values.items())
    return (
        f'[[rule]]\nid = "{identity}"\nstatement = "Own."\nsource = "own"\ngrade = "{grade}"\nkind = ["{kind}"]\n'
        f'replaces = "{replaces}"\n\n[[rule.figures]]\neffective_from = 2010-01-01\nvalues = {{ {pairs} }}\n'
    )


def seal_root(stage: Scene) -> str:
    """The fingerprint by which a vendor says whose seal it trusts."""
    return hashlib.sha256(stage.hall.seal_root()).hexdigest()
