"""Promises of the national code tables."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sigateway.filings.base import Model
from sigateway.filings.codes import (
    EDUCATIONS,
    HOUSEHOLD_KINDS,
    MARITAL_STATUSES,
    NATIONS,
    SEXES,
    CodeTable,
    Education,
    HouseholdKind,
    MaritalStatus,
    Nation,
    Sex,
    SexCode,
    education_name,
    household_kind_name,
    marital_status_name,
    nation_name,
    sex_name,
    tidy,
)

TABLES = [EDUCATIONS, HOUSEHOLD_KINDS, MARITAL_STATUSES, NATIONS, SEXES]
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda t: t.standard)


class Described(Model):
    nation: Nation | None = None
    education: Education | None = None
    marital_status: MaritalStatus | None = None
    household_kind: HouseholdKind | None = None
    sex: SexCode | None = None


@every_table
def test_every_code_and_every_name_finds_its_code(table: CodeTable) -> None:
    for code, name in table.names.items():
        assert table.code_of(code) == table.code_of(name) == table.code_of(f" {name}\u3000") == code
        assert table.name_of(code) == name


@every_table
def test_no_two_codes_share_a_name_and_every_alias_leads_to_a_code(table: CodeTable) -> None:
    assert len(set(table.names.values())) == len(table.names)
    assert not set(table.aliases) & set(table.names.values())
    assert set(table.aliases.values()) <= set(table.names)
    assert {table.code_of(alias) for alias in table.aliases} == set(table.aliases.values())


@every_table
@pytest.mark.parametrize("text", ["", "火星", "777", "-1", "1.0", "²", "0x1", "汉汉"])
def test_what_is_not_in_the_table_is_refused_saying_what_is_without_repeating_it(
    table: CodeTable, text: str
) -> None:
    with pytest.raises(ValueError, match="不在代码表中") as refused:
        table.code_of(text)
    said = str(refused.value)
    first_code, first_name = next(iter(table.names.items()))
    assert f"{first_code} {first_name}" in said
    assert table.standard in said
    assert len(said) < 200
    if text in ("火星", "777", "0x1", "汉汉"):
        assert text not in said


@every_table
def test_a_name_is_asked_by_the_full_code_only(table: CodeTable) -> None:
    with pytest.raises(ValueError, match="不在代码表中"):
        table.name_of("火星")


@every_table
def test_a_table_cannot_be_changed(table: CodeTable) -> None:
    with pytest.raises(TypeError):
        table.names["01"] = "火星"  # type: ignore[index]
    with pytest.raises(AttributeError):
        table.standard = "ours"  # type: ignore[misc]


def test_a_nation_is_known_by_code_short_code_name_and_name_with_zu() -> None:
    assert {NATIONS.code_of(t) for t in ("01", "1", "１", "汉", "汉族", " 汉 族 ")} == {"01"}
    assert NATIONS.code_of("乌孜别克族") == "43"
    assert NATIONS.code_of("穿青人") == "81"


def test_the_56_nations_are_complete() -> None:
    assert [c for c in NATIONS.names if c <= "56"] == [f"{n:02d}" for n in range(1, 57)]


def test_education_is_known_by_the_words_of_the_roster() -> None:
    words = {
        "本科": "20",
        "大专": "30",
        "硕士研究生": "14",
        "中专": "41",
        "高中": "60",
        "本科毕业": "21",
        "高中毕业": "61",
    }
    assert {word: EDUCATIONS.code_of(word) for word in words} == words


def test_fields_take_a_code_or_a_name_and_hold_the_code() -> None:
    said = Described(
        nation="汉族", education="大学本科毕业", marital_status="已婚", household_kind="农业", sex="女"
    )
    assert said == Described(
        nation="1", education="21", marital_status="20", household_kind="20", sex=Sex.FEMALE
    )
    assert said.model_dump(mode="json") == {
        "nation": "01", "education": "21", "marital_status": "20", "household_kind": "20", "sex": "2",
    }  # fmt: skip
    assert Described.model_validate_json(said.model_dump_json()) == said


def test_a_field_refuses_an_unknown_name_without_repeating_it() -> None:
    with pytest.raises(ValidationError, match="民族不在代码表中") as refused:
        Described(nation="火星族")
    assert "火星" not in str(refused.value)


def test_names_of_codes_can_be_asked_for() -> None:
    assert nation_name("01") == "汉"
    assert education_name("21") == "大学本科毕业"
    assert marital_status_name("20") == "已婚"
    assert household_kind_name("10") == "城镇"
    assert [sex_name(s) for s in Sex] == ["男", "女"]


def test_tidy_makes_half_width_and_drops_what_cannot_be_seen() -> None:
    assert tidy("\ufeff Ａ１\u3000－\u200b（x）\t\u00a0") == "A1-(x)"
