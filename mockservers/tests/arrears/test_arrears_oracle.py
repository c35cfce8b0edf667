"""The oracle over arrears: duplicates in a careless hall, and what is planted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

VIP = "4201000001"
TWICE = ["duplicate-effect", "commit-after-landing"]


def rules(settler: Any) -> list[str]:
    return [violation.rule for violation in settler.world.verify()]


@pytest.mark.parametrize("over", [False, True], ids=["in review", "taken"])
def test_a_resent_assessment_is_a_duplicate(careless: Any, over: bool) -> None:
    sxh = careless.assess(wait=over)
    assert rules(careless) == []
    again = careless.browser.post("tijiao.do", sxh=sxh)
    assert again.data["sxh"] != sxh
    assert rules(careless) == TWICE
    careless.world.clock.advance(by=300)
    assert rules(careless) == TWICE
    assert careless.states()[0] == ("202501", "已核定")


def test_a_second_assessment_of_the_same_months_is_a_duplicate(careless: Any) -> None:
    careless.assess()
    assert careless.search().kind == "arrears_form", "no assessment is looked at"
    careless.assess()
    assert rules(careless) == TWICE


@pytest.mark.parametrize("over", [False, True], ids=["in review", "taken"])
def test_a_resent_bill_is_a_duplicate(careless: Any, over: bool) -> None:
    sxh = careless.bill(careless.assess(), wait=over)
    careless.browser.post("tijiao.do", sxh=sxh)
    assert rules(careless) == TWICE
    careless.world.clock.advance(by=300)
    bills = careless.world.wuhan.tax_desk.bills()
    assert len({bill.number for bill in bills}) == 2
    careless.world.wuhan.tax_desk.pay(bills[0].number)
    assert careless.states()[0] == ("202501", "已缴费"), "the bill that came furthest counts"
    assert careless.search_number("huitui", bills[0].assessments[0]).messages == ["税票已开具，不能回退"]


@pytest.mark.parametrize("over", [False, True], ids=["in review", "taken"])
def test_a_resent_rollback_is_a_duplicate(careless: Any, over: bool) -> None:
    number = careless.assess()
    careless.bill(number)
    sxh = careless.roll_back(number, wait=over)
    assert rules(careless) == []
    careless.browser.post("tijiao.do", sxh=sxh)
    assert rules(careless) == TWICE
    careless.world.clock.advance(by=300)
    assert careless.states()[0] == ("202501", "欠费")
    assert rules(careless) == TWICE


@pytest.mark.parametrize("over", [False, True], ids=["in review", "taken"])
def test_a_resent_write_off_is_a_duplicate(careless: Any, over: bool) -> None:
    person = careless.world.people.noted("insured here man")
    careless.world.wuhan.add_arrears(VIP, person.number, ["202611"])
    sxh = careless.write_off(person, wait=over)
    careless.browser.post("tijiao.do", sxh=sxh)
    careless.world.clock.advance(by=300)
    assert rules(careless) == TWICE
    assert careless.states(person) == [("202611", "已注销")]


def test_the_same_person_with_other_months_is_no_duplicate(settler: Any) -> None:
    settler.assess()
    settler.world.wuhan.add_arrears(VIP, settler.owing.number, ["202503"])
    settler.assess()
    assert settler.world.attempts_after_landing() == []
    assert rules(settler) == []


def test_a_rollback_that_came_back_makes_no_way(careless: Any) -> None:
    number = careless.assess()
    careless.bill(number)
    careless.roll_back(number, wait=False)
    careless.world.wuhan.tax_desk.pay(careless.bills()[0]["jfdh"])
    careless.world.clock.advance(by=300)
    assert rules(careless) == []
    careless.browser.post("tijiao.do", sxh=number)
    assert rules(careless) == TWICE


def test_planted_faults_are_named(settler: Any) -> None:
    world, store = settler.world, settler.world.wuhan.store
    person = world.people.noted("insured here man")
    world.wuhan.add_arrears(VIP, person.number, ["202611"])
    settler.write_off(person)
    settler.bill(settler.assess())
    assert rules(settler) == []
    sound = dict(store.owed), dict(store.bills), dict(store.effects)
    (number,) = store.bills
    store.bills[number] = replace(store.bills[number], rolled_back=True, receipt="SP0000000001")
    assert rules(settler) == ["state"]
    store.bills.clear()
    assert rules(settler) == ["state"]
    store.bills.update(sound[1])
    store.owed[person.number] = tuple(replace(each, ended="") for each in store.owed[person.number])
    assert rules(settler) == ["state"]
    store.owed.update(sound[0])
    store.effects[1] = replace(store.effects[1], at=world.plan.now.replace(month=12))
    assert rules(settler) == ["outside-window"]
    store.effects[1] = replace(sound[2][1], zjhm=settler.owing.number, start_month="202501")
    assert "state" in rules(settler)
