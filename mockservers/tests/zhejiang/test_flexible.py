"""Flexible workers in four steps, with a form that depends on the state (ZJ-36..39)."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from sigateway_mockservers import World
from sigateway_mockservers.zhejiang.records import Spell

from .conftest import Client, MakeClient, MakeWorld

CARD = base64.b64encode(b"a picture").decode("ascii")


def declared(client: Client, **fields: str) -> Any:
    version = client.get("api/flexible/notice")["version"]
    given = {
        "site": "330211",
        "noticeVersion": version,
        "kind": "enrol",
        "month": "202611",
        "base": "5100.00",
        "mobile": "19911112222",
    }
    return client.post("api/flexible", {**given, **fields})


def with_papers(client: Client, draft: str, code: str = "idCardFront", content: str = CARD) -> Any:
    body = {"code": code, "fileName": "card.jpg", "content": content}
    return client.post(f"api/flexible/{draft}/materials", body)


def filed(client: Client, **fields: str) -> Any:
    draft = declared(client, **fields)["draftNo"]
    if fields.get("kind", "enrol") == "enrol":
        with_papers(client, draft)
    return client.post(f"api/flexible/{draft}/submit")


@pytest.fixture
def stopped(world: World, make_client: MakeClient) -> Client:
    return make_client(world, "zj flexible interrupted", "app")


@pytest.fixture
def running(world: World, make_client: MakeClient) -> Client:
    return make_client(world, "zj flexible running", "app")


@pytest.mark.rule("ZJ-39")
def test_the_form_depends_on_the_state(stopped: Client, running: Client) -> None:
    enrol, interrupt = (client.get("api/flexible", site="330211") for client in (stopped, running))
    assert (enrol["state"], enrol["kind"], enrol["paidUntil"]) == ("中断", "enrol", "202606")
    assert enrol["materials"] == [{"code": "idCardFront", "name": "身份证正面", "required": True}]
    assert (interrupt["state"], interrupt["kind"], interrupt["since"]) == ("正常参保", "interrupt", "202401")
    assert interrupt["materials"] == []
    assert declared(stopped, kind="interrupt", base="").words == ["业务类型与当前参保状态不符"]
    assert declared(running).words == ["业务类型与当前参保状态不符"]


@pytest.mark.rule("ZJ-38", "ZJ-39")
def test_four_steps_lead_to_a_receipt(stopped: Client) -> None:
    world = stopped.world
    person = world.people.noted("zj flexible interrupted").number
    draft = declared(stopped)["draftNo"]
    assert stopped.post(f"api/flexible/{draft}/submit").words == ["请上传身份证正面"]
    papers = with_papers(stopped, draft)
    assert papers["materials"] == [
        {"code": "idCardFront", "sha256": hashlib.sha256(b"a picture").hexdigest()}
    ]
    taken = stopped.post(f"api/flexible/{draft}/submit")
    assert (taken.msg, taken["state"], taken["receivedAt"]) == ("提交成功", "审核中", "2026-11-10 09:00:00")
    printed = stopped.file(f"api/flexible/{taken['itemNo']}/receipt")
    metadata = PdfReader(BytesIO(printed.content)).metadata
    assert metadata is not None
    assert metadata["/Title"] == "收件回执单"
    assert metadata["/Subject"] == f"receiptNo={taken['receiptNo']};itemNo={taken['itemNo']};who={person}"
    stopped.decide()
    rows = stopped.get("api/flexible/items").rows
    assert [(row["draftNo"], row["itemNo"], row["state"]) for row in rows] == [
        (draft, taken["itemNo"], "审核通过")
    ]
    assert stopped.get("api/flexible", site="330211")["kind"] == "interrupt"
    assert world.verify() == []


@pytest.mark.rule("ZJ-39")
def test_the_month_of_interruption_is_unpaid(running: Client) -> None:
    taken = filed(running, kind="interrupt", base="", month="202611")
    assert taken.code == "0"
    running.decide()
    shown = running.get("api/flexible", site="330211")
    assert (shown["state"], shown["paidUntil"]) == ("中断", "202610")
    assert running.world.verify() == []


@pytest.mark.rule("ZJ-36")
@pytest.mark.parametrize("site", ["", "330299", "330802", "33"])
def test_the_site_is_that_of_the_household(stopped: Client, site: str) -> None:
    said = ["站点区域应为户籍所在地"]
    assert stopped.get("api/flexible", site=site).words == said
    assert declared(stopped, site=site).words == said
    assert stopped.world.journal.entries[-1].rule_ids == ("ZJ-36",)


@pytest.mark.rule("ZJ-39")
@pytest.mark.parametrize("note", ["zj uninsured man", "zj here man", "zj elsewhere", "zj stopped here"])
def test_other_states_have_no_form(world: World, make_client: MakeClient, note: str) -> None:
    client = make_client(world, note, "app")
    assert client.get("api/flexible", site="330211").words == ["当前参保状态不能办理，请到社保经办机构办理"]
    assert world.journal.entries[-1].rule_ids == ("ZJ-39",)


@pytest.mark.rule("ZJ-38", "ZJ-39")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"noticeVersion": "2020"}, "请先阅读用户须知"),
        ({"kind": "other"}, "业务类型与当前参保状态不符"),
        ({"month": ""}, "增减年月为必填项"),
        ({"month": "2026-11"}, "增减年月格式有误"),
        ({"month": "202609"}, "增减年月只能为办理的上月或者当月"),
        ({"base": ""}, "缴费基数为必填项"),
        ({"base": "5100"}, "缴费基数格式有误"),
        ({"base": "5099.99"}, "缴费基数应在5100.00至26000.00之间"),
        ({"mobile": ""}, "手机号码为必填项"),
        ({"mobile": "1"}, "手机号码格式有误"),
    ],
)
def test_the_declaration_is_looked_at(stopped: Client, fields: dict[str, str], words: str) -> None:
    assert declared(stopped, **fields).words == [words]


@pytest.mark.rule("ZJ-39")
def test_a_month_that_is_paid_already_is_refused(running: Client) -> None:
    filed(running, kind="interrupt", base="", month="202611")
    running.decide()
    assert declared(running, month="202610").words == ["增减年月与已有参保时间重叠"]
    assert filed(running, month="202611").code == "0"
    running.decide()
    assert declared(running, kind="interrupt", base="", month="202611").words == [
        "增减年月与已有参保时间重叠"
    ]
    assert running.world.verify() == []


@pytest.mark.rule("ZJ-38")
def test_papers_have_a_kind_and_a_content(stopped: Client) -> None:
    draft = declared(stopped)["draftNo"]
    for code, content in (("other", CARD), ("idCardFront", ""), ("idCardFront", "§")):
        assert with_papers(stopped, draft, code, content).words == ["材料类型有误"]
    assert with_papers(stopped, "CG2026111000000099").words == ["无此办件"]


@pytest.mark.rule("ZJ-38")
def test_a_new_declaration_drops_the_draft_before(stopped: Client) -> None:
    first, second = declared(stopped)["draftNo"], declared(stopped, base="6000.00")["draftNo"]
    rows = stopped.get("api/flexible/items").rows
    assert [(row["draftNo"], row["state"]) for row in rows] == [(first, "已作废"), (second, "未提交")]
    assert stopped.post(f"api/flexible/{first}/submit").words == ["无此办件"]


@pytest.mark.rule("ZJ-38")
def test_it_is_submitted_once(stopped: Client, make_client: MakeClient) -> None:
    draft = declared(stopped)["draftNo"]
    with_papers(stopped, draft)
    assert stopped.post(f"api/flexible/{draft}/submit").code == "0"
    assert stopped.post(f"api/flexible/{draft}/submit").words == ["该办件已提交"]
    assert with_papers(stopped, draft).words == ["该办件已提交"]
    assert declared(stopped).words == ["该人员有正在审核的办件"]
    assert stopped.get("api/flexible", site="330211")["pending"] != ""
    other = make_client(stopped.world, "zj flexible running", "app")
    assert other.post(f"api/flexible/{draft}/submit").words == ["无此办件"]
    assert other.get("api/flexible/items").rows == []
    assert stopped.world.verify() == []
    assert len(stopped.world.attempts_after_landing()) == 1


def test_accepts_duplicates_submits_again(make_world: MakeWorld, make_client: MakeClient) -> None:
    client = make_client(make_world("accepts_duplicates"), "zj flexible interrupted", "app")
    draft = declared(client)["draftNo"]
    with_papers(client, draft)
    first, second = (client.post(f"api/flexible/{draft}/submit")["itemNo"] for _ in range(2))
    assert first != second
    assert {each.rule for each in client.world.verify()} == {"duplicate-effect", "commit-after-landing"}


@pytest.mark.rule("ZJ-39")
def test_who_was_enrolled_by_a_unit_meanwhile_is_turned_down(
    stopped: Client, make_client: MakeClient
) -> None:
    unit = make_client(stopped.world)
    number = unit.enrol("zj flexible interrupted")["itemNo"]
    taken = filed(stopped)["itemNo"]
    stopped.decide()
    items = {item.number: item for item in stopped.world.zhejiang.effects(include_void=True)}
    assert {items[number].state, items[taken].state} == {"审核通过", "审核不通过"}
    assert stopped.world.verify() == []


@pytest.mark.rule("ZJ-39")
@pytest.mark.parametrize("kind", ["enrol", "interrupt"])
def test_the_state_is_looked_at_again_before_the_verdict(stopped: Client, running: Client, kind: str) -> None:
    client = stopped if kind == "enrol" else running
    taken = filed(client, kind=kind, **({} if kind == "enrol" else {"base": ""}))["itemNo"]
    store, person = client.world.zhejiang.store, client.who
    if kind == "enrol":
        store.give(person, Spell("3308990001", "pension", "202611"))
    else:
        ended = tuple(replace(spell, last="202609") for spell in store.spells(person))
        store.standings[person], store.histories[person] = ended, ended
    client.decide()
    assert store.items[taken].reasons == ("当前参保状态不能办理，请到社保经办机构办理",)
    assert client.world.verify() == []
