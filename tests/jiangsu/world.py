"""A mock World with Jiangsu's hall and a gateway in it: what the tests across rooms start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretBytes, SecretStr

import sigateway as sg
from sigateway.plugin import Layer, hookimpl, load_layer
from sigateway.testing.clock import WorldClock
from sigateway_mockservers import Fault, InProcess, PersonRecord, Simulator, World

PASSWORD = "Mock2026ab"
NANJING, CHANGZHOU, FOREIGN, UNREGISTERED = "32010001", "32040001", "32010002", "32040002"
SCHEMES = frozenset(sg.Scheme)
NOW = "2026-11-16T09:00:00+08:00"
MONTH, FEE_MONTH = sg.Month(2026, 11), sg.Month(2026, 12)


@dataclass
class Scene:
    """One World, one unit, one ledger; gateways are opened in it as processes would be."""

    simulator: Simulator
    world: World
    folder: Path
    number: str = NANJING

    @property
    def hall_itself(self) -> Any:
        """The mock hall, for what people do at it."""
        return self.world.jiangsu  # type: ignore[attr-defined]

    @property
    def unit(self) -> sg.InsuredUnit:
        record = self.hall_itself.units[self.number]
        return sg.InsuredUnit(
            employer=sg.Employer(name=record.name, uscc=record.uscc),
            region="jiangsu",
            number=record.number,
            schemes=SCHEMES,
            agency=record.area,
        )

    def person(self, note: str) -> PersonRecord:
        """Somebody of the template, by the note."""
        return next(record for record in self.world.people if record.note == note)

    def certificate(self) -> sg.CertificateLogin:
        key = self.hall_itself.helper.key(self.number)
        return sg.CertificateLogin(pkcs12=SecretBytes(key.pkcs12), pin=SecretStr(key.pin))

    def handler(self, note: str, password: str = PASSWORD) -> sg.HandlerLogin:
        return sg.HandlerLogin(document_number=self.person(note).number, password=SecretStr(password))

    def gateway(self, transport: Any = None, **options: Any) -> sg.Gateway:
        """A gateway as a process of the vendor would open it: same ledger, same credentials, nothing else shared."""
        return sg.Gateway(
            **{
                "ledger": self.folder / "ledger.db",
                "credentials": sg.FileCredentials(self.folder / "credentials.db"),
                "clock": WorldClock(self.world.clock),
                "transport": transport or InProcess(self.simulator),
                "trust": "E0",
                **options,
            }
        )

    def hall(self, gateway: sg.Gateway, credentials: sg.Credentials | None = None, **options: Any) -> sg.Hall:
        return gateway.hall(
            options.pop("code", "jiangsu"),
            unit=self.unit,
            credentials=credentials or self.certificate(),
            base_url=self.world.base_url("jiangsu"),
            **options,
        )

    def fault(self, operation: str, do: str, when: str = "", **options: Any) -> None:
        self.world.faults.add(Fault(hall="jiangsu", operation=operation, do=do, when=when, **options))

    def check(self) -> None:
        """The hall's own oracle has nothing to say, and nobody tried again what had landed."""
        assert self.world.verify() == []
        assert self.world.attempts_after_landing() == []


@cache
def the_simulator() -> Simulator:
    """One simulator a process: it holds keys and templates; what changes lives in Worlds."""
    return Simulator()


def scene(
    folder: Path, *variants: str, seed: int = 7, now: str = NOW, number: str = NANJING, **options: Any
) -> Scene:
    """A fresh World."""
    simulator = the_simulator()
    world = simulator.create_world(seed=seed, variants={"jiangsu": set(variants)}, now=now, **options)
    return Scene(simulator, world, folder, number)


def person(record: PersonRecord, **changes: Any) -> sg.Person:
    fields: dict[str, Any] = {
        "document": sg.Document.recognise(record.number),
        "name": record.name,
        "mobile": record.mobile or "13800000001",
        "nation": record.nation or "01",
    }
    return sg.Person(**{**fields, **changes})


class Settings:
    """The vendor's own layer: one rule of the region with other values, as docs/hooks.md has it."""

    def __init__(self, rule: str, **values: str) -> None:
        below = load_layer("sigateway_jiangsu")
        [old] = [each for each in below.rules if each.id == rule]
        figures = tuple(each.model_copy(update={"values": {**each.values, **values}}) for each in old.figures)
        new = old.model_copy(update={"figures": figures, "replaces": "jiangsu", "layer": "own"})
        self._layer = Layer(origin="own", region="own", sources=below.sources, hall={}, rules=(new,))

    @hookimpl
    def rulebook(self) -> Layer:
        return self._layer


WORK = sg.Employment(
    contract_start=date(2026, 11, 2),
    contract_end=date(2029, 11, 1),
    contract_kind=sg.ContractKind.FIXED_TERM,
    post="普通员工",
)


def enrolment(who: sg.Person, **changes: Any) -> sg.Enrolment:
    fields: dict[str, Any] = {
        "person": who,
        "employment": WORK,
        "declared_wage": "6500.55",
        "first_paid_month": MONTH,
    }
    return sg.Enrolment(**{**fields, **changes})


def suspension(who: sg.Person, **changes: Any) -> sg.Suspension:
    fields: dict[str, Any] = {
        "person": who,
        "employment_ended_on": date(2026, 11, 13),
        "last_paid_month": MONTH,
        "reason": sg.SuspensionReason.RESIGNED,
    }
    return sg.Suspension(**{**fields, **changes})
