"""Many clients at once: one lock a World, never held while somebody is kept waiting."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from sigateway_mockservers import Fault, MockServer, Simulator, World, serve


def test_of_many_submissions_at_once_one_lands(world: World, open_browser: Any, server: MockServer) -> None:
    browser = open_browser(world, server=server)
    sxh = browser.save(world.people.noted("uninsured man")).data["sxh"]
    together = threading.Barrier(8)

    def submit(_: int) -> str:
        together.wait()
        reply = browser.client.post("tijiao.do", data={"sxh": sxh})
        return "landed" if "提交成功" in reply.content.decode("gbk") else "refused"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(submit, range(8)))
    assert outcomes == ["landed"] + ["refused"] * 7
    assert len(world.wuhan.effects()) == 1
    assert [entry.number for entry in world.journal.entries] == list(range(1, len(world.journal.entries) + 1))


def test_a_stalled_request_holds_nobody_up(world: World, open_browser: Any, server: MockServer) -> None:
    browser, other = open_browser(world, server=server), open_browser(world, server=server)
    world.faults.add(Fault("wuhan", "home.open", "stall", "after_commit"))
    with ThreadPoolExecutor(1) as pool:
        stalled = pool.submit(browser.client.get, "home.do", timeout=1.0)
        while not world.journal.of("home.open")[-1].fault:
            time.sleep(0.005)
        assert other.get("home.do").kind == "home"
        assert not stalled.done()
        assert isinstance(stalled.exception(), httpx.ReadTimeout)


def test_the_server_stops_at_once_with_stalled_and_idle_connections(simulator: Simulator) -> None:
    world = simulator.create_world()
    world.faults.add(Fault("wuhan", "login.open", "stall"))
    before = threading.active_count()
    with httpx.Client(trust_env=False) as client, ThreadPoolExecutor(1) as pool:
        with serve(simulator) as server:
            base = world.base_url("wuhan", server.url)
            client.get(base + "index.do")
            stalled = pool.submit(httpx.get, base + "login.do", trust_env=False, timeout=5)
            while world.faults.unconsumed():
                time.sleep(0.005)
            begun = time.monotonic()
        assert time.monotonic() - begun < 2
        assert isinstance(stalled.exception(), httpx.TransportError)
    assert threading.active_count() == before


def test_a_failure_of_the_mock_itself_reaches_the_test(simulator: Simulator) -> None:
    world = simulator.create_world()
    world.halls["wuhan"].next_event_at = None  # type: ignore[assignment,method-assign]

    def visit() -> None:
        with serve(simulator) as server:
            reply = httpx.get(world.base_url("wuhan", server.url) + "index.do", trust_env=False)
            assert reply.status_code == 500

    with pytest.raises(ExceptionGroup, match="the mock itself failed") as failed:
        visit()
    assert [type(error) for error in failed.value.exceptions] == [TypeError]
