"""Faults: each strikes where it says, on the side of the commit that it says, and is counted."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sigateway_mockservers import Fault, World


def fault(operation: str, do: str, when: str = "", **more: Any) -> Fault:
    return Fault("wuhan", operation, do, when, **more)


@pytest.fixture
def draft(world: World, browser: Any) -> str:
    sxh: str = browser.save(world.people.noted("uninsured man")).data["sxh"]
    return sxh


ERRORS = [
    ("refuse", {}, "before_commit", httpx.ConnectError),
    ("refuse", {"connect_timeout": True}, "before_commit", httpx.ConnectTimeout),
    ("reset", {}, "before_commit", httpx.ReadError),
    ("reset", {}, "after_commit", httpx.ReadError),
    ("disconnect", {}, "before_commit", httpx.RemoteProtocolError),
    ("disconnect", {}, "after_commit", httpx.RemoteProtocolError),
    ("stall", {}, "before_commit", httpx.ReadTimeout),
    ("stall", {}, "after_commit", httpx.ReadTimeout),
    ("truncate", {}, "mid_body", httpx.RemoteProtocolError),
]


@pytest.mark.parametrize(("do", "more", "when", "error"), ERRORS)
def test_transport_faults_and_the_commit(
    world: World, browser: Any, draft: str, do: str, more: dict[str, Any], when: str, error: type[Exception]
) -> None:
    world.faults.add(fault("submit", do, when, **more))
    with pytest.raises(error):
        browser.post("tijiao.do", sxh=draft)
    acted = when != "before_commit"
    assert len(world.wuhan.effects()) == acted
    entry = world.journal.entries[-1]
    assert (entry.operation, entry.committed, entry.fault) == ("submit", acted, f"{do}/{when}")
    assert (entry.status == 0) is not acted
    world.faults.assert_consumed()
    expected = "该业务已提交，请勿重复提交" if acted else "提交成功"
    assert browser.post("tijiao.do", sxh=draft).messages == [expected]


PAGES = [
    ("maintenance", {}, "maintenance", "系统维护中，请稍后再试", True),
    ("login_page", {}, "login", "登录超时，请重新登录", True),
    ("login_page", {"keep_session": False}, "login", "登录超时，请重新登录", False),
    ("session_expired", {}, "login", "登录超时，请重新登录", False),
    ("session_taken", {}, "login", "您的账号已在其他地方登录", False),
]


@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
@pytest.mark.parametrize(("do", "more", "kind", "words", "alive"), PAGES)
def test_page_faults(
    world: World,
    browser: Any,
    draft: str,
    do: str,
    more: dict[str, Any],
    kind: str,
    words: str,
    alive: bool,
    when: str,
) -> None:
    world.faults.add(fault("submit", do, when, **more))
    page = browser.post("tijiao.do", sxh=draft)
    assert (browser.last.status_code, page.kind, page.messages) == (200, kind, [words])
    assert len(world.wuhan.effects()) == (when == "after_commit")
    assert (browser.get("home.do").kind == "home") is alive
    world.faults.assert_consumed()


@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
@pytest.mark.parametrize("status", [502, 503])
def test_gateway_errors(world: World, browser: Any, draft: str, when: str, status: int) -> None:
    world.faults.add(fault("submit", "status_5xx", when, status=status))
    reply = browser.client.post("tijiao.do", data={"sxh": draft})
    assert reply.status_code == status
    assert reply.headers["date"] == "Tue, 10 Nov 2026 01:00:00 GMT"
    assert len(world.wuhan.effects()) == (when == "after_commit")


def test_a_silent_cut_shows_only_by_the_missing_end_mark(world: World, browser: Any, draft: str) -> None:
    world.faults.add(fault("submit", "truncate", silent=True))
    reply = browser.client.post("tijiao.do", data={"sxh": draft})
    assert reply.status_code == 200
    assert int(reply.headers["content-length"]) == len(reply.content)
    assert "页面结束" not in reply.content.decode("gbk", "ignore")
    assert len(world.wuhan.effects()) == 1


def test_shown_late_keeps_the_lists_as_they_were(world: World, browser: Any, draft: str) -> None:
    world.faults.add(fault("submit", "shown_late", params={"seconds": 60}))
    assert browser.post("tijiao.do", sxh=draft).kind == "submitted"
    home = browser.get("home.do")
    assert [row["sxh"] for row in home.rows["daiban"][1:]] == [draft]
    assert home.rows["yiban"][1:] == []
    assert browser.get("xiangqing.do", sxh=draft).messages == ["无此业务"]
    assert browser.get("renwu.do", sxh=draft).kind == "check"
    assert browser.post("tijiao.do", sxh=draft).messages == ["该业务已提交，请勿重复提交"]
    assert world.verify() == []
    world.clock.advance(by=60)
    home = browser.get("home.do")
    assert home.rows["daiban"][1:] == []
    assert [row["sxh"] for row in home.rows["yiban"][1:]] == [draft]


def test_a_draft_shown_late(world: World, browser: Any) -> None:
    world.faults.add(fault("enrol.save", "shown_late", seconds=60))
    browser.save(world.people.noted("uninsured man"))
    assert browser.get("home.do").rows["daiban"][1:] == []
    world.clock.advance(by=60)
    assert len(browser.get("home.do").rows["daiban"][1:]) == 1


def test_the_month_turns_while_the_form_is_open(world: World, browser: Any) -> None:
    world.clock.advance(to="2026-11-30T23:59:00+08:00")
    browser.sign_in()
    page = browser.search(world.people.noted("uninsured man"))
    assert page.data["cbny"] == "202611"
    world.faults.add(fault("enrol.save", "window_closes", advance=120))
    check = browser.post("zengyuan_baocun.do", **browser.filled(page))
    assert check.inputs["cbny"] == "202612"
    assert world.clock.now().isoformat() == "2026-12-01T00:01:00+08:00"


@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
@pytest.mark.parametrize("operation", ["suspend.save", "suspend.edit", "wage.save", "wage.edit"])
def test_every_save_of_the_other_businesses_is_a_commit_point(
    world: World, browser: Any, operation: str, when: str
) -> None:
    person, acted = world.people.noted("insured here man"), when == "after_commit"
    stops, edits = operation.startswith("suspend"), operation.endswith("edit")
    path, changed = ("zanting", {"tbyy": "01"}) if stops else ("gongzi", {"xgz": "7500.00"})
    check = browser.stop_save(person) if stops else browser.wage_save(person, "7000.00")
    form = browser.stop_search(person) if stops else browser.wage_search(person.number)
    more = check.inputs if edits else {**check.inputs, **form.inputs, "jsrq": "2026-11-01"}
    world.faults.add(fault(operation, "disconnect", when))
    with pytest.raises(httpx.RemoteProtocolError):
        browser.post(f"{path}_{'xiugai' if edits else 'baocun'}.do", **{**more, **changed})
    entry = world.journal.entries[-1]
    assert (entry.operation, entry.committed, entry.person) == (operation, acted, person.number * acted)
    assert entry.kind == ("suspension" if stops else "wage_change") * acted
    tasks = world.wuhan.tasks()
    assert len(tasks) == 1 + (acted and not edits)
    assert (tasks[-1].fields.items() >= changed.items()) is acted
    world.faults.assert_consumed()


def test_window_closes_moves_to_the_next_month(world: World, browser: Any) -> None:
    world.faults.add(fault("login.open", "window_closes"))
    browser.get("login.do")
    assert world.clock.now().isoformat() == "2026-12-01T00:00:00+08:00"


def test_faults_strike_the_nth_request_so_many_times_and_reads_too(world: World, browser: Any) -> None:
    world.faults.add(fault("home.open", "status_5xx", nth=2, times=2))
    world.faults.add(fault("*", "maintenance", nth=4))
    statuses = [browser.client.get("home.do").status_code for _ in range(4)]
    assert statuses == [200, 503, 503, 200]
    assert [each.do for each in world.faults.unconsumed()] == ["maintenance"]
    browser.get("home.do")
    assert browser.get("login.do").kind == "maintenance"
    world.faults.assert_consumed()


def test_a_fault_that_never_struck_fails_the_test(world: World) -> None:
    world.faults.add(fault("submit", "reset", "after_commit"))
    with pytest.raises(
        AssertionError, match=r"1 fault\(s\) never struck: reset/after_commit at wuhan submit"
    ):
        world.faults.assert_consumed()


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: fault("submit", "explode"), "known: refuse"),
        (lambda: fault("submit", "refuse", "after_commit"), "refuse cannot be 'after_commit'"),
        (lambda: fault("submit", "reset", nth=0), "count from 1"),
        (lambda: fault("submit", "status_5xx", status=200), "5xx"),
        (lambda: fault("submit", "reset", params={"second": 3}), "no parameter 'second'"),
    ],
)
def test_faults_that_cannot_be(make: Any, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        make()


def test_faults_for_what_does_not_exist(world: World) -> None:
    with pytest.raises(ValueError, match=r"no operation 'sumbit'; known: .*batch\.open"):
        world.faults.add(fault("sumbit", "reset"))
    with pytest.raises(ValueError, match="no hall 'atlantis'"):
        world.faults.add(Fault("atlantis", "submit", "reset"))


def test_a_forms_second_submission_in_the_hall_that_guards_nothing(simulator: Any, open_browser: Any) -> None:
    world = simulator.create_world(variants={"wuhan": {"accepts_duplicates"}})
    browser = open_browser(world)
    person = world.people.noted("uninsured man")
    sxh = browser.save(person).data["sxh"]
    world.faults.add(fault("submit", "stall", "after_commit"))
    with pytest.raises(httpx.ReadTimeout):
        browser.post("tijiao.do", sxh=sxh)
    again = browser.post("tijiao.do", sxh=sxh)
    assert again.kind == "submitted"
    assert again.data["sxh"] != sxh
    assert len(world.wuhan.effects()) == 2
    assert browser.search(person).kind == "enrol_form"
