"""Enrolment 社会保险职工参保登记: search, months, fields, reasons, verdict (ZJ-01, 07..11, 14, 22, 23, 41, 42)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sigateway_mockservers import World

from .conftest import NINGBO, QUZHOU, ZHENHAI, Client, MakeClient, MakeWorld


def search(client: Client, note: str) -> Any:
    return client.get("api/enrol/search", idCard=client.world.people.noted(note).number)


@pytest.mark.rule("ZJ-07", "ZJ-14")
def test_somebody_known_is_filled_in_and_somebody_unknown_is_not(client: Client) -> None:
    known = search(client, "zj uninsured man")
    person = client.world.people.noted("zj uninsured man")
    assert known["found"] is True
    assert known["person"]["name"] == person.name
    assert known["person"]["birth"] == person.born.isoformat()
    assert known["person"]["hukouPlace"] == "浙江省宁波市镇海区"
    unknown = search(client, "zj unknown man")
    assert unknown["found"] is False
    assert set(unknown["person"].values()) == {""}
    assert (known["changeKind"], search(client, "zj stopped here")["changeKind"]) == ("new", "resumed")


@pytest.mark.rule("ZJ-07")
def test_somebody_unknown_is_typed_in_and_known_from_then_on(client: Client) -> None:
    assert client.enrol("zj unknown man", name="模拟应乙").msg == "保存成功"
    client.decide()
    known = client.get("api/suspend/search", idCard=client.world.people.noted("zj unknown man").number)
    assert known["name"] == "模拟应乙"


@pytest.mark.rule("ZJ-07", "ZJ-17")
@pytest.mark.parametrize("path", ["api/enrol/search", "api/suspend/search"])
@pytest.mark.parametrize("number", ["", "33021119900101", "330211199001010000", "330211199013010019"])
def test_a_number_that_is_none_is_refused(client: Client, path: str, number: str) -> None:
    assert client.get(path, idCard=number).words == ["社会保障号有误"]


@pytest.mark.rule("ZJ-08", "ZJ-09")
@pytest.mark.parametrize(
    ("now", "last", "this"),
    [("2026-11-10T09:00", "202610", "202611"), ("2026-01-05T09:00", "202512", "202601")],
)
def test_start_months_are_last_and_this_also_over_the_turn_of_the_year(
    make_world: MakeWorld, make_client: MakeClient, now: str, last: str, this: str
) -> None:
    client = make_client(make_world(now=now))
    shown = search(client, "zj uninsured man")
    months = {"pension": [last, this], "unemployment": [last, this], "injury": [this]}
    assert shown["startMonths"] == months
    saved = client.enrol("zj uninsured man", pensionFrom=last, unemploymentFrom=this)
    assert saved["from"] == {"pension": last, "unemployment": this, "injury": this}


@pytest.mark.rule("ZJ-08")
@pytest.mark.parametrize("month", ["202609", "202612", "202511"])
def test_another_start_month_is_refused(client: Client, month: str) -> None:
    refused = client.enrol("zj uninsured man", pensionFrom=month, unemploymentFrom=month)
    assert refused.words == [
        "养老保险参保开始年月只能为办理的上月或者当月",
        "失业保险参保开始年月只能为办理的上月或者当月",
    ]
    assert refused.fields == ["pensionFrom", "unemploymentFrom"]


@pytest.mark.rule("ZJ-09", "ZJ-42")
def test_injury_insurance_starts_this_month(make_world: MakeWorld, make_client: MakeClient) -> None:
    client = make_client(make_world())
    assert client.enrol("zj uninsured man", injuryFrom="202610").words == ["工伤保险参保开始年月只能为当月"]
    assert client.enrol("zj uninsured man", injuryFrom="202611")["from"]["injury"] == "202611"
    assert client.enrol("zj uninsured woman", injury="0")["from"] == {
        "pension": "202611",
        "unemployment": "202611",
    }
    free = make_client(make_world("injury_month_free"))
    assert search(free, "zj uninsured man")["startMonths"]["injury"] == ["202610", "202611"]
    assert free.enrol("zj uninsured man", injuryFrom="202609").words == [
        "工伤保险参保开始年月只能为办理的上月或者当月"
    ]
    assert free.world.journal.entries[-1].rule_ids == ("ZJ-42",)
    assert free.enrol("zj uninsured man", injuryFrom="202610")["from"]["injury"] == "202610"
    assert client.world.verify() == free.world.verify() == []


@pytest.mark.rule("ZJ-10")
@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("name", "姓名"),
        ("mobile", "手机号码"),
        ("nation", "民族"),
        ("hukou", "户口性质"),
        ("workForm", "用工形式"),
        ("contractStart", "合同起始日期"),
        ("wage", "月缴费工资"),
        ("injury", "参加工伤保险"),
    ],
)
def test_fields_with_a_star_are_asked_for(client: Client, field: str, label: str) -> None:
    refused = client.enrol("zj uninsured man", **{field: ""})
    assert (refused.words, refused.fields) == ([f"{label}为必填项"], [field])
    assert client.world.journal.entries[-1].rule_ids == ("ZJ-10",)


@pytest.mark.rule("ZJ-10")
@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("mobile", "1234", "手机号码格式有误"),
        ("nation", "57", "民族格式有误"),
        ("hukou", "30", "户口性质格式有误"),
        ("education", "99", "文化程度格式有误"),
        ("workForm", "4", "用工形式格式有误"),
        ("contractStart", "2026-11-31", "合同起始日期格式有误"),
        ("contractEnd", "2026-11", "合同终止日期格式有误"),
        ("wage", "8000", "月缴费工资格式有误"),
        ("wage", "0.00", "月缴费工资格式有误"),
        ("pensionFrom", "202613", "养老参保开始年月格式有误"),
        ("injury", "2", "参加工伤保险格式有误"),
        ("name", "模" * 51, "姓名格式有误"),
        ("address", "模" * 101, "居住地址格式有误"),
    ],
)
def test_a_field_has_its_form(client: Client, field: str, text: str, words: str) -> None:
    assert client.enrol("zj uninsured man", **{field: text}).words == [words]


@pytest.mark.rule("ZJ-10")
def test_at_least_one_insurance_and_no_injury_month_without_injury(client: Client) -> None:
    none = client.enrol("zj uninsured man", pensionFrom="", unemploymentFrom="", injury="0")
    assert none.words == ["请至少选择一个险种"]
    odd = client.enrol("zj uninsured man", injury="0", injuryFrom="202611")
    assert odd.words == ["工伤参保开始年月格式有误"]


@pytest.mark.rule("ZJ-10")
def test_contract_dates_are_looked_at(client: Client) -> None:
    refused = client.enrol("zj uninsured man", contractStart="2026-11-11", contractEnd="2026-11-10")
    assert refused.words == ["合同起始日期不能晚于当日", "合同终止日期早于合同起始日期"]


@pytest.mark.rule("ZJ-10", "ZJ-01")
def test_the_lowest_wage_is_the_places_own(make_world: MakeWorld, make_client: MakeClient) -> None:
    world = make_world()
    assert make_client(world, NINGBO).enrol("zj uninsured man", wage="2200.00").words == [
        "月缴费工资低于当地最低工资标准"
    ]
    assert make_client(world, QUZHOU).enrol("zj uninsured man", wage="2200.00").msg == "保存成功"
    world.zhejiang.set_minimum_wage("330211", "2300.00", "202611")
    zhenhai = make_client(world, ZHENHAI)
    assert zhenhai.enrol("zj uninsured woman", wage="2299.99").code == "1"
    assert zhenhai.enrol("zj uninsured woman", wage="2300.00").code == "0"


@pytest.mark.rule("ZJ-01")
def test_a_city_files_from_its_own_launch(make_world: MakeWorld, make_client: MakeClient) -> None:
    world = make_world(now="2021-03-20T09:00")
    ningbo, quzhou = make_client(world, NINGBO), make_client(world, QUZHOU)
    said = ["宁波市—市本级尚未上线省级社保系统"]
    assert ningbo.enrol("zj uninsured man").words == said
    assert search(ningbo, "zj uninsured man").words == said
    assert ningbo.suspend("zj here man").words == said
    assert world.journal.entries[-1].rule_ids == ("ZJ-01",)
    assert quzhou.enrol("zj uninsured man").code == "0"
    world.clock.advance(to="2021-04-09T00:00:00+08:00")
    assert ningbo.sign_in().enrol("zj uninsured woman").code == "0"


@pytest.mark.rule("ZJ-10", "ZJ-11", "ZJ-41")
def test_saved_is_submitted_and_the_verdict_follows(client: Client) -> None:
    saved = client.enrol("zj uninsured man", wage="3000.00")
    assert saved.msg == "保存成功"
    assert (saved["business"], saved["state"], saved["changeKind"]) == ("职工参保登记", "审核中", "new")
    assert saved["base"] == "5100.00"
    hall, person = client.world.zhejiang, client.world.people.noted("zj uninsured man").number
    assert not hall.insured(NINGBO, person, "pension")
    client.world.clock.advance(by=29)
    assert client.get(f"api/progress/{saved['itemNo']}")["state"] == "审核中"
    client.world.clock.advance(by=61)
    detail = client.get(f"api/progress/{saved['itemNo']}")
    assert (detail["state"], detail["reasons"], detail["channel"]) == ("审核通过", "", "01")
    assert detail["filed"]["injuryFrom"] == "202611"
    assert datetime.fromisoformat(detail["decidedAt"]) > datetime.fromisoformat(detail["submittedAt"])
    assert hall.insured(NINGBO, person, "pension")
    assert not hall.insured(NINGBO, person, "pension", "202610")
    assert client.world.verify() == []


@pytest.mark.rule("ZJ-14")
@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("zj here man", "该人员已在本单位参保"),
        ("zj elsewhere", "该人员已在模拟外市实业有限公司参保"),
        ("zj quzhou man", "该人员已在模拟衢江服务有限公司参保"),
        ("zj flexible running", "该人员已在灵活就业参保"),
        ("zj resident", "该人员已经参保城乡居民养老保险"),
    ],
)
def test_who_is_insured_already_is_refused_at_the_entrance(client: Client, note: str, words: str) -> None:
    assert search(client, note).words == [words]
    assert client.enrol(note, name="").words == [words]
    assert client.world.journal.entries[-1].rule_ids == ("ZJ-14",)


@pytest.mark.rule("ZJ-14")
def test_a_scheme_that_runs_is_refused_while_another_is_taken(client: Client) -> None:
    refused = client.enrol("zj here pension only")
    assert (refused.words, refused.fields) == (["该人员已在本单位参加养老保险"], ["pensionFrom"])
    taken = client.enrol("zj here pension only", pensionFrom="")
    assert taken["changeKind"] == "resumed"


@pytest.mark.rule("ZJ-07")
def test_the_name_is_the_registers(client: Client) -> None:
    refused = client.enrol("zj name differs", name="模拟别名")
    assert refused.words == ["姓名与系统登记信息不一致"]
    assert client.world.journal.entries[-1].rule_ids == ("ZJ-07",)


@pytest.mark.rule("ZJ-11")
def test_one_item_of_a_person_is_under_review_at_a_time(client: Client) -> None:
    number = client.enrol("zj uninsured man")["itemNo"]
    assert client.enrol("zj uninsured man", wage="9000.00").words == ["该人员有正在审核的参保登记办件"]
    client.decide()
    assert client.enrol("zj uninsured man").words == ["该人员已在本单位参保"]
    assert [item.number for item in client.world.zhejiang.effects()] == [number]
    assert len(client.world.attempts_after_landing()) == 1
    assert client.world.verify() == []


@pytest.mark.rule("ZJ-22")
def test_a_scheme_that_the_unit_lacks_is_refused(world: World, make_client: MakeClient) -> None:
    world.zhejiang.add_unit("3302990009", "模拟两险有限公司", "330299", ["pension", "injury"])
    client = make_client(world, "3302990009")
    assert client.enrol("zj uninsured man").words == ["单位未参加失业保险"]
    assert client.enrol("zj uninsured man", unemploymentFrom="").code == "0"


@pytest.mark.rule("ZJ-08")
def test_a_month_that_is_paid_already_is_refused(client: Client) -> None:
    number = client.suspend("zj here man", pensionStop="202611", unemploymentStop="202611")["itemNo"]
    client.decide()
    assert client.get(f"api/progress/{number}")["paidUntil"]["pension"] == "202610"
    refused = client.enrol("zj here man", pensionFrom="202610", unemploymentFrom="202611")
    assert refused.words == ["养老保险参保开始年月与已有参保时间重叠"]
    assert client.enrol("zj here man").code == "0"


@pytest.mark.rule("ZJ-11", "ZJ-14")
def test_the_facts_are_looked_at_again_before_the_verdict(world: World, make_client: MakeClient) -> None:
    here, there = make_client(world), make_client(world, QUZHOU)
    first, second = there.enrol("zj uninsured man")["itemNo"], here.enrol("zj uninsured man")["itemNo"]
    here.decide()
    states = {item.number: item for item in world.zhejiang.effects(include_void=True)}
    landed = [n for n in (first, second) if states[n].state == "审核通过"]
    assert len(landed) == 1
    lost = ({first, second} - set(landed)).pop()
    assert states[lost].reasons[0].startswith("该人员已在模拟")
    assert world.verify() == []


@pytest.mark.rule("ZJ-23")
def test_filing_is_on_any_day_but_in_its_variant(make_world: MakeWorld, make_client: MakeClient) -> None:
    late = "2026-11-26T23:59"
    assert make_client(make_world(now=late)).enrol("zj uninsured man").code == "0"
    closed = make_client(make_world("filing_days_1_25", now=late))
    assert search(closed, "zj uninsured man").code == "0"
    assert closed.enrol("zj uninsured man").words == ["申报时间为每月1日至25日"]
    assert closed.world.journal.entries[-1].rule_ids == ("ZJ-23",)
    open_ = make_client(make_world("filing_days_1_25", now="2026-11-25T23:59"))
    assert open_.enrol("zj uninsured man").code == "0"


@pytest.mark.rule("ZJ-14")
def test_a_flexible_worker_who_interrupted_is_enrolled_as_resumed(client: Client) -> None:
    assert search(client, "zj flexible interrupted")["paidUntil"] == {"pension": "202606"}
    assert client.enrol("zj flexible interrupted")["changeKind"] == "resumed"


@pytest.mark.rule("ZJ-07")
def test_a_day_is_written_in_full(client: Client) -> None:
    assert client.enrol("zj uninsured man", contractStart="20261101").words == ["合同起始日期格式有误"]
