"""Promises of identity papers 证件. Every number here is synthetic."""

from __future__ import annotations

import traceback
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from stdnum.cn import ric

from sigateway.filings.identity import Document, DocumentKind, Sex

ID, PERMIT = DocumentKind.RESIDENT_ID, DocumentKind.RESIDENCE_PERMIT
FOREIGN, PASSPORT = DocumentKind.FOREIGN_PERMANENT_RESIDENT, DocumentKind.PASSPORT
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
steady = settings(derandomize=True, deadline=None)


def sealed(first_17: str) -> str:
    """With the check character of GB 11643, reckoned here on its own."""
    return first_17 + "10X98765432"[sum(int(d) * w for d, w in zip(first_17, WEIGHTS, strict=True)) % 11]


def numbers(heads: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Numbers of 18 characters that hold, with these first six."""
    births = st.dates(date(1900, 1, 1), date(2026, 12, 31))
    return st.builds(
        lambda head, born, order: sealed(f"{head}{born:%Y%m%d}{order:03d}"),
        heads,
        births,
        st.integers(0, 999),
    )


digits = st.text("0123456789", min_size=6, max_size=6)
mainland = numbers(digits.filter(lambda d: d[0] != "9" and d[:2] not in ("81", "82", "83")))
any_style = st.one_of(
    mainland,
    numbers(st.sampled_from(["810000", "820000", "830000"])),
    numbers(digits.map(lambda d: "9" + d[1:])),
)
MAN = sealed("42010619900307001")
WOMAN = sealed("42010619920229002")


def refusal(kind: DocumentKind, number: str) -> str:
    """What is said when it is refused, having looked that nothing shows the number."""
    with pytest.raises(ValidationError) as refused:
        Document(kind=kind, number=number)
    shown = "".join(traceback.format_exception(refused.value))
    assert number.strip() not in shown
    assert number.strip() not in str(refused.value) + repr(refused.value)
    return str(refused.value)


@steady
@given(mainland)
def test_a_resident_id_that_holds_is_accepted_whatever_its_district(number: str) -> None:
    document = Document(kind=ID, number=number)
    assert document.number == number
    assert f"{document.born:%Y%m%d}" == number[6:14]
    assert document.sex is (Sex.MALE if number[16] in "13579" else Sex.FEMALE)
    assert len(document.warnings) <= 1


@steady
@given(any_style)
def test_the_kind_is_recognised_from_the_number(number: str) -> None:
    expected = FOREIGN if number[0] == "9" else PERMIT if number[:2] in ("81", "82", "83") else ID
    document = Document.recognise(number)
    assert document == Document(kind=expected, number=number)
    assert document.born is not None
    assert document.sex is not None


@steady
@given(any_style, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_changed_character_is_refused_whatever_the_kind(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]
    assume(changed != number)
    for kind in DocumentKind:
        with pytest.raises(ValidationError):
            Document(kind=kind, number=changed)
    with pytest.raises(ValueError, match="号码"):
        Document.recognise(changed)


@steady
@given(any_style, st.integers(0, 16))
def test_two_neighbours_changing_places_are_refused(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assume(swapped != number)
    with pytest.raises(ValueError, match="号码"):
        Document.recognise(swapped)


@steady
@given(any_style, st.integers(0, 17), st.sampled_from("0123456789"))
def test_nothing_that_is_shown_contains_the_number(number: str, place: int, other: str) -> None:
    document = Document.recognise(number)
    assert number not in f"{document} {document!r} {document.warnings}"
    assert number[6:14] not in f"{document} {document!r} {document.warnings}"
    changed = number[:place] + other + number[place + 1 :]
    if changed != number:
        for kind in DocumentKind:
            refusal(kind, changed)


def test_the_paper_tells_birth_and_sex() -> None:
    man, woman = Document(kind=ID, number=MAN), Document(kind=ID, number=WOMAN)
    assert (man.born, man.sex, man.warnings) == (date(1990, 3, 7), Sex.MALE, ())
    assert (woman.born, woman.sex) == (date(1992, 2, 29), Sex.FEMALE)


def test_width_case_and_spaces_do_not_matter() -> None:
    number = next(n for n in (sealed(f"420106199003070{i:02d}") for i in range(99)) if n.endswith("X"))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    spaced = f"\ufeff {number[:6]} {number[6:14]}\u3000{number[14:].lower()}\u200b\n"
    for written in (number.lower(), wide, wide.lower(), spaced):
        assert (
            Document(kind=ID, number=written)
            == Document.recognise(written)
            == Document(kind=ID, number=number)
        )


def test_a_paper_is_a_frozen_value_and_survives_json() -> None:
    document = Document(kind=ID, number=MAN)
    assert Document.model_validate_json(document.model_dump_json()) == document
    assert len({document, Document.recognise(MAN)}) == 1
    with pytest.raises(ValidationError):
        document.number = WOMAN  # type: ignore[misc]


def test_a_county_that_stdnum_answers_with_a_bare_key_error_is_only_a_warning() -> None:
    number = sealed("42999919900307001")
    with pytest.raises(KeyError):
        ric.validate(number)
    assert "不在代码表中" in Document(kind=ID, number=number).warnings[0]


def test_a_district_of_no_province_is_only_a_warning() -> None:
    assert "不在代码表中" in Document(kind=ID, number=sealed("00999919900307001")).warnings[0]


def test_a_district_newer_than_the_person_is_only_a_warning() -> None:
    born_before, born_after = sealed("11011219600307001"), sealed("11011220010307001")  # 通州区, since 1997
    assert not ric.is_valid(born_before)
    assert "尚未启用或已经撤销" in Document(kind=ID, number=born_before).warnings[0]
    assert Document(kind=ID, number=born_after).warnings == ()


@pytest.mark.parametrize("district", ["810000", "820000", "830000"])
def test_residence_permits_of_hong_kong_macao_and_taiwan_are_accepted(district: str) -> None:
    number = sealed(f"{district}19800307001")
    permit = Document(kind=PERMIT, number=number)
    assert (permit.born, permit.sex, permit.warnings) == (date(1980, 3, 7), Sex.MALE, ())
    assert Document.recognise(number) == permit


def test_a_permit_of_an_unusual_district_is_only_a_warning() -> None:
    assert "通常为 810000" in Document(kind=PERMIT, number=sealed("81010119800307001")).warnings[0]


def test_a_number_of_another_kind_is_refused_and_the_right_kind_named() -> None:
    permit, foreign = sealed("81000019800307001"), sealed("91184019800307001")
    assert "证件类型应为港澳台居民居住证" in refusal(ID, permit)
    assert "证件类型应为外国人永久居留身份证" in refusal(ID, foreign)
    assert "证件类型应为居民身份证" in refusal(PERMIT, MAN)
    assert "证件类型应为居民身份证" in refusal(FOREIGN, MAN)
    assert "不是护照号码" in refusal(PASSPORT, MAN)


def test_a_first_generation_id_is_refused_asking_for_18_digits_and_guessing_none() -> None:
    for said in (refusal(ID, "420106900307001"), refusal_of_recognise("420106900307001")):
        assert "第一代身份证已停用" in said
        assert "18位号码" in said
        assert "420106" not in said


def refusal_of_recognise(number: str) -> str:
    with pytest.raises(ValueError, match="号码") as refused:
        Document.recognise(number)
    assert number not in "".join(traceback.format_exception(refused.value))
    return str(refused.value)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (MAN[:-1] + ("0" if MAN[-1] != "0" else "1"), "校验码不符"),
        (MAN[:-1], "应为18位，现为17位"),
        (MAN + "0", "应为18位，现为19位"),
        (MAN[:3] + "O" + MAN[4:], "17位数字加1位数字或X"),
        (MAN[:3] + "X" + MAN[4:], "17位数字加1位数字或X"),
        (MAN[:3] + "²" + MAN[4:], "17位数字加1位数字或X"),
        (sealed("42010619900230001"), "不是可能的出生日期"),
        (sealed("42010619901301001"), "不是可能的出生日期"),
        (sealed("42010600000101001"), "不是可能的出生日期"),
        (sealed("42010618991231001"), "不是可能的出生日期"),
        ("4.20106199003070002E+17", "被表格当作数值保存"),
        ("420106199003070000.0", "被表格当作数值保存"),
        ("4E+17", "被表格当作数值保存"),
        (" \u3000", "为空"),
    ],
)
def test_a_resident_id_that_cannot_be_is_refused_with_the_reason(number: str, why: str) -> None:
    assert why in (refusal(ID, number) if number.strip() else str(_empty()))


def _empty() -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        Document(kind=ID, number=" \u3000")
    return refused.value


def test_digits_lost_in_a_spreadsheet_are_hinted_at() -> None:
    assert "当作数值保存" in refusal(ID, "420106199003070000")


def test_both_generations_of_the_foreigner_s_permanent_residence_card_are_accepted() -> None:
    new = Document.recognise(sealed("91184019850615002"))
    assert (new.kind, new.born, new.sex, new.warnings) == (FOREIGN, date(1985, 6, 15), Sex.FEMALE, ())
    old = Document.recognise("usa420185061502")
    assert (old.kind, old.number, old.born, old.sex, old.warnings) == (
        FOREIGN,
        "USA420185061502",
        None,
        None,
        (),
    )
    assert "旧式的3位字母加12位数字" in refusal(FOREIGN, "USA42018506150")


@pytest.mark.parametrize("number", ["E12345678", "EA1234567", "123456789", "AB123", "X" * 20])
def test_a_passport_of_5_to_20_letters_and_digits_is_accepted_and_tells_nothing(number: str) -> None:
    passport = Document(kind=PASSPORT, number=number)
    assert (passport.number, passport.born, passport.sex, passport.warnings) == (number, None, None, ())


@pytest.mark.parametrize("number", ["AB12", "X" * 21, "E1234-5678", "护照12345"])
def test_what_is_no_passport_number_is_refused(number: str) -> None:
    assert "护照号码应为5至20位字母和数字" in refusal(PASSPORT, number)


def test_a_passport_is_recognised_only_where_it_can_be_nothing_else() -> None:
    assert Document.recognise("E12345678").kind is PASSPORT
    for unclear in (
        "123456789",
        "H12345678",
        "M1234567890",
        "C12345678",
        MAN[:-1],
        MAN + "1",
        MAN[:16] + "X",
    ):
        assert "认不出证件类型" in refusal_of_recognise(unclear)


def test_every_kind_has_a_chinese_name() -> None:
    assert [k.label for k in DocumentKind] == [
        "居民身份证",
        "港澳台居民居住证",
        "外国人永久居留身份证",
        "护照",
    ]
