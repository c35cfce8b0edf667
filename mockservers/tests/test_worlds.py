"""Worlds: isolation, forks, resets, clocks, and how little one costs."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sigateway_mockservers import Fault, Simulator, World


def test_cookies_and_state_of_two_worlds_never_meet(
    simulator: Simulator, world: World, open_browser: Any
) -> None:
    other = simulator.create_world(seed=7)
    browser = open_browser(world)
    browser.file(world.people.noted("uninsured man"))
    theirs = browser.client.get(other.base_url("wuhan") + "home.do")
    assert "cookie" not in theirs.request.headers
    assert "登录超时" in theirs.content.decode("gbk")
    assert other.wuhan.tasks() == []
    # Even a stolen cookie opens nothing in the other World.
    (cookie,) = browser.client.cookies.jar
    stolen = browser.client.get(
        other.base_url("wuhan") + "home.do", headers={"Cookie": f"JSESSIONID={cookie.value}"}
    )
    assert "登录超时" in stolen.content.decode("gbk")


def test_a_certificate_of_one_world_is_nothing_in_another(
    simulator: Simulator, world: World, open_browser: Any
) -> None:
    other = simulator.create_world(seed=7)
    visitor = open_browser(other, signed_in=False)
    visitor.world = world
    assert visitor.sign_in().messages == ["数字证书无效或与用户不符"]


def test_a_fork_goes_on_alone(world: World, browser: Any, open_browser: Any) -> None:
    sxh = browser.file(world.people.noted("uninsured man"))
    world.faults.add(Fault("wuhan", "submit", "reset"))
    twin = world.fork()
    assert twin.id != world.id
    twin.clock.advance(by=300)
    assert twin.wuhan.task(sxh).result == "结束"
    assert world.wuhan.task(sxh).result == "进行中"
    assert len(twin.faults.unconsumed()) == 1
    assert open_browser(twin).get("home.do").rows["yiban"][1]["spjg"] == "结束"
    world.people.change(world.people.noted("renewal").number, ever_insured=False)
    assert twin.people.noted("renewal").ever_insured


def test_reset_forgets_everything_and_keeps_the_handles(world: World, browser: Any) -> None:
    hall, clock, people = world.wuhan, world.clock, world.people
    begun, count = clock.now(), len(people)
    browser.file(people.noted("uninsured man"))
    people.synthetic()
    world.faults.add(Fault("wuhan", "submit", "reset"))
    clock.advance(by=3600)
    world.reset()
    assert (clock.now(), len(people), hall.tasks(), hall.effects()) == (begun, count, [], [])
    assert (world.journal.entries, world.faults.all()) == ([], [])
    assert browser.get("home.do").kind == "login", "sessions are gone too"
    assert browser.sign_in().kind == "home"


def test_the_same_seed_repeats_itself(simulator: Simulator, open_browser: Any) -> None:
    pages = []
    for _ in range(2):
        world = simulator.create_world(seed=3)
        browser = open_browser(world)
        browser.file(world.people.noted("uninsured man"))
        world.clock.advance(by=300)
        pages.append(browser.get("home.do").text)
    assert pages[0] == pages[1]


def test_clock_moves_forward_only_and_by_names(world: World) -> None:
    clock = world.clock
    assert clock.now().isoformat() == "2026-11-10T09:00:00+08:00"
    clock.advance(by=timedelta(minutes=1))
    clock.advance(to=datetime(2026, 11, 10, 2, 0, tzinfo=UTC))
    assert clock.now().isoformat() == "2026-11-10T10:00:00+08:00"
    clock.advance(until="day 20")
    assert clock.now().isoformat() == "2026-11-20T00:00:00+08:00"
    clock.advance(until="day 20")
    assert clock.now().isoformat() == "2026-12-20T00:00:00+08:00"
    clock.advance(until="next month")
    assert clock.now().isoformat() == "2027-01-01T00:00:00+08:00"
    clock.advance(until="next day")
    assert clock.now().isoformat() == "2027-01-02T00:00:00+08:00"
    with pytest.raises(ValueError, match="only forward"):
        clock.advance(by=-1)
    with pytest.raises(ValueError, match="known: next event"):
        clock.advance(until="window.opens")
    with pytest.raises(ValueError, match="exactly one"):
        clock.advance()
    with pytest.raises(ValueError, match="nothing is waiting"):
        clock.advance(until="next event")


def test_a_ticking_clock_ticks_and_reviews_fall_due(simulator: Simulator) -> None:
    world = simulator.create_world(ticking=True)
    before = world.clock.now()
    time.sleep(0.01)
    assert world.clock.now() > before
    draft = world.wuhan.save_draft_as_clerk("4201000001", world.people.noted("uninsured man").number)
    world.wuhan.submit_as_clerk(draft.sxh)
    assert [event.what for event in world.clock.advance(by=301)] == ["review.approved"]


def test_unknown_variants_and_halls_are_refused(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match="no variant typo; known: accepts_duplicates"):
        simulator.create_world(variants={"wuhan": {"typo"}})
    with pytest.raises(ValueError, match="no hall 'atlantis'"):
        simulator.create_world(variants={"atlantis": set()})


def test_a_world_costs_next_to_nothing(simulator: Simulator) -> None:
    simulator.create_world()
    begun = time.perf_counter()
    for _ in range(20):
        simulator.create_world()
    assert (time.perf_counter() - begun) / 20 < 0.05


def test_state_is_json_without_passwords(world: World, browser: Any) -> None:
    import json

    browser.file(world.people.noted("uninsured man"))
    text = json.dumps(world.state(), ensure_ascii=False)
    journal = json.dumps([entry.as_json() for entry in world.journal.entries], ensure_ascii=False)
    for secret in (browser.unit.slip.password, browser.unit.slip.certificate_password):
        assert secret not in text
        assert secret not in journal


def test_synthetic_people_are_sound_and_marked(world: World) -> None:
    from sigateway_mockservers.kernel.numbers import identity_number_is_sound

    first, second = world.people.synthetic(sex="2"), world.people.synthetic(sex="2")
    assert first.number != second.number
    assert identity_number_is_sound(first.number)
    assert first.name.startswith("模拟")
    with pytest.raises(ValueError, match="is not in GBK"):
        world.people.synthetic(name="模拟𠮷")
