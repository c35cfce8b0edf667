"""People, units and filings that do not exist; `conftest.py` hands them to the tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import SecretBytes, SecretStr
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from sigateway.filings.identity import Document
from sigateway.filings.people import Employment, Person
from sigateway.filings.units import Employer
from sigateway.plugin import (
    SHANGHAI,
    Context,
    DocumentKind,
    Enrolment,
    InsuredUnit,
    PasswordSlipLogin,
    Rulebook,
    Scheme,
    Suspension,
    UnitClass,
    WageChange,
    load_layer,
)
from sigateway.rules import StateCouncilCalendar
from sigateway_wuhan.access import WuhanSignedIn

BASE = "http://hall.example/w/1/wuhan/"
_STEM = "91420100MA4KM0CK8"
USCC = _STEM + uscc.calc_check_digit(_STEM)
BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])
NOON = datetime(2026, 11, 10, 12, 0, 0, tzinfo=SHANGHAI)
NAME = "测试甲"


def identity(born: date = date(1998, 5, 4), sex: str = "F", prefix: str = "420102") -> str:
    """A number that holds, of nobody."""
    stem = f"{prefix}{born:%Y%m%d}99{2 if sex == 'F' else 1}"
    return stem + mod_11_2.calc_check_digit(stem)


def person(**changes: Any) -> Person:
    number = changes.pop("number", None) or identity()
    kind = changes.pop("kind", DocumentKind.RESIDENT_ID)
    fields = {"name": NAME, "mobile": "13900000000", "nation": "01"}
    return Person(document=Document(kind=kind, number=number), **{**fields, **changes})


def enrolment(**changes: Any) -> Enrolment:
    fields: dict[str, Any] = {
        "person": person(),
        "employment": Employment(contract_start=date(2026, 11, 2)),
        "declared_wage": "6500",
        "first_paid_month": "2026-11",
    }
    return Enrolment(**{**fields, **changes})


def suspension(**changes: Any) -> Suspension:
    fields: dict[str, Any] = {
        "person": person(),
        "employment_ended_on": date(2026, 11, 9),
        "last_paid_month": "2026-11",
        "reason": "resigned",
    }
    return Suspension(**{**fields, **changes})


def wage_change(**changes: Any) -> WageChange:
    fields: dict[str, Any] = {"person": person(), "declared_wage": "7000", "effective_month": "2026-12"}
    return WageChange(**{**fields, **changes})


def unit(**changes: Any) -> InsuredUnit:
    fields: dict[str, Any] = {
        "employer": Employer(name="模拟单位甲", uscc=USCC),
        "region": "wuhan",
        "number": "4201000001",
        "schemes": frozenset(Scheme),
        "unit_class": UnitClass.VIP,
    }
    return InsuredUnit(**{**fields, **changes})


def context(at: datetime = NOON, facts: Any = None, rules: Rulebook = BOOK, **changes: Any) -> Context:
    return Context(unit(**changes), at, rules, StateCouncilCalendar(), facts)


def signed_in(**changes: Any) -> WuhanSignedIn:
    fields: dict[str, Any] = {
        "unit_number": "4201000001",
        "unit_name": "模拟单位甲",
        "unit_class": UnitClass.VIP,
        "schemes": frozenset(Scheme),
    }
    return WuhanSignedIn(**{**fields, **changes})


def slip(pkcs12: bytes | None = b"key file") -> PasswordSlipLogin:
    return PasswordSlipLogin(
        username="user1",
        password=SecretStr("slip-password"),
        certificate_serial="serial-1",
        certificate_password=SecretStr("certificate-password"),
        pkcs12=SecretBytes(pkcs12) if pkcs12 is not None else None,
    )
