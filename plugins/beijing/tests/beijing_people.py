"""A unit, people and filings written by hand, and the region's stack."""

from __future__ import annotations

from datetime import date
from typing import Any

import sigateway as sg
from sigateway.registry import Registry

STACK = Registry().stack("beijing")
FOUR = frozenset({sg.Scheme.PENSION, sg.Scheme.UNEMPLOYMENT, sg.Scheme.INJURY, sg.Scheme.MATERNITY})
UNIT = sg.InsuredUnit(
    employer=sg.Employer(name="模拟京一科技有限公司", uscc="91420100MA4KLMXY0Y"),
    region="beijing",
    number="110105000001",
    schemes=FOUR | {sg.Scheme.MEDICAL},
)
MAN = "110105199503140034"


def somebody(**changes: Any) -> sg.Person:
    fields: dict[str, Any] = {
        "document": sg.Document.recognise(MAN),
        "name": "模拟张一",
        "mobile": "13800000001",
        "nation": "01",
        "household_kind": "10",
        "household_place": "北京市朝阳区",
    }
    return sg.Person(**{**fields, **changes})


def born(day: str, sex: str) -> sg.Document:
    """A resident identity number of that day and sex."""
    digits = f"110105{day}00{sex}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]
    return sg.Document.recognise(digits + check)


def enrolment(**changes: Any) -> sg.Enrolment:
    fields: dict[str, Any] = {
        "person": somebody(),
        "employment": sg.Employment(contract_start=date(2026, 11, 2)),
        "declared_wage": "9000",
        "first_paid_month": "2026-11",
    }
    return sg.Enrolment(**{**fields, **changes})


def stop(**changes: Any) -> sg.Suspension:
    fields: dict[str, Any] = {
        "person": somebody(),
        "employment_ended_on": date(2026, 10, 31),
        "last_paid_month": "2026-10",
        "reason": "resigned",
    }
    return sg.Suspension(**{**fields, **changes})


def back_pay(**changes: Any) -> sg.BackPayment:
    fields: dict[str, Any] = {
        "person": somebody(),
        "declared_wage": "9000",
        "from_month": "2026-08",
        "to_month": "2026-10",
        "reason": "missed",
    }
    return sg.BackPayment(**{**fields, **changes})
