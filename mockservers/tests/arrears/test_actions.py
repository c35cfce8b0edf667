"""Named actions over the control plane, and what the hall says of arrears as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World

VIP = "4201000001"


@pytest.fixture
def act(simulator: Simulator, world: World) -> Iterator[Callable[..., httpx.Response]]:
    """``act(name, **arguments)``."""
    with httpx.Client(transport=InProcess(simulator), base_url="http://mock.invalid/_sim/") as client:

        def act_(name: str, **arguments: Any) -> httpx.Response:
            return client.post(f"worlds/{world.id}/wuhan/actions/{name}", json=arguments)

        yield act_


@pytest.mark.rule("WH-99")
def test_a_settlement_by_remote_control(settler: Any, act: Any) -> None:
    owing = settler.owing.number
    added = act("add_arrears", unit=VIP, zjhm=owing, months=["202503"], schemes=["shiye"], wage="5000.00")
    assert [each["state"] for each in added.json()] == ["欠费"] * 3
    settler.bill(settler.assess())
    (bill,) = act("tax_desk.bills").json()
    assert (bill["number"][:2], bill["receipt"], bill["paid"]) == ("JF", "", None)
    receipt = act("tax_desk.pay", jfdh=bill["number"]).json()
    arrived = act("counter.confirm_arrival", jfdh=bill["number"], sphm=receipt).json()
    assert arrived["arrived"] == "2026-11-10T09:10:00+08:00"
    state = settler.world.state()["halls"]["wuhan"]
    assert state["bills"][0]["receipt"] == receipt
    assert {each["state"] for each in state["arrears"] if each["person"] == owing} == {"已到账"}


def test_figures_by_remote_control(settler: Any, act: Any) -> None:
    assert act("set_wage_limits", floor="6000.00", ceiling="7000.00", from_month=None).json() is None
    assert act("set_rates", from_month="202501", rates={"shiye": ["1", "0.5"]}).status_code == 200
    assert act("set_injury_rate", unit=VIP, percent="1.00").status_code == 200
    lines = {row["xz"]: row for row in settler.search().rows["mx"][1:7]}
    assert (lines["shiye"]["dwje"], lines["shiye"]["grje"]) == ("60.00", "30.00")
    assert lines["gongshang"]["dwje"] == "60.00"
    assert act("settle_arrears", zjhm=settler.owing.number).json()["arrears"] is False


def test_what_cannot_be_done_is_explained(act: Any) -> None:
    unknown = act("fly")
    assert (unknown.status_code, "known: add_arrears" in unknown.json()["error"]) == (404, True)
    for name, arguments, words in (
        ("tax_desk.pay", {"jfdh": 7}, "7 is no text"),
        ("tax_desk.pay", {"number": "7"}, "it takes: jfdh"),
        ("tax_desk.bills", {"all": True}, "it takes: nothing"),
        ("tax_desk.pay", {}, "jfdh"),
        ("set_injury_rate", {"unit": VIP, "percent": 0.5}, "0.5 is no text"),
        ("set_injury_rate", {"unit": VIP, "percent": "x"}, "no amount"),
        ("set_rates", {"from_month": "202501", "rates": {"shiye": "1"}}, "pair"),
        ("add_arrears", {"unit": VIP, "zjhm": "1", "months": "202501"}, "no list of texts"),
    ):
        reply = act(name, **arguments)
        assert (reply.status_code, words in reply.json()["error"]) == (400, True), reply.json()
    assert act("tax_desk.pay", jfdh="JF1").status_code == 404


def test_a_list_is_no_set_of_arguments(simulator: Simulator, world: World) -> None:
    with httpx.Client(transport=InProcess(simulator), base_url="http://mock.invalid/_sim/") as client:
        assert client.post(f"worlds/{world.id}/wuhan/actions/tax_desk.bills", json=[]).status_code == 400
        assert client.post(f"worlds/{world.id}/wuhan/actions/tax_desk.bills").json() == []


def test_clerks_settle_by_the_rules(settler: Any) -> None:
    hall, person = settler.world.wuhan, settler.owing
    draft = hall.save_draft_as_clerk(VIP, person.number, kind="arrears")
    sxh = hall.submit_as_clerk(draft.sxh).sxh
    with pytest.raises(ValueError, match="该核定业务未审核通过"):
        hall.save_draft_as_clerk(VIP, "", kind="arrears_bill", hdsxh=sxh)
    settler.world.clock.advance(by=300)
    bill = hall.save_draft_as_clerk(VIP, "", kind="arrears_bill", hdsxh=sxh)
    assert (hall.submit_as_clerk(bill.sxh).title, bill.person) == ("共1人", "")
    with pytest.raises(ValueError, match="此人在本单位无当月欠费"):
        hall.save_draft_as_clerk(VIP, person.number, kind="write_off")
