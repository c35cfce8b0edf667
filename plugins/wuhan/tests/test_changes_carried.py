"""No change is lost: each field of an update, asked for alone, is written into the form or refused in words (WH-107 to WH-110)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.filings.identity import Document
from sigateway.plugin import DocumentKind, Effect, EmployerChanges, NotOffered, PersonChanges, Scheme
from sigateway_wuhan import rules
from sigateway_wuhan.businesses_desk import EMPLOYER_UPDATE, PERSON_UPDATE

SCHEMES = frozenset(Scheme)
JPEG = b"\xff\xd8\xff" + bytes(64) + b"\xff\xd9"
OF_A_PERSON: dict[str, Any] = {
    "education": "31", "marital": "20", "nation": "11", "mobile": "13900000001", "phone": "027-00000001",
    "household_place": "模拟区乙", "address": "模拟路2号", "photo": JPEG, "clinics": ("01100001",), "name": "测试乙",
    "document": Document(kind=DocumentKind.PASSPORT, number="E12345678"), "sex": "1", "birth": "1998-05-05",
}  # fmt: skip
OF_A_UNIT = {
    "contact_name": "模拟经办乙", "contact_phone": "027-00000001", "phone": "027-00000001", "fax": "027-00000001",
    "email": "a@example.com", "postcode": "430000", "address": "模拟路2号", "name": "模拟单位乙",
    "uscc": "91420100MA4KM0CK9X",
}  # fmt: skip
ONLINE = {
    # 文化程度、婚姻状况、民族、参保人联系手机、参保人联系电话、户口所在地、居住地地址、照片
    "person": {"education", "marital", "nation", "mobile", "phone", "household_place", "address", "photo"},
    # 联系人姓名、联系人电话、传真号码、邮箱地址、邮政编码、单位联系电话、单位地址
    "unit": {"contact_name", "contact_phone", "fax", "email", "postcode", "phone", "address"},
}


@pytest.mark.rule("WH-107", "WH-108")
@pytest.mark.parametrize("name", PersonChanges.model_fields)
def test_no_change_of_a_person_is_lost(w: SimpleNamespace, name: str) -> None:
    filing = w.person_update(**{name: OF_A_PERSON[name]})
    found = [f for f in rules.preflight(filing, w.context()) if f.blocks]
    if name not in ONLINE["person"]:
        (one,) = found
        assert (one.rule, one.effect, one.place) == ("WH-108", Effect.ELSEWHERE, "辖区社保经办机构")
        assert one.fields == (f"changes.{name}",)
        assert one.papers
        return
    assert found == []
    held = w.held_of_a_person()
    uploads = PERSON_UPDATE.uploads(filing) if PERSON_UPDATE.uploads else {}
    assert PERSON_UPDATE.filled(filing, SCHEMES, held) != held or uploads["zp"].content == JPEG


@pytest.mark.rule("WH-109", "WH-110")
@pytest.mark.parametrize("name", EmployerChanges.model_fields)
def test_no_change_of_a_unit_is_lost(w: SimpleNamespace, name: str) -> None:
    filing = w.employer_update(**{name: OF_A_UNIT[name]})
    found = [f for f in rules.preflight(filing, w.context()) if f.blocks]
    if name not in ONLINE["unit"]:
        (one,) = found
        assert (one.rule, one.effect, one.place) == ("WH-110", Effect.ELSEWHERE, "辖区社保经办机构")
        assert one.fields == (f"changes.{name}",)
        return
    assert found == []
    held = w.held_of_the_unit()
    assert EMPLOYER_UPDATE.filled(filing, SCHEMES, held) != held


@pytest.mark.rule("WH-108")
def test_what_has_no_field_is_not_written_either_whatever_else_is_asked(w: SimpleNamespace) -> None:
    """By a vendor whose gateway blocks nothing, too."""
    filing = w.person_update(address="模拟路2号", clinics=("01100001",))
    with pytest.raises(NotOffered, match="没有发送") as refusal:
        PERSON_UPDATE.filled(filing, SCHEMES, w.held_of_a_person())
    assert refusal.value.rule == "WH-108"
