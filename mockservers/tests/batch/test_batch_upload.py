"""上传: what is refused as a whole, what fails alone, and with which words."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import httpx
import openpyxl
import pytest
import xlwt

from sigateway_mockservers import Fault, World

NOT_A_WORKBOOK = "文件不是有效的Excel 97-2003工作簿"
HEADINGS = ["证件类型*", "证件号码*", "姓名*", "终止劳动关系日期*", "停保原因*", "备注"]


def xls(rows: list[list[Any]]) -> bytes:
    workbook, written = xlwt.Workbook(), BytesIO()
    sheet = workbook.add_sheet("表")
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(line, place, cell)
    workbook.save(written)
    return written.getvalue()


def xlsx() -> bytes:
    workbook, written = openpyxl.Workbook(), BytesIO()
    workbook.active.append(HEADINGS)
    workbook.save(written)
    return written.getvalue()


def csv_file() -> bytes:
    written = StringIO()
    csv.writer(written).writerow(HEADINGS)
    return written.getvalue().encode("gbk")


@pytest.mark.rule("WH-78")
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(xlsx(), id="xlsx"),
        pytest.param(csv_file(), id="csv"),
        pytest.param(b"<html><table><tr><td>1</td></tr></table></html>", id="html"),
        pytest.param(b"", id="nothing chosen"),
        pytest.param(bytes.fromhex("d0cf11e0a1b11ae1"), id="only the magic"),
        pytest.param(xls([HEADINGS])[:700], id="cut"),
    ],
)
def test_only_a_workbook_of_excel_97_2003_is_taken(world: World, browser: Any, content: bytes) -> None:
    page = browser.upload_file("zanting", content)
    assert (page.kind, page.messages) == ("batch", [NOT_A_WORKBOOK])
    assert world.journal.entries[-1].rule_ids == ("WH-78",)
    assert not world.journal.entries[-1].committed
    assert world.wuhan.tasks() == []


@pytest.mark.rule("WH-78")
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["证件类型", *HEADINGS[1:]]], "模板表头有误"),
        ([HEADINGS[:-1]], "模板表头有误"),
        ([[*HEADINGS, "多余"]], "模板表头有误"),
        ([[], HEADINGS], "模板表头有误"),
        ([], "模板表头有误"),
        ([HEADINGS], "没有数据行"),
        ([HEADINGS, ["", " ", "", "", "", ""]], "没有数据行"),
        ([HEADINGS, *[["01", str(n)] for n in range(501)]], "超过500行，请分批上传"),
        (
            [HEADINGS, ["备"] * 6, *[[]] * 65000, ["", "", "", "", "", "", *[""] * 100, "远"]],
            "文件过大，请分批上传",
        ),
    ],
)
def test_a_file_that_is_refused_as_a_whole(
    world: World, browser: Any, rows: list[list[Any]], words: str
) -> None:
    page = browser.upload_file("zanting", xls(rows))
    assert (page.kind, page.messages) == ("batch", [words])
    assert "shibai" not in page.links
    assert world.wuhan.tasks() == []


@pytest.mark.rule("WH-78")
def test_a_form_is_good_for_one_upload(world: World, browser: Any) -> None:
    row = browser.stop_row(world.people.noted("insured here man"))
    used = browser.get("pl.do", yw="zanting").inputs["bdh"]
    content = xls([HEADINGS, [*row.values(), ""]])
    assert browser.upload_file("zanting", content, bdh=used).kind == "batch_list"
    stale = browser.upload_file("zanting", content, bdh=used)
    assert (stale.kind, stale.messages) == ("batch", ["页面已失效，请重新办理"])
    assert stale.inputs["bdh"] not in ("", used), "it comes back with a new one"
    other = browser.get("pl.do", yw="zengyuan").inputs["bdh"]
    assert browser.upload_file("zanting", content, bdh=other).messages == ["页面已失效，请重新办理"]
    assert len(world.wuhan.tasks()) == 1


@pytest.mark.rule("WH-77")
def test_other_businesses_are_not_offered_in_batches(world: World, browser: Any) -> None:
    for yw in ("gongzi", "nianshen", ""):
        assert browser.get("pl.do", yw=yw).messages == ["无此业务"]
        assert browser.get("pl_muban.do", yw=yw).messages == ["无此业务"]
    reply = browser.client.post("pl_shangchuan.do", data={"yw": "gongzi"}, files={"wj": ("a.xls", b"")})
    assert "无此业务" in reply.content.decode("gbk")
    assert browser.client.post("pl_shangchuan.do", data={"yw": "zanting"}).status_code == 400


@pytest.mark.rule("WH-79")
def test_every_row_fails_and_there_is_no_task(world: World, browser: Any) -> None:
    people = [world.people.noted(note) for note in ("insured elsewhere", "resident medical")]
    page = browser.upload("zengyuan", [browser.enrol_row(person) for person in people])
    assert (page.kind, page.messages) == ("batch", ["没有可以导入的人员"])
    failed = browser.download(page.links["shibai"])
    assert [row[3] for row in failed[1:]] == [
        "此人在模拟旧日实业有限公司单位未停保",
        "此人居民医疗保险未停保",
    ]
    assert world.journal.of("batch.upload")[0].rule_ids == ("WH-60", "WH-54", "WH-79")
    number = page.links["shibai"].partition("=")[2]
    assert browser.get("pl_renwu.do", sxh=number).messages == ["无此业务"]
    assert browser.post("tijiao.do", sxh=number).messages == ["无此业务"]
    assert world.wuhan.tasks() == []
    assert browser.save(world.people.noted("uninsured man")).data["sxh"] != number


ENROL_FAILURES = [
    ({"zjhm": "420106199503140030"}, "证件号码有误", "WH-63"),
    ({"zjlx": ""}, "证件类型为必录项", "WH-32"),
    ({"sj": "", "sbgz": "6500"}, "手机为必录项；申报工资格式有误", "WH-32"),
    ({"xb": "2", "csrq": "1995-03-15"}, "性别与证件号码不一致；出生日期与证件号码不一致", "WH-63"),
    ({"zsbj": "1", "bjksny": "202611"}, "补缴开始年月有误", "WH-56"),
    ({"htqsrq": "2026-11-11"}, "劳动合同尚未开始", "WH-59"),
    ({"sbgz": 6500.0}, "申报工资须为文本格式", "WH-78"),
    ({"csrq": date(1995, 3, 14), "sj": 13900000000}, "出生日期须为文本格式；手机须为文本格式", "WH-78"),
    ({"jzdz": True}, "居住地地址须为文本格式", "WH-78"),
    ({"jzdz": "𠮷"}, "居住地地址含有GBK以外的字符", "WH-78"),
]


@pytest.mark.rule("WH-79", "WH-32", "WH-63", "WH-56", "WH-59")
@pytest.mark.parametrize(("changes", "words", "rule"), ENROL_FAILURES)
def test_a_row_that_breaks_a_rule_fails_alone(
    world: World, browser: Any, changes: dict[str, Any], words: str, rule: str
) -> None:
    good, bad = world.people.noted("uninsured woman"), world.people.noted("uninsured man")
    page = browser.upload("zengyuan", [browser.enrol_row(bad, **changes), browser.enrol_row(good)])
    assert [row["zjhm"] for row in page.rows["mingxi"][1:]] == [good.number]
    (_, failed) = browser.download("pl_shibai.do", sxh=page.data["sxh"])
    assert failed[0] == "2"
    assert failed[2:] == [bad.name, words]
    assert world.journal.of("batch.upload")[0].rule_ids == (rule,)


@pytest.mark.rule("WH-53", "WH-54", "WH-79")
def test_rows_meet_the_whole_entrance(world: World, browser: Any) -> None:
    running = world.people.noted("uninsured woman")
    browser.file(running)
    expected = {
        "insured here man": "此人在本单位已参保",
        "uninsured woman": "此人在本单位已有正在办理的增员业务",
        "two obstacles": "此人已参加大学生医保；此人居民医疗保险未停保",
        "too old for first enrolment, man": "首次参保年龄超过网上办理范围，请到经办机构办理",
    }
    # A bad mobile is of the save stage, and is not said while the entrance has something to say.
    rows = [browser.enrol_row(world.people.noted(note), sj="1") for note in expected]
    page = browser.upload("zengyuan", rows)
    assert page.messages == ["没有可以导入的人员"]
    assert [row[3] for row in browser.download(page.links["shibai"])[1:]] == list(expected.values())


@pytest.mark.rule("WH-69", "WH-73", "WH-79")
def test_rows_of_stops_fail_alone(world: World, browser: Any) -> None:
    here = [world.people.noted(note) for note in ("insured here man", "insured here woman")]
    rows = [
        browser.stop_row(world.people.noted("uninsured man")),
        browser.stop_row(world.people.noted("insured here, arrears")),
        browser.stop_row(here[0], jsrq="2026-11-11", tbyy="09"),
        browser.stop_row(here[1], xm="模拟别人"),
        browser.stop_row(
            replace(here[1], number=world.people.noted("insured here, high wage").number), xm=""
        ),
    ]
    page = browser.upload("zanting", rows)
    assert [row[3] for row in browser.download(page.links["shibai"])[1:]] == [
        "此人未在本单位参保",
        "存在社会保险欠费，不能办理暂停缴费",
        "停保原因格式有误；终止劳动关系日期不能晚于当日",
        "姓名与公安信息不一致",
        "姓名为必录项",
    ]


@pytest.mark.rule("WH-79")
def test_a_number_that_stands_twice_and_blank_rows(world: World, browser: Any) -> None:
    man, woman = world.people.noted("uninsured man"), world.people.noted("uninsured woman")
    rows = [
        browser.enrol_row(man, sj=""),
        {},
        browser.enrol_row(man),
        browser.enrol_row(woman),
        {"xm": "  "},
        browser.enrol_row(woman, sbgz="7000.00"),
    ]
    page = browser.upload("zengyuan", rows)
    assert [(row["hh"], row["sbgz"]) for row in page.rows["mingxi"][1:]] == [("5", "6500.00")]
    failed = browser.download("pl_shibai.do", sxh=page.data["sxh"])[1:]
    repeated = "文件中证件号码重复"
    assert [(row[0], row[3]) for row in failed] == [("2", "手机为必录项"), ("4", repeated), ("7", repeated)]


@pytest.mark.rule("WH-78")
def test_a_browser_on_a_gbk_page_posts_file_names_in_gbk(world: World, browser: Any) -> None:
    row = browser.stop_row(world.people.noted("insured here man"))
    form = browser.get("pl.do", yw="zanting").inputs
    parts = [
        b'Content-Disposition: form-data; name="yw"\r\n\r\nzanting',
        b'Content-Disposition: form-data; name="bdh"\r\n\r\n' + form["bdh"].encode(),
        'Content-Disposition: form-data; name="wj"; filename="减员名单.xls"\r\n'.encode("gbk")
        + b"Content-Type: application/vnd.ms-excel\r\n\r\n"
        + xls([HEADINGS, [*row.values(), ""]]),
    ]
    body = b"".join(b"--mock7e3\r\n" + part + b"\r\n" for part in parts) + b"--mock7e3--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=mock7e3"}
    reply = browser.client.post("pl_shangchuan.do", content=body, headers=headers)
    assert 'content="batch_list"' in reply.content.decode("gbk")
    assert [task.business for task in world.wuhan.tasks()] == ["批量减员"]


@pytest.mark.rule("WH-78")
def test_500_rows_are_taken_and_a_thousand_are_quick(world: World, browser: Any) -> None:
    sizes = [500, 500]
    for size, born in zip(sizes, (date(1990, 1, 1), date(1991, 1, 1)), strict=True):
        people = [world.people.synthetic(born=born) for _ in range(size)]
        page = browser.upload("zengyuan", [browser.enrol_row(person) for person in people])
        assert (page.data["crs"], page.data["sbs"]) == ("500", "0")
        assert browser.post("tijiao.do", sxh=page.data["sxh"]).kind == "submitted"
    world.clock.advance(by=300)
    assert sum(effect.in_force for effect in world.wuhan.effects()) == 1000
    assert world.verify() == []


@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
@pytest.mark.parametrize("operation", ["batch.upload", "batch.delete"])
def test_uploads_and_deletions_are_commit_points(
    world: World, browser: Any, operation: str, when: str
) -> None:
    rows = [browser.enrol_row(world.people.synthetic()) for _ in range(2)]
    sxh = "" if operation == "batch.upload" else browser.upload("zengyuan", rows).data["sxh"]
    world.faults.add(Fault("wuhan", operation, "disconnect", when))
    with pytest.raises(httpx.RemoteProtocolError):
        browser.post("pl_shanchu.do", sxh=sxh, hh="2") if sxh else browser.upload("zengyuan", rows)
    acted = when == "after_commit"
    entry = world.journal.entries[-1]
    assert (entry.operation, entry.committed) == (operation, acted)
    people = [len(task.rows) for task in world.wuhan.tasks()]
    expected = {"batch.upload": [2] * acted, "batch.delete": [1 if acted else 2]}
    assert people == expected[operation]
    assert world.verify() == []
    world.faults.assert_consumed()
