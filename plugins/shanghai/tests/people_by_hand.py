"""People, units, certificates and filings that do not exist; `conftest.py` hands them to the tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pydantic import SecretBytes, SecretStr
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from sigateway.filings.identity import Document
from sigateway.filings.people import Person
from sigateway.filings.units import Employer
from sigateway.plugin import (
    SHANGHAI,
    AnnualWageDeclaration,
    BackPayment,
    Certificate,
    CertificateLogin,
    Context,
    DocumentKind,
    Enrolment,
    InsuredUnit,
    Layer,
    Rulebook,
    Scheme,
    Suspension,
    WageChange,
    load_layer,
)
from sigateway.rules import StateCouncilCalendar, parse_layer
from sigateway_shanghai.access import ShanghaiSignedIn
from sigateway_shanghai.facts import HallFacts, Limits, PersonFacts, Right, UnitFacts

BASE = "http://hall.example/w/1/shanghai/"
_STEM = "91310000MA1FL0CK8"
USCC = _STEM + uscc.calc_check_digit(_STEM)
BOOK = Rulebook.merged([load_layer("sigateway_shanghai")])
NOON = datetime(2026, 11, 10, 12, 0, 0, tzinfo=SHANGHAI)
NAME = "测试甲"
UNIT = "31000001"
SERIAL = "0A1B"
SCHEMES = frozenset(Scheme)
LIMITS = Limits(minimum_wage="2740.0", floor="7600.0", ceiling="38000.0")


def identity(born: date = date(1998, 5, 4), sex: str = "F", prefix: str = "310101") -> str:
    """A number that holds, of nobody."""
    stem = f"{prefix}{born:%Y%m%d}99{2 if sex == 'F' else 1}"
    return stem + mod_11_2.calc_check_digit(stem)


def person(**changes: Any) -> Person:
    number = changes.pop("number", None) or identity()
    kind = changes.pop("kind", DocumentKind.RESIDENT_ID)
    return Person(document=Document(kind=kind, number=number), **{"name": NAME, **changes})


def enrolment(**changes: Any) -> Enrolment:
    fields: dict[str, Any] = {"person": person(), "declared_wage": "12000", "first_paid_month": "2026-11"}
    return Enrolment(**{**fields, **changes})


def suspension(**changes: Any) -> Suspension:
    fields: dict[str, Any] = {
        "person": person(),
        "employment_ended_on": date(2026, 11, 9),
        "last_paid_month": "2026-11",
        "reason": "resigned",
    }
    return Suspension(**{**fields, **changes})


def back_payment(**changes: Any) -> BackPayment:
    fields: dict[str, Any] = {
        "person": person(),
        "declared_wage": "12000",
        "from_month": "2026-09",
        "to_month": "2026-10",
    }
    return BackPayment(**{**fields, **changes})


def wage_change(**changes: Any) -> WageChange:
    fields: dict[str, Any] = {"person": person(), "declared_wage": "9800.5", "effective_month": "2026-11"}
    return WageChange(**{**fields, **changes})


def annual_wage(**changes: Any) -> AnnualWageDeclaration:
    fields: dict[str, Any] = {"person": person(), "average_monthly_wage": "9800", "year": 2026}
    return AnnualWageDeclaration(**{**fields, **changes})


FILINGS = {
    "enrolment": enrolment,
    "suspension": suspension,
    "back_payment": back_payment,
    "wage_change": wage_change,
    "annual_wage": annual_wage,
}


def unit(**changes: Any) -> InsuredUnit:
    fields: dict[str, Any] = {
        "employer": Employer(name="模拟单位甲", uscc=USCC),
        "region": "shanghai",
        "number": UNIT,
        "schemes": SCHEMES,
    }
    return InsuredUnit(**{**fields, **changes})


def context(
    at: datetime = NOON, *, facts: HallFacts | None = None, layers: tuple[Layer, ...] = (), **changes: Any
) -> Context:
    book = Rulebook.merged([load_layer("sigateway_shanghai"), *layers]) if layers else BOOK
    return Context(unit=unit(**changes), at=at, rules=book, calendar=StateCouncilCalendar(), facts=facts)


def right(certificate: str = "单位主管", session: str | None = None) -> Right:
    return Right(serial=SERIAL, certificate=certificate, session=session or certificate)


def unit_facts(**changes: Any) -> UnitFacts:
    fields: dict[str, Any] = {
        "number": UNIT,
        "name": "模拟单位甲",
        "founded_on": date(2015, 3, 18),
        "scheme_codes": ("yanglao", "yiliao", "shiye", "gongshang"),
        "open": True,
        "opens": datetime(2026, 11, 5, 9, tzinfo=SHANGHAI),
        "closes": datetime(2026, 11, 26, 16, tzinfo=SHANGHAI),
        "base_year": "2026",
        "base_first_day": date(2026, 6, 1),
        "base_last_day": date(2026, 7, 31),
        "base_month": "2026-07",
        "limits": {f"2026-{month:02d}": LIMITS for month in range(5, 12)},
    }
    return UnitFacts(**{**fields, **changes})


def stranger(**changes: Any) -> PersonFacts:
    """In the register, insured nowhere."""
    return PersonFacts(**{"known": True, "name": NAME, **changes})


def insured(**changes: Any) -> PersonFacts:
    """Insured here since January 2025, at 8800 yuan."""
    fields: dict[str, Any] = {
        "insured_here": True,
        "personal_number": "7",
        "first_month": "2025-01",
        "wage": "8800.0",
    }
    return stranger(**{**fields, **changes})


def facts(
    who: PersonFacts | None = None, *, at: datetime = NOON, rights: Right | None = None, **of_unit: Any
) -> HallFacts:
    return HallFacts(at=at, right=rights or right(), unit=unit_facts(**of_unit), person=who)


def signed_in(**changes: Any) -> ShanghaiSignedIn:
    fields = {"unit_number": UNIT, "unit_name": "模拟单位甲", "serial": SERIAL, "right": "单位主管"}
    return ShanghaiSignedIn(**{**fields, **changes})


def credentials() -> CertificateLogin:
    return CertificateLogin(pkcs12=SecretBytes(b"sealed"), pin=SecretStr("secret-pin"))


@cache
def certificate(serial: int = int(SERIAL, 16), key: str = "pkcs12") -> Certificate:
    """A certificate of that serial number; nothing here signs with it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "31000001-1")])
    private = ec.generate_private_key(ec.SECP256R1())
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(serial)
        .not_valid_before(NOON - timedelta(days=1))
        .not_valid_after(NOON + timedelta(days=365))
        .sign(private, hashes.SHA256())
    )
    return Certificate(key=key, subject=name.rfc4514_string(), der=built.public_bytes(Encoding.DER))


def setting(rule: str, **values: str) -> Layer:
    """A layer of the vendor's own that sets figures of one rule otherwise."""
    said = ", ".join(f'{name} = "{value}"' for name, value in values.items())
    text = f"""
schema = "rulebook/1"
region = "mine"
[sources.mine]
title = "t"
era = "2026"
kind = "official text"
[[rule]]
id = "{rule}"
statement = "Mine."
source = "mine"
grade = "E2"
kind = ["preflight"]
replaces = "shanghai"
[[rule.figures]]
effective_from = 2010-01-01
values = {{ {said} }}
"""
    return parse_layer(text, "mine")
