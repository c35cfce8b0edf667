"""The control plane of the hall, Worlds that are reset and forked, and what a seed repeats."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World

NANJING, CHANGZHOU, UNREGISTERED = "32010001", "32040001", "32040002"


@pytest.fixture
def control(simulator: Simulator, world: World) -> Iterator[httpx.Client]:
    with httpx.Client(
        transport=InProcess(simulator),
        base_url=f"http://mock.invalid/_sim/worlds/{world.id}/jiangsu/",
        trust_env=False,
    ) as client:
        yield client


def act(control: httpx.Client, action: str, /, **arguments: Any) -> Any:
    reply = control.post(f"actions/{action}", json=arguments)
    assert reply.status_code == 200, reply.text
    return reply.json()


@pytest.mark.rule("JS-42")
def test_the_app_answers_over_the_control_plane(control: httpx.Client, guest: Any) -> None:
    person = guest.person("handler waiting").number
    started = guest.start("activation", "handler waiting", NANJING)
    assert act(control, "app.waiting", person=person) == started["qr"]
    assert act(control, "app.scan", qr=started["qr"], person=person) == "SCANNED"
    assert act(control, "app.answer", qr=started["qr"], person=person) == "PASSED"
    assert guest.poll(started)["state"] == "PASSED"
    gone = control.post("actions/app.answer", json={"qr": started["qr"], "person": person})
    assert gone.status_code == 400
    assert "二维码已失效" in gone.text


def test_keys_grants_and_filings_over_the_control_plane(control: httpx.Client, guest: Any) -> None:
    key = act(control, "helper.key", unit=NANJING)
    assert (key["pin"], base64.b64decode(key["certificate"])[:1]) == ("123456", b"\x30")
    assert [row["unit"] for row in act(control, "helper.certificates")] == [NANJING, CHANGZHOU]
    grantable = guest.person("grantable").number
    account = act(control, "ready", unit=NANJING, rank="3", person=grantable, scopes=["S02"])
    assert account["state"] == "正常"
    assert "Mock2026ab" not in str(account)
    assert guest.log_in("grantable")["scopes"] == ["S02"]
    man = guest.person("insured man").number
    filing = act(control, "clerk.file", unit=NANJING, matter="base", idNumber=man, wage="9500")
    assert [each["number"] for each in act(control, "effects", kind="wage_change")] == [filing]
    assert control.get("effects").json()[0]["fields"]["wage"] == "9500.0"
    act(control, "counter.take_back", filing=filing)
    assert act(control, "effects") == []
    act(control, "legal.revoke", grant=account["number"])
    assert guest.get("unit").code == "1001"


def test_units_and_people_are_added(control: httpx.Client, guest: Any) -> None:
    legal = guest.person("delegate").number
    added = act(control, "add_unit", number="32050001", name="模拟姑苏有限公司", area="320500", legal=legal)
    assert added["agency"] == "模拟苏州市社会保险基金管理中心"
    assert len(control.get("units").json()) == 5
    assert guest.start("registration", "delegate", "32050001", area="320500").code == "0"
    act(control, "know", person=guest.person("unknown to the hall").number)
    man = guest.person("unknown to the hall").number
    standing = act(control, "insure", unit="32050001", person=man, first_month="202610", wage="7000")
    assert standing["spells"][0]["first_month"] == "202610"
    act(control, "set_limits", from_month="202612", floor="5200", ceiling="26000")
    act(control, "set_window", from_month="202701", day_from=10, day_to=5, next_month=True)
    for name, arguments, status in (
        ("add_unit", {"number": NANJING, "name": "x", "area": "320100", "legal": legal}, 400),
        ("insure", {"unit": "0", "person": man, "first_month": "202610", "wage": "1"}, 404),
        ("know", {"person": "0"}, 404),
        ("strange", {}, 404),
        ("know", {"strange": 1}, 400),
        ("effects", {"kind": "strange"}, 400),
        ("set_limits", {"from_month": "202612", "floor": "9", "ceiling": "8"}, 400),
    ):
        assert control.post(f"actions/{name}", json=arguments).status_code == status, name


def test_a_desk_registration_over_the_control_plane(control: httpx.Client, guest: Any) -> None:
    legal = guest.person("legal unregistered")
    letter = {
        "unit": "模拟新北服务有限公司", "name": legal.name, "idNumber": legal.number,
        "mobile": legal.mobile, "sealed": True,
    }  # fmt: skip
    papers = ["身份证原件", "单位营业执照(统一信用代码证)", "单位授权委托书"]
    account = act(
        control, "counter.register_unit", unit=UNREGISTERED, bearer=legal.number, papers=papers,
        mobile=legal.mobile, letter=letter,
    )  # fmt: skip
    assert (account["rank"], account["state"]) == ("1", "待关联")
    act(control, "app.link", unit=UNREGISTERED, person=legal.number, password="Linked2026")
    assert guest.log_in("legal unregistered", UNREGISTERED, "Linked2026")["rank"] == "1"


def test_reset_and_fork(handler: Any, world: World) -> None:
    filing = handler.file("enrolment", "uninsured man")
    handler.start("password", "handler all", NANJING)
    twin = world.fork()
    twin.jiangsu.clerk.take_back(filing)
    assert len(world.jiangsu.effects()) == 1
    assert twin.jiangsu.effects() == []
    assert twin.jiangsu.store.tickets == world.jiangsu.store.tickets
    assert twin.verify() == world.verify() == []
    world.reset()
    assert world.jiangsu.effects() == []
    assert world.jiangsu.store.tickets == {}
    assert handler.get("unit").code == "1001", "sessions are gone too"
    assert handler.log_in().code == "0"


def test_the_same_seed_gives_the_same_tokens(simulator: Simulator, visit: Any) -> None:
    said = []
    for seed in (1, 1, 2):
        client = visit(simulator.create_world(seed=seed, now="2026-11-20T09:00:00+08:00"))
        client.log_in()
        said.append((client.token, client.hall.helper.key(NANJING).serial))
    assert said[0] == said[1] != said[2]


def test_state_is_json_and_names_what_stands(handler: Any, world: World) -> None:
    filing = handler.file("enrolment", "uninsured man")
    state = world.state()["halls"]["jiangsu"]
    assert [each["number"] for each in state["filings"]] == [filing]
    assert {each["password"] for each in state["accounts"]} == {""}
    assert len(state["units"]) == 4
