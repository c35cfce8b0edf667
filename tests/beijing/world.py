"""A mock World and a gateway in it: what the tests across rooms start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, PublicFormat, pkcs12

import sigateway as sg
from sigateway.plugin import Layer, hookimpl
from sigateway.rules.schema import parse_layer
from sigateway.testing import Stage
from sigateway_mockservers import PersonRecord, Simulator, World

UNIT_ONE = "110105000001"
PIN = "p12-pin"
FOUR = frozenset({sg.Scheme.PENSION, sg.Scheme.UNEMPLOYMENT, sg.Scheme.INJURY, sg.Scheme.MATERNITY})
MEDICAL = frozenset({sg.Scheme.MEDICAL})
MONTH = "2026-11"
KINDS = {"01": sg.DocumentKind.RESIDENT_ID, "02": sg.DocumentKind.RESIDENCE_PERMIT}


SITES = {"four": "sx/", "medical": "yb/"}


@dataclass
class Scene(Stage):
    """A World with a Beijing unit in it. ``ledger``: one in memory, where no process outlives the test."""

    ledger: sg.SqliteLedger | None = None

    def ports(self, transport: httpx.BaseTransport | None = None, **options: Any) -> dict[str, Any]:
        kept = {} if self.ledger is None else {"ledger": self.ledger, "credentials": None}
        return super().ports(transport, **{**kept, **options})

    def somebody(self, note: str) -> PersonRecord:
        return self.world.people.noted(note)


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


def scene(
    place: Path | sg.SqliteLedger, *variants: str, number: str = UNIT_ONE, seed: int = 7, **options: Any
) -> Scene:
    """A fresh World and one of its units; ``place``: a folder for its files, or a ledger in memory."""
    simulator = the_simulator()
    world = simulator.create_world(seed=seed, variants={"beijing": set(variants)}, **options)
    unit = sg.InsuredUnit(
        employer=sg.Employer(name="模拟京一科技有限公司", uscc="91420100MA4KLMXY0Y"),
        region="beijing",
        number=number,
        schemes=FOUR | MEDICAL,
    )
    key = sg.CertificateLogin(pkcs12=key_file(world, number), pin=PIN)  # type: ignore[arg-type]
    if isinstance(place, Path):
        return Scene("beijing", simulator, world, unit, key, place, SITES)
    return Scene("beijing", simulator, world, unit, key, Path(), SITES, ledger=place)


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


class Withdrawing:
    """A vendor's own layer: another answer to the gap of BJ-32."""

    @hookimpl
    def rulebook(self) -> Layer:
        return parse_layer(
            """
            schema = "rulebook/1"
            region = "vendor"
            [sources.own]
            title = "own"
            era = "2026"
            kind = "assumption"
            [[rule]]
            id = "BJ-32"
            statement = "As the vendor knows it."
            source = "own"
            grade = "E0"
            kind = ["flow"]
            replaces = "beijing"
            [[rule.figures]]
            effective_from = 2010-01-01
            values = { filing_window = "5-25", withdraw = "processing", file_rows = "each", halves = "independent" }
            """,
            "vendor",
        )
