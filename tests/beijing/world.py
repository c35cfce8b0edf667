"""A mock World and a gateway in it: what the tests across rooms start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, PublicFormat, pkcs12

import sigateway as sg
from sigateway.testing.clock import WorldClock
from sigateway_mockservers import Fault, InProcess, PersonRecord, Simulator, World

UNIT_ONE = "110105000001"
PIN = "p12-pin"
FOUR = frozenset({sg.Scheme.PENSION, sg.Scheme.UNEMPLOYMENT, sg.Scheme.INJURY, sg.Scheme.MATERNITY})
MEDICAL = frozenset({sg.Scheme.MEDICAL})
MONTH = "2026-11"
KINDS = {"01": sg.DocumentKind.RESIDENT_ID, "02": sg.DocumentKind.RESIDENCE_PERMIT}


@dataclass
class Scene:
    """One World, one unit, one ledger; gateways are opened in it as processes would be."""

    simulator: Simulator
    world: World
    ledger: Any
    number: str = UNIT_ONE

    @property
    def unit(self) -> sg.InsuredUnit:
        return sg.InsuredUnit(
            employer=sg.Employer(name="模拟京一科技有限公司", uscc="91420100MA4KLMXY0Y"),
            region="beijing",
            number=self.number,
            schemes=FOUR | MEDICAL,
        )

    @property
    def key(self) -> sg.CertificateLogin:
        return sg.CertificateLogin(pkcs12=key_file(self.world, self.number), pin=PIN)

    def gateway(self, **options: Any) -> sg.Gateway:
        """A gateway as a process of the vendor would open it: same ledger, nothing else shared."""
        return sg.Gateway(
            ledger=self.ledger,
            clock=WorldClock(self.world.clock),
            **{"transport": InProcess(self.simulator), "trust": "E0", **options},
        )

    def hall(self, gateway: sg.Gateway, credentials: sg.Credentials | None = None) -> sg.Hall:
        base = self.world.base_url("beijing")
        sites = {"four": f"{base}sx/", "medical": f"{base}yb/"}
        return gateway.hall("beijing", unit=self.unit, credentials=credentials or self.key, sites=sites)

    def fault(self, operation: str, do: str, when: str = "", **options: Any) -> None:
        self.world.faults.add(Fault(hall="beijing", operation=operation, do=do, when=when, **options))

    def check(self) -> None:
        """The hall's own oracle has nothing to say, and nobody tried again what had landed."""
        assert self.world.verify() == []
        assert self.world.attempts_after_landing() == []

    def somebody(self, note: str) -> PersonRecord:
        return next(record for record in self.world.people if record.note == note)


_keys: dict[bytes, Any] = {}  # all Worlds of a process draw their keys from one pool


def key_file(world: World, number: str) -> bytes:
    """The unit's key in a file; the same file for the same certificate, so that it is opened once."""
    key = world.beijing.key(number)
    public = x509.load_der_x509_certificate(key.certificate).public_key()
    name = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if name not in _keys:
        _keys[name], _, _ = pkcs12.load_key_and_certificates(key.pkcs12(PIN), PIN.encode())
    return _key_file(name, key.certificate)


@cache
def _key_file(name: bytes, der: bytes) -> bytes:
    quick = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1).build(PIN.encode())
    certificate = x509.load_der_x509_certificate(der)
    return pkcs12.serialize_key_and_certificates(b"unit", _keys[name], certificate, None, quick)


@cache
def the_simulator() -> Simulator:
    """One simulator a process: it holds compiled pages and keys; what changes lives in Worlds."""
    return Simulator()


def scene(ledger: Path | Any, *variants: str, seed: int = 7, **options: Any) -> Scene:
    """A fresh World."""
    simulator = the_simulator()
    world = simulator.create_world(seed=seed, variants={"beijing": set(variants)}, **options)
    return Scene(simulator, world, ledger)


def person(record: PersonRecord, **changes: Any) -> sg.Person:
    fields: dict[str, Any] = {
        "document": sg.Document(kind=KINDS[record.kind], number=record.number),
        "name": record.name,
        "mobile": "13800000001",
        "nation": record.nation or "01",
        "household_kind": "10",
        "household_place": "北京市朝阳区",
    }
    return sg.Person(**{**fields, **changes})


def enrolment(who: sg.Person, **changes: Any) -> sg.Enrolment:
    fields: dict[str, Any] = {
        "person": who,
        "employment": sg.Employment(contract_start=date(2026, 11, 2)),
        "declared_wage": "9000",
        "first_paid_month": MONTH,
    }
    return sg.Enrolment(**{**fields, **changes})
