"""批量办理 from the template to the results query, as people do it in a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sigateway_mockservers import Fault, MockServer, World

VIP = "4201000001"


@pytest.mark.rule("WH-77", "WH-78", "WH-79", "WH-80", "WH-81", "WH-83", "WH-84", "WH-85")
@pytest.mark.parametrize("over_socket", [False, True], ids=["in-process", "socket"])
def test_a_batch_of_enrolments_from_the_template_to_the_results(
    world: World, open_browser: Any, server: MockServer, over_socket: bool
) -> None:
    browser = open_browser(world, server=server if over_socket else None)
    assert "pl.do?yw=zengyuan" in browser.get("home.do").text
    opened = browser.get("pl.do", yw="zengyuan")
    assert (opened.kind, opened.links["muban"]) == ("batch", "pl_muban.do?yw=zengyuan")
    (headings,) = browser.download(opened.links["muban"])
    assert headings == [
        *(
            "证件类型*",
            "证件号码*",
            "姓名*",
            "性别*",
            "出生日期*",
            "民族*",
            "文化程度",
            "婚姻状况",
            "户口性质",
        ),
        *("户口所在地", "居住地地址", "手机*", "用工形式", "合同起始日期*", "合同终止日期", "申报工资*"),
        *("追溯补缴*", "补缴开始年月"),
    ]
    notes = ("uninsured man", "student medical", "uninsured woman", "renewal", "personal window")
    people = [world.people.noted(note) for note in notes]
    page = browser.upload("zengyuan", [browser.enrol_row(person) for person in people])
    sxh = page.data["sxh"]
    assert page.kind == "batch_list"
    assert page.data == {"sxh": sxh, "ywmc": "批量增员", "crs": "3", "sbs": "2"}
    rows = page.rows["mingxi"][1:]
    assert [row["hh"] for row in rows] == ["2", "4", "5"]
    assert (rows[0]["xm"], rows[0]["zjlx"], rows[0]["cbny"], rows[0]["spjg"]) == (
        "模拟张一",
        "01",
        "202611",
        "",
    )
    assert browser.download(page.links["shibai"]) == [
        ["行号", "公民身份号码", "姓名", "失败原因"],
        ["3", people[1].number, "模拟孙六", "此人已参加大学生医保"],
        ["6", people[4].number, "模拟钱五", "此人在模拟洪山区社会保险管理处个人流动窗口"],
    ]
    draft = browser.get("home.do").rows["daiban"][1]
    assert (draft["sxh"], draft["ywmc"], draft["xm"], draft["zjhm"]) == (sxh, "批量增员", "共3人", "")
    assert (draft["ywzt"], draft["htbz"], draft["htyy"]) == ("未提交", "否", "")
    assert browser.get("renwu.do", sxh=sxh).kind == "batch_list", "the lists lead to it"
    assert world.wuhan.effects() == []

    left = browser.post("pl_shanchu.do", sxh=sxh, hh="4")
    assert (left.kind, left.data["crs"], left.data["sbs"]) == ("batch_list", "2", "2")
    assert browser.get("home.do").rows["daiban"][1]["xm"] == "共2人"
    submitted = browser.post("tijiao.do", sxh=sxh)
    assert (submitted.messages, submitted.data) == (["提交成功"], {"sxh": sxh, "spjg": "进行中"})
    assert [row["spjg"] for row in browser.batch_rows(sxh)] == ["进行中", "进行中"]
    filed = browser.get("home.do").rows["yiban"][1]
    assert (filed["sxh"], filed["ywmc"], filed["xm"], filed["spjg"]) == (sxh, "批量增员", "共2人", "进行中")

    fired = world.clock.advance(by=300)
    assert [(event.what, event.subject) for event in fired] == [("review.approved", sxh)]
    assert browser.get("xiangqing.do", sxh=sxh).kind == "batch_list"
    results = browser.batch_rows(sxh)
    assert [(row["zjhm"], row["spjg"], row["htyy"]) for row in results] == [
        (people[0].number, "结束", ""),
        (people[3].number, "结束", ""),
    ]
    assert browser.batch_rows(sxh, zjhm=people[3].number) == results[1:]
    assert browser.batch_rows(sxh, zjhm="nobody") == []
    assert [world.wuhan.is_insured(VIP, person.number) for person in people] == [
        True,
        False,
        False,
        True,
        False,
    ]
    assert [(each.sxh, each.row, each.start_month) for each in world.wuhan.effects()] == [
        (sxh, 2, "202611"),
        (sxh, 5, "202611"),
    ]
    assert world.verify() == []


@pytest.mark.rule("WH-49", "WH-70", "WH-74", "WH-81")
def test_a_batch_of_stops_and_the_printed_form(world: World, browser: Any) -> None:
    notes = ("insured here man", "insured here, arrears", "insured here woman")
    people = [world.people.noted(note) for note in notes]
    headings = browser.download("pl_muban.do", yw="zanting")
    assert headings == [["证件类型*", "证件号码*", "姓名*", "终止劳动关系日期*", "停保原因*", "备注"]]
    page = browser.upload("zanting", [browser.stop_row(person, bz="备") for person in people])
    sxh = page.data["sxh"]
    assert page.data == {"sxh": sxh, "ywmc": "批量减员", "crs": "2", "sbs": "1"}
    assert page.rows["mingxi"][1]["zhjfny"] == "202611"
    (_, failed) = browser.download("pl_shibai.do", sxh=sxh)
    assert failed[3] == "存在社会保险欠费，不能办理暂停缴费"
    assert browser.post("tijiao.do", sxh=sxh).kind == "submitted"
    world.clock.advance(by=300)
    assert browser.download("pl_daochu.do", sxh=sxh) == [
        ["行号", "证件类型", "证件号码", "姓名", "终止劳动关系日期", "停保原因", "备注", "最后缴费年月"],
        ["2", "01", people[0].number, "模拟韩在", "2026-11-10", "03", "备", "202611"],
        ["4", "01", people[2].number, "模拟杨在", "2026-11-10", "03", "备", "202611"],
    ]
    assert [(each.kind, each.start_month) for each in world.wuhan.effects()] == [("suspension", "202612")] * 2
    world.clock.advance(until="next month")
    assert not world.wuhan.is_insured(VIP, people[0].number)
    assert world.wuhan.is_insured(VIP, people[1].number)
    assert world.verify() == []


@pytest.mark.rule("WH-57")
def test_the_schemes_of_a_row_are_the_units(world: World, open_browser: Any) -> None:
    world.wuhan.add_unit(
        number="4201000003", name="模拟三部", schemes=["yanglao", "gongshang"], first_password_stands=False
    )
    browser = open_browser(world, "4201000003")
    person = world.people.noted("uninsured man")
    sxh = browser.upload("zengyuan", [browser.enrol_row(person)]).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    world.clock.advance(by=300)
    assert world.wuhan.store.insurances_of(person.number)[0].schemes == ("yanglao", "gongshang")
    assert world.verify() == []


@pytest.mark.rule("WH-80", "WH-82")
def test_deleting_and_discarding(world: World, browser: Any) -> None:
    people = [world.people.synthetic() for _ in range(4)]
    rows = [browser.enrol_row(person) for person in people]
    sxh = browser.upload("zengyuan", rows).data["sxh"]
    # A browser repeats the field of a box that is ticked.
    page = browser.client.post("pl_shanchu.do", data={"sxh": sxh, "hh": ["2", "4"]})
    assert page.status_code == 200
    assert [row["hh"] for row in browser.batch_rows(sxh)] == ["3", "5"]
    for hh, words in (("", "请选择要删除的人员"), ("2", "行号有误"), ("3,9", "行号有误"), ("x", "行号有误")):
        refused = browser.post("pl_shanchu.do", sxh=sxh, hh=hh)
        assert (refused.kind, refused.messages, refused.data["crs"]) == ("batch_list", [words], "2")
    last = browser.post("pl_shanchu.do", sxh=sxh, hh="3,5")
    assert (last.kind, last.messages) == ("discarded", ["该任务已取消"])
    assert browser.get("home.do").rows["daiban"][1:] == []
    for path in ("tijiao.do", "tuidan.do", "pl_shanchu.do"):
        assert browser.post(path, sxh=sxh, hh="3").messages == ["无此业务"]
    again = browser.upload("zengyuan", rows).data["sxh"]
    assert browser.post("tuidan.do", sxh=again).kind == "discarded"
    assert browser.get("pl_renwu.do", sxh=again).messages == ["无此业务"]
    assert browser.upload("zengyuan", rows).data["crs"] == "4", "退单: can be filed again"
    assert world.verify() == []


@pytest.mark.rule("WH-80", "WH-82", "WH-85")
def test_after_submission_nothing_can_be_changed(world: World, browser: Any) -> None:
    sxh = browser.upload("zengyuan", [browser.enrol_row(world.people.noted("uninsured man"))]).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    assert browser.post("pl_shanchu.do", sxh=sxh, hh="2").messages == ["业务已提交，不能修改"]
    assert browser.post("tuidan.do", sxh=sxh).messages == ["业务已提交，不能退单"]
    assert browser.post("tijiao.do", sxh=sxh).messages == ["该业务已提交，请勿重复提交"]
    assert browser.get("renwu.do", sxh=sxh).messages == ["无此业务"]
    assert "删除" not in browser.get("pl_renwu.do", sxh=sxh).text


def test_other_units_and_single_items_are_no_batches(world: World, browser: Any, ordinary: Any) -> None:
    person = world.people.noted("uninsured man")
    sxh = browser.upload("zengyuan", [browser.enrol_row(person)]).data["sxh"]
    single = browser.save(person).data["sxh"]
    for visitor, number in ((ordinary, sxh), (browser, single), (browser, "1")):
        for path in ("pl_renwu.do", "pl_shibai.do", "pl_daochu.do"):
            assert visitor.get(path, sxh=number).messages == ["无此业务"]
        assert visitor.post("pl_shanchu.do", sxh=number, hh="2").messages == ["无此业务"]
    assert browser.post("zengyuan_xiugai.do", sxh=sxh).messages == ["无此业务"]
    assert browser.download("pl_shibai.do", sxh=sxh) == [["行号", "公民身份号码", "姓名", "失败原因"]]


def test_rows_are_paged(world: World, browser: Any) -> None:
    rows = [browser.enrol_row(world.people.synthetic()) for _ in range(45)]
    page = browser.upload("zengyuan", rows)
    table = page.tables["mingxi"]
    assert (table["data-total"], table["data-page"], table["data-pages"]) == ("45", "1", "3")
    assert [row["hh"] for row in browser.batch_rows(page.data["sxh"], page="3")] == [
        "42",
        "43",
        "44",
        "45",
        "46",
    ]


def test_a_late_list_shows_a_batch_as_it_was(world: World, browser: Any) -> None:
    sxh = browser.upload("zengyuan", [browser.enrol_row(world.people.noted("uninsured man"))]).data["sxh"]
    world.faults.add(Fault("wuhan", "submit", "shown_late", params={"seconds": 600}))
    assert browser.post("tijiao.do", sxh=sxh).kind == "submitted"
    world.clock.advance(by=300)
    assert [row["sxh"] for row in browser.get("home.do").rows["daiban"][1:]] == [sxh]
    assert browser.batch_rows(sxh)[0]["spjg"] == ""
    world.clock.advance(by=300)
    assert browser.batch_rows(sxh)[0]["spjg"] == "结束"
    world.faults.assert_consumed()


def test_what_the_lists_and_files_leave_out(world: World, browser: Any) -> None:
    good, bad = world.people.noted("uninsured man"), world.people.noted("student medical")
    page = browser.upload("zengyuan", [browser.enrol_row(good, whcd="21"), browser.enrol_row(bad)])
    sxh = page.data["sxh"]
    assert browser.get("home.do", zjhm=good.number).rows["daiban"][1:] == [], (
        "a batch has no number of a person"
    )
    assert browser.get("home.do", sxh=sxh).tables["daiban"]["data-total"] == "1"
    (headings, row) = browser.download("pl_daochu.do", sxh=sxh)
    assert (headings[0], headings[1], headings[-1]) == ("行号", "证件类型", "参保年月")
    assert (row[0], row[2], row[7], row[-1]) == ("2", good.number, "21", "202611")
    failed = browser.download("pl_shibai.do", sxh=sxh)
    browser.post("tuidan.do", sxh=sxh)
    assert browser.download("pl_shibai.do", sxh=sxh) == failed
    assert browser.get("pl_daochu.do", sxh=sxh).messages == ["无此业务"]
    assert json.dumps(world.state())
    assert json.dumps([entry.as_json() for entry in world.journal.entries])


def test_a_clerk_submits_a_batch_by_hand(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured man")
    sxh = browser.upload("zengyuan", [browser.enrol_row(person)]).data["sxh"]
    assert world.wuhan.submit_as_clerk(sxh).result == "进行中"
    assert browser.post("tijiao.do", sxh=sxh).messages == ["该业务已提交，请勿重复提交"]
    world.clock.advance(by=300)
    assert world.wuhan.is_insured(VIP, person.number)
    assert world.verify() == []
