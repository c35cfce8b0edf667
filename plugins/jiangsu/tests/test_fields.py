"""Filings in the hall's fields: codes, rounding, addresses, and what the echo must show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import sigateway as sg
from sigateway_jiangsu.fields import REASONS, asked, expected_echo, one_decimal

PERSON = sg.Person(
    document=sg.Document.recognise("11010519491231002X"),
    name="模拟甲",
    mobile="13800000001",
    nation="01",
    household_kind="城镇",
)
WORK = sg.Employment(
    contract_start=date(2026, 11, 2),
    contract_end=date(2029, 11, 1),
    contract_kind=sg.ContractKind.FIXED_TERM,
    post="普通员工",
)


@pytest.mark.rule("JS-45")
def test_an_enrolment_in_the_halls_codes() -> None:
    filing = sg.Enrolment(person=PERSON, employment=WORK, declared_wage="5900.55", first_paid_month="2026-11")  # type: ignore[arg-type]
    assert asked(filing) == {
        "idNumber": "11010519491231002X",
        "name": "模拟甲",
        "increase": "1",
        "contractKind": "41",
        "contractFrom": "2026-11-02",
        "contractTo": "2029-11-01",
        "post": "07",
        "identity": "101",
        "wage": "5900.55",
    }
    echo = expected_echo(filing)
    assert echo["wage"].value == "5900.6"
    assert echo["startMonth"].value == "202611"


@pytest.mark.rule("JS-45")
@pytest.mark.parametrize(
    ("wage", "kept"), [("5900.55", "5900.6"), ("5900", "5900.0"), ("5900.44", "5900.4"), ("0.05", "0.1")]
)
def test_a_wage_is_kept_to_one_decimal_half_up(wage: str, kept: str) -> None:
    assert one_decimal(Decimal(wage)) == kept


@pytest.mark.rule("JS-45")
def test_each_of_thirteen_reasons_has_its_own_code() -> None:
    """6301 合同期满 … 6328 申领病残津贴."""
    assert {reason.value: code for reason, code in REASONS.items()} == {
        "contract_ended": "6301", "dismissed": "6303", "mutual": "6304", "resigned": "6305", "bankrupt": "6306",
        "went_abroad": "6307", "imprisoned": "6309", "retired": "6313", "died": "6315", "transferred": "6316",
        "laid_off": "6317", "closed": "6323", "disability_allowance": "6328",
    }  # fmt: skip
    assert set(sg.SuspensionReason) - set(REASONS) == {sg.SuspensionReason.ENROLLED_BY_MISTAKE}


@pytest.mark.rule("JS-45")
@pytest.mark.parametrize(
    ("province", "kind", "code"),
    [("江苏省", "城镇", "11"), ("江苏省", "农村", "12"), ("安徽省", "城镇", "13"), ("安徽省", "农村", "14")],
)
def test_the_household_kind_follows_from_town_or_country_and_province(
    province: str, kind: str, code: str
) -> None:
    who = PERSON.model_copy(update={"household_kind": "10" if kind == "城镇" else "20"})
    filing = sg.BasicData(person=who, household=sg.HouseholdPlace(province=province))
    assert asked(filing)["householdKind"] == code


@pytest.mark.rule("JS-45")
@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        (sg.DocumentKind.RESIDENCE_PERMIT, "810000199408230021", "15"),
        (sg.DocumentKind.FOREIGN_PERMANENT_RESIDENT, "911124198108030024", "16"),
    ],
)
def test_people_from_abroad_have_a_household_kind_of_their_own(
    kind: sg.DocumentKind, number: str, code: str
) -> None:
    """15 港澳台, 16 外国人: nobody asks them for a household 户口."""
    who = sg.Person(document=sg.Document(kind=kind, number=number), name="模拟甲")
    assert asked(sg.BasicData(person=who, household=sg.HouseholdPlace(province="")))["householdKind"] == code


@pytest.mark.rule("JS-45")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"contract_kind": None}, "contractKind"),
        ({"post": None}, "post"),
        ({"contract_end": None, "contract_kind": sg.ContractKind.OPEN_ENDED}, "contractTo"),
    ],
)
def test_what_is_missing_is_missing_and_never_guessed(changes: dict[str, Any], field: str) -> None:
    work = WORK.model_copy(update=changes)
    filing = sg.ContractRenewal(person=PERSON, employment=work)
    assert asked(filing)[field] == ""


@pytest.mark.rule("JS-08")
def test_a_transfer_without_schemes_moves_both() -> None:
    assert asked(sg.RelationTransfer(person=PERSON, from_place="合肥市"))["schemes"] == "110 210"
    only = sg.RelationTransfer(
        person=PERSON, from_place="合肥市", schemes=frozenset({sg.Scheme.UNEMPLOYMENT})
    )
    assert asked(only)["schemes"] == "210"
