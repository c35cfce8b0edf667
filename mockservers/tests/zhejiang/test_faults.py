"""Faults at each operation and on each side of the commit, on both sites (kernel/faults.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from sigateway_mockservers import Fault, World

from .conftest import NINGBO, Client, Envelope, MakeClient, MakeWorld, Page


def save(client: Client) -> httpx.Response:
    body = client.enrolment("zj uninsured man")
    return client.http.post(
        client.sites["hall"] + "api/enrol", json=body, headers={"X-CSRF-TOKEN": client.csrf}
    )


@pytest.mark.parametrize("do", ["reset", "disconnect", "stall"])
@pytest.mark.parametrize(("when", "landed"), [("before_commit", 0), ("after_commit", 1)])
def test_the_connection_breaks_on_either_side_of_the_commit(
    client: Client, do: str, when: str, landed: int
) -> None:
    client.world.faults.add(Fault("zhejiang", "hall.enrol.save", do, when))
    with pytest.raises(httpx.TransportError):
        save(client)
    assert len(client.world.zhejiang.effects()) == landed
    assert client.get("api/progress")["total"] == landed
    client.world.faults.assert_consumed()


@pytest.mark.parametrize(
    ("do", "code", "status", "lives"),
    [
        ("maintenance", "503", 200, True),
        ("session_taken", "402", 200, False),
        ("session_expired", "401", 401, False),
    ],
)
@pytest.mark.parametrize(("when", "landed"), [("before_commit", 0), ("after_commit", 1)])
def test_the_hall_answers_something_else(
    client: Client, do: str, code: str, status: int, lives: bool, when: str, landed: int
) -> None:
    client.world.faults.add(Fault("zhejiang", "hall.enrol.save", do, when))
    answered = Envelope(save(client))
    assert (answered.code, answered.http.status_code) == (code, status)
    assert len(client.world.zhejiang.effects()) == landed
    assert (client.get("api/session").code == "0") is lives


@pytest.mark.parametrize("keep", [True, False])
def test_a_login_page_comes_in_place_of_an_answer(client: Client, keep: bool) -> None:
    client.world.faults.add(Fault("zhejiang", "hall.progress.list", "login_page", keep_session=keep))
    page = Page(client.http.get(client.sites["hall"] + "api/progress"))
    assert (page.http.status_code, page.kind, page.messages) == (200, "login", ["登录已超时，请重新登录"])
    assert (client.get("api/session").code == "0") is keep


@pytest.mark.parametrize(
    ("do", "kind", "words"),
    [
        ("maintenance", "maintenance", "系统维护中，请稍后再试"),
        ("login_page", "login", "登录已超时，请重新登录"),
        ("session_taken", "login", "您的账号已在其他地方登录"),
    ],
)
def test_the_portal_answers_something_else(
    world: World, make_client: MakeClient, do: str, kind: str, words: str
) -> None:
    client = make_client(world, signed_in=False)
    world.faults.add(Fault("zhejiang", "portal.login", do))
    page = Page(client.try_login())
    assert (page.kind, page.messages) == (kind, [words])
    client.sign_in()


@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
def test_a_server_error_hides_what_was_done(client: Client, when: str) -> None:
    client.world.faults.add(Fault("zhejiang", "hall.enrol.save", "status_5xx", when, status=502))
    assert save(client).status_code == 502
    assert len(client.world.zhejiang.effects()) == (when == "after_commit")


def test_half_an_answer_has_landed(client: Client) -> None:
    client.world.faults.add(Fault("zhejiang", "hall.enrol.save", "truncate", silent=True))
    cut = save(client)
    with pytest.raises(ValueError, match=r".*"):
        cut.json()
    assert len(client.world.zhejiang.effects()) == 1


def test_what_landed_is_shown_late_everywhere(client: Client) -> None:
    client.world.faults.add(Fault("zhejiang", "hall.enrol.save", "shown_late", seconds=60))
    number = Envelope(save(client))["itemNo"]
    person = client.world.people.noted("zj uninsured man").number
    assert client.get("api/progress").rows == []
    assert client.get(f"api/progress/{number}").words == ["无此办件"]
    assert client.get(f"api/progress/{number}/take-back").words == ["无此办件"]
    assert client.take_back(number).words == ["无此办件"]
    assert client.get("api/enrol/search", idCard=person)["pending"] == ""
    assert client.enrol("zj uninsured man").words == ["该人员有正在审核的参保登记办件"]
    client.world.clock.advance(by=60)
    assert [row["itemNo"] for row in client.get("api/progress").rows] == [number]


def test_the_month_turns_while_the_form_is_open(client: Client) -> None:
    client.world.faults.add(Fault("zhejiang", "hall.enrol.save", "window_closes"))
    body = client.enrolment("zj uninsured man", pensionFrom="202610")
    refused = client.post("api/enrol", body)
    # The session is older than half an hour by then, and so nothing was looked at.
    assert refused.code == "401"
    client.sign_in()
    assert client.post("api/enrol", body).words == ["养老保险参保开始年月只能为办理的上月或者当月"]


def _take_back(client: Client) -> Any:
    return client.take_back(client.enrol("zj uninsured man")["itemNo"])


def _suspend(client: Client) -> Any:
    return client.suspend("zj here man")


def _open(client: Client) -> Any:
    body = {"place": "330211", "contactName": "甲", "contactMobile": "19911112222", "schemes": ["pension"]}
    return client.post("api/opening", {**body, "people": []})


@pytest.mark.parametrize(
    ("operation", "act"),
    [
        ("hall.take_back.confirm", _take_back),
        ("hall.suspend.save", _suspend),
        ("hall.opening.submit", _open),
    ],
)
@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
def test_every_commit_can_be_lost(
    world: World, make_client: MakeClient, operation: str, act: Callable[[Client], Any], when: str
) -> None:
    who = NINGBO
    if act is _open:
        who = world.zhejiang.portal.register_legal("913302115555555555", "模拟乙", "330211", "p-1").account
    client = make_client(world, who)
    world.faults.add(Fault("zhejiang", operation, "reset", when))
    with pytest.raises(httpx.ReadError):
        act(client)
    done = [entry for entry in world.zhejiang.commits if entry.operation == operation]
    assert len(done) == (when == "after_commit")
    assert world.verify() == []


def test_a_lost_ticket_can_be_had_anew(make_world: MakeWorld, make_client: MakeClient) -> None:
    world = make_world()
    world.faults.add(Fault("zhejiang", "hall.exchange", "reset", "after_commit"))
    client = make_client(world, signed_in=False)
    with pytest.raises(httpx.ReadError):
        client.sign_in()
    client.sign_in()
    assert world.verify() == []


def test_a_fault_names_an_operation_that_there_is(world: World) -> None:
    with pytest.raises(ValueError, match="no operation"):
        world.faults.add(Fault("zhejiang", "enrol.save", "reset"))
