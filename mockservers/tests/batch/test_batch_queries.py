"""批量…审核结果查询 and 单位增减员异动表: batches beside single items."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import World

HEADINGS = ["异动类型", "证件号码", "姓名", "异动年月", "申报工资或停保原因", "业务顺序号", "办结时间"]


@pytest.mark.rule("WH-84")
def test_the_results_of_batches(world: World, browser: Any, ordinary: Any) -> None:
    people = [world.people.noted(note) for note in ("uninsured man", "uninsured woman")]
    rows = [browser.enrol_row(person) for person in people]
    rows[1]["xm"] = "模拟错字"
    sxh = browser.upload("zengyuan", rows).data["sxh"]
    page = browser.get("plcx.do", yw="zengyuan")
    assert (page.kind, page.tables["pici"]["data-total"]) == ("batch_query", "0")
    browser.post("tijiao.do", sxh=sxh)
    (row,) = browser.get("plcx.do", yw="zengyuan").rows["pici"][1:]
    assert row == {
        "sxh": sxh,
        "ywmc": "批量增员",
        "zrs": "2",
        "tgs": "0",
        "hts": "0",
        "spjg": "进行中",
        "tjsj": "2026-11-10 09:00:00",
        "bjsj": "",
    }
    world.clock.advance(by=300)
    (row,) = browser.get("plcx.do", yw="zengyuan").rows["pici"][1:]
    assert (row["zrs"], row["tgs"], row["hts"], row["spjg"]) == ("2", "1", "1", "结束")
    for other in ("zanting", "niandu", "tuixiu"):
        assert browser.get("plcx.do", yw=other).tables["pici"]["data-total"] == "0"
    assert ordinary.get("plcx.do", yw="zengyuan").tables["pici"]["data-total"] == "0"
    assert browser.get("plcx.do", yw="gongzi").messages == ["无此业务"]


@pytest.mark.rule("WH-84")
def test_a_batch_that_came_back_whole_is_not_shown(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    sxh = browser.upload("zanting", [browser.stop_row(person)]).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    world.people.change(person.number, arrears=True)
    world.clock.advance(by=300)
    assert world.wuhan.task(sxh).returned
    assert browser.get("plcx.do", yw="zanting").tables["pici"]["data-total"] == "0"


@pytest.mark.rule("WH-84")
def test_pages_of_results(world: World, browser: Any) -> None:
    for _ in range(21):
        sxh = browser.upload("zengyuan", [browser.enrol_row(world.people.synthetic())]).data["sxh"]
        browser.post("tijiao.do", sxh=sxh)
    first, second = (browser.get("plcx.do", yw="zengyuan", page=page) for page in ("1", "2"))
    table = first.tables["pici"]
    assert (table["data-total"], table["data-pages"], len(first.rows["pici"])) == ("21", "2", 21)
    assert first.rows["pici"][1]["sxh"] == sxh
    assert len(second.rows["pici"]) == 2


@pytest.mark.rule("WH-111")
def test_movements_of_single_items_and_batches(world: World, browser: Any) -> None:
    joined, late = world.people.noted("uninsured man"), world.people.noted("renewal")
    left, gone = (world.people.noted(f"insured here {who}") for who in ("man", "woman"))
    wrong = world.people.noted("uninsured woman")
    first = browser.file(joined, sbgz="6500.00", htqsrq="2026-09-01", zsbj="1", bjksny="202610")
    world.clock.advance(by=300)
    rows = [browser.stop_row(left), browser.stop_row(gone, tbyy="01")]
    batch = browser.upload("zanting", rows).data["sxh"]
    browser.post("tijiao.do", sxh=batch)
    browser.change_wage(world.people.noted("insured here, high wage"), "7000.00")
    world.clock.advance(by=300)
    given_back = browser.file(wrong, xm="模拟错字")
    world.clock.advance(by=300)
    assert world.wuhan.task(given_back).returned
    world.clock.advance(until="next month")
    browser.sign_in()
    running = browser.file(late)
    assert browser.get("yidong.do").kind == "movements"
    table = browser.download("yidong_daochu.do", ksny="202611", jsny="202612")
    assert [str(cell) for cell in table[0]] == HEADINGS
    assert [row[:6] for row in table[1:]] == [
        ["增员", joined.number, joined.name, "202610", "6500.00", first],
        ["减员", left.number, left.name, "202611", "03", batch],
        ["减员", gone.number, gone.name, "202611", "01", batch],
    ]
    assert table[1][6] == f"{world.wuhan.task(first).finished:%Y-%m-%d %H:%M:%S}"
    assert browser.client.get("yidong_daochu.do", params={"ksny": "202611", "jsny": "202611"}).headers[
        "content-disposition"
    ] == ('attachment; filename="yidong_202611_202611.xls"')
    assert len(browser.download("yidong_daochu.do", ksny="202612", jsny="202612")) == 1
    world.clock.advance(by=300)
    (row,) = browser.download("yidong_daochu.do", ksny="202612", jsny="202612")[1:]
    assert (row[3], row[5]) == ("202612", running)


@pytest.mark.rule("WH-111")
@pytest.mark.parametrize(
    ("first", "last", "good"),
    [
        ("202601", "202612", True),
        ("202512", "202612", False),
        ("202612", "202611", False),
        ("", "202611", False),
        ("202613", "202613", False),
        ("2026-11", "202611", False),
    ],
)
def test_months_of_movements(world: World, browser: Any, first: str, last: str, good: bool) -> None:
    if good:
        assert browser.download("yidong_daochu.do", ksny=first, jsny=last)
        return
    page = browser.get("yidong_daochu.do", ksny=first, jsny=last)
    assert (page.kind, page.messages) == ("movements", ["起止年月有误"])
    assert page.inputs == {"ksny": first, "jsny": last}


@pytest.mark.rule("WH-41", "WH-52")
def test_a_row_of_a_batch_is_corrected(world: World, browser: Any) -> None:
    people = [world.people.noted(note) for note in ("uninsured man", "uninsured woman")]
    sxh = browser.upload("zengyuan", [browser.enrol_row(person) for person in people]).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    world.clock.advance(by=300)
    with pytest.raises(ValueError, match="took no row 0"):
        world.wuhan.counter.correct(sxh, papers=["合同"], sbgz="9000.00")
    world.wuhan.counter.correct(sxh, papers=["合同"], row=3, sbgz="9000.00")
    assert [row["sbgz"] for row in browser.batch_rows(sxh)] == ["6500.00", "9000.00"]
    assert [world.wuhan.wage_of(browser.unit.number, each.number) for each in people] == [
        "6500.00",
        "9000.00",
    ]
    assert world.verify() == []
