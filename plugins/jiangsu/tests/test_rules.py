"""The rules on their edges: offline, and with facts that the hall shows. What is only known by the hall blocks nothing offline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jiangsu_by_hand import NOW

import sigateway as sg
from sigateway.plugin import Effect, Month
from sigateway_jiangsu import rules
from sigateway_jiangsu.facts import HallFacts, PersonFacts, UnitFacts
from sigateway_jiangsu.matters import MATTERS
from sigateway_jiangsu.offering import offers

PERSON = sg.Person(
    document=sg.Document.recognise("11010519491231002X"), name="模拟甲", mobile="13800000001", nation="01"
)
WORK = sg.Employment(
    contract_start=date(2026, 11, 2),
    contract_end=date(2029, 11, 1),
    contract_kind=sg.ContractKind.FIXED_TERM,
    post="普通员工",
)


def enrolment(**changes: Any) -> sg.Enrolment:
    work = WORK.model_copy(update=changes)
    return sg.Enrolment(
        person=PERSON,
        employment=work,
        declared_wage="6500",  # type: ignore[arg-type]
        first_paid_month=Month.of(work.contract_start),
    )


def stop(**changes: Any) -> sg.Suspension:
    fields: dict[str, Any] = {
        "person": PERSON,
        "employment_ended_on": date(2026, 11, 13),
        "last_paid_month": "2026-11",
        "reason": "resigned",
    }
    return sg.Suspension(**{**fields, **changes})


@pytest.mark.rule("JS-45")
def test_a_reason_without_a_code_is_said_to_be_that_and_the_way_back_is_named(at: Any) -> None:
    found = [
        f for f in rules.preflight(stop(reason="enrolled_by_mistake"), at()) if f.effect is Effect.RETURNS
    ]
    assert [(f.rule, f.fields) for f in found] == [("JS-45", ("reason",))]
    assert "没有所填的原因" in found[0].message
    assert "回退" in found[0].cure  # an enrolment made by mistake is taken back (JS-07), not stopped


def facts(**changes: Any) -> HallFacts:
    unit = UnitFacts(
        scopes=frozenset(MATTERS),
        open=True,
        opens=NOW,
        closes=NOW,
        month=Month(2026, 11),
        fee_month=Month(2026, 12),
        minimum_month=Month(2026, 5),
        preregistration=False,
    )
    fields: dict[str, Any] = {"known": True, "name": "模拟甲", "standing": "未参保", **changes}
    return HallFacts(at=NOW, rank="1", unit=unit, person=PersonFacts(**fields))


def blocks(filing: sg.Filing, context: Any) -> list[str]:
    return [f.rule for f in rules.preflight(filing, context) if f.blocks]


@pytest.mark.rule("JS-45")
@pytest.mark.parametrize(
    ("start", "blocked"),
    [
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), False),
        (date(2026, 11, 16), False),
        (date(2026, 11, 17), True),
    ],
)
def test_a_contract_begins_at_most_six_months_back_and_not_tomorrow(
    start: date, blocked: bool, at: Any
) -> None:
    assert blocks(enrolment(contract_start=start), at()) == (["JS-45"] if blocked else [])


@pytest.mark.rule("JS-45")
@pytest.mark.parametrize(
    "changes",
    [
        {"contract_kind": None},
        {"post": None},
        {"post": "厨师"},
        {"contract_end": None},
        {"contract_kind": sg.ContractKind.OPEN_ENDED},
    ],
)
def test_the_form_says_what_is_missing_or_does_not_fit(changes: dict[str, Any], at: Any) -> None:
    assert blocks(enrolment(**changes), at()) == ["JS-45"]


@pytest.mark.rule("JS-45")
def test_thirty_days_to_enrol_and_ten_to_stop_are_told_and_block_nothing(at: Any) -> None:
    def told(filing: sg.Filing, word: str) -> bool:
        return any(word in f.message for f in rules.preflight(filing, at()) if f.effect is Effect.WARNS)

    assert [
        told(enrolment(contract_start=day), "30日") for day in (date(2026, 10, 17), date(2026, 10, 16))
    ] == [False, True]
    assert [
        told(stop(employment_ended_on=day), "10日") for day in (date(2026, 11, 6), date(2026, 11, 5))
    ] == [False, True]


@pytest.mark.rule("JS-45", "JS-47")
@pytest.mark.parametrize(
    ("month", "blocked"), [("2026-10", True), ("2026-11", False), ("2026-12", False), ("2027-01", True)]
)
def test_a_stop_is_for_the_fee_month_or_the_one_before(month: str, blocked: bool, at: Any) -> None:
    assert blocks(stop(last_paid_month=month), at()) == (["JS-45"] if blocked else [])


@pytest.mark.rule("JS-45")
@pytest.mark.parametrize(
    ("shown", "blocked"),
    [
        ({"standing": "本单位参保"}, 1),
        ({"standing": "外单位参保"}, 1),
        ({"standing": "灵活就业"}, 1),
        ({"last_paid": Month(2026, 10)}, 0),
        ({"last_paid": Month(2026, 11)}, 1),
        ({"name": "模拟乙"}, 1),
        ({"known": False, "name": ""}, 1),
        ({}, 0),
    ],
)
def test_what_the_hall_shows_of_somebody_to_be_enrolled(shown: dict[str, Any], blocked: int, at: Any) -> None:
    assert blocks(enrolment(), at(facts=facts(**shown))) == ["JS-45"] * blocked
    assert blocks(enrolment(), at()) == []


@pytest.mark.rule("JS-06")
@pytest.mark.parametrize(
    ("wage", "effect"), [("6499.94", Effect.ELSEWHERE), ("6499.95", Effect.RETURNS), ("6500.05", None)]
)
def test_a_base_is_compared_as_the_hall_keeps_it(wage: str, effect: Effect | None, at: Any) -> None:
    filing = sg.WageChange(person=PERSON, declared_wage=wage, effective_month="2026-12")  # type: ignore[arg-type]
    shown = facts(standing="本单位参保", wage=Decimal("6500.0"), since=Month(2025, 1))
    found = [f.effect for f in rules.preflight(filing, at(facts=shown)) if f.blocks]
    assert found == ([effect] if effect else [])


@pytest.mark.rule("JS-47")
@pytest.mark.parametrize(("month", "said"), [("2026-11", 1), ("2026-12", 0), ("2027-01", 1)])
def test_a_base_counts_from_the_fee_month_and_another_is_warned_of(month: str, said: int, at: Any) -> None:
    """Filed on 2026-11-16, after the window's day 11: the fee month is the next one, 2026-12."""
    filing = sg.WageChange(person=PERSON, declared_wage="6500", effective_month=month)  # type: ignore[arg-type]
    found = [f.effect for f in rules.preflight(filing, at()) if f.rule == "JS-47"]
    assert found == [Effect.WARNS] * said


@pytest.mark.rule("JS-14")
def test_the_file_and_the_form_of_a_retirement_are_brought_to_the_window(book: Any) -> None:
    """职工档案 and the other papers, 市政务服务中心退休受理窗口."""
    (window,) = [offer for offer in offers(book) if offer.type == "retirement_papers"]
    assert (window.rule, window.place) == ("JS-14", "市政务服务中心退休受理窗口")  # type: ignore[union-attr]
    assert window.papers[0] == "职工档案"


@pytest.mark.rule("JS-13")
def test_a_retirement_is_not_of_a_month_gone_by_and_only_one_runs(at: Any) -> None:
    def filing(day: date) -> sg.RetirementRegistration:
        return sg.RetirementRegistration(person=PERSON, retires_on=day, post_to="某处")

    assert blocks(filing(date(2026, 10, 31)), at()) == ["JS-13"]
    assert blocks(filing(date(2026, 11, 1)), at()) == []
    here = facts(standing="本单位参保", retirement=True)
    assert blocks(filing(date(2026, 11, 1)), at(facts=here)) == ["JS-13"]


@pytest.mark.rule("JS-04")
def test_a_pre_registration_that_the_hall_does_not_offer_waits_for_the_window(at: Any, changed: Any) -> None:
    filing = sg.PreRegistration(person=PERSON, declared_wage="6500", employment=WORK)  # type: ignore[arg-type]
    offered = changed("JS-04", {"preregistration": "true"})
    shut = "2026-12-08T09:00:00+08:00"
    assert blocks(filing, at(shut)) == ["JS-04"]
    assert blocks(filing, at(shut, rules=offered)) == []
    assert blocks(filing, at("2026-12-11T09:00:00+08:00", rules=offered)) == ["JS-04"]


@pytest.mark.rule("JS-37", "JS-36", "JS-08")
@pytest.mark.parametrize(
    ("filing", "rule"),
    [
        (stop(), "JS-37"),
        (sg.HandlerRevocation(person=PERSON), "JS-36"),
        (sg.RelationTransfer(person=PERSON, from_place="合肥市"), "JS-08"),
        (sg.PasswordReset(person=PERSON), "JS-19"),
    ],
)
def test_what_an_account_may_not_file_is_the_only_thing_said(filing: sg.Filing, rule: str, at: Any) -> None:
    context = at(scopes=frozenset({"enrolment"}))
    assert [f.rule for f in rules.preflight(filing, context)] == [rule]


@pytest.mark.rule("JS-45")
def test_nobody_without_a_citizens_number_goes_online(at: Any) -> None:
    abroad = sg.Person(document=sg.Document(kind="passport", number="E12345678"), name="模拟外籍")
    filing = stop(person=abroad)
    [found] = [f for f in rules.preflight(filing, at()) if f.blocks]
    assert (found.effect, found.place) == (Effect.ELSEWHERE, "人社窗口")


def test_a_figure_that_is_missing_is_a_finding_and_no_exception(at: Any) -> None:
    early = at("2009-06-10T09:00:00+08:00")
    for filing, rule in (
        (sg.BasicData(person=PERSON), "JS-45"),
        (sg.UnitRegistration(legal_representative=PERSON), "JS-43"),
    ):
        found = [f for f in rules.preflight(filing, early) if f.effect is Effect.UNKNOWN]
        assert {f.rule for f in found} == {rule}


@pytest.mark.rule("JS-04", "JS-06")
def test_a_pre_registration_is_offered_where_the_hall_has_it(book: Any, changed: Any) -> None:
    offered = changed("JS-04", {"preregistration": "true"})
    types = [{offer.type for offer in offers(rules)} for rules in (book, offered)]
    assert types[1] - types[0] == {"preregistration"}
    assert {"enrolment", "suspension", "wage_change", "retirement_registration"} <= types[0]


@pytest.mark.rule("JS-47", "JS-08")
@pytest.mark.parametrize(("month", "warned"), [("2026-11", True), ("2026-12", False)])
def test_who_joins_for_himself_is_told_from_which_month_it_counts(at: Any, month: str, warned: bool) -> None:
    """There is no field for another month: it would stop at the echo, and is said beforehand."""
    joining = sg.FlexibleEnrolment(person=PERSON, base="6000", first_paid_month=month)  # type: ignore[arg-type]
    found = [f for f in rules.preflight(joining, at()) if f.rule == "JS-47"]
    assert [f.effect for f in found] == ([Effect.WARNS] if warned else [])
    assert all("2026-12" in f.cure for f in found)


@pytest.mark.rule("JS-13")
@pytest.mark.parametrize(("day", "blocked"), [(date(2026, 10, 31), True), (date(2026, 11, 1), False)])
def test_that_nobody_retires_in_a_month_that_is_past_is_our_assumption_and_graded_so(
    at: Any, day: date, blocked: bool
) -> None:
    """The leaflet has three steps and no such limit: whoever trusts E2 is warned, and the hall decides."""
    filing = sg.RetirementRegistration(person=PERSON, retires_on=day, post_to="模拟路1号")
    found = [f for f in rules.preflight(filing, at()) if f.rule == "JS-13"]
    assert [(f.effect, f.grade) for f in found] == ([(Effect.RETURNS, sg.Grade.E0)] if blocked else [])


@pytest.mark.rule("JS-49", "JS-29")
@pytest.mark.parametrize(
    ("papers", "says"),
    [
        ("身份证原件；单位营业执照(统一信用代码证)；单位授权委托书", ""),
        (
            "身份证原件；单位营业执照(统一信用代码证)",  # answer 9 names two
            "信息不符（JS-29）的携带身份证原件、单位营业执照(统一信用代码证)",
        ),
    ],
)
def test_the_papers_of_a_mismatch_are_those_of_the_setting(changed: Any, papers: str, says: str) -> None:
    told = {each.type: each for each in offers(changed("JS-49", {"papers": papers}))}
    offline = told["offline_registration"]
    assert isinstance(offline, sg.Elsewhere)
    assert len(offline.papers) == 3
    assert ("信息不符（JS-29）的携带" in offline.why) is bool(says)
    assert says in offline.why
