"""Each rule of the preflight, with the expected value from the rulebook's text and the days on its edges."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.filings.people import Employment
from sigateway.plugin import (
    SHANGHAI,
    DocumentKind,
    Effect,
    Finding,
    Grade,
    Known,
    Month,
    Scheme,
    Stage,
    UnitClass,
)
from sigateway_wuhan import rules
from sigateway_wuhan.cases import read_words
from sigateway_wuhan.facts import EnrolmentFacts, full_years

SCHEMES = frozenset(Scheme)


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, tzinfo=SHANGHAI)


def _facts(**changes: Any) -> EnrolmentFacts:
    shown: dict[str, Any] = {"first_enrolment": True, "month": Month(2026, 11)}
    return EnrolmentFacts(**{**shown, "unit_schemes": SCHEMES, "unit_class": UnitClass.VIP, **changes})


def _refused(*words: str) -> EnrolmentFacts:
    return EnrolmentFacts(refusals=read_words(words), unit_schemes=SCHEMES, unit_class=UnitClass.VIP)


def _of(found: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


def _blocking(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found if finding.blocks}


def test_a_sound_enrolment_has_nothing_against_it(w: SimpleNamespace) -> None:
    assert rules.preflight(w.enrolment(), w.context()) == []
    assert rules.preflight(w.enrolment(), w.context(facts=_facts(name=w.NAME, nation="01"))) == []


@pytest.mark.rule("WH-53")
@pytest.mark.parametrize(
    ("sex", "born", "taken"),
    [
        ("F", date(2010, 11, 10), True),  # 16 today
        ("F", date(2010, 11, 11), False),  # 15 until tomorrow
        ("M", date(2010, 11, 10), True),
        ("M", date(2010, 11, 11), False),
        ("F", date(1986, 11, 11), True),  # 39 until tomorrow
        ("F", date(1986, 11, 10), False),  # 40 today
        ("M", date(1986, 11, 10), True),
        ("M", date(1976, 11, 11), True),  # 49 until tomorrow
        ("M", date(1976, 11, 10), False),  # 50 today
    ],
)
def test_first_enrolment_online_is_for_16_to_under_40_or_50(
    w: SimpleNamespace, sex: str, born: date, taken: bool
) -> None:
    filing = w.enrolment(person=w.person(number=w.identity(born, sex)))
    first = _of(rules.preflight(filing, w.context(facts=_facts())), "WH-53")
    assert [(f.effect, f.stage) for f in first] == ([] if taken else [(Effect.ELSEWHERE, Stage.ENTRANCE)])
    assert all(f.place and f.papers for f in first)
    offline = _of(rules.preflight(filing, w.context()), "WH-53")
    assert [f.effect for f in offline] == ([] if taken else [Effect.WARNS])
    assert not _of(rules.preflight(filing, w.context(facts=_facts(first_enrolment=False))), "WH-53")


@pytest.mark.rule("WH-53")
def test_full_years_count_the_birthday_itself() -> None:
    assert full_years(date(2010, 11, 10), date(2026, 11, 10)) == 16
    assert full_years(date(2010, 11, 10), date(2026, 11, 9)) == 15
    assert full_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert full_years(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.rule("WH-54", "WH-60", "WH-61", "WH-62", "WH-63")
@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("证件号码有误", "WH-63"),
        ("此人在本单位已参保", "WH-54"),
        ("此人居民医疗保险未停保", "WH-54"),
        ("此人在某某公司单位未停保", "WH-60"),
        ("此人在某某社保处个人流动窗口", "WH-61"),
        ("此人已参加大学生医保", "WH-62"),
        ("没见过的话", "WH-48"),
    ],
)
def test_the_words_of_the_entrance_are_findings_of_their_rules(
    w: SimpleNamespace, words: str, rule: str
) -> None:
    (finding,) = rules.preflight(w.enrolment(), w.context(facts=_refused(words)))
    assert (finding.rule, finding.effect, finding.stage) == (rule, Effect.RETURNS, Stage.ENTRANCE)
    assert finding.known is Known.LOOKUP
    assert words in finding.message


@pytest.mark.rule("WH-53")
def test_an_age_refused_at_the_entrance_is_one_finding_with_the_place(w: SimpleNamespace) -> None:
    filing = w.enrolment(person=w.person(number=w.identity(date(1960, 1, 1))))
    words = "首次参保年龄超过网上办理范围，请到经办机构办理"
    (finding,) = rules.preflight(filing, w.context(facts=_refused(words)))
    assert (finding.rule, finding.effect, finding.place) == ("WH-53", Effect.ELSEWHERE, "辖区社保经办机构")


@pytest.mark.rule("WH-32")
@pytest.mark.parametrize(
    ("changes", "label"),
    [({"mobile": None}, "手机"), ({"nation": None}, "民族"), ({"name": "  "}, "姓名")],
)
def test_red_fields_are_mandatory(w: SimpleNamespace, changes: dict[str, Any], label: str) -> None:
    (finding,) = rules.preflight(w.enrolment(person=w.person(**changes)), w.context())
    assert (finding.rule, finding.effect, finding.stage) == ("WH-32", Effect.RETURNS, Stage.SAVE)
    assert finding.message == f"{label}为必录项"


@pytest.mark.rule("WH-32")
def test_the_contracts_start_is_mandatory_and_black_fields_are_not(w: SimpleNamespace) -> None:
    (finding,) = rules.preflight(w.enrolment(employment=None), w.context())
    assert finding.message == "合同起始日期为必录项"
    assert finding.fields == ("employment.contract_start",)


@pytest.mark.rule("WH-32")
def test_a_passport_leaves_sex_and_birth_to_what_the_hall_knows(w: SimpleNamespace) -> None:
    holder = w.person(kind=DocumentKind.PASSPORT, number="E12345678", nation=None)
    filing = w.enrolment(person=holder)
    offline = rules.preflight(filing, w.context())
    assert [(f.rule, f.effect) for f in offline] == [("WH-32", Effect.WARNS)] * 2
    unknown = rules.preflight(filing, w.context(facts=_facts()))
    assert [(f.rule, f.effect) for f in unknown] == [("WH-32", Effect.RETURNS)] * 2
    known = rules.preflight(filing, w.context(facts=_facts(sex_known=True, birth_known=True)))
    assert known == []


@pytest.mark.rule("WH-32")
def test_a_character_outside_gbk_is_found_beforehand(w: SimpleNamespace) -> None:
    (finding,) = rules.preflight(w.enrolment(person=w.person(name="张𠀀")), w.context())
    assert (finding.rule, finding.effect, finding.grade) == ("WH-32", Effect.RETURNS, Grade.E0)
    assert finding.fields == ("person.name",)
    assert "张" not in finding.message
    assert rules.preflight(w.enrolment(person=w.person(name="䶮")), w.context())
    assert not rules.preflight(w.enrolment(person=w.person(name="阿依古丽·买买提")), w.context())


@pytest.mark.rule("WH-57")
def test_schemes_equal_the_units(w: SimpleNamespace) -> None:
    fewer = SCHEMES - {Scheme.MATERNITY}
    (finding,) = rules.preflight(w.enrolment(schemes=fewer), w.context(facts=_facts()))
    assert (finding.rule, finding.effect, finding.stage) == ("WH-57", Effect.RETURNS, Stage.SAVE)
    (offline,) = rules.preflight(w.enrolment(schemes=fewer), w.context())
    assert (offline.rule, offline.effect) == ("WH-57", Effect.WARNS), (
        "the vendor's record of the unit may be old"
    )
    assert not rules.preflight(w.enrolment(schemes=SCHEMES), w.context())
    assert not rules.preflight(w.enrolment(schemes=fewer), w.context(schemes=fewer))


@pytest.mark.rule("WH-57")
def test_the_halls_own_record_of_the_unit_counts_once_it_is_known(w: SimpleNamespace) -> None:
    fewer = SCHEMES - {Scheme.MATERNITY}
    facts = _facts(unit_schemes=fewer)
    assert _blocking(rules.preflight(w.enrolment(schemes=SCHEMES), w.context(facts=facts))) == {"WH-57"}
    (warning,) = rules.preflight(w.enrolment(schemes=fewer), w.context(facts=facts))
    assert warning.effect is Effect.WARNS
    (warning,) = rules.preflight(w.enrolment(), w.context(facts=facts))
    assert warning.effect is Effect.WARNS


@pytest.mark.rule("WH-56")
@pytest.mark.parametrize(
    ("start", "taken"), [("2026-10", True), ("2026-09", True), ("2026-08", False), ("2025-11", False)]
)
def test_back_payment_is_at_most_three_months_with_the_current(
    w: SimpleNamespace, start: str, taken: bool
) -> None:
    work = Employment(contract_start=date(2025, 1, 1))
    found = rules.preflight(w.enrolment(back_pay_from=start, employment=work), w.context())
    assert [f.effect for f in _of(found, "WH-56")] == ([] if taken else [Effect.ELSEWHERE])
    assert all(f.place and f.papers for f in _of(found, "WH-56"))


@pytest.mark.rule("WH-56")
def test_back_payment_begins_in_the_contracts_first_month_at_the_earliest(w: SimpleNamespace) -> None:
    work = Employment(contract_start=date(2026, 10, 31))
    assert not rules.preflight(w.enrolment(back_pay_from="2026-10", employment=work), w.context())
    (finding,) = rules.preflight(w.enrolment(back_pay_from="2026-09", employment=work), w.context())
    assert (finding.rule, finding.effect) == ("WH-56", Effect.RETURNS)
    assert "早于劳动合同" in finding.message


@pytest.mark.rule("WH-56")
@pytest.mark.parametrize("at", [_day(2026, 11, 1), _day(2026, 11, 30)])
def test_the_first_paid_month_is_the_month_of_filing(w: SimpleNamespace, at: datetime) -> None:
    work = Employment(contract_start=date(2026, 10, 31))
    assert not _blocking(rules.preflight(w.enrolment(employment=work), w.context(at)))


@pytest.mark.rule("WH-56")
def test_a_later_month_waits_for_its_first_day_and_an_earlier_one_is_back_payment(w: SimpleNamespace) -> None:
    work = Employment(contract_start=date(2026, 10, 1))
    (later,) = rules.preflight(w.enrolment(employment=work), w.context(_day(2026, 10, 31)))
    assert later.effect is Effect.WINDOW
    assert later.opens_at == datetime(2026, 11, 1, tzinfo=SHANGHAI)
    earlier = _of(rules.preflight(w.enrolment(employment=work), w.context(_day(2026, 12, 1))), "WH-56")
    assert [f.effect for f in earlier] == [Effect.RETURNS]
    assert "补缴开始年月" in earlier[0].cure


@pytest.mark.rule("WH-56")
def test_back_payment_from_a_month_that_is_not_before_the_filings_month_is_wrong(w: SimpleNamespace) -> None:
    filing = w.enrolment(first_paid_month="2026-12", back_pay_from="2026-11")
    found = _of(rules.preflight(filing, w.context()), "WH-56")
    assert {f.effect for f in found} == {Effect.WINDOW, Effect.RETURNS}
    assert any("补缴开始年月有误" in f.message for f in found)


@pytest.mark.rule("WH-56")
def test_the_halls_month_counts_once_it_is_known(w: SimpleNamespace) -> None:
    ours = w.context(datetime(2026, 10, 31, 23, 59, 58, tzinfo=SHANGHAI), facts=_facts())
    work = Employment(contract_start=date(2026, 10, 31))
    assert not rules.preflight(w.enrolment(employment=work), ours)


@pytest.mark.rule("WH-59")
@pytest.mark.parametrize(("start", "taken"), [(10, True), (11, False), (9, True)])
def test_a_contract_that_has_not_begun_is_refused(w: SimpleNamespace, start: int, taken: bool) -> None:
    work = Employment(contract_start=date(2026, 11, start))
    found = rules.preflight(w.enrolment(employment=work), w.context())
    assert [(f.rule, f.effect, f.stage) for f in found] == (
        [] if taken else [("WH-59", Effect.RETURNS, Stage.SAVE)]
    )
