"""Faults: at every commit point of the hall, on both sides of it, and what the client can still find out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from sigateway_mockservers import Fault, World, serve
from sigateway_mockservers.jiangsu.routes import OPERATIONS, ROUTES

NANJING, CHANGZHOU, UNREGISTERED = "32010001", "32040001", "32040002"


def fault(operation: str, do: str, when: str = "", **more: Any) -> Fault:
    return Fault("jiangsu", operation, do, when, **more)


@dataclass
class Act:
    """Something at a commit point: doing it, and whether the hall did it."""

    do: Callable[[], Any]
    done: Callable[[], bool]


def by_key(client: Any) -> Act:
    return Act(client.log_in_key, lambda: bool(client.hall.store.sessions))


def by_account(client: Any) -> Act:
    return Act(client.log_in, lambda: bool(client.hall.store.sessions))


def by_person(client: Any) -> Act:
    return Act(lambda: client.log_in_person("citizen"), lambda: bool(client.hall.store.sessions))


def start(client: Any) -> Act:
    return Act(
        lambda: client.start("activation", "handler waiting", NANJING),
        lambda: bool(client.hall.store.tickets),
    )


def register(client: Any) -> Act:
    person, won = (
        client.person("legal unregistered"),
        client.win("registration", "legal unregistered", UNREGISTERED),
    )
    said = {
        "area": "320400", "unit": client.hall.units[UNREGISTERED].uscc, "name": person.name,
        "idNumber": person.number, "mobile": person.mobile, "pass": won,
    }  # fmt: skip
    return Act(
        lambda: client.post("registration", **said),
        lambda: client.hall.units[UNREGISTERED].registered_at is not None,
    )


def activate(client: Any) -> Act:
    person, won = (
        client.person("handler waiting").number,
        client.win("activation", "handler waiting", NANJING),
    )
    said = {"area": "320100", "unit": NANJING, "idNumber": person, "password": "Fresh2026", "pass": won}
    return Act(
        lambda: client.post("account/activate", **said),
        lambda: client.hall.account(NANJING, person).state == "正常",
    )


def reset(client: Any) -> Act:
    person, won = client.person("handler all").number, client.win("password", "handler all", NANJING)
    before = client.hall.account(NANJING, person).password
    said = {"unit": NANJING, "idNumber": person, "password": "Fresh2026", "pass": won}
    return Act(
        lambda: client.post("password/reset", **said),
        lambda: client.hall.account(NANJING, person).password != before,
    )


def change(client: Any) -> Act:
    client.log_in()
    person = client.person("handler all").number
    before = client.hall.account(NANJING, person).password
    return Act(
        lambda: client.post("password/change", old="Mock2026ab", password="Fresh2026"),
        lambda: client.hall.account(NANJING, person).password != before,
    )


def person(client: Any) -> Act:
    who, won = client.person("uninsured man"), client.win("person", "uninsured man")
    said = {
        "name": who.name, "idNumber": who.number, "mobile": who.mobile, "password": "Fresh2026", "pass": won,
    }  # fmt: skip
    return Act(
        lambda: client.post("person", **said),
        lambda: client.hall.store.account_of("", who.number) is not None,
    )


def consent(client: Any) -> Act:
    client.log_in("legal changzhou", CHANGZHOU)
    text = client.get("unit/consent")
    said = {"version": text["version"], "digest": text["digest"]}
    return Act(
        lambda: client.post("unit/consent", **said),
        lambda: client.hall.units[CHANGZHOU].consented_at is not None,
    )


def grant(client: Any) -> Act:
    client.log_in("legal nanjing")
    number = client.person("grantable").number
    return Act(
        lambda: client.grant("grantable"),
        lambda: client.hall.store.account_of(NANJING, number) is not None,
    )


def scopes(client: Any) -> Act:
    client.log_in("legal nanjing")
    held = client.hall.account(NANJING, client.person("handler enrolments").number)
    return Act(
        lambda: client.post("unit/handlers/scopes", grant=held.number, scopes=["S02"]),
        lambda: client.hall.store.accounts[held.number].scopes == ("S02",),
    )


def revoke(client: Any) -> Act:
    client.log_in("legal nanjing")
    held = client.hall.account(NANJING, client.person("handler enrolments").number)
    return Act(
        lambda: client.post("unit/handlers/revoke", grant=held.number),
        lambda: client.hall.store.accounts[held.number].state == "已取消",
    )


def check(client: Any) -> Act:
    client.log_in()
    return Act(lambda: client.check("enrolment", "uninsured man"), lambda: bool(client.hall.store.drafts))


def submit(client: Any) -> Act:
    client.log_in()
    checked = client.check("enrolment", "uninsured man")
    return Act(lambda: client.submit(checked), lambda: bool(client.hall.effects()))


def take_back(client: Any) -> Act:
    client.log_in()
    filing = client.file("enrolment", "uninsured man")
    return Act(lambda: client.take_back(filing), lambda: not client.hall.effects())


ACTS: dict[str, Callable[[Any], Act]] = {
    "login.certificate": by_key,
    "login.handler": by_account,
    "login.person": by_person,
    "face.start": start,
    "registration.submit": register,
    "account.activate": activate,
    "password.reset": reset,
    "password.change": change,
    "person.register": person,
    "consent.give": consent,
    "handler.grant": grant,
    "handler.scopes": scopes,
    "handler.revoke": revoke,
    "filing.check": check,
    "filing.submit": submit,
    "filing.takeback": take_back,
}
#: Why each is refused when it is sent once more after it took effect; the others simply happen again.
AGAIN = {
    "registration.submit": "R003",
    "account.activate": "V002",
    "password.reset": "V003",
    "password.change": "A002",
    "person.register": "A003",
    "consent.give": "G010",
    "handler.grant": "G004",
    "handler.revoke": "G008",
    "filing.submit": "D001",
    "filing.takeback": "X902",
}

CUT = [
    ("refuse", "before_commit", httpx.ConnectError),
    ("reset", "before_commit", httpx.ReadError),
    ("reset", "after_commit", httpx.ReadError),
    ("disconnect", "after_commit", httpx.RemoteProtocolError),
    ("stall", "before_commit", httpx.ReadTimeout),
    ("stall", "after_commit", httpx.ReadTimeout),
    ("truncate", "mid_body", httpx.RemoteProtocolError),
]


def test_every_writing_operation_is_a_commit_point() -> None:
    posts = {each.operation for each in ROUTES if each.method == "POST"}
    assert set(ACTS) == posts - {"challenge.open", "logout"}
    assert len(OPERATIONS) == 34


@pytest.mark.parametrize("operation", ACTS)
def test_a_connection_that_breaks_at_a_commit_point(world: World, guest: Any, operation: str) -> None:
    act = ACTS[operation](guest)
    for do, when, error in CUT:
        twin = world.fork()
        here = type(guest)(twin, guest.http, guest.token)
        here.http = httpx.Client(
            transport=guest.http._transport, base_url=twin.base_url("jiangsu"), timeout=2, trust_env=False
        )
        twin.faults.add(fault(operation, do, when))
        mine = _rebound(act, guest, here)
        with pytest.raises(error):
            mine.do()
        acted = when != "before_commit"
        assert mine.done() is acted, (do, when)
        entry = twin.journal.entries[-1]
        assert (entry.operation, entry.committed, entry.fault) == (operation, acted, f"{do}/{when}")
        twin.faults.assert_consumed()
        again = mine.do()
        assert mine.done()
        assert again.codes == ([AGAIN[operation]] if acted and operation in AGAIN else [])
        assert twin.verify() == []


def _rebound(act: Act, guest: Any, here: Any) -> Act:
    """The same act by a client of another World."""

    def swapped(call: Callable[[], Any]) -> Any:
        world, http, token = guest.world, guest.http, guest.token
        guest.world, guest.http, guest.token = here.world, here.http, here.token
        try:
            return call()
        finally:
            here.token = guest.token
            guest.world, guest.http, guest.token = world, http, token

    return Act(lambda: swapped(act.do), lambda: swapped(act.done))


PAGES = [
    ("maintenance", {}, "1003", 200, True),
    ("login_page", {}, "1001", 401, True),
    ("login_page", {"keep_session": False}, "1001", 401, False),
    ("session_expired", {}, "1001", 401, False),
    ("session_taken", {}, "1002", 401, False),
]


@pytest.mark.parametrize(("do", "more", "code", "status", "goes_on"), PAGES)
@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
def test_a_page_in_the_place_of_the_answer(
    handler: Any, do: str, more: dict[str, Any], code: str, status: int, goes_on: bool, when: str
) -> None:
    checked = handler.check("enrolment", "uninsured man")
    handler.world.faults.add(fault("filing.submit", do, when, **more))
    reply = handler.submit(checked)
    assert (reply.code, reply.http.status_code) == (code, status)
    assert bool(handler.hall.effects()) is (when == "after_commit")
    assert (handler.get("unit").code == "0") is goes_on
    handler.world.faults.assert_consumed()


@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
def test_a_gateway_error(handler: Any, when: str) -> None:
    checked = handler.check("enrolment", "uninsured man")
    handler.world.faults.add(fault("filing.submit", "status_5xx", when, status=502))
    fields = {"draft": checked["draft"], "fields": checked["fields"]}
    reply = handler.http.post("api/filing/submit", json=fields, headers=handler._headers())
    assert reply.status_code == 502
    assert bool(handler.hall.effects()) is (when == "after_commit")


@pytest.mark.rule("JS-04")
def test_the_window_closes_while_the_form_is_open(at: Any) -> None:
    client = at("2026-12-06T23:50:00+08:00")
    checked = client.check("base", "insured man")
    client.world.faults.add(fault("filing.submit", "window_closes", advance=600))
    assert client.submit(checked).codes == ["W001"]
    assert client.hall.effects() == []


def test_what_landed_is_shown_late_everywhere_at_once(handler: Any, world: World) -> None:
    checked = handler.check("enrolment", "uninsured man")
    world.faults.add(fault("filing.submit", "shown_late", seconds=300))
    filing = handler.submit(checked)["filing"]
    person = handler.person("uninsured man").number

    def shown() -> tuple[Any, ...]:
        return (
            len(handler.list(draft=checked["draft"])),
            handler.get("filing/draft", draft=checked["draft"])["state"],
            handler.get("filing", filing=filing).code,
            handler.get("person/standing", idNumber=person)["standing"],
        )

    assert shown() == (0, "未提交", "4001", "未参保")
    assert handler.submit(checked).codes == ["D001"], "the hall itself knows"
    world.clock.advance(by=299)
    assert shown()[0] == 0
    world.clock.advance(by=1)
    assert shown() == (1, "已提交", "0", "本单位参保")


def test_a_grant_is_shown_late_too(guest: Any, world: World) -> None:
    guest.log_in("legal nanjing")
    world.faults.add(fault("handler.grant", "shown_late", seconds=60))
    guest.grant("grantable")
    assert guest.get("unit/handlers")["total"] == 6
    assert guest.grant("grantable").codes == ["G004"]
    world.clock.advance(by=60)
    assert guest.get("unit/handlers")["total"] == 7


def test_a_take_back_is_shown_late(handler: Any, world: World) -> None:
    filing = handler.file("base", "insured man")
    world.faults.add(fault("filing.takeback", "shown_late", seconds=60))
    handler.take_back(filing)
    assert handler.get("filing", filing=filing)["state"] == "办理成功"
    world.clock.advance(by=60)
    assert handler.get("filing", filing=filing)["state"] == "已回退"


def test_over_a_real_connection(simulator: Any, world: World, visit: Any) -> None:
    with serve(simulator) as server:
        client = visit(world, server)
        client.log_in()
        checked = client.check("enrolment", "uninsured man")
        world.faults.add(fault("filing.submit", "disconnect", "after_commit"))
        with pytest.raises(httpx.RemoteProtocolError):
            client.submit(checked)
        assert len(client.list(draft=checked["draft"])) == 1
        assert client.paper("unit/slip", **{"from": "202610", "to": "202610"}).content.startswith(b"%PDF")
