"""The entrance stage: who may be enrolled at all. Words from the wire page, figures from the rulebook."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sigateway_mockservers import PersonRecord, World

AGE = "首次参保年龄超过网上办理范围，请到经办机构办理"


@pytest.mark.parametrize(
    ("note", "messages", "rules"),
    [
        pytest.param(
            "insured elsewhere",
            ["此人在模拟旧日实业有限公司单位未停保"],
            ("WH-60",),
            marks=pytest.mark.rule("WH-60"),
        ),
        pytest.param(
            "personal window",
            ["此人在模拟洪山区社会保险管理处个人流动窗口"],
            ("WH-61",),
            marks=pytest.mark.rule("WH-61"),
        ),
        pytest.param(
            "student medical", ["此人已参加大学生医保"], ("WH-62",), marks=pytest.mark.rule("WH-62")
        ),
        pytest.param(
            "resident medical", ["此人居民医疗保险未停保"], ("WH-54",), marks=pytest.mark.rule("WH-54")
        ),
        pytest.param(
            "two obstacles",
            ["此人已参加大学生医保", "此人居民医疗保险未停保"],
            ("WH-62", "WH-54"),
            marks=pytest.mark.rule("WH-54", "WH-62"),
        ),
        pytest.param("too old for first enrolment, man", [AGE], ("WH-53",), marks=pytest.mark.rule("WH-53")),
        pytest.param(
            "too old for first enrolment, woman", [AGE], ("WH-53",), marks=pytest.mark.rule("WH-53")
        ),
    ],
)
def test_what_stands_in_the_way(
    world: World, browser: Any, note: str, messages: list[str], rules: tuple[str]
) -> None:
    page = browser.search(world.people.noted(note))
    assert (page.kind, page.messages) == ("enrol_search", messages)
    assert world.journal.entries[-1].rule_ids == rules


@pytest.mark.rule("WH-47", "WH-53")
@pytest.mark.parametrize("note", ["renewal", "renewal, past first-enrolment age"])
def test_a_renewal_has_no_age(world: World, browser: Any, note: str) -> None:
    assert browser.search(world.people.noted(note)).data["cblb"] == "续保"


@pytest.mark.rule("WH-53")
@pytest.mark.parametrize(
    ("sex", "born", "refused"),
    [
        ("2", date(2010, 11, 10), False),  # 16 today
        ("2", date(2010, 11, 11), True),  # 16 tomorrow
        ("2", date(1986, 11, 11), False),  # 40 tomorrow
        ("2", date(1986, 11, 10), True),  # 40 today
        ("1", date(2010, 11, 11), True),
        ("1", date(1976, 11, 11), False),  # 50 tomorrow
        ("1", date(1976, 11, 10), True),  # 50 today
    ],
)
def test_first_enrolment_age_to_the_day(
    world: World, browser: Any, sex: str, born: date, refused: bool
) -> None:
    person = world.people.synthetic(sex=sex, born=born)
    assert browser.search(person).messages == ([AGE] if refused else [])


@pytest.mark.rule("WH-63")
@pytest.mark.parametrize(
    ("kind", "number", "refused"),
    [
        ("01", "420106199503140034", True),  # check character
        ("01", "42010619950314003", True),  # 17
        ("01", "420106950314003", True),  # 15
        ("01", "420106199513140037", True),  # month 13
        ("01", "", True),
        ("02", "420106199503140033", True),  # a permit begins 81, 82, 83
        ("02", "810000199503140014", False),
        ("03", "", True),
        ("03", "FAKE123", False),
        ("04", "E00000000", False),
    ],
)
def test_document_numbers(browser: Any, kind: str, number: str, refused: bool) -> None:
    if kind == "02" and not refused:
        from sigateway_mockservers.kernel.numbers import identity_number

        number = identity_number("810000", date(1995, 3, 14), 1)
    page = browser.post("zengyuan_chaxun.do", zjlx=kind, zjhm=number)
    assert page.messages == (["证件号码有误"] if refused else [])


@pytest.mark.rule("WH-54")
def test_one_filing_of_a_person_runs_at_a_time(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured man")
    second = browser.save(person).data["sxh"]
    browser.file(person)
    words = "此人在本单位已有正在办理的增员业务"
    assert browser.search(person).messages == [words]
    assert browser.post("tijiao.do", sxh=second).messages == [words]
    world.clock.advance(by=300)
    assert browser.post("tijiao.do", sxh=second).messages == ["此人在本单位已参保"]
    assert len(world.wuhan.effects()) == 1
    assert world.verify() == []


@pytest.mark.rule("WH-60")
def test_a_person_insured_at_another_unit_of_this_hall(world: World, open_browser: Any) -> None:
    person = world.people.noted("uninsured man")
    first, second = open_browser(world), open_browser(world, "4201000002")
    first.file(person)
    world.clock.advance(by=300)
    assert second.search(person).messages == ["此人在模拟科技一部有限公司单位未停保"]
    world.wuhan.suspend_as_clerk("4201000001", person.number)
    assert second.search(person).data["cblb"] == "续保"


def test_an_unknown_person_leaves_the_form_empty_but_for_the_number(world: World, browser: Any) -> None:
    person = world.people.synthetic(registered=False)
    page = browser.search(person)
    assert page.kind == "enrol_form"
    assert "xm" not in page.data
    assert (page.inputs["xm"], page.inputs["mz"]) == ("", "")
    assert page.inputs["csrq"] == "1990-01-01"


def test_kind_is_required(browser: Any) -> None:
    assert browser.post("zengyuan_chaxun.do", zjhm="1").messages == ["证件类型为必录项"]
    assert browser.post("zengyuan_chaxun.do", zjlx="09", zjhm="1").messages == ["证件类型格式有误"]


@pytest.mark.rule("WH-53")
def test_the_age_of_a_foreigner_unknown_to_the_register_is_known_at_saving(
    world: World, browser: Any
) -> None:
    stranger = PersonRecord("E11111111", "模拟外宾", "1", date(1970, 1, 1), kind="04")
    page = browser.save(stranger, xm="模拟外宾", xb="1", csrq="1970-01-01", mz="")
    assert page.messages == [AGE]
    assert browser.save(stranger, xm="模拟外宾", xb="1", csrq="1990-01-01", mz="").kind == "check"
