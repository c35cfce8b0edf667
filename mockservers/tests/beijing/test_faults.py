"""What goes wrong at each site and each commit, over both transports; Worlds that are reset and forked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from sigateway_mockservers import Fault, InProcess, MockServer, Simulator, World, serve
from sigateway_mockservers.beijing.site import OPERATIONS

from .client import FIRST, Client, noted
from .pages import read_list, read_page
from .replies import read_reply
from .test_files import adding, make, send, upload


def arm(client: Client, operation: str, do: str, when: str = "", **more: Any) -> None:
    client.world.faults.add(Fault("beijing", operation, do, when, **more))


COMMITS = ("four.submit", "medical.submit", "file.submit", "four.delete", "medical.delete", "file.delete")


def prepared(client: Client, operation: str) -> Callable[[], Any]:
    """A draft, and what commits it."""
    site, verb = operation.split(".")
    person = noted(client, "here man")
    if site == "four":
        draft = client.save("gz", person)
        return lambda: client.post(f"declarations/{draft['lsh']}/{verb}", {"version": 1})
    if site == "medical":
        page = client.save_medical("gz", person)
        path = {"submit": "sb_tijiao.do", "delete": "sb_shanchu.do"}[verb]
        return lambda: client.press(path, slh=page["half"]["slh"], bbh="1")
    held = upload(client, make(client, "zj", [adding(noted(client, "stopped"))]))
    return lambda: client.post(f"files/{held['fileNo']}/{verb}", {"version": 1})


@pytest.mark.parametrize("operation", COMMITS)
@pytest.mark.parametrize(
    ("do", "when"), [("reset", "before_commit"), ("reset", "after_commit"), ("stall", "after_commit")]
)
def test_each_commit_can_be_lost_on_either_side(client: Client, operation: str, do: str, when: str) -> None:
    commit = prepared(client, operation)
    arm(client, operation, do, when)
    with pytest.raises(httpx.TransportError):
        commit()
    client.world.faults.assert_consumed()
    assert len(client.hall.commits) == (when == "after_commit")
    assert client.world.verify() == []


@pytest.mark.parametrize("operation", ["four.submit", "file.submit"])
@pytest.mark.parametrize(
    ("do", "code"),
    [("maintenance", "4"), ("login_page", "2"), ("session_expired", "2"), ("session_taken", "3")],
)
def test_an_envelope_in_the_place_of_the_answer(client: Client, operation: str, do: str, code: str) -> None:
    commit = prepared(client, operation)
    arm(client, operation, do, "after_commit")
    assert commit().code == code
    assert len(client.hall.commits) == 1
    assert client.get("unit").code == ("0" if do in ("maintenance", "login_page") else "2")
    assert client.page("home.do").kind == "home"


@pytest.mark.parametrize(("do", "kind", "words"), [
    ("maintenance", "maintenance", "系统维护中，请稍后再试"),
    ("login_page", "login", "登录超时，请重新登录"),
    ("session_expired", "login", "登录超时，请重新登录"),
    ("session_taken", "login", "您的账号已在其他地方登录"),
])  # fmt: skip
def test_a_page_in_the_place_of_the_answer(client: Client, do: str, kind: str, words: str) -> None:
    commit = prepared(client, "medical.submit")
    arm(client, "medical.submit", do, "before_commit")
    page = commit()
    assert (page.kind, page.messages) == (kind, [words])
    assert client.hall.commits == []
    arm(client, "medical.list", "maintenance")
    assert read_page(client.medical.get("sb_liebiao.do")).messages


def test_a_landed_half_is_shown_late_on_its_own_site_only(client: Client) -> None:
    draft = client.save("gz", noted(client, "here man"), "B")
    page = client.save_medical("gz", noted(client, "here man"), draft["lsh"])
    arm(client, "four.submit", "shown_late", seconds=300)
    assert client.submit(draft)["status"] == "1"
    client.submit_medical(page)
    assert client.get(f"declarations/{draft['lsh']}")["status"] == "0"
    assert client.get("declarations").rows[0]["status"] == "0"
    assert client.list()[0]["ywzt"] == "1"
    client.world.clock.advance(by=300)
    assert client.get(f"declarations/{draft['lsh']}")["status"] == "2"


def test_a_file_is_shown_late(client: Client) -> None:
    held = upload(client, make(client, "zj", [adding(noted(client, "stopped"))]))
    arm(client, "file.submit", "shown_late")
    client.post(f"files/{held['fileNo']}/submit", {"version": 1})
    assert client.get(f"files/{held['fileNo']}")["submittedVersion"] == 0
    client.world.clock.advance(by=600)
    assert client.get("files", batchNo="A0001").rows[0]["submittedVersion"] == 1


def test_medical_halves_of_a_late_file_are_not_late(client: Client) -> None:
    held = upload(client, make(client, "zj", [adding(noted(client, "stopped"))]))
    arm(client, "file.submit", "shown_late", seconds=3600)
    client.post(f"files/{held['fileNo']}/submit", {"version": 1})
    client.wait(12)
    assert client.get("declarations").rows == []
    assert [row["ly"] for row in client.list()] == ["file"]


def test_a_cut_text_has_no_trailer(client: Client) -> None:
    number = send(client, "zj", [adding(noted(client, "stopped"))])["fileNo"]
    arm(client, "file.result", "truncate", silent=True)
    assert b"\nT\t" not in client.four.get(f"api/files/{number}/result").content
    arm(client, "medical.list", "truncate", silent=True)
    with pytest.raises((AssertionError, ValueError, UnicodeDecodeError)):
        read_list(client.medical.get("sb_liebiao.do"))


def test_the_window_closes_while_a_draft_is_open(client: Client) -> None:
    draft = client.save("gz", noted(client, "here man"))
    arm(client, "four.submit", "window_closes", advance=16 * 24 * 3600)
    assert client.submit(draft).code == "2"
    client.log_in()
    assert client.submit(draft).words == ["不在申报期内（每月5日至25日）"]


def test_every_operation_takes_a_fault(world: World) -> None:
    for operation in OPERATIONS:
        world.faults.add(Fault("beijing", operation, "status_5xx"))


@pytest.fixture
def server(simulator: Simulator) -> Iterator[MockServer]:
    with serve(simulator) as running:
        yield running


def test_the_same_over_a_socket(world: World, server: MockServer, open_client: Callable[..., Client]) -> None:
    client = open_client(world, server=server)
    lsh, slh = client.file("zj", noted(client, "stopped"))
    number = upload(client, make(client, "zj", [adding(noted(client, "elsewhere both"))]))["fileNo"]
    client.wait()
    assert client.get(f"declarations/{lsh}")["reportFlag"] == "11"
    assert client.page("sb_xiangqing.do", slh=slh)["half"]["drjg"] == "11"
    assert client.get(f"files/{number}")["held"] == 1
    arm(client, "medical.submit", "reset", "after_commit")
    page = client.save_medical("gz", noted(client, "here man"))
    with pytest.raises(httpx.TransportError):
        client.submit_medical(page)
    assert client.hall.half(page["half"]["slh"]).status == "1"


def test_worlds_are_reset_and_forked(client: Client, open_client: Callable[..., Client]) -> None:
    lsh = client.file_four("zj", noted(client, "stopped"))
    twin = client.world.fork()
    client.world.reset()
    assert client.hall.halves() == []
    assert client.get("unit").code == "2"
    twin.clock.advance(by=600)
    assert twin.beijing.half(lsh).flag == "11"
    assert twin.verify() == client.world.verify() == []
    assert open_client(twin, signed_in=False).log_in_four().code == "0"
    assert "pin" not in str(twin.state()["halls"]["beijing"])


def test_actions_over_the_control_plane(client: Client, simulator: Simulator) -> None:
    with httpx.Client(transport=InProcess(simulator), base_url="http://mock.invalid") as http:

        def act(name: str, **arguments: Any) -> Any:
            reply = http.post(f"/_sim/worlds/{client.world.id}/beijing/actions/{name}", json=arguments)
            assert reply.status_code == 200, reply.text
            return reply.json()

        key = act("key.look", regNo=FIRST)
        assert (key["tries_left"], key["locked"]) == (10, False)
        signed = act("key.sign", regNo=FIRST, pin="mock00001", data=b"random".hex())
        assert bytes.fromhex(signed["signature"]) == client.hall.key(FIRST).sign("mock00001", b"random")
        numbers = act("file_as_clerk", regNo=FIRST, type="zj", idCard=noted(client, "stopped").number)
        act("reject", number=numbers[1], reasons=["模拟退回"])
        act("finish", number=numbers[0])
        assert [each["system"] for each in act("effects", kind="enrolment")] == ["four"]
        assert act("halves_left") == []
        act("hold", system="exchange")
        assert act("bjca.renew", regNo=FIRST)["serial"] != key["serial"]
        assert len(act("consistency", regNo=FIRST)) == 1
        assert http.get(f"/_sim/worlds/{client.world.id}/beijing/units").json()[0]["number"] == FIRST
        assert http.get(f"/_sim/worlds/{client.world.id}/state").status_code == 200
        made = act("make_file", regNo=FIRST, type="gz", lines=[])
        assert isinstance(made, str)
    assert read_reply(client.four.get("api/unit")).code == "0"
