"""No change is lost: each field of an update, asked for alone, is one that a system writes, or is refused in words (BJ-19)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from beijing_people import somebody

import sigateway as sg
from sigateway.plugin import Context, EmployerChanges, PersonChanges
from sigateway_beijing import rules
from sigateway_beijing.fields import changes

At = Callable[..., Context]

OF_A_PERSON: dict[str, Any] = {
    "education": "31", "marital": "20", "nation": "11", "mobile": "13900000001", "phone": "010-00000001",
    "household_place": "北京市", "address": "模拟路2号", "photo": b"\xff\xd8\xff\xff\xd9", "clinics": ("01100001",), "name": "新名",
    "document": sg.Document.recognise("E12345678"), "sex": "2", "birth": "1995-03-15",
}  # fmt: skip
OF_A_UNIT = {
    "contact_name": "模拟经办", "contact_phone": "010-00000001", "phone": "010-00000001", "fax": "010-00000001",
    "email": "a@example.com", "postcode": "100000", "address": "模拟路2号", "name": "模拟单位乙", "uscc": "91420100MA4KLMXY0Y",
}  # fmt: skip


def lost_or_refused(filing: Any, context: Context) -> tuple[bool, bool]:
    found = [f for f in rules.preflight(filing, context) if f.blocks]
    assert all(f.effect is sg.Effect.ELSEWHERE and f.place == "所属社保经办机构" for f in found)
    return not changes(filing), bool(found)


@pytest.mark.rule("BJ-19")
@pytest.mark.parametrize("name", PersonChanges.model_fields)
def test_no_change_of_a_person_is_lost(at: At, name: str) -> None:
    update = sg.PersonUpdate(person=somebody(), changes=sg.PersonChanges(**{name: OF_A_PERSON[name]}))
    lost, refused = lost_or_refused(update, at())
    assert lost is refused


@pytest.mark.rule("BJ-19")
@pytest.mark.parametrize("name", EmployerChanges.model_fields)
def test_no_change_of_a_unit_is_lost(at: At, name: str) -> None:
    lost, refused = lost_or_refused(sg.EmployerUpdate(changes={name: OF_A_UNIT[name]}), at())  # type: ignore[arg-type]
    assert lost is refused


@pytest.mark.rule("BJ-19")
def test_a_fifth_clinic_is_not_dropped(at: At) -> None:
    """The medical system has four places 定点医疗机构."""
    clinics = tuple(f"0110000{n}" for n in range(1, 6))
    for chosen, taken in ((clinics[:4], True), (clinics, False)):
        update = sg.PersonUpdate(person=somebody(), changes=sg.PersonChanges(clinics=chosen))
        assert (not any(f.blocks for f in rules.preflight(update, at()))) is taken
