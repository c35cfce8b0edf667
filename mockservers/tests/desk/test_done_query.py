"""已办业务查询: its filters, its pages, and what it refuses."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from sigateway_mockservers import World


def query(browser: Any, **asked: str) -> Any:
    text = "&".join(f"{name}={quote(value.encode('gbk'))}" for name, value in asked.items())
    page = browser.get(f"yibancx.do?{text}")
    assert page.kind == "done_query"
    return page


def numbers(page: Any) -> list[str]:
    return [row["sxh"] for row in page.rows["yiban"][1:]]


@pytest.mark.rule("WH-111")
def test_filters_of_business_day_and_person(world: World, browser: Any, ordinary: Any) -> None:
    person, other = world.people.noted("uninsured man"), world.people.noted("insured here man")
    first = browser.file(person)
    ordinary.file(world.people.noted("uninsured woman"))
    world.clock.advance(until="next day")
    browser.sign_in()
    second, third = browser.change_wage(other, "7000.00"), browser.stop(other)
    browser.save(world.people.noted("renewal"))
    assert numbers(query(browser)) == [third, second, first]
    assert numbers(query(browser, ywmc="增员(续保)")) == [first]
    assert numbers(query(browser, ywmc="增员")) == [], "the whole name only"
    assert numbers(query(browser, zjhm=other.number)) == [third, second]
    assert numbers(query(browser, ksrq="2026-11-11")) == [third, second]
    assert numbers(query(browser, jsrq="2026-11-10")) == [first]
    assert numbers(query(browser, ksrq="2026-11-10", jsrq="2026-11-11", ywmc="暂停缴费")) == [third]
    assert numbers(query(browser, ksrq="2026-11-12")) == []
    row = query(browser, ywmc="增员(续保)").rows["yiban"][1]
    assert row == browser.get("home.do", sxh=first).rows["yiban"][1]


@pytest.mark.parametrize("asked", [{"ksrq": "11.11.2026"}, {"jsrq": "2026-02-30"}])
def test_what_is_no_day(world: World, browser: Any, asked: dict[str, str]) -> None:
    browser.file(world.people.noted("uninsured man"))
    page = query(browser, **asked)
    assert (page.messages, numbers(page)) == (["日期格式有误"], [])
    assert page.inputs[next(iter(asked))] == next(iter(asked.values()))


def test_pages_keep_the_filter(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    for place in range(21):
        browser.change_wage(person, f"{7000 + place}.00")
    page = query(browser, ywmc="个人工资变更")
    table = page.tables["yiban"]
    assert (table["data-total"], table["data-page"], table["data-pages"]) == ("21", "1", "2")
    assert f"yibancx.do?ywmc={quote('个人工资变更'.encode('gbk'))}&amp;" in page.text
    assert len(numbers(query(browser, ywmc="个人工资变更", page="2"))) == 1
