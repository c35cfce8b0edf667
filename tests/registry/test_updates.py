"""An update loses nothing in any region: what its offer does not name is refused in words, what it names is not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

import sigateway as sg
from sigateway.plugin import SHANGHAI, Context, EmployerChanges, PersonChanges
from sigateway.registry import Registry
from sigateway.rules import StateCouncilCalendar

INSTALLED = Registry()
PERSON = sg.Person(document=sg.Document.recognise("110105199503140034"), name="模拟张一")
PHONE, ADDRESS = "010-00000001", "模拟路2号"
OF_A_PERSON: dict[str, Any] = {
    "education": "31", "marital": "20", "nation": "11", "mobile": "13900000001", "phone": PHONE, "household_place": "北京市",
    "address": ADDRESS, "photo": b"\xff\xd8\xff\x00\xff\xd9", "clinics": ("01100001",), "name": "模拟李二",
    "document": sg.Document.recognise("E12345678"), "sex": "2", "birth": "1995-03-15",
}  # fmt: skip
OF_A_UNIT: dict[str, Any] = {
    "contact_name": "模拟经办", "contact_phone": PHONE, "phone": PHONE, "fax": PHONE, "email": "a@example.com",
    "postcode": "100000", "address": ADDRESS, "name": "模拟单位乙", "uscc": "91420100MA4KM0CK9X",
}  # fmt: skip


def the_update(kind: str, change: str) -> Any:
    if kind == "person_update":
        return sg.PersonUpdate(person=PERSON, changes=PersonChanges(**{change: OF_A_PERSON[change]}))
    return sg.EmployerUpdate(changes=EmployerChanges(**{change: OF_A_UNIT[change]}))


CHANGES = {"person_update": PersonChanges.model_fields, "employer_update": EmployerChanges.model_fields}
OFFERED = [
    (code, kind, change)
    for code in INSTALLED.plugins
    for kind, changes in CHANGES.items()
    if isinstance(INSTALLED.stack(code).offers().get(kind), sg.Offer)
    for change in changes
]
"""Where a region takes no such filing at all, it says so of the whole."""


def test_somebody_offers_updates() -> None:
    assert {"wuhan", "beijing"} <= {code for code, _, _ in OFFERED}


@pytest.mark.parametrize(("code", "kind", "change"), OFFERED)
def test_each_change_is_offered_or_refused(code: str, kind: str, change: str) -> None:
    stack = INSTALLED.stack(code)
    offer = stack.offers()[kind]
    assert isinstance(offer, sg.Offer)
    unit = sg.InsuredUnit(
        employer=sg.Employer(name="模拟单位甲", uscc="91420100MA4KLMXY0Y"),
        region=code,
        number="110105000001",
        schemes=frozenset(sg.Scheme),
    )
    at = datetime(2026, 11, 10, 12, tzinfo=SHANGHAI)
    context = Context(unit=unit, at=at, rules=stack.rules, calendar=StateCouncilCalendar())
    found = stack.findings(the_update(kind, change), context, sg.Grade.E0)
    refused = [each for each in found if each.blocks and f"changes.{change}" in each.fields]
    named = {field.name for field in offer.fields}
    assert (f"changes.{change}" in named) is not bool(refused)
    assert all(each.effect is sg.Effect.ELSEWHERE and each.place for each in refused)
