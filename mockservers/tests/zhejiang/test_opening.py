"""Opening a company together with its staff 开办企业全程网上办平台 (ZJ-15)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sigateway_mockservers import World

from .conftest import NINGBO, Client, MakeClient


@pytest.fixture
def new(world: World, make_client: MakeClient) -> Client:
    accounts = world.zhejiang.store.accounts.values()
    account = next(each for each in accounts if each.name == "模拟新设企业有限公司")
    return make_client(world, account.account)


def body(*people: dict[str, str], **fields: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "place": "330211",
        "contactName": "模拟专管员",
        "contactMobile": "19911112222",
        "schemes": ["pension", "unemployment", "injury"],
        "people": list(people),
    }
    return {**given, **fields}


@pytest.mark.rule("ZJ-15")
def test_a_company_opens_and_enrols_its_staff_at_once(new: Client) -> None:
    assert new.get("api/progress").words == ["未查询到单位参保登记信息"]
    shown = new.get("api/opening")
    assert (shown["opened"], shown["placeName"], shown["minimumWage"]) == (False, "宁波市—镇海区", "2490.00")
    people = [new.enrolment("zj uninsured man"), new.enrolment("zj unknown man", pensionFrom="202610")]
    opened = new.post("api/opening", body(*people))
    assert opened.msg == "提交成功"
    unit = opened["unitNo"]
    assert [item["state"] for item in opened["items"]] == ["审核中", "审核中"]
    assert opened["items"][1]["from"]["pension"] == "202610"
    assert new.get("api/session")["unit"]["unitNo"] == unit
    assert new.get("api/session")["unit"]["contactName"] == "模拟专管员"
    assert [row["itemNo"] for row in new.get("api/progress").rows] == [
        item["itemNo"] for item in opened["items"]
    ]
    new.decide()
    assert new.world.zhejiang.insured(unit, people[0]["idCard"], "pension")
    after = new.get("api/opening")
    assert (after["opened"], after["openingNo"], after["unitNo"]) == (True, opened["openingNo"], unit)
    assert new.world.verify() == []


@pytest.mark.rule("ZJ-15")
def test_a_company_opens_once(new: Client, client: Client) -> None:
    assert new.post("api/opening", body()).code == "0"
    assert new.post("api/opening", body()).words == ["单位已办理参保登记"]
    assert client.get("api/opening").words == ["单位已办理参保登记"]
    assert client.get("api/session")["unit"]["unitNo"] == NINGBO


@pytest.mark.rule("ZJ-15")
def test_one_reason_refuses_the_whole(new: Client) -> None:
    people = [
        new.enrolment("zj uninsured man"),
        new.enrolment("zj uninsured woman", wage="100.00"),
        new.enrolment("zj uninsured man"),
    ]
    refused = new.post("api/opening", body(*people))
    assert refused.words == ["第2人：月缴费工资低于当地最低工资标准", "第3人：社会保障号重复"]
    assert refused.fields == ["people.2.wage", "people.3.idCard"]
    assert new.get("api/opening")["opened"] is False
    assert new.world.zhejiang.effects() == []


@pytest.mark.rule("ZJ-15")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"place": "330299"}, ["参保地有误"]),
        ({"contactName": ""}, ["专管员姓名为必填项"]),
        ({"contactMobile": ""}, ["专管员手机号为必填项"]),
        ({"contactMobile": "1"}, ["专管员手机号格式有误"]),
        ({"schemes": []}, ["请至少选择一个险种"]),
        ({"schemes": ["medical"]}, ["请至少选择一个险种"]),
    ],
)
def test_the_data_of_the_company_are_looked_at(new: Client, fields: dict[str, Any], words: list[str]) -> None:
    assert new.post("api/opening", body(**fields)).words == words


@pytest.mark.rule("ZJ-15")
def test_the_menu_of_a_company_without_a_unit_leads_to_the_platform(new: Client) -> None:
    assert [row["path"] for row in new.get("api/menu").rows] == ["开办企业全程网上办平台"]


def test_the_rows_have_the_form_of_an_enrolment(new: Client) -> None:
    row = new.enrolment("zj uninsured man")
    del row["wage"]
    assert new.post("api/opening", body(row)).code == "400"
    assert new.post("api/opening", body(people="x")).code == "400"
    assert new.post("api/opening", body(schemes=[1])).code == "400"


@pytest.mark.rule("ZJ-01", "ZJ-15")
def test_a_company_opens_from_its_places_launch(new: Client) -> None:
    new.world.zhejiang.set_launch("330211", date(2026, 11, 11))
    refused = new.post("api/opening", body(new.enrolment("zj uninsured man")))
    assert refused.words == ["宁波市—镇海区尚未上线省级社保系统"]
    new.world.clock.advance(until="next day")
    new.sign_in()
    many = [new.enrolment("zj uninsured man")] * 21
    assert new.post("api/opening", body(*many)).words == ["一次最多申报20人"]
    assert new.post("api/opening", body()).code == "0"
