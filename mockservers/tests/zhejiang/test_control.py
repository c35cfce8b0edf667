"""The same powers over the control plane; Worlds are reset and forked (docs/wire/zhejiang.md, World)."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World

from .conftest import NINGBO, Client, MakeClient


@pytest.fixture
def act(simulator: Simulator, world: World) -> Any:
    control = httpx.Client(transport=InProcess(simulator), base_url="http://mock.invalid")

    def do(action: str, **arguments: Any) -> httpx.Response:
        return control.post(f"/_sim/worlds/{world.id}/zhejiang/actions/{action}", json=arguments)

    return do


def test_people_at_work_are_moved_from_outside(world: World, act: Any) -> None:
    person = world.people.noted("zj uninsured man").number
    known = act("portal.account", who=NINGBO).json()
    assert known["account"] == world.zhejiang.units[NINGBO].uscc
    number = act("clerk.enrol", unit=NINGBO, idCard=person).json()
    assert act("insured", unit=NINGBO, idCard=person, scheme="pension").json() is False
    world.clock.advance(by=90)
    assert act("insured", unit=NINGBO, idCard=person, scheme="pension").json() is True
    assert act("counter.void", itemNo=number, papers=["说明"]).json() == number
    assert act("effects", kind="enrolment").json() == []
    assert act("effects", include_void=True).json()[0]["number"] == number
    refused = act("clerk.enrol", unit=NINGBO, idCard=world.people.noted("zj elsewhere").number)
    assert (refused.status_code, "参保" in refused.json()["error"]) == (400, True)
    assert act("clerk.take_back", itemNo="x").status_code == 404
    assert act("nothing").status_code == 404


def test_figures_and_sites_are_set_from_outside(world: World, act: Any) -> None:
    act("set_minimum_wage", place_prefix="3302", yuan="2600.00", from_month="202611")
    act("set_launch", place_prefix="3308", day="2026-12-01")
    act("set_limits", from_month="202611", floor="5200.00", ceiling="27000.00")
    figures = world.zhejiang.store.figures
    assert str(figures.minimum_wage("330299", "202611")) == "2600.00"
    assert str(figures.minimum_wage("330299", "202610")) == "2490.00"
    assert figures.launched_on("330802").isoformat() == "2026-12-01"
    assert str(figures.limits_at("202611")[0]) == "5200.00"
    placed = act("place", site="portal", origin="http://portal.mock.invalid").json()
    assert placed["portal"].startswith("http://portal.mock.invalid/w/")
    assert act("place", site="other", origin="http://x").status_code == 400
    for prefix in ("42", "33x", "3302111"):
        wrong = act("set_minimum_wage", place_prefix=prefix, yuan="1", from_month="202611")
        assert "is no prefix of a place" in wrong.json()["error"]
    assert act("set_limits", from_month="202611", floor="2", ceiling="1").status_code == 400
    assert act("set_limits", from_month="2026-11", floor="1", ceiling="2").status_code == 400


def test_units_people_and_files_are_given_from_outside(
    world: World, act: Any, make_client: MakeClient
) -> None:
    made = act("add_unit", number="3308020001", name="模拟柯城有限公司", place="330802").json()
    person = world.people.noted("zj quzhou uninsured").number
    assert (
        act("insure", unit="3308020001", idCard=person, scheme="pension", since="202601").status_code == 200
    )
    assert world.zhejiang.insured("3308020001", person, "pension")
    assert make_client(world, "3308020001").get("api/session")["unit"]["uscc"] == made["uscc"]
    assert base64.b64decode(act("seal_root").json()) == world.zhejiang.seal_root()
    assert act("set_resident", idCard=person, resident=True).status_code == 200
    assert world.zhejiang.store.residents[person]
    registered = act(
        "portal.register_person", idCard=world.people.noted("sh uninsured man").number, password="p"
    )
    assert registered.json()["real_name"] is False


def test_a_fork_goes_on_and_a_reset_goes_back(client: Client, simulator: Simulator) -> None:
    world = client.world
    client.enrol("zj uninsured man")
    twin = world.fork()
    client.decide()
    assert twin.zhejiang.effects()[0].state == "审核中"
    twin.clock.advance(by=90)
    assert twin.zhejiang.effects()[0].state == "审核通过"
    assert twin.verify() == []
    world.reset()
    assert world.zhejiang.effects() == []
    assert client.get("api/session").code == "401"
    client.sign_in()
    simulator.close_world(twin.id)


def test_state_and_pages_of_the_control_plane(simulator: Simulator, client: Client) -> None:
    number = client.enrol("zj uninsured man")["itemNo"]
    control = httpx.Client(transport=InProcess(simulator), base_url="http://mock.invalid")
    base = f"/_sim/worlds/{client.world.id}/zhejiang"
    assert {unit["number"] for unit in control.get(f"{base}/units").json()} >= {NINGBO}
    assert [item["number"] for item in control.get(f"{base}/effects").json()] == [number]
    assert control.get(f"{base}/sites").json() == client.sites
    state = control.get(f"/_sim/worlds/{client.world.id}/state").json()["halls"]["zhejiang"]
    assert state["items"][0]["number"] == number
    assert "zhejiang" in control.get("/_sim/fidelity").json()
