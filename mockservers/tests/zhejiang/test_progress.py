"""Progress and take-back 撤回 (ZJ-11..13, 21, 40)."""

from __future__ import annotations

import pytest

from sigateway_mockservers import World

from .conftest import NINGBO, ZHENHAI, Client, MakeClient, MakeWorld


@pytest.mark.rule("ZJ-11", "ZJ-21")
def test_progress_lists_all_that_the_unit_filed_oldest_first(client: Client, make_client: MakeClient) -> None:
    hall = client.world.zhejiang
    mine = client.enrol("zj uninsured man")["itemNo"]
    person = client.world.people.noted("zj here woman").number
    by_hand = hall.clerk.suspend(NINGBO, idCard=person)
    rows = client.get("api/progress").rows
    assert [(row["itemNo"], row["channel"], row["business"]) for row in rows] == [
        (mine, "01", "职工参保登记"),
        (by_hand, "02", "职工暂停参保"),
    ]
    assert rows[0]["name"] == client.world.people.noted("zj uninsured man").name
    assert [row["itemNo"] for row in client.get("api/progress", idCard=person).rows] == [by_hand]
    assert [row["itemNo"] for row in client.get("api/progress", itemNo=mine).rows] == [mine]
    assert make_client(client.world, ZHENHAI).get("api/progress").rows == []
    assert make_client(client.world, ZHENHAI).get(f"api/progress/{mine}").words == ["无此办件"]


@pytest.mark.rule("ZJ-11")
def test_progress_has_pages(client: Client) -> None:
    people = [client.world.people.synthetic(n=300 + n) for n in range(21)]
    numbers = [client.world.zhejiang.clerk.enrol(NINGBO, idCard=each.number) for each in people]
    first, second = client.get("api/progress"), client.get("api/progress", page="2")
    assert (first["total"], first["pages"], first["rowCount"], second["rowCount"]) == (21, 2, 20, 1)
    assert [row["itemNo"] for row in (*first.rows, *second.rows)] == numbers
    assert client.get("api/progress", page="3").rows == []


@pytest.mark.rule("ZJ-12", "ZJ-13")
def test_take_back_asks_then_voids_and_a_new_item_is_made(client: Client) -> None:
    number = client.enrol("zj uninsured man")["itemNo"]
    assert client.get(f"api/progress/{number}")["canTakeBack"] is True
    asked = client.get(f"api/progress/{number}/take-back")
    assert (asked["itemNo"], asked["question"]) == (number, "是否作废该办件")
    assert client.get(f"api/progress/{number}")["state"] == "审核中"
    done = client.take_back(number)
    assert done.msg == "该办件已作废"
    assert done.data == {"itemNo": number, "state": "已作废", "next": "menu"}
    client.decide()
    gone = client.get(f"api/progress/{number}")
    assert (gone["state"], gone["canTakeBack"]) == ("已作废", False)
    assert gone["voidedAt"] == "2026-11-10 09:00:00"
    assert client.get(f"api/progress/{number}/take-back").words == ["该办件已作废"]
    assert client.take_back(number).words == ["该办件已作废"]
    again = client.enrol("zj uninsured man")["itemNo"]
    assert again != number
    assert client.world.verify() == []
    assert client.world.attempts_after_landing() == []


@pytest.mark.rule("ZJ-12")
def test_only_the_units_own_items_are_taken_back(client: Client, make_client: MakeClient) -> None:
    number = client.enrol("zj uninsured man")["itemNo"]
    other = make_client(client.world, ZHENHAI)
    assert other.take_back(number).words == ["无此办件"]
    assert client.take_back("ZJ2026111000000099").words == ["无此办件"]
    unconfirmed = client.post(f"api/progress/{number}/take-back", {"confirm": "0"})
    assert unconfirmed.code == "400"
    assert client.get(f"api/progress/{number}")["state"] == "审核中"


@pytest.mark.rule("ZJ-40")
def test_what_is_decided_is_not_taken_back(client: Client) -> None:
    number = client.enrol("zj uninsured man")["itemNo"]
    client.decide()
    assert client.get(f"api/progress/{number}/take-back").words == ["该办件已审核，不能撤回"]
    assert client.take_back(number).words == ["该办件已审核，不能撤回"]
    assert client.world.journal.entries[-1].rule_ids == ("ZJ-40",)


@pytest.mark.rule("ZJ-40")
def test_a_suspension_is_taken_back_in_its_variant_only(
    make_world: MakeWorld, make_client: MakeClient
) -> None:
    client = make_client(make_world())
    number = client.suspend("zj here man")["itemNo"]
    assert client.get(f"api/progress/{number}")["canTakeBack"] is False
    assert client.take_back(number).words == ["暂停参保办件不能撤回"]
    free = make_client(make_world("suspension_take_back"))
    number = free.suspend("zj here man")["itemNo"]
    assert free.take_back(number).code == "0"
    free.decide()
    person = free.world.people.noted("zj here man").number
    assert free.world.zhejiang.insured(NINGBO, person, "pension", "202612")
    assert free.world.verify() == client.world.verify() == []


@pytest.mark.rule("ZJ-40")
def test_after_approval_it_is_taken_back_in_its_variant(
    make_world: MakeWorld, make_client: MakeClient
) -> None:
    client = make_client(make_world("take_back_after_approval"))
    hall, person = client.world.zhejiang, client.world.people.noted("zj uninsured man").number
    number = client.enrol("zj uninsured man")["itemNo"]
    client.decide()
    assert hall.insured(NINGBO, person, "pension")
    assert client.take_back(number).code == "0"
    assert not hall.insured(NINGBO, person, "pension")
    second = client.enrol("zj uninsured man")["itemNo"]
    client.decide()
    client.world.clock.advance(until="next month")
    assert client.sign_in().take_back(second).words == ["该办件已审核，不能撤回"]
    assert client.world.verify() == []


@pytest.mark.rule("ZJ-40")
def test_later_business_blocks_the_way_back(make_world: MakeWorld, make_client: MakeClient) -> None:
    client = make_client(make_world("take_back_after_approval", "suspension_take_back"))
    stop = client.suspend("zj here man")["itemNo"]
    client.decide()
    start = client.enrol("zj here man")["itemNo"]
    assert client.take_back(stop).words == ["该人员已有后续业务，不能撤回"]
    assert client.take_back(start).code == "0"
    assert client.take_back(stop).code == "0"
    person = client.world.people.noted("zj here man").number
    assert client.world.zhejiang.insured(NINGBO, person, "pension", "202612")
    assert client.world.verify() == []


@pytest.mark.rule("ZJ-40")
def test_the_counter_undoes_what_is_approved_for_papers(client: Client) -> None:
    hall, person = client.world.zhejiang, client.world.people.noted("zj uninsured man").number
    number = client.enrol("zj uninsured man")["itemNo"]
    with pytest.raises(ValueError, match="审核中"):
        hall.counter.void(number, ["说明"])
    client.decide()
    with pytest.raises(ValueError, match="papers"):
        hall.counter.void(number, [])
    hall.counter.void(number, ["情况说明"])
    assert not hall.insured(NINGBO, person, "pension")
    assert client.world.verify() == []
    assert client.enrol("zj uninsured man").code == "0"
    assert client.world.verify() == []


def test_accepts_duplicates_guards_nothing(make_world: MakeWorld, make_client: MakeClient) -> None:
    client = make_client(make_world("accepts_duplicates"))
    first, second = client.enrol("zj uninsured man"), client.enrol("zj uninsured man")
    assert first["itemNo"] != second["itemNo"]
    client.decide()
    found = {violation.rule for violation in client.world.verify()}
    assert found == {"duplicate-effect", "commit-after-landing"}
    person = client.world.people.noted("zj uninsured man").number
    running = [spell for spell in client.world.zhejiang.store.spells(person) if spell.scheme == "pension"]
    assert len(running) == 1
    stops = [client.suspend("zj here man")["itemNo"] for _ in range(2)]
    assert client.suspend("zj uninsured woman").code == "0"
    client.decide()
    assert [client.get(f"api/progress/{number}")["state"] for number in stops] == ["审核通过"] * 2
    voided = client.enrol("zj uninsured woman")["itemNo"]
    assert client.take_back(voided).code == client.take_back(voided).code == "0"


def test_a_clerk_is_held_to_the_rules(world: World) -> None:
    person = world.people.noted("zj elsewhere").number
    with pytest.raises(ValueError, match="该人员已在模拟外市实业有限公司参保") as refused:
        world.zhejiang.clerk.enrol(NINGBO, idCard=person)
    assert getattr(refused.value, "rules") == ("ZJ-14",)  # noqa: B009 - the type is the hall's own
    number = world.zhejiang.clerk.enrol(NINGBO, idCard=world.people.noted("zj uninsured man").number)
    world.zhejiang.clerk.take_back(number)
    with pytest.raises(ValueError, match="该办件已作废"):
        world.zhejiang.clerk.take_back(number)
    with pytest.raises(ValueError, match="no field"):
        world.zhejiang.clerk.enrol(NINGBO, idCard=person, medical="1")
    assert world.verify() == []


@pytest.mark.rule("ZJ-11", "ZJ-40")
def test_a_slow_reviewer_leaves_time_to_take_back(client: Client) -> None:
    number = client.enrol("zj uninsured man")["itemNo"]
    due = client.world.zhejiang.reviewer.put_off(number, by=600)
    client.world.clock.advance(by=500)
    assert client.get(f"api/progress/{number}")["canTakeBack"] is True
    client.world.clock.advance(to=due)
    assert client.get(f"api/progress/{number}")["state"] == "审核通过"
    with pytest.raises(ValueError, match=number):
        client.world.zhejiang.reviewer.put_off(number, by=600)
