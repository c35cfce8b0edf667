"""Each rule at its edge, offline and with what the systems show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from beijing_people import STACK, UNIT, back_pay, born, enrolment, somebody, stop

import sigateway as sg
from sigateway.plugin import Context, Finding, Rulebook, RuleNotKnown, SignedIn, load_layer
from sigateway_beijing import flows, rules
from sigateway_beijing.facts import BeijingFacts, HalfFacts
from sigateway_beijing.fields import asked
from sigateway_beijing.rules_window import hall_window

At = Callable[..., Context]


def answered(rule: str, **values: str) -> Rulebook:
    """The region's book, with another answer to a gap."""
    below = load_layer("sigateway_beijing")
    rules = []
    for each in below.rules:
        figures = tuple(f.model_copy(update={"values": {**f.values, **values}}) for f in each.figures)
        rules.append(each.model_copy(update={"figures": figures}) if each.id == rule else each)
    return Rulebook.merged([below.model_copy(update={"rules": tuple(rules)})])


def blocking(found: list[Finding]) -> list[str]:
    return sorted({f"{f.rule} {f.message}" for f in found if f.blocks})


def shown(**halves: HalfFacts) -> BeijingFacts:
    return BeijingFacts(halves=halves)


def test_a_whole_enrolment_has_nothing_against_it(at: At) -> None:
    assert rules.preflight(enrolment(), at()) == []


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-04T23:59:59+08:00", False),
        ("2026-11-05T00:00:00+08:00", True),
        ("2026-11-08T12:00:00+08:00", True),  # a Sunday: days off are not looked at
        ("2026-11-25T23:59:59+08:00", True),
        ("2026-11-26T00:00:00+08:00", False),
    ],
)
def test_the_window_is_day_five_to_twenty_five(at: At, moment: str, is_open: bool) -> None:
    assert hall_window(at(moment)).open is is_open
    closed = [f for f in rules.preflight(enrolment(), at(moment)) if f.rule == "BJ-32"]
    assert bool(closed) is not is_open
    update = sg.PersonUpdate(person=somebody(), changes=sg.PersonChanges(mobile="13900000001"))
    assert rules.preflight(update, at(moment)) == []  # changes of data have no window


@pytest.mark.rule("BJ-32", "BJ-16")
def test_planners_are_told_the_narrowest_reading(at: At) -> None:
    window = hall_window(at())
    assert window.closes is not None
    assert window.safe_until is not None
    assert (window.closes.day, window.safe_until.day) == (26, 23)
    after = hall_window(at("2026-12-26T00:00:00+08:00"))
    assert after.opens is not None
    assert (after.open, after.opens.month, after.opens.day) == (False, 1, 5)


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize(
    ("filing", "message"),
    [
        (enrolment(first_paid_month="2026-10"), "当月生效"),
        (enrolment(first_paid_month="2026-12"), "当月生效"),
        (stop(last_paid_month="2026-11"), "最后缴费月为 2026-10"),
    ],
)
def test_what_is_filed_is_of_this_month(at: At, filing: sg.Filing, message: str) -> None:
    [found] = blocking(rules.preflight(filing, at()))
    assert found.startswith("BJ-32")
    assert message in found


@pytest.mark.rule("BJ-18", "BJ-21", "BJ-22")
@pytest.mark.parametrize(("wage", "refused"), [("2539.99", True), ("2540", False)])
def test_no_wage_below_the_lowest_of_the_city_by_the_business_own_rule(
    at: At, wage: str, refused: bool
) -> None:
    change = sg.WageChange(person=somebody(), declared_wage=wage, effective_month="2026-11")  # type: ignore[arg-type]
    for filing, rule in (
        (enrolment(declared_wage=wage), "BJ-18"),
        (change, "BJ-21"),
        (back_pay(declared_wage=wage), "BJ-22"),
    ):
        assert {f.rule for f in rules.preflight(filing, at()) if f.blocks} == ({rule} if refused else set())


@pytest.mark.rule("BJ-18", "BJ-21", "BJ-22")
@pytest.mark.parametrize(
    "filing",
    [
        enrolment(declared_wage="1"),
        back_pay(from_month="2025-01"),
        enrolment(person=somebody(document=born("19600101", "1"))),
    ],
)
def test_a_figure_that_no_source_gives_is_graded_as_what_it_is(at: At, filing: sg.Filing) -> None:
    """Lowest wage, retirement ages and the twelve months are third parties' or assumed: they never stop a gateway that trusts E2."""
    assert {f.grade for f in rules.preflight(filing, at()) if f.blocks} == {sg.Grade.E0}


@pytest.mark.rule("BJ-21")
def test_a_figure_that_the_hall_shows_is_as_good_as_its_rule(at: At) -> None:
    half = HalfFacts(facts={"lowest": "9000.01", "psnState": "stopped"})
    found = rules.preflight(enrolment(), at(facts=shown(four=half, medical=half)))
    assert {f.grade for f in found if f.blocks} == {sg.Grade.E2}


@pytest.mark.rule("BJ-21")
def test_nobody_has_published_floor_and_ceiling_for_july_2026_and_after() -> None:
    for name in ("floor", "ceiling"):
        assert STACK.rules.figure("BJ-21", name, on=date(2026, 6, 30))
        with pytest.raises(RuleNotKnown):
            STACK.rules.figure("BJ-21", name, on=date(2026, 7, 1))


@pytest.mark.rule("BJ-21")
def test_the_halls_own_lowest_wage_decides_once_it_is_shown(at: At) -> None:
    half = HalfFacts(facts={"lowest": "9000.01", "psnState": "stopped"})
    found = blocking(rules.preflight(enrolment(), at(facts=shown(four=half, medical=half))))
    assert found == [
        "BJ-18 医疗：月均工资收入不得低于本市最低工资标准",
        "BJ-18 四险：月均工资收入不得低于本市最低工资标准",
    ]


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"person": somebody(mobile=None)}, "手机为必录项"),
        ({"person": somebody(household_place=None)}, "缴费人员类别为必录项"),
        ({"person": somebody(household_kind=None)}, "缴费人员类别为必录项"),
        ({"employment": None}, "合同起始日期为必录项"),
        ({"employment": sg.Employment(contract_start=date(2026, 11, 11))}, "合同起始日期晚于当日"),
        ({"person": somebody(clinics=("01100001", "01100001"))}, "定点医疗机构1格式有误"),
        ({"person": somebody(clinics=("1",))}, "定点医疗机构1格式有误"),
    ],
)
def test_what_an_enrolment_must_say(at: At, changes: dict[str, Any], says: str) -> None:
    assert any(says in found for found in blocking(rules.preflight(enrolment(**changes), at())))


@pytest.mark.rule("BJ-18")
def test_nation_and_household_are_needed_of_who_was_never_insured_only(at: At) -> None:
    filing = enrolment(person=somebody(nation=None))
    assert rules.preflight(filing, at()) == []  # offline nobody knows
    for state, needed in (("none", True), ("stopped", False)):
        half = HalfFacts(facts={"psnState": state})
        found = blocking(rules.preflight(filing, at(facts=shown(four=half, medical=half))))
        assert found == (["BJ-18 四险：民族为必录项"] if needed else [])


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize(
    ("ended", "refused"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 11, 10), True),
        (date(2026, 12, 1), True),
    ],
)
def test_who_leaves_this_month_is_stopped_next_month(at: At, ended: date, refused: bool) -> None:
    assert bool(blocking(rules.preflight(stop(employment_ended_on=ended), at()))) is refused


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize("ended", [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 10)])
def test_who_was_added_by_mistake_this_month_is_taken_off_in_the_same_month(at: At, ended: date) -> None:
    """停止缴费原因 99 法律、法规规定的其他情形: the fee of the month need not have been made."""
    mistaken = stop(employment_ended_on=ended, reason="enrolled_by_mistake")
    assert rules.preflight(mistaken, at()) == []
    assert asked(mistaken, "four", UNIT.schemes)["chgReason"] == "99"
    assert asked(mistaken, "medical", UNIT.schemes)["chgReason"] == "99"


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize("reason", ["laid_off", "bankrupt", "went_abroad"])
def test_a_reason_that_the_hall_has_not_is_said_to_be_that_and_none_is_guessed(at: At, reason: str) -> None:
    """Eight reasons stand on the form; another one is not a field that was forgotten."""
    found = rules.preflight(stop(reason=reason), at())
    assert {f.rule for f in found if f.blocks} == {"BJ-18"}
    assert all("没有所填的原因" in f.message and "转出、合同期满、单位解除" in f.cure for f in found)


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize(
    ("day", "sex", "refused"),
    [("19661110", "1", True), ("19661111", "1", False), ("19711110", "2", True), ("19711111", "2", False)],
)
def test_retirement_age_in_full_years_on_the_day(at: At, day: str, sex: str, refused: bool) -> None:
    filing = enrolment(person=somebody(document=born(day, sex)))
    found = [f for f in rules.preflight(filing, at()) if f.blocks]
    assert {(f.rule, f.stage) for f in found} == ({("BJ-18", sg.Stage.REVIEW)} if refused else set())


@pytest.mark.rule("BJ-07")
def test_the_four_insurances_go_together(at: At) -> None:
    found = blocking(rules.preflight(enrolment(schemes=frozenset({sg.Scheme.PENSION})), at()))
    assert found == ["BJ-07 四险：参加险种与单位参加的四险不一致"]
    assert rules.preflight(enrolment(schemes=frozenset({sg.Scheme.MEDICAL})), at()) == []


@pytest.mark.rule("BJ-07")
@pytest.mark.parametrize("make", [enrolment, stop, back_pay])
def test_a_filing_of_no_insurance_reaches_no_system_and_is_said_to(at: At, make: Any) -> None:
    assert blocking(rules.preflight(make(schemes=frozenset()), at())) == ["BJ-07 没有选择险种"]
    with pytest.raises(sg.NotOffered):
        next(flows.submit(make(schemes=frozenset()), SignedIn(unit_number="1", unit_name="模拟"), at()))


@pytest.mark.rule("BJ-22")
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"to_month": "2026-11"}, "补缴起止年月有误"),
        ({"from_month": "2025-10"}, "最长不得超过12个月"),
        ({"reason": None}, "补缴原因为必录项"),
        ({"from_month": "2025-11"}, ""),
    ],
)
def test_back_pay_reaches_twelve_months_back(at: At, changes: dict[str, Any], says: str) -> None:
    found = blocking(rules.preflight(back_pay(**changes), at()))
    assert bool(found) is bool(says)
    assert all(says in each for each in found)


@pytest.mark.rule("BJ-22")
def test_an_enrolment_holds_no_back_pay(at: At) -> None:
    assert blocking(rules.preflight(enrolment(back_pay_from="2026-09"), at())) == ["BJ-22 人员增加不含补缴"]


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize(
    ("last_paid", "cure"),
    [
        ("2026-09", "最后缴费月改为 2026-10"),  # earlier than what the hall stops: no back payment mends that
        ("2026-11", "2026-12-05 起"),
    ],
)
def test_a_stop_of_another_month_is_told_what_to_do_about_it(at: At, last_paid: str, cure: str) -> None:
    [found] = [f for f in rules.preflight(stop(last_paid_month=last_paid), at()) if f.blocks]
    assert cure in found.cure
    assert "补缴" not in found.cure


@pytest.mark.rule("BJ-20")
def test_a_control_character_is_to_be_taken_out(at: At) -> None:
    found = rules.preflight(enrolment(person=somebody(address="模拟路\x071号")), at())
    assert {f.rule for f in found if f.blocks} == {"BJ-20"}
    assert all("请删去" in f.cure for f in found)


@pytest.mark.rule("BJ-18")
def test_who_is_insured_here_already_is_not_added_again_whatever_the_entrance_says(at: At) -> None:
    """参保状态 is shown with the form: a hall whose entrance lets it pass has told it all the same."""
    here, stopped = HalfFacts(facts={"psnState": "here"}), HalfFacts(facts={"psnState": "stopped"})
    found = [f for f in rules.preflight(enrolment(), at(facts=shown(four=here, medical=stopped))) if f.blocks]
    assert [(f.rule, f.stage, f.message) for f in found] == [
        ("BJ-18", sg.Stage.ENTRANCE, "四险：此人在本单位已参保")
    ]
    assert rules.preflight(stop(), at(facts=shown(four=here, medical=here))) == []


@pytest.mark.rule("BJ-20")
def test_a_character_that_medical_lacks_is_never_replaced(at: At) -> None:
    found = blocking(rules.preflight(enrolment(person=somebody(name="模拟𠮷")), at()))
    assert found == ["BJ-20 医疗：姓名含有GBK以外的字符"]


@pytest.mark.rule("BJ-19")
@pytest.mark.parametrize("change", [{"name": "新名"}, {"household_place": "北京市"}, {"marital": "20"}])
def test_what_is_changed_at_the_counter(at: At, change: dict[str, str]) -> None:
    update = sg.PersonUpdate(person=somebody(), changes=sg.PersonChanges(**change))
    [found] = rules.preflight(update, at())
    assert (found.rule, found.effect, found.place) == ("BJ-19", sg.Effect.ELSEWHERE, "所属社保经办机构")


@pytest.mark.rule("BJ-19")
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"address": "模" * 101}, "居住地址格式有误"),
        ({"nation": "汉"}, "民族格式有误"),
        ({"education": "本科"}, "文化程度格式有误"),
        (
            {"clinics": tuple(f"0110000{n}" for n in range(1, 6))},
            "定点医疗机构4格式有误",
        ),  # the form has four
    ],
)
def test_a_change_that_the_form_cannot_hold_is_said_beforehand(
    at: At, change: dict[str, Any], says: str
) -> None:
    update = sg.PersonUpdate(person=somebody(), changes=sg.PersonChanges(**change))
    found = blocking(rules.preflight(update, at()))
    assert found
    assert all(each.startswith("BJ-19") and says in each for each in found)


@pytest.mark.rule("BJ-19")
@pytest.mark.parametrize(("address", "says"), [("模" * 101, "：地址格式有误"), ("", "：地址为必录项")])
def test_a_units_address_is_not_called_a_home(at: At, address: str, says: str) -> None:
    update = sg.EmployerUpdate(changes=sg.EmployerChanges(address=address))
    assert {each.split("BJ-19 ")[1][2:] for each in blocking(rules.preflight(update, at()))} == {says}


@pytest.mark.rule("BJ-20", "BJ-18", "BJ-32")
def test_the_words_at_the_entrance_are_findings(at: At) -> None:
    facts = shown(
        four=HalfFacts(refused=("该人员为中断失业状态，须使用企业版申报",)),
        medical=HalfFacts(refused=("此人在本单位已参保", "不在申报期内（每月5日至25日）")),
    )
    found = rules.preflight(enrolment(), at(facts=facts))
    assert [(f.rule, f.effect.value, f.stage) for f in found] == [
        ("BJ-20", "warns", sg.Stage.ENTRANCE),
        ("BJ-18", "returns", sg.Stage.ENTRANCE),
        ("BJ-32", "window", sg.Stage.ENTRANCE),
    ]


@pytest.mark.rule("BJ-33", "BJ-06")
def test_where_the_conditions_are_looked_at_again_a_difference_stops_the_filing(at: At) -> None:
    half = HalfFacts(facts={"psnState": "stopped"})
    usual = at(facts=BeijingFacts(halves={"four": half, "medical": half}, unit_differs=("单位类型",)))
    again = replace(usual, rules=answered("BJ-33", conditions_checked="each_filing"))
    assert [(f.rule, f.blocks) for f in rules.preflight(enrolment(), again)] == [("BJ-06", True)]


@pytest.mark.rule("BJ-33", "BJ-06")
def test_units_that_differ_in_the_two_systems_are_warned_and_not_stopped(at: At) -> None:
    half = HalfFacts(facts={"psnState": "stopped"})
    facts = BeijingFacts(halves={"four": half, "medical": half}, unit_differs=("单位类型",))
    assert [(f.rule, f.blocks) for f in rules.preflight(enrolment(), at(facts=facts))] == [("BJ-06", False)]


def test_a_missing_figure_is_unknown_and_no_exception(at: At) -> None:
    found = rules.preflight(enrolment(), at("2019-11-10T09:00:00+08:00"))
    assert ("BJ-21", "unknown") in {(f.rule, f.effect.value) for f in found}
