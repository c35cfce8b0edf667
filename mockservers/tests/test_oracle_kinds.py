"""The oracle over stops and wage changes: what makes way for what, and what is a duplicate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

VIP = "4201000001"
TWICE = ["duplicate-effect", "commit-after-landing"]


@pytest.fixture
def careless(simulator: Simulator) -> World:
    return simulator.create_world(variants={"wuhan": {"accepts_duplicates"}})


def rules(world: World) -> list[str]:
    return [violation.rule for violation in world.verify()]


def test_enrol_stop_and_enrol_again_with_the_same_body_is_honest_work(world: World, browser: Any) -> None:
    person, body = world.people.noted("uninsured man"), {"htqsrq": "2026-11-02"}
    stop = {"jsrq": "2026-11-10"}
    for month in ("202611", "202612"):
        browser.file(person, **body)
        world.clock.advance(by=300)
        browser.change_wage(person, "7000.00")
        browser.stop(person, **stop)
        world.clock.advance(by=300)
        assert world.wuhan.effects()[-1].start_month > month
        world.clock.advance(until="next month")
        browser.sign_in()
    browser.file(person, **body)
    world.clock.advance(by=300)
    effects = world.wuhan.effects()
    assert [each.kind for each in effects] == [*["enrolment", "wage_change", "suspension"] * 2, "enrolment"]
    assert len({each.content for each in effects}) == 3
    assert world.attempts_after_landing() == []
    assert rules(world) == []


def test_a_wage_there_and_back_is_legal_three_times(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    for wage in ("7000.00", "8000.00", "7000.00"):
        browser.change_wage(person, wage)
    world.clock.advance(by=300)
    assert len(world.wuhan.effects(kind="wage_change")) == 3
    assert world.attempts_after_landing() == []
    assert rules(world) == []


def test_the_same_wage_twice_is_a_duplicate_though_the_hall_takes_it(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    browser.change_wage(person, "7000.00")
    world.clock.advance(by=300)
    browser.change_wage(person, "7000.00")
    assert rules(world) == TWICE
    assert len(world.attempts_after_landing()) == 1


def test_the_same_wage_of_two_people_is_no_duplicate(world: World, browser: Any) -> None:
    for note in ("insured here man", "insured here woman"):
        browser.change_wage(world.people.noted(note), "7000.00")
    assert rules(world) == []


def test_a_clerks_wage_between_makes_way(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    browser.change_wage(person, "7000.00")
    draft = world.wuhan.save_draft_as_clerk(VIP, person.number, kind="wage_change", xgz="8000.00")
    world.wuhan.submit_as_clerk(draft.sxh)
    browser.change_wage(person, "7000.00")
    assert rules(world) == []


@pytest.mark.parametrize("over", [False, True], ids=["in review", "approved"])
def test_a_resent_stop_is_a_duplicate(careless: World, open_browser: Any, over: bool) -> None:
    browser = open_browser(careless)
    person = careless.people.noted("insured here man")
    sxh = browser.stop(person)
    careless.clock.advance(by=300 if over else 0)
    again = browser.post("tijiao.do", sxh=sxh)
    assert again.data["sxh"] != sxh
    assert rules(careless) == TWICE
    careless.clock.advance(by=300)
    assert rules(careless) == TWICE
    careless.clock.advance(until="next month")
    browser.sign_in()
    assert browser.post("tijiao.do", sxh=sxh).messages == ["此人未在本单位参保"]


def test_two_different_stops_of_one_insurance_are_a_duplicate_only(
    careless: World, open_browser: Any
) -> None:
    browser = open_browser(careless)
    person = careless.people.noted("insured here man")
    browser.stop(person)
    assert browser.stop_search(person).kind == "suspend_form", "正在办理 is not looked at"
    browser.stop(person, tbyy="01")
    assert rules(careless) == ["duplicate-effect"]


def test_a_resent_wage_change_is_a_duplicate(careless: World, open_browser: Any) -> None:
    browser = open_browser(careless)
    sxh = browser.change_wage(careless.people.noted("insured here man"), "7000.00")
    assert browser.post("tijiao.do", sxh=sxh).kind == "submitted"
    assert rules(careless) == TWICE


def test_a_stop_that_came_back_lets_nobody_enrol_again(careless: World, open_browser: Any) -> None:
    browser = open_browser(careless)
    person = careless.people.noted("uninsured man")
    sxh = browser.file(person)
    careless.clock.advance(by=300)
    browser.stop(person)
    careless.people.change(person.number, arrears=True)
    careless.clock.advance(by=300)
    assert rules(careless) == []
    browser.post("tijiao.do", sxh=sxh)
    assert rules(careless) == TWICE


def test_a_clerks_stop_at_once_is_the_only_one(world: World, browser: Any) -> None:
    person = world.people.noted("insured here, arrears")
    stop = world.wuhan.suspend_as_clerk(VIP, person.number)
    assert (stop.result, stop.person) == ("结束", person.number)
    assert not world.wuhan.is_insured(VIP, person.number)
    other = world.people.noted("insured here man")
    browser.stop(other)
    with pytest.raises(ValueError, match="此人在本单位已有正在办理的暂停缴费业务"):
        world.wuhan.suspend_as_clerk(VIP, other.number)
    assert len(world.wuhan.tasks()) == 2
    assert rules(world) == []


def test_clerks_file_every_kind_by_the_rules(world: World) -> None:
    hall, person = world.wuhan, world.people.noted("insured here man")
    draft = hall.save_draft_as_clerk(VIP, person.number, kind="suspension", tbyy="06")
    assert hall.submit_as_clerk(draft.sxh).fields["tbyy"] == "06"
    with pytest.raises(ValueError, match="no business 'retirement'; known: enrolment"):
        hall.save_draft_as_clerk(VIP, person.number, kind="retirement")
    with pytest.raises(ValueError, match="变更后申报工资格式有误"):
        hall.save_draft_as_clerk(VIP, person.number, kind="wage_change", xgz="x")
    with pytest.raises(ValueError, match="the form has no field sbgz"):
        hall.save_draft_as_clerk(VIP, person.number, kind="wage_change", sbgz="1.00")
    with pytest.raises(ValueError, match="no business"):
        hall.effects(kind="enrollment")
    assert rules(world) == []


def test_planted_faults_in_stops_and_wages_are_named(world: World, browser: Any) -> None:
    man, woman = world.people.noted("insured here man"), world.people.noted("insured here woman")
    browser.stop(man)
    browser.change_wage(woman, "7000.00")
    world.clock.advance(by=300)
    store = world.wuhan.store
    sound = dict(store.effects), dict(store.insurances)
    for number in (1, 2):
        store.effects[number] = replace(store.effects[number], start_month="202701")
        assert rules(world) == ["outside-window"]
        store.effects[number] = sound[0][number]
        key = store.effects[number].insurance
        store.insurances[key] = replace(store.insurances[key], stopped=None, wages=())
        assert rules(world) == ["state"]
        store.insurances[key] = sound[1][key]
    assert rules(world) == []
