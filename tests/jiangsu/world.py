"""A mock World with Jiangsu's hall and a gateway in it: what the tests across rooms start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretBytes, SecretStr

import sigateway as sg
from sigateway.plugin import Layer, hookimpl, load_layer
from sigateway.testing import Stage
from sigateway_mockservers import InProcess, PersonRecord, Simulator, World

PASSWORD = "Mock2026ab"
NANJING, CHANGZHOU, FOREIGN, UNREGISTERED = "32010001", "32040001", "32010002", "32040002"
SCHEMES = frozenset(sg.Scheme)
NOW = "2026-11-16T09:00:00+08:00"
MONTH, FEE_MONTH = sg.Month(2026, 11), sg.Month(2026, 12)


@dataclass(frozen=True)
class Scan:
    """The phone in somebody's hand: it shows his face to whatever is asked, through the control plane of the World."""

    person: str
    control: str
    transport: httpx.BaseTransport | None = None

    def __call__(self, challenge: sg.Challenge) -> None:
        assert challenge.ticket is not None
        asked = {"qr": challenge.ticket.qr, "person": self.person}
        with httpx.Client(trust_env=False, transport=self.transport) as client:
            answered = client.post(f"{self.control}/jiangsu/actions/app.answer", json=asked)
        assert answered.json() == "PASSED", answered.text


@dataclass(kw_only=True)
class Scene(Stage):
    """One World, one unit, one ledger; ``credentials`` are its CA certificate where it has one. ``phone``: the number of whoever
    holds the phone, when the hall asks for a face."""

    number: str
    phone: str = ""

    @property
    def hall_itself(self) -> Any:
        """The mock hall, for what people do at it."""
        return self.world.jiangsu

    def person(self, note: str) -> PersonRecord:
        """Somebody of the template, by the note."""
        return self.world.people.noted(note)

    def handler(self, note: str, password: str = PASSWORD) -> sg.HandlerLogin:
        return sg.HandlerLogin(document_number=self.person(note).number, password=SecretStr(password))

    def citizen(self, note: str) -> sg.PortalLogin:
        """Somebody's own account, by which people do business for themselves."""
        return sg.PortalLogin(
            username=self.person(note).number,
            password=SecretStr(PASSWORD),
            entrance=sg.Entrance.PERSONAL,
        )

    def answering(self, origin: str = "") -> Scan | None:
        if not self.phone:
            return None
        if origin:
            return Scan(self.phone, self.control(origin))
        return Scan(self.phone, self.control(), InProcess(self.simulator))

    def hall(
        self, gateway: sg.Gateway, credentials: sg.Credentials | None = None, *, code: str = "", **others: Any
    ) -> sg.Hall:
        given = {"unit": self.unit, "credentials": credentials or self.credentials, "sites": self.addresses()}
        return gateway.hall(code or self.region, **{**given, **others})


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
    record = world.jiangsu.units[number]
    unit = sg.InsuredUnit(
        employer=sg.Employer(name=record.name, uscc=record.uscc),
        region="jiangsu",
        number=record.number,
        schemes=SCHEMES,
        agency=record.area,
    )
    return Scene("jiangsu", simulator, world, unit, _login(world, record), folder, number=number)


def _login(world: World, record: Any) -> sg.Credentials:
    """The unit's certificate; of a unit that has none yet, the account that its legal representative will have."""
    if record.number in (NANJING, CHANGZHOU):
        key = world.jiangsu.helper.key(record.number)
        return sg.CertificateLogin(pkcs12=SecretBytes(key.pkcs12), pin=SecretStr(key.pin))
    return sg.HandlerLogin(document_number=record.legal_number, password=SecretStr(PASSWORD))


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
