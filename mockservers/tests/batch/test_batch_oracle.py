"""The oracle over batches: rows are judged exactly as single filings are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sigateway_mockservers import Fault, Simulator, World

TWICE = ["duplicate-effect", "commit-after-landing"]


@pytest.fixture
def careless(simulator: Simulator) -> World:
    return simulator.create_world(variants={"wuhan": {"accepts_duplicates"}})


def rules(world: World) -> list[str]:
    return [violation.rule for violation in world.verify()]


@pytest.mark.parametrize("decided", [False, True], ids=["in review", "decided"])
@pytest.mark.parametrize("yw", ["zengyuan", "zanting"])
def test_a_batch_sent_twice_is_a_duplicate_of_every_row(
    careless: World, open_browser: Any, yw: str, decided: bool
) -> None:
    browser = open_browser(careless)
    enrols = yw == "zengyuan"
    notes = ("uninsured man", "renewal") if enrols else ("insured here man", "insured here woman")
    row = browser.enrol_row if enrols else browser.stop_row
    sxh = browser.upload(yw, [row(careless.people.noted(note)) for note in notes]).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    careless.clock.advance(by=300 if decided else 0)
    assert rules(careless) == []
    again = browser.post("tijiao.do", sxh=sxh)
    assert again.kind == "submitted"
    assert again.data["sxh"] != sxh
    assert [row["hh"] for row in browser.batch_rows(again.data["sxh"])] == ["2", "3"]
    assert rules(careless) == ["duplicate-effect", *TWICE]
    assert len(careless.attempts_after_landing()) == 1
    careless.clock.advance(by=300)
    assert rules(careless) == ["duplicate-effect", *TWICE]


def test_a_single_filing_and_a_row_with_the_same_content_are_one(careless: World, open_browser: Any) -> None:
    browser = open_browser(careless)
    man, woman = careless.people.noted("uninsured man"), careless.people.noted("uninsured woman")
    browser.file(man)
    page = browser.upload("zengyuan", [browser.enrol_row(man), browser.enrol_row(woman)])
    browser.post("tijiao.do", sxh=page.data["sxh"])
    assert rules(careless) == TWICE
    single, row = careless.wuhan.effects()[:2]
    assert single.content == row.content


def test_a_row_with_other_content_is_a_duplicate_only(careless: World, open_browser: Any) -> None:
    browser = open_browser(careless)
    man = careless.people.noted("uninsured man")
    browser.file(man)
    sxh = browser.upload("zengyuan", [browser.enrol_row(man, sbgz="7000.00")]).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    assert rules(careless) == ["duplicate-effect"]


def test_a_refused_second_submission_is_an_attempt_and_no_violation(world: World, browser: Any) -> None:
    man, woman = world.people.noted("uninsured man"), world.people.noted("uninsured woman")
    first = browser.upload("zengyuan", [browser.enrol_row(man)]).data["sxh"]
    second = browser.upload("zengyuan", [browser.enrol_row(man), browser.enrol_row(woman)]).data["sxh"]
    browser.post("tijiao.do", sxh=first)
    browser.post("tijiao.do", sxh=first)
    browser.post("tijiao.do", sxh=second)
    assert [entry.subject for entry in world.attempts_after_landing()] == [first, second]
    assert rules(world) == []


def test_an_answer_that_was_lost_is_found_in_the_lists(world: World, browser: Any) -> None:
    sxh = browser.upload("zengyuan", [browser.enrol_row(world.people.noted("uninsured man"))]).data["sxh"]
    world.faults.add(Fault("wuhan", "submit", "maintenance", "after_commit"))
    assert browser.post("tijiao.do", sxh=sxh).kind == "maintenance"
    assert browser.batch_rows(sxh)[0]["spjg"] == "进行中"
    (commit,) = [entry for entry in world.wuhan.commits if entry.operation == "submit"]
    assert (commit.subject, commit.kind, commit.content) == (sxh, "enrolment", "")
    assert [(part.person, part.taken) for part in commit.parts] == [
        (world.people.noted("uninsured man").number, True)
    ]
    assert rules(world) == []


def test_enrol_stop_and_enrol_again_by_batches_is_honest_work(world: World, browser: Any) -> None:
    people = [world.people.noted(note) for note in ("uninsured man", "uninsured woman")]
    enrol = [browser.enrol_row(person) for person in people]
    stop = [browser.stop_row(person) for person in people]
    for _ in range(2):
        for yw, rows in (("zengyuan", enrol), ("zanting", stop)):
            browser.post("tijiao.do", sxh=browser.upload(yw, rows).data["sxh"])
            world.clock.advance(by=300)
        world.clock.advance(until="next month")
        browser.sign_in()
    kinds = [each.kind for each in world.wuhan.effects()]
    assert kinds == [*["enrolment"] * 2, *["suspension"] * 2] * 2
    assert world.attempts_after_landing() == []
    assert rules(world) == []


def test_a_wage_change_and_a_single_stop_find_a_row_in_force(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured man")
    browser.post("tijiao.do", sxh=browser.upload("zengyuan", [browser.enrol_row(person)]).data["sxh"])
    world.clock.advance(by=300)
    browser.change_wage(person, "7000.00")
    browser.stop(person)
    world.clock.advance(by=300)
    assert world.wuhan.effects()[0].stopped is not None
    assert rules(world) == []


def test_planted_faults_in_rows_are_named(world: World, browser: Any) -> None:
    people = [world.people.noted(note) for note in ("uninsured man", "uninsured woman")]
    sxh = browser.upload("zengyuan", [browser.enrol_row(person) for person in people]).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    store = world.wuhan.store
    sound, task = store.effects[2], store.tasks[sxh]
    for planted, rule in (
        (replace(sound, start_month="202601"), "outside-window"),
        (replace(sound, in_force=True), "state"),
        (replace(sound, returned=True), "state"),
        (replace(sound, zjhm=people[0].number), "duplicate-effect"),
    ):
        store.effects[2] = planted
        assert rules(world) == [rule]
        store.effects[2] = sound
    store.tasks[sxh] = replace(task, rows=(task.rows[0], replace(task.rows[1], returned=True)))
    assert rules(world) == ["state"]
    store.tasks[sxh] = task
    assert rules(world) == []


def test_forks_and_resets_keep_batches_apart(world: World, browser: Any, open_browser: Any) -> None:
    sxh = browser.upload("zengyuan", [browser.enrol_row(world.people.noted("uninsured man"))]).data["sxh"]
    twin = world.fork()
    browser.post("tijiao.do", sxh=sxh)
    assert twin.wuhan.effects() == []
    other = open_browser(twin)
    assert other.batch_rows(sxh)[0]["spjg"] == ""
    assert other.post("tijiao.do", sxh=sxh).kind == "submitted"
    world.reset()
    assert world.wuhan.tasks() == []
    assert (rules(world), rules(twin)) == ([], [])
