"""The control plane: everything the Python API can do, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World


@pytest.fixture
def control(simulator: Simulator) -> Iterator[httpx.Client]:
    with httpx.Client(transport=InProcess(simulator), base_url="http://mock.invalid/_sim/") as client:
        yield client


def test_a_world_from_birth_to_death(simulator: Simulator, control: httpx.Client) -> None:
    made = control.post(
        "worlds",
        json={
            "seed": 3,
            "now": "2026-12-01T08:00:00",
            "ticking": False,
            "variants": {"wuhan": ["late_papers_wait"]},
        },
    )
    assert made.status_code == 201
    world = made.json()
    assert world["clock"] == "2026-12-01T08:00:00+08:00"
    assert world["halls"]["wuhan"] == f"http://mock.invalid/w/{world['id']}/wuhan/"
    assert simulator.world(world["id"]).wuhan.variants == {"late_papers_wait"}
    here = f"worlds/{world['id']}"
    assert control.get(here).json() == world
    assert control.get(f"{here}/clock").json() == {"now": "2026-12-01T08:00:00+08:00", "ticking": False}
    moved = control.post(f"{here}/clock", json={"by": 60}).json()
    assert moved == {"now": "2026-12-01T08:01:00+08:00", "fired": []}
    assert (
        control.post(f"{here}/clock", json={"until": "day 20"}).json()["now"] == "2026-12-20T00:00:00+08:00"
    )
    twin = control.post(f"{here}/fork").json()
    assert twin["id"] != world["id"]
    assert twin["clock"] == "2026-12-20T00:00:00+08:00"
    assert control.post(f"{here}/reset").json() == world
    assert control.get(f"{here}/state").json()["halls"]["wuhan"]["tasks"] == []
    assert len(control.get("worlds").json()) == 2
    assert control.delete(here).status_code == 204
    assert control.get(here).status_code == 404
    assert httpx.Client(transport=InProcess(simulator)).get(world["halls"]["wuhan"]).status_code == 404


def test_people_units_counter_and_effects(world: World, control: httpx.Client, ordinary: Any) -> None:
    here = f"worlds/{world.id}"
    person = world.people.synthetic(registered=False)
    assert control.post(f"{here}/people", json=person.as_json()).status_code == 201
    assert person.number in [each["number"] for each in control.get(f"{here}/people").json()]
    units = control.get(f"{here}/wuhan/units").json()
    assert [unit["number"] for unit in units] == ["4201000001", "4201000002"]
    assert units[0]["slip"]["username"] == "dw4201000001"
    made = control.post(f"{here}/wuhan/units", json={"number": "4201000005", "name": "模拟五部"})
    assert made.json()["first_password_stands"] is True
    assert control.post(f"{here}/wuhan/units/4201000005/slip").json()["slip"]["password"] == "mock0005a2"
    first, second = ordinary.file(person), ordinary.file(world.people.noted("renewal"))
    assert [item["sxh"] for item in control.get(f"{here}/wuhan/counter").json()] == [first, second]
    decided = control.post(f"{here}/wuhan/counter/{first}", json={"decision": "approve"})
    assert decided.json()["finished"] == "2026-11-10 09:00:00"
    asked = {"decision": "return", "reasons": ["缺材料"]}
    assert control.post(f"{here}/wuhan/counter/{second}", json=asked).json()["reasons"] == ["缺材料"]
    assert control.post(f"{here}/wuhan/counter/{second}", json={"decision": "?"}).status_code == 400
    assert [effect["sxh"] for effect in control.get(f"{here}/wuhan/effects").json()] == [first]
    assert len(control.get(f"{here}/wuhan/tasks").json()) == 2


def test_kinds_of_effects_figures_and_arrears(world: World, control: httpx.Client, browser: Any) -> None:
    here = f"worlds/{world.id}/wuhan"
    browser.stop(world.people.noted("insured here man"))
    browser.change_wage(world.people.noted("insured here woman"), "7000.00")
    assert [each["kind"] for each in control.get(f"{here}/effects").json()] == ["suspension", "wage_change"]
    (wage,) = control.get(f"{here}/effects", params={"kind": "wage_change"}).json()
    assert (wage["start_month"], wage["stopped"], wage["returned_at"]) == ("202612", None, None)
    assert control.get(f"{here}/effects", params={"kind": "typo"}).status_code == 400
    assert [each["kind"] for each in control.get(f"{here}/tasks").json()] == ["suspension", "wage_change"]
    figures = {"floor": "5000.00", "ceiling": "6000.00"}
    assert control.get(f"{here}/wage_limits").json() == {"floor": "4494.00", "ceiling": "22467.00"}
    assert control.post(f"{here}/wage_limits", json=figures).json() == figures
    assert control.post(f"{here}/wage_limits", json={"floor": "2", "ceiling": "1"}).status_code == 400
    owing = world.people.noted("insured here, arrears")
    assert control.post(f"{here}/arrears/{owing.number}").json()["arrears"] is False
    assert control.post(f"{here}/arrears/nobody").status_code == 404
    state = control.get(f"worlds/{world.id}/state").json()["halls"]["wuhan"]
    assert state["insurances"][0]["wages"][0]["wage"] == "6800.00"


def test_faults_journal_and_verify(world: World, control: httpx.Client, browser: Any) -> None:
    here = f"worlds/{world.id}"
    armed = {"hall": "wuhan", "operation": "home.open", "do": "maintenance"}
    assert control.post(f"{here}/faults", json=armed).status_code == 201
    assert control.get(f"{here}/faults").json()[0]["consumed"] is False
    assert len(control.post(f"{here}/verify").json()["faults_unconsumed"]) == 1
    browser.get("home.do")
    assert control.get(f"{here}/faults").json()[0]["consumed"] is True
    last = control.get(f"{here}/journal").json()[-1]
    assert (last["operation"], last["fault"]) == ("home.open", "maintenance/before_commit")
    assert control.post(f"{here}/verify").json() == {
        "violations": [],
        "attempts_after_landing": [],
        "faults_unconsumed": [],
    }
    wrong = control.post(f"{here}/faults", json={**armed, "operation": "typo"})
    assert wrong.status_code == 400
    assert "batch.open" in wrong.json()["error"]


def test_a_signing_control_for_browsers(world: World, control: httpx.Client, open_browser: Any) -> None:
    visitor = open_browser(world, signed_in=False)
    page = visitor.get("login.do")
    nonce = page.inputs["sjs"]
    assert f"/_sim/worlds/{world.id}/wuhan/sign" in page.text
    signed = control.post(f"worlds/{world.id}/wuhan/sign", json={"user": "dw4201000001", "sjs": nonce}).json()
    home = visitor.post(
        "login.do", yhm="dw4201000001", mm="mock0001a1", sjs=nonce, zs=signed["zs"], qm=signed["qm"]
    )
    assert home.kind == "home"
    unknown = control.post(f"worlds/{world.id}/wuhan/sign", json={"user": "nobody", "sjs": nonce})
    assert unknown.status_code == 404


def test_wrong_verbs_name_the_right_one(world: World, control: httpx.Client) -> None:
    reply = control.get(f"worlds/{world.id}/reset")
    assert reply.status_code == 405
    assert reply.json() == {"error": "GET is not the verb here; use POST", "use": ["POST"]}
    assert reply.headers["allow"] == "POST"


def test_bad_bodies_and_unknown_paths_are_explained(control: httpx.Client) -> None:
    assert control.post("worlds", content=b"[1]").status_code == 400
    assert control.post("worlds", json={"sead": 1}).status_code == 400
    assert control.post("worlds", json={"now": "yesterday"}).status_code == 400
    assert "has no /_sim/nothing" in control.get("nothing").json()["error"]
    assert control.get("worlds/none/state").json() == {"error": "not known: none"}


def test_health_and_fidelity(simulator: Simulator, control: httpx.Client) -> None:
    assert control.get("health").json() == {
        "ok": True,
        "mock": True,
        "halls": list(simulator.sites),
        "worlds": 0,
    }
    ledger = control.get("fidelity").json()["wuhan"]
    assert {"WH-53", "WH-134"} <= {rule["id"] for rule in ledger["rule"]}
    assert all(rule["grade"] in {"E0", "E1", "E2", "E3", "E4"} for rule in ledger["rule"])
    outside = httpx.Client(transport=InProcess(simulator)).get("http://mock.invalid/elsewhere")
    assert outside.status_code == 501
