"""Faults: at every commit point of the hall, on both sides of it, and what the client can still find out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from sigateway_mockservers import Fault, MockServer, Simulator, World, serve
from sigateway_mockservers.shanghai.functions import FUNCTIONS, OPERATIONS

FIRST = "31000001"
MAN, HERE = "sh uninsured man", "sh insured here man"


def fault(operation: str, do: str, when: str = "", **more: Any) -> Fault:
    return Fault("shanghai", operation, do, when, **more)


@dataclass
class Act:
    """Something at a commit point: doing it, and whether the hall did it."""

    client: Any
    do: Callable[[], Any]
    done: Callable[[], bool]


def log_in(world: World, open_client: Any) -> Act:
    client = open_client(world, signed_in=False)
    return Act(client, client.log_in, lambda: bool(world.shanghai.store.sessions))


def sign(world: World, open_client: Any) -> Act:
    client = open_client(world, "unsigned")
    return Act(
        client, client.sign_agreement, lambda: world.shanghai.certificate(client.own).right == "待审核"
    )


def approve(world: World, open_client: Any) -> Act:
    client, waiting = open_client(world), world.shanghai.key(FIRST, "pending").serial
    return Act(
        client,
        lambda: client.ask_signed("zssh", sqzs=waiting),
        lambda: world.shanghai.certificate(waiting).right == "已授权",
    )


def check(world: World, open_client: Any) -> Act:
    client = open_client(world)
    person = world.people.noted(MAN)
    return Act(client, lambda: client.check("01", person), lambda: bool(world.shanghai.store.slips))


def submit(world: World, open_client: Any) -> Act:
    client = open_client(world)
    checked = client.check("01", world.people.noted(MAN))
    return Act(client, lambda: client.submit(checked), lambda: bool(world.shanghai.effects()))


def withdraw(world: World, open_client: Any) -> Act:
    client = open_client(world)
    sbh = client.file("01", world.people.noted(MAN))
    return Act(client, lambda: client.withdraw(sbh), lambda: not world.shanghai.effects())


ACTS: dict[str, Callable[[World, Any], Act]] = {
    "login.submit": log_in,
    "agreement.sign": sign,
    "certificate.approve": approve,
    "declaration.check": check,
    "declaration.submit": submit,
    "withdrawal.submit": withdraw,
}
#: Why each is refused when it is sent once more after it took effect; a log-in and a check simply happen again.
AGAIN = {
    "agreement.sign": "Y001",
    "certificate.approve": "Y003",
    "declaration.submit": "T001",
    "withdrawal.submit": "X002",
}

CUT = [
    ("refuse", {}, "before_commit", httpx.ConnectError),
    ("reset", {}, "before_commit", httpx.ReadError),
    ("reset", {}, "after_commit", httpx.ReadError),
    ("disconnect", {}, "before_commit", httpx.RemoteProtocolError),
    ("disconnect", {}, "after_commit", httpx.RemoteProtocolError),
    ("stall", {}, "before_commit", httpx.ReadTimeout),
    ("stall", {}, "after_commit", httpx.ReadTimeout),
    ("truncate", {}, "mid_body", httpx.RemoteProtocolError),
]


@pytest.mark.parametrize("operation", ACTS)
@pytest.mark.parametrize(("do", "more", "when", "error"), CUT)
def test_a_connection_that_breaks_at_a_commit_point(
    world: World,
    open_client: Any,
    operation: str,
    do: str,
    more: dict[str, Any],
    when: str,
    error: type[Exception],
) -> None:
    act = ACTS[operation](world, open_client)
    world.faults.add(fault(operation, do, when, **more))
    with pytest.raises(error):
        act.do()
    acted = when != "before_commit"
    assert act.done() is acted
    entry = world.journal.entries[-1]
    assert (entry.operation, entry.committed, entry.fault) == (operation, acted, f"{do}/{when}")
    assert (entry.status == 0) is not acted
    world.faults.assert_consumed()
    again = act.do()
    assert act.done()
    assert again.codes == ([AGAIN[operation]] if acted and operation in AGAIN else [])
    assert world.verify() == []


PAGES = [
    ("maintenance", {}, "1003", "系统维护中，请稍后再试", True),
    ("login_page", {}, "1001", "会话已失效，请重新登录", True),
    ("login_page", {"keep_session": False}, "1001", "会话已失效，请重新登录", False),
    ("session_expired", {}, "1001", "会话已失效，请重新登录", False),
    ("session_taken", {}, "1002", "该证书已在别处登录", False),
]


@pytest.mark.parametrize("operation", ["agreement.sign", "certificate.approve", "declaration.submit"])
@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
@pytest.mark.parametrize(("do", "more", "dm", "words", "alive"), PAGES)
def test_another_answer_in_the_place_of_the_halls(
    world: World,
    open_client: Any,
    operation: str,
    when: str,
    do: str,
    more: Any,
    dm: str,
    words: str,
    alive: bool,
) -> None:
    act = ACTS[operation](world, open_client)
    world.faults.add(fault(operation, do, when, **more))
    reply = act.do()
    assert (reply.http.status_code, reply.dm, reply.xx, reply.reasons) == (200, dm, words, [])
    assert act.done() is (when == "after_commit")
    assert (act.client.ask("zszt").dm == "0000") is alive
    world.faults.assert_consumed()


@pytest.mark.parametrize("operation", ACTS)
@pytest.mark.parametrize(("when", "status"), [("before_commit", 502), ("after_commit", 503)])
def test_a_gateway_in_the_way(world: World, open_client: Any, operation: str, when: str, status: int) -> None:
    act = ACTS[operation](world, open_client)
    world.faults.add(fault(operation, "status_5xx", when, status=status))
    with pytest.raises(AssertionError):
        act.do()
    assert act.client.last.status_code == status
    assert act.client.last.headers["content-type"] == "text/html"
    assert act.done() is (when == "after_commit")


def test_a_silent_cut_shows_only_by_the_missing_end(world: World, open_client: Any) -> None:
    act = submit(world, open_client)
    world.faults.add(fault("declaration.submit", "truncate", silent=True))
    with pytest.raises(AssertionError):
        act.do()
    reply = act.client.last
    assert (reply.status_code, int(reply.headers["content-length"])) == (200, len(reply.content))
    assert not reply.content.endswith(b"</fh>\n")
    assert act.done()


def test_faults_strike_reading_too(client: Any) -> None:
    """Every function of the hall, whatever it would have answered."""
    for function in FUNCTIONS.values():
        client.world.faults.add(fault(function.operation, "maintenance"))
        body = "<qmnr></qmnr>" + '<qm sf="RSA-SHA256"></qm>' if function.signed else "<nr></nr>"
        if function.form and not function.signed:
            inside = {"dl": ("tzm", "zs", "sf", "qm"), "sbjy": ()}.get(function.name, function.form)
            fields = "".join(f"<{name}></{name}>" for name in inside)
            if function.name == "sbjy":
                elements = "".join(f"<{name}></{name}>" for name in ("zjhm", "xm", "gzsr", "sxny"))
                fields = f"<sb><ywlx>04</ywlx>{elements}</sb>"
            body = f"<nr>{fields}</nr>"
        message = f'<?xml version="1.0" encoding="UTF-8"?><qq bb="1">{client.head(function.name)}{body}</qq>'
        assert client.raw(function.name, message).dm == "1003", function.name
    client.world.faults.assert_consumed()
    assert {entry.operation for entry in client.world.journal.entries[2:]} == OPERATIONS


@pytest.mark.parametrize("variants", [(), ("accepts_duplicates",)])
def test_a_declaration_shown_late_is_late_in_the_whole_picture(at: Any, variants: tuple[str, ...]) -> None:
    client = at("2026-11-10T09:00:00+08:00", *variants)
    person = client.world.people.noted(MAN)
    earlier = client.file("04", client.world.people.noted(HERE), gzsr="9500")
    checked = client.check("01", person, qsny="202609")
    client.world.faults.add(fault("declaration.submit", "shown_late", params={"seconds": 60}))
    sbh = client.submit(checked)["sbh"]

    def picture() -> tuple[Any, ...]:
        listed = [row["sbh"] for row in client.ask("sbqd").rows("rows")]
        slip, shown = client.ask("jycx", jyh=checked["jyh"]), client.ask("rycx", zjhm=person.number)
        by_slip = client.ask("sbqd", jyh=checked["jyh"])["zs"]
        opened = client.ask("sbmx", sbh=sbh).dm
        return listed, by_slip, slip["zt"], slip["sbh"], shown["cbzt"], shown["wjny"], opened

    assert picture() == ([earlier], "0", "未用", "", "未参保", "", "4001")
    assert client.ask("dwxx")["mrxh"] == "8", "its slip stands open"
    if not variants:
        assert client.submit(checked).codes == ["T001"], "the hall knows, whatever it shows"
        assert client.world.verify() == []
    assert client.print("hdb", sbh).headers["content-type"] == "application/pdf", "no list, so not late"
    client.world.clock.advance(by=60)
    assert picture() == ([earlier, sbh], "1", "已用", sbh, "本单位参保", "202609 202610", "0000")


def test_a_check_and_a_withdrawal_shown_late(client: Any) -> None:
    person = client.world.people.noted(MAN)
    client.world.faults.add(fault("declaration.check", "shown_late", seconds=30))
    checked = client.check("01", person)
    assert client.ask("jycx", jyh=checked["jyh"]).dm == "4001"
    client.world.clock.advance(by=30)
    assert client.ask("jycx", jyh=checked["jyh"])["zt"] == "未用"
    sbh = client.submit(checked)["sbh"]
    client.world.faults.add(fault("withdrawal.submit", "shown_late", seconds=30))
    assert client.withdraw(sbh).dm == "0000"
    shown = client.ask("sbmx", sbh=sbh)
    assert (shown["zt"], shown["cxqd"], shown["hx"]) == ("有效", "", "")
    assert client.ask("rycx", zjhm=person.number)["cbzt"] == "本单位参保"
    assert client.withdraw(sbh).codes == ["X002"]
    client.world.clock.advance(by=30)
    assert client.ask("sbmx", sbh=sbh)["zt"] == "已撤销"
    assert client.ask("rycx", zjhm=person.number)["cbzt"] == "未参保"


@pytest.mark.parametrize("operation", ["agreement.sign", "certificate.approve"])
def test_rights_are_never_shown_late(world: World, open_client: Any, operation: str) -> None:
    act = ACTS[operation](world, open_client)
    world.faults.add(fault(operation, "shown_late"))
    assert act.do().dm == "0000"
    state = act.client.ask("zszt")["qysj"] if operation == "agreement.sign" else ""
    listed = act.client.ask("zscx", fw="全部").rows("rows")
    assert state or [row["qx"] for row in listed] == ["单位主管", "已授权", "已授权"]


def test_what_blocks_is_shown_late_and_blocks_all_the_same(client: Any) -> None:
    person = client.world.people.noted(MAN)
    first = client.file("01", person)
    client.world.faults.add(fault("declaration.submit", "shown_late", seconds=60))
    second = client.file("04", person, gzsr="9500")
    assert client.ask("sbmx", sbh=first).rows("hx") == []
    assert client.withdraw(first).reasons == [("X004", f"请先撤销后续申报：{second}")]
    client.world.clock.advance(by=60)
    assert [row["sbh"] for row in client.ask("sbmx", sbh=first).rows("hx")] == [second]


def test_lost_replies_in_the_hall_that_guards_nothing(at: Any) -> None:
    """Why nobody may resend: what the client never heard of has been filed, and is filed again."""
    client = at("2026-11-10T09:00:00+08:00", "accepts_duplicates")
    person = client.world.people.noted(MAN)
    checked = client.check("01", person)
    client.world.faults.add(fault("declaration.submit", "reset", "after_commit"))
    with pytest.raises(httpx.ReadError):
        client.submit(checked)
    assert client.world.verify() == []
    again = client.submit(checked)["sbh"]
    rules = [violation.rule for violation in client.world.verify()]
    assert rules == ["slip-used-twice", "duplicate-effect", "commit-after-landing"]
    assert [row["sbh"] for row in client.ask("sbqd", jyh=checked["jyh"]).rows("rows")][1] == again


@pytest.fixture
def server(simulator: Simulator) -> Iterator[MockServer]:
    with serve(simulator) as running:
        yield running


@pytest.mark.parametrize(
    ("do", "when"),
    [("reset", "before_commit"), ("disconnect", "after_commit"), ("truncate", "mid_body"),
     ("session_taken", "after_commit"), ("status_5xx", "before_commit")],
)  # fmt: skip
def test_over_a_real_connection_the_same(
    simulator: Simulator, server: MockServer, open_client: Any, do: str, when: str
) -> None:
    seen = []
    for place in (None, server):
        world = simulator.create_world(seed=7)
        client = open_client(world, server=place)
        checked = client.check("01", world.people.noted(MAN))
        world.faults.add(fault("declaration.submit", do, when))
        try:
            outcome = client.submit(checked).dm
        except (httpx.TransportError, AssertionError) as error:
            outcome = type(error).__name__
        seen.append((outcome, len(world.shanghai.effects()), world.journal.entries[-1].fault))
    assert seen[0] == seen[1]
