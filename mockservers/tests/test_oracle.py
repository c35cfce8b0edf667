"""The oracle: it stays silent over honest work, and names what is planted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sigateway_mockservers import Simulator, World


@pytest.fixture
def careless(simulator: Simulator) -> World:
    return simulator.create_world(variants={"wuhan": {"accepts_duplicates"}})


def rules(world: World) -> list[str]:
    return [violation.rule for violation in world.verify()]


def test_a_resent_submission_is_a_duplicate_and_a_commit_after_landing(
    careless: World, open_browser: Any
) -> None:
    browser = open_browser(careless)
    sxh = browser.file(careless.people.noted("uninsured man"))
    assert rules(careless) == []
    browser.post("tijiao.do", sxh=sxh)
    assert rules(careless) == ["duplicate-effect", "commit-after-landing"]
    assert len(careless.attempts_after_landing()) == 1


def test_two_drafts_with_the_same_content_are_a_commit_after_landing(
    careless: World, open_browser: Any
) -> None:
    browser = open_browser(careless)
    person = careless.people.noted("uninsured man")
    browser.file(person)
    browser.file(person)
    assert "commit-after-landing" in rules(careless)


def test_two_filings_with_different_content_are_a_duplicate_only(careless: World, open_browser: Any) -> None:
    browser = open_browser(careless)
    person = careless.people.noted("uninsured man")
    browser.file(person)
    browser.file(person, sbgz="7000.00")
    assert rules(careless) == ["duplicate-effect"]


def test_enrol_stop_enrol_is_honest_work(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured man")
    browser.file(person)
    world.clock.advance(by=300)
    stop = world.wuhan.suspend_as_clerk("4201000001", person.number)
    assert browser.get("home.do").rows["yiban"][1]["ywmc"] == stop.business == "暂停缴费"
    assert browser.get("xiangqing.do", sxh=stop.sxh).kind == "detail"
    browser.file(person)
    world.clock.advance(by=300)
    assert [effect.kind for effect in world.wuhan.effects()] == ["enrolment", "suspension", "enrolment"]
    assert len(world.wuhan.effects(kind="enrolment")) == 2
    assert rules(world) == []


def test_return_and_resubmission_of_the_same_content_is_honest_work(world: World, ordinary: Any) -> None:
    sxh = ordinary.file(world.people.noted("uninsured man"))
    world.wuhan.counter.return_(sxh, reasons=["缺材料"])
    ordinary.post("tijiao.do", sxh=sxh)
    assert rules(world) == []


def test_an_attempt_that_the_hall_refused_is_counted_but_no_violation(world: World, browser: Any) -> None:
    sxh = browser.file(world.people.noted("uninsured man"))
    browser.post("tijiao.do", sxh=sxh)
    assert rules(world) == []
    assert [entry.subject for entry in world.attempts_after_landing()] == [sxh]


def test_planted_faults_in_the_state_are_named(world: World, browser: Any) -> None:
    sxh = browser.file(world.people.noted("uninsured man"))
    store = world.wuhan.store
    store.effects[1] = replace(store.effects[1], start_month="202601")
    assert rules(world) == ["outside-window"]
    store.effects[1] = replace(store.effects[1], start_month="202611", in_force=True)
    assert rules(world) == ["state"]
    del store.effects[1]
    assert rules(world) == ["state"]
    store.tasks[sxh] = replace(store.tasks[sxh], unit="nobody")
    store.insurances.clear()
    assert "state" in rules(world)


def test_people_may_file_by_hand_and_the_hall_keeps_one(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured man")
    draft = world.wuhan.save_draft_as_clerk("4201000001", person.number)
    world.wuhan.submit_as_clerk(draft.sxh)
    with pytest.raises(ValueError, match="此人在本单位已有正在办理的增员业务"):
        world.wuhan.save_draft_as_clerk("4201000001", person.number)
    with pytest.raises(ValueError, match="该业务已提交"):
        world.wuhan.submit_as_clerk(draft.sxh)
    with pytest.raises(ValueError, match="not insured"):
        world.wuhan.suspend_as_clerk("4201000001", person.number)
    assert browser.search(person).kind == "enrol_search"
    assert [entry.operation for entry in world.wuhan.commits] == ["login.submit"]
