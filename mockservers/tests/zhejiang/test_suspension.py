"""Suspension 社会保险职工暂停参保: months, injury, what is paid last (ZJ-16..23)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from .conftest import NINGBO, Client, MakeClient, MakeWorld


def search(client: Client, note: str) -> Any:
    return client.get("api/suspend/search", idCard=client.world.people.noted(note).number)


@pytest.mark.rule("ZJ-17", "ZJ-18")
def test_the_person_is_read_with_what_runs_here(client: Client) -> None:
    shown = search(client, "zj here man")
    assert shown["name"] == client.world.people.noted("zj here man").name
    assert shown["here"] == {"pension": "202501", "unemployment": "202501", "injury": "202501"}
    assert shown["stopMonths"] == {key: ["202610", "202611"] for key in shown["here"]}
    assert shown["injuryFollows"] is True
    assert (shown["pending"], shown["launched"]) == ("", True)


@pytest.mark.rule("ZJ-17")
@pytest.mark.parametrize("note", ["zj uninsured man", "zj zhenhai man", "zj stopped here"])
def test_who_is_not_insured_here_is_refused(client: Client, note: str) -> None:
    assert search(client, note).words == ["该人员未在本单位参保"]
    assert client.suspend(note, reason="").words == ["该人员未在本单位参保"]
    assert client.world.journal.entries[-1].rule_ids == ("ZJ-17",)


@pytest.mark.rule("ZJ-18", "ZJ-19", "ZJ-20")
@pytest.mark.parametrize(
    ("now", "stop", "paid"),
    [
        ("2026-11-10T09:00", "202611", "202610"),
        ("2026-11-10T09:00", "202610", "202609"),
        ("2026-01-31T09:00", "202601", "202512"),
        ("2026-01-31T09:00", "202512", "202511"),
    ],
)
def test_the_stop_month_itself_is_unpaid(
    make_world: MakeWorld, make_client: MakeClient, now: str, stop: str, paid: str
) -> None:
    client = make_client(make_world(now=now))
    saved = client.suspend("zj here man", pensionStop=stop, unemploymentStop=stop, injuryStop=stop)
    assert saved.msg == "提交成功"
    assert saved["paidUntil"] == {"pension": paid, "unemployment": paid, "injury": paid}
    assert (saved["changeKind"], saved["from"], saved["base"]) == ("", {}, "")
    client.decide()
    hall, person = client.world.zhejiang, client.world.people.noted("zj here man").number
    assert hall.insured(NINGBO, person, "pension", paid)
    assert not hall.insured(NINGBO, person, "pension", stop)
    assert client.world.verify() == []


@pytest.mark.rule("ZJ-18")
@pytest.mark.parametrize("stop", ["202609", "202612"])
def test_another_stop_month_is_refused(client: Client, stop: str) -> None:
    refused = client.suspend("zj here man", pensionStop="", injuryStop="", unemploymentStop=stop)
    assert refused.words == ["失业保险停保年月只能为办理的上月或者当月"]
    assert client.world.journal.entries[-1].rule_ids == ("ZJ-18",)


@pytest.mark.rule("ZJ-23")
def test_the_injury_stop_month_follows_the_pensions(client: Client) -> None:
    other = client.suspend("zj here man", injuryStop="202610")
    assert (other.words, other.fields) == (["工伤保险停保年月应与养老保险一致"], ["injuryStop"])
    left = client.suspend("zj here man", injuryStop="")
    assert left.words == ["停止养老保险时应同时停止工伤保险"]
    alone = client.suspend("zj here man", pensionStop="", unemploymentStop="", injuryStop="202610")
    assert alone["paidUntil"] == {"injury": "202609"}


@pytest.mark.rule("ZJ-23")
def test_the_injury_stop_month_is_this_in_its_variant(make_world: MakeWorld, make_client: MakeClient) -> None:
    client = make_client(make_world("injury_stops_this_month"))
    shown = search(client, "zj here man")
    assert (shown["injuryFollows"], shown["stopMonths"]["injury"]) == (False, ["202611"])
    last = {"pensionStop": "202610", "unemploymentStop": "202610"}
    assert client.suspend("zj here man", **last, injuryStop="202610").words == ["工伤保险停保年月只能为当月"]
    assert client.suspend("zj here man", **last)["paidUntil"]["injury"] == "202610"
    assert client.suspend("zj here woman", injuryStop="").code == "0"
    assert client.world.verify() == []


@pytest.mark.rule("ZJ-19")
def test_a_stop_that_would_leave_no_month_paid_is_refused(client: Client) -> None:
    last = client.suspend("zj here since last month", **dict.fromkeys(STOPS, "202610"))
    assert last.words == [
        f"{name}停保年月应晚于参保开始年月" for name in ("养老保险", "失业保险", "工伤保险")
    ]
    assert client.suspend("zj here since last month")["paidUntil"]["pension"] == "202610"


STOPS = ("pensionStop", "unemploymentStop", "injuryStop")


@pytest.mark.rule("ZJ-17")
def test_only_what_runs_here_stops(client: Client) -> None:
    refused = client.suspend("zj here pension only")
    assert refused.words == ["该人员未在本单位参加失业保险", "该人员未在本单位参加工伤保险"]
    assert client.suspend("zj here pension only", unemploymentStop="", injuryStop="").code == "0"


@pytest.mark.rule("ZJ-17")
def test_the_name_is_the_registers(client: Client) -> None:
    assert client.suspend("zj here man", name="模拟别名").words == ["姓名与系统登记信息不一致"]


@pytest.mark.rule("ZJ-20")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": ""}, ["停保原因为必填项"]),
        ({"reason": "08"}, ["停保原因格式有误"]),
        ({"endedOn": ""}, ["终止劳动关系日期为必填项"]),
        ({"endedOn": "2026-11-11"}, ["终止劳动关系日期不能晚于当日"]),
        ({"remark": "注" * 101}, ["备注格式有误"]),
        (dict.fromkeys(STOPS, ""), ["请至少选择一个险种"]),
    ],
)
def test_fields_are_looked_at(client: Client, fields: dict[str, str], words: list[str]) -> None:
    assert client.suspend("zj here man", **fields).words == words


@pytest.mark.rule("ZJ-21")
def test_one_suspension_of_a_person_is_under_review_at_a_time(client: Client) -> None:
    number = client.suspend("zj here man")["itemNo"]
    assert client.suspend("zj here man", reason="01").words == ["该人员有正在审核的暂停参保办件"]
    assert client.world.journal.entries[-1].rule_ids == ("ZJ-21",)
    assert client.get(f"api/progress/{number}")["business"] == "职工暂停参保"


@pytest.mark.rule("ZJ-22")
def test_medical_insurance_is_not_among_what_is_stopped(client: Client) -> None:
    body = {**client.suspension("zj here man"), "medicalStop": "202611"}
    assert client.post("api/suspend", body).code == "400"


def test_what_was_stopped_meanwhile_is_turned_down(client: Client) -> None:
    number = client.suspend("zj here man")["itemNo"]
    hall, person = client.world.zhejiang, client.world.people.noted("zj here man").number
    hall.reviewer.reject(number, ["劳动关系未解除"])
    client.decide()
    detail = client.get(f"api/progress/{number}")
    assert (detail["state"], detail["reasons"]) == ("审核不通过", "劳动关系未解除")
    assert hall.insured(NINGBO, person, "pension", "202612")
    assert client.suspend("zj here man").code == "0"
    assert client.world.verify() == []


@pytest.mark.rule("ZJ-17", "ZJ-21")
def test_what_does_not_run_any_more_is_turned_down(client: Client) -> None:
    number = client.suspend("zj here man")["itemNo"]
    hall, person = client.world.zhejiang, client.world.people.noted("zj here man").number
    ended = tuple(replace(spell, last="202609") for spell in hall.store.spells(person))
    hall.store.standings[person], hall.store.histories[person] = ended, ended
    client.decide()
    detail = client.get(f"api/progress/{number}")
    assert (detail["state"], detail["reasons"]) == ("审核不通过", "该人员未在本单位参保")
    assert client.world.verify() == []
