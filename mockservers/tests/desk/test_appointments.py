"""申报业务预约: days and places, what is refused at save and at submission, and that it ends at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

# The World's day is Tuesday, 10 November 2026.
DAY = "2026-11-11"
SAID = {"yyyw": "01", "yyrq": DAY, "yysd": "1", "lxrxm": "模拟经办", "lxrdh": "027-00000000"}


def save(browser: Any, **changes: str) -> Any:
    page = browser.get("yuyue.do")
    return browser.post("yuyue_baocun.do", **{**page.inputs, **SAID, **changes})


@pytest.mark.rule("WH-113")
def test_an_appointment_is_taken_with_its_submission(world: World, browser: Any) -> None:
    page = browser.get("yuyue.do")
    assert page.kind == "appointment_form"
    rows = page.rows["hao"][1:]
    assert page.tables["hao"]["data-pages"] == "1"
    assert (rows[0], rows[-1]) == (
        {"yyrq": "2026-11-11", "yysd": "1", "syh": "20"},
        {"yyrq": "2026-11-24", "yysd": "2", "syh": "20"},
    )
    assert len(rows) == 20
    assert all(date.fromisoformat(row["yyrq"]).weekday() < 5 for row in rows)
    check = save(browser)
    assert (check.kind, check.readonly, "yyh" in check.text) == ("check", set(), False)
    draft = browser.get("home.do").rows["daiban"][1]
    assert (draft["ywmc"], draft["xm"], draft["zjhm"]) == ("申报业务预约", "", "")
    submitted = browser.post("tijiao.do", sxh=check.data["sxh"])
    assert (submitted.kind, submitted.data["spjg"]) == ("submitted", "结束")
    detail = {
        name: value
        for row in browser.get("xiangqing.do", sxh=check.data["sxh"]).rows["detail"]
        for name, value in row.items()
    }
    assert detail["yyh"].startswith("YY")
    assert (len(detail["yyh"]), detail["yyyw"], detail["spjg"]) == (10, "01", "结束")
    assert browser.get("yuyue.do").rows["hao"][1]["syh"] == "19"
    (booking,) = world.wuhan.counter.appointments(DAY)
    assert (booking.number, booking.unit, booking.slot) == (detail["yyh"], browser.unit.number, "1")
    assert world.wuhan.counter.appointments(date(2026, 11, 12)) == []
    assert world.journal.of("submit")[-1].committed
    assert world.verify() == []
    assert browser.post("tijiao.do", sxh=check.data["sxh"]).messages == ["该业务已提交，请勿重复提交"]
    assert browser.post("tuidan.do", sxh=check.data["sxh"]).messages == ["业务已提交，不能退单"]


@pytest.mark.rule("WH-32", "WH-113")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"yyyw": ""}, ["预约业务为必录项"]),
        ({"yyyw": "05"}, ["预约业务格式有误"]),
        ({"yyrq": "11.11.2026"}, ["预约日期格式有误"]),
        ({"yysd": "3"}, ["时段格式有误"]),
        ({"lxrxm": ""}, ["联系人姓名为必录项"]),
        ({"lxrdh": "x"}, ["联系人电话格式有误"]),
        ({"yyrq": "2026-11-10"}, ["该日期不能预约"]),
        ({"yyrq": "2026-11-14"}, ["该日期不能预约"]),
        ({"yyrq": "2026-11-25"}, ["该日期不能预约"]),
        ({"yyrq": "2026-11-25", "lxrdh": ""}, ["联系人电话为必录项", "该日期不能预约"]),
    ],
)
def test_what_is_not_saved(world: World, browser: Any, changes: dict[str, str], words: list[str]) -> None:
    page = save(browser, **changes)
    assert (page.kind, page.messages) == ("appointment_form", words)


@pytest.mark.rule("WH-113")
def test_full_and_booked_already(world: World, browser: Any, ordinary: Any) -> None:
    world.wuhan.counter.places(date(2026, 11, 11), "1", 1)
    mine, second, theirs = save(browser), save(browser), save(ordinary)
    browser.submit(mine)
    full, already = "该时段已约满", "本单位在该时段已有预约"
    refused = browser.post("tijiao.do", sxh=second.data["sxh"])
    assert (refused.kind, refused.messages) == ("message", [full, already])
    assert ordinary.post("tijiao.do", sxh=theirs.data["sxh"]).messages == [full]
    assert save(ordinary).messages == [full]
    edited = ordinary.post("yuyue_xiugai.do", **{**theirs.inputs, "yysd": "2"})
    ordinary.submit(edited)
    world.wuhan.counter.places(DAY, "1", 2)
    assert save(browser).messages == [already]
    assert [each.slot for each in world.wuhan.counter.appointments(DAY)] == ["1", "2"]
    assert world.verify() == []


@pytest.mark.rule("WH-113")
def test_a_day_that_has_come_cannot_be_booked_any_more(world: World, browser: Any) -> None:
    check = save(browser)
    world.clock.advance(until="next day")
    browser.sign_in()
    refused = browser.post("tijiao.do", sxh=check.data["sxh"])
    assert refused.messages == ["该日期不能预约"]
    assert browser.get("home.do").rows["daiban"][1]["sxh"] == check.data["sxh"]


def test_a_hall_that_guards_nothing_books_twice(simulator: Simulator, open_browser: Any) -> None:
    careless = simulator.create_world(variants={"wuhan": {"accepts_duplicates"}})
    browser = open_browser(careless)
    browser.submit(save(browser))
    browser.submit(save(browser, yyyw="04"))
    assert [each.rule for each in careless.verify()] == ["duplicate-effect"]
    careless.wuhan.counter.places(DAY, "1", 0)
    assert save(browser).messages == ["该时段已约满"]


def test_what_the_counter_does_not_take(world: World) -> None:
    for slot, n in (("3", 1), ("1", -1)):
        with pytest.raises(ValueError, match=r"slot|places"):
            world.wuhan.counter.places(DAY, slot, n)
