"""打印: every form, from when on, as a workbook and as PDF; the same task gives the same bytes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import httpx
import pytest
from python_calamine import load_workbook

from sigateway_mockservers import Simulator, World

VIP = "4201000001"
UNIT = ["单位编号", VIP, "单位名称", "模拟科技一部有限公司", "业务顺序号"]


def fetch(browser: Any, bd: str, sxh: str, gs: str) -> httpx.Response:
    reply: httpx.Response = browser.client.get("dayin.do", params={"bd": bd, "sxh": sxh, "gs": gs})
    return reply


def sheet(browser: Any, bd: str, sxh: str) -> list[list[object]]:
    """The rows of the workbook, without empty cells at their ends."""
    reply = fetch(browser, bd, sxh, "xls")
    assert reply.headers["content-type"] == "application/vnd.ms-excel"
    assert reply.headers["content-disposition"] == f'attachment; filename="{bd}-{sxh}.xls"'
    with load_workbook(BytesIO(reply.content)) as workbook:
        rows: Any = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    width = {1: 1, 2: len(rows[1])}
    return [row[: width.get(number, len(row))] for number, row in enumerate(rows, start=1)]


def document(browser: Any, bd: str, sxh: str) -> bytes:
    reply = fetch(browser, bd, sxh, "pdf")
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"] == f'attachment; filename="{bd}-{sxh}.pdf"'
    assert reply.content.startswith(b"%PDF-")
    assert reply.content.rstrip().endswith(b"%%EOF")
    return reply.content


def refused(browser: Any, **query: str) -> list[str]:
    page = browser.get("dayin.do", **query)
    assert page.kind == "message"
    messages: list[str] = page.messages
    return messages


def billed(world: World, browser: Any) -> str:
    """The item of a bill in force, of somebody who owes two months of 2142.80."""
    hall, person = world.wuhan, world.people.noted("insured here, arrears")
    assessment = hall.save_draft_as_clerk(VIP, person.number, kind="arrears").sxh
    hall.submit_as_clerk(assessment)
    world.clock.advance(by=300)
    sxh = hall.save_draft_as_clerk(VIP, "", kind="arrears_bill", hdsxh=assessment).sxh
    assert refused(browser, bd="hdb", sxh=sxh, gs="pdf") == ["业务尚未办结，不能打印"]
    hall.submit_as_clerk(sxh)
    assert refused(browser, bd="bjmxb", sxh=sxh, gs="xls") == ["业务尚未办结，不能打印"]
    world.clock.advance(by=300)
    return sxh


@pytest.mark.rule("WH-49")
def test_the_form_of_an_enrolment(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured man")
    check = browser.save(person)
    sxh = check.data["sxh"]
    assert refused(browser, bd="zengyuan", sxh=sxh, gs="pdf") == ["业务尚未提交，不能打印"]
    browser.submit(check)
    rows = sheet(browser, "zengyuan", sxh)
    assert rows[0] == ["企业参保人员增员表（模拟 MOCK）"]
    assert rows[1][:6] == [*UNIT, sxh]
    assert rows[2] == ["证件号码", "姓名", "性别", "出生日期", "手机", "申报工资", "参保年月"]
    assert rows[3:] == [[person.number, person.name, "1", "1995-03-14", "13900000000", "6500.00", "202611"]]
    content = document(browser, "zengyuan", sxh)
    assert f"/Subject (bd=zengyuan;sxh={sxh};dwbh={VIP};hj=)".encode("ascii") in content
    assert b"/Keywords (MOCK)" in content
    assert refused(browser, bd="jianyuan", sxh=sxh, gs="pdf") == ["无此业务"]


@pytest.mark.rule("WH-70")
def test_the_form_of_a_suspension(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    sxh = browser.stop(person, jsrq="2026-11-09", tbyy="03")
    rows = sheet(browser, "jianyuan", sxh)
    assert rows[0] == ["企业参保人员减员表（模拟 MOCK）"]
    assert rows[2][:5] == ["证件号码", "姓名", "终止劳动关系日期", "停保原因", "最后缴费年月"]
    assert rows[3][:5] == [person.number, person.name, "2026-11-09", "03", "202611"]
    assert f"bd=jianyuan;sxh={sxh};dwbh={VIP};hj=)".encode("ascii") in document(browser, "jianyuan", sxh)
    detail = browser.get("xiangqing.do", sxh=sxh).text
    assert f'href="dayin.do?bd=jianyuan&amp;sxh={sxh}&amp;gs=pdf"' in detail


@pytest.mark.rule("WH-98")
def test_both_forms_of_a_bill(world: World, browser: Any) -> None:
    sxh = billed(world, browser)
    (bill,) = world.wuhan.tax_desk.bills()
    rows = sheet(browser, "hdb", sxh)
    assert rows[0] == ["单位社会保险费核定表（模拟 MOCK）"]
    assert rows[1] == [*UNIT, sxh, "缴费单号", bill.number]
    assert [row[:4] for row in rows[2:]] == [
        ["险种", "单位应缴", "个人应缴", "合计"],
        ["yanglao", "1888.00", "944.00", "2832.00"],
        ["yiliao", "944.00", "236.00", "1180.00"],
        ["dae", "0.00", "14.00", "14.00"],
        ["gongshang", "59.00", "0.00", "59.00"],
        ["shiye", "82.60", "35.40", "118.00"],
        ["shengyu", "82.60", "0.00", "82.60"],
        ["合计", "3056.20", "1229.40", "4285.60"],
    ]
    person = world.people.noted("insured here, arrears")
    rows = sheet(browser, "bjmxb", sxh)
    assert rows[1] == [*UNIT, sxh, "缴费单号", bill.number]
    assert len(rows) == 3 + 12 + 1
    assert rows[3] == [
        *(person.number, person.name, "202501", "yanglao", "5900.00", "944.00", "472.00", "1416.00"),
    ]
    assert rows[5][3:5] == ["dae", ""]
    assert rows[-1] == ["合计", "", "", "", "", "3056.20", "1229.40", "4285.60"]
    for bd in ("hdb", "bjmxb"):
        said = f"/Subject (bd={bd};sxh={sxh};dwbh={VIP};hj=4285.60)".encode("ascii")
        assert said in document(browser, bd, sxh)


def test_the_same_task_gives_the_same_bytes(simulator: Simulator, open_browser: Any) -> None:
    prints: list[list[bytes]] = []
    for _ in range(2):
        world = simulator.create_world(seed=3)
        browser = open_browser(world)
        sxh = billed(world, browser)
        first = [fetch(browser, bd, sxh, gs).content for bd in ("hdb", "bjmxb") for gs in ("pdf", "xls")]
        world.clock.advance(until="next month")
        browser.sign_in()
        prints.append(
            [fetch(browser, bd, sxh, gs).content for bd in ("hdb", "bjmxb") for gs in ("pdf", "xls")]
        )
        assert prints[-1] == first, "whenever it is printed"
    assert prints[0] == prints[1]
    assert b"/CreationDate (D:2026111009" in prints[0][0], "the World's clock, not ours"


def test_a_long_form_has_several_pages_each_marked(world: World, browser: Any) -> None:
    person = world.people.noted("insured here, arrears")
    world.wuhan.add_arrears(VIP, person.number, ["202503", "202504"])
    sxh = billed(world, browser)
    content = document(browser, "bjmxb", sxh)
    pages, mark = content.count(b"/Type /Page\n"), "模拟 MOCK".encode("utf-16-be")
    assert pages == 2, "24 rows and the total"
    assert unescaped(content).count(mark) == pages
    title = "社会保险费补缴明细表".encode("utf-16-be")
    assert unescaped(content).count(title) >= pages


def unescaped(content: bytes) -> bytes:
    """The bytes of the texts, as a reader takes them."""
    found, at = bytearray(), 0
    while at < len(content):
        if content[at : at + 1] != b"\\":
            found += content[at : at + 1]
            at += 1
        elif content[at + 1 : at + 4].isdigit():
            found.append(int(content[at + 1 : at + 4], 8))
            at += 4
        else:
            found += {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(
                content[at + 1 : at + 2], content[at + 1 : at + 2]
            )
            at += 2
    return bytes(found)


def test_what_cannot_be_printed(world: World, browser: Any, ordinary: Any) -> None:
    sxh = browser.stop(world.people.noted("insured here man"))
    for query in (
        {"bd": "jianyuan", "sxh": sxh, "gs": "doc"},
        {"bd": "jianyuan", "sxh": sxh},
        {"bd": "typo", "sxh": sxh, "gs": "pdf"},
        {"bd": "jianyuan", "sxh": "1", "gs": "pdf"},
        {"bd": "chengnuo", "gs": "xls"},
        {},
    ):
        assert refused(browser, **query) == ["无此业务"], query
    assert refused(ordinary, bd="jianyuan", sxh=sxh, gs="pdf") == ["无此业务"]
    draft = browser.stop_save(world.people.noted("insured here woman")).data["sxh"]
    assert refused(browser, bd="jianyuan", sxh=draft, gs="xls") == ["业务尚未提交，不能打印"]
    browser.post("tuidan.do", sxh=draft)
    assert refused(browser, bd="jianyuan", sxh=draft, gs="xls") == ["无此业务"]


def test_the_blank_commitment_needs_no_session(world: World, open_browser: Any) -> None:
    visitor = open_browser(world, signed_in=False)
    content = document(visitor, "chengnuo", "")
    assert b"/Subject (bd=chengnuo;sxh=;dwbh=;hj=)" in content
    assert visitor.get("dayin.do", bd="hdb", sxh="1", gs="pdf").kind == "login"
    signed_in = open_browser(world)
    assert document(signed_in, "chengnuo", "") == content
