"""个人工资变更: who is found, what is clamped, and from when the new wage counts."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

VIP, ORDINARY = "4201000001", "4201000002"
NOT_INSURED = "此人未在本单位参保"


@pytest.mark.rule("WH-86", "WH-88", "WH-89")
def test_a_wage_change_from_search_to_next_month(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    assert browser.get("gongzi.do").kind == "wage_search"
    form = browser.wage_search(person.number)
    number = world.wuhan.personal_number(person.number)
    assert form.kind == "wage_form"
    assert form.data == {
        "xm": "模拟韩在",
        "zjhm": person.number,
        "grbh": number,
        "ysbgz": "6800.00",
        "bdx": "4494.00",
        "fdx": "22467.00",
        "sxny": "202612",
    }
    assert set(form.inputs) == {"bdh", "zjhm", "xgz"}
    check = browser.post("gongzi_baocun.do", **{**form.inputs, "xgz": "8000.00"})
    sxh = check.data["sxh"]
    assert check.kind == "check"
    assert check.inputs == {
        "sxh": sxh,
        "zjhm": person.number,
        "xgz": "8000.00",
        "hdjs": "8000.00",
        "sxny": "202612",
    }
    assert check.readonly == {"zjhm", "hdjs", "sxny"}
    draft = browser.get("home.do", zjhm=person.number).rows["daiban"][1]
    assert (draft["ywmc"], draft["xm"], draft["zjhm"]) == ("个人工资变更", "模拟韩在", person.number)
    again = browser.post("gongzi_xiugai.do", **{**check.inputs, "xgz": "30000.00"})
    assert (again.inputs["xgz"], again.inputs["hdjs"]) == ("30000.00", "22467.00")
    assert browser.post("tijiao.do", sxh=sxh).data == {"sxh": sxh, "spjg": "进行中"}

    world.clock.advance(by=300)
    detail = browser.get("xiangqing.do", sxh=sxh)
    said = {name: value for row in detail.rows["detail"] for name, value in row.items()}
    assert list(said) == ["sxh", "ywmc", "zjhm", "xgz", "hdjs", "sxny", "spjg", "tjsj", "bjsj"]
    assert (said["xgz"], said["hdjs"], said["spjg"]) == ("30000.00", "22467.00", "结束")
    (effect,) = world.wuhan.effects(kind="wage_change")
    assert (effect.zjhm, effect.start_month, effect.in_force) == (person.number, "202612", True)
    assert world.wuhan.wage_of(VIP, person.number) == "6800.00", "this month is paid by the old wage"
    assert world.wuhan.wage_of(VIP, person.number, month="202612") == "30000.00"
    world.clock.advance(until="next month")
    assert world.wuhan.wage_of(VIP, person.number) == "30000.00"
    browser.sign_in()
    assert browser.wage_search(person.number).data["ysbgz"] == "30000.00"
    assert world.verify() == []


@pytest.mark.rule("WH-86")
def test_people_are_found_by_document_number_or_by_their_personal_number(world: World, browser: Any) -> None:
    person = world.people.noted("insured here woman")
    number = world.wuhan.personal_number(person.number)
    assert number is not None
    assert browser.wage_search(number).data["zjhm"] == person.number
    assert world.journal.entries[-1].person == person.number
    there = world.wuhan.personal_number(world.people.noted("insured there man").number)
    for mark in (there, "", "1", world.people.noted("uninsured man").number):
        page = browser.wage_search(mark)
        assert (page.kind, page.messages) == ("wage_search", [NOT_INSURED])
        assert world.journal.entries[-1].rule_ids == ("WH-86",)


@pytest.mark.rule("WH-86")
def test_a_person_keeps_one_personal_number(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured man")
    assert world.wuhan.personal_number(person.number) is None
    browser.file(person)
    world.clock.advance(by=300)
    number = world.wuhan.personal_number(person.number)
    world.wuhan.suspend_as_clerk(VIP, person.number)
    browser.file(person)
    world.clock.advance(by=300)
    assert world.wuhan.personal_number(person.number) == number
    form = browser.wage_search(number)
    assert (form.data["zjhm"], form.data["ysbgz"]) == (person.number, "6500.00")
    everybody = [world.wuhan.personal_number(each.number) for each in world.people]
    given = [each for each in everybody if each]
    assert len(given) == len(set(given)) == 9


@pytest.mark.rule("WH-32")
@pytest.mark.parametrize(
    ("wage", "words"),
    [
        ("", "变更后申报工资为必录项"),
        ("7000", "变更后申报工资格式有误"),
        ("7000.0", "变更后申报工资格式有误"),
        ("0.00", "变更后申报工资格式有误"),
        ("-1.00", "变更后申报工资格式有误"),
        ("07000.00", "变更后申报工资格式有误"),
        ("七千", "变更后申报工资格式有误"),
    ],
)
def test_wages_that_the_hall_does_not_take(world: World, browser: Any, wage: str, words: str) -> None:
    person = world.people.noted("insured here man")
    page = browser.wage_save(person, wage)
    assert (page.kind, page.messages) == ("wage_form", [words])
    assert (page.inputs["zjhm"], page.data["ysbgz"]) == (person.number, "6800.00")
    assert world.journal.entries[-1].rule_ids == ("WH-32",)
    check = browser.post("gongzi_baocun.do", **{**page.inputs, "xgz": "7000.00"})
    assert browser.post("gongzi_xiugai.do", **{**check.inputs, "xgz": wage}).messages == [words]


@pytest.mark.rule("WH-88")
@pytest.mark.parametrize(
    ("wage", "base"),
    [
        ("0.01", "4494.00"),
        ("4493.99", "4494.00"),
        ("4494.00", "4494.00"),
        ("4494.01", "4494.01"),
        ("22466.99", "22466.99"),
        ("22467.00", "22467.00"),
        ("22467.01", "22467.00"),
    ],
)
def test_floor_and_ceiling(world: World, browser: Any, wage: str, base: str) -> None:
    check = browser.wage_save(world.people.noted("insured here man"), wage)
    assert (check.inputs["xgz"], check.inputs["hdjs"]) == (wage, base)


@pytest.mark.rule("WH-88")
def test_a_world_may_have_other_figures(world: World, browser: Any) -> None:
    hall, person = world.wuhan, world.people.noted("insured here man")
    before = browser.wage_save(person, "1.00")
    hall.set_wage_limits("5000", "6000.50")
    form = browser.wage_search(person.number)
    assert (form.data["bdx"], form.data["fdx"]) == ("5000.00", "6000.50")
    assert browser.wage_save(person, "9000.00").inputs["hdjs"] == "6000.50"
    assert browser.get("renwu.do", sxh=before.data["sxh"]).inputs["hdjs"] == "4494.00"
    assert browser.post("gongzi_xiugai.do", **before.inputs).inputs["hdjs"] == "5000.00"
    assert str(world.fork().wuhan.wage_limits.floor) == "5000.00"
    world.reset()
    assert str(world.wuhan.wage_limits.floor) == "4494.00"
    for floor, ceiling in (("2", "1"), ("0", "1"), ("1.001", "2"), ("x", "2"), ("NaN", "2")):
        with pytest.raises(ValueError, match=r"floor|decimals|amount"):
            hall.set_wage_limits(floor, ceiling)


@pytest.mark.rule("WH-37", "WH-43", "WH-87")
@pytest.mark.parametrize(("unit", "note"), [(VIP, "insured here man"), (ORDINARY, "insured there man")])
def test_the_system_reviews_it_for_every_unit(world: World, open_browser: Any, unit: str, note: str) -> None:
    browser = open_browser(world, unit)
    page = browser.wage_save(world.people.noted(note), "9000.00")
    submitted = browser.post("tijiao.do", sxh=page.data["sxh"])
    assert submitted.data == {"sxh": page.data["sxh"], "spjg": "进行中"}, "no day for papers"
    assert world.wuhan.counter.waiting() == []
    with pytest.raises(ValueError, match="does not wait at the counter"):
        world.wuhan.counter.approve(page.data["sxh"])
    begun = world.clock.now()
    (event,) = world.clock.advance(until="next event")
    assert 180 <= (event.at - begun).total_seconds() <= 300
    assert event.what == "review.approved"


@pytest.mark.rule("WH-44")
def test_grey_fields_and_hidden_ones(world: World, browser: Any) -> None:
    words = ["灰色字段不能修改，请退单后重新办理"]
    person, other = world.people.noted("insured here man"), world.people.noted("insured here woman")
    page = browser.wage_save(person, "7000.00", zjhm=other.number)
    assert (page.kind, page.messages, page.inputs["zjhm"]) == ("wage_form", words, person.number)
    check = browser.post("gongzi_baocun.do", **{**page.inputs, "xgz": "7000.00"})
    for name, value in (("zjhm", other.number), ("hdjs", "1.00"), ("sxny", "202611")):
        assert browser.post("gongzi_xiugai.do", **{**check.inputs, name: value}).messages == words
    assert browser.post("gongzi_xiugai.do", sxh=check.data["sxh"], xgz="7100.00").kind == "check"
    assert browser.post("tuidan.do", sxh=check.data["sxh"]).kind == "discarded"


@pytest.mark.rule("WH-86")
def test_nobody_whose_insurance_is_ended(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    draft = browser.wage_save(person, "7000.00").data["sxh"]
    browser.stop(person)
    assert browser.wage_search(person.number).kind == "wage_form", "the stop is not decided yet"
    world.clock.advance(by=300)
    assert browser.wage_search(person.number).messages == [NOT_INSURED]
    assert browser.post("tijiao.do", sxh=draft).messages == [NOT_INSURED]
    world.clock.advance(until="next month")
    assert world.wuhan.wage_of(VIP, person.number) is None


@pytest.mark.rule("WH-89")
def test_the_wage_filed_last_counts_whichever_is_reviewed_first(
    simulator: Simulator, open_browser: Any
) -> None:
    for seed in range(6):
        world = simulator.create_world(seed=seed)
        browser, person = open_browser(world), world.people.noted("insured here man")
        browser.change_wage(person, "8000.00")
        browser.change_wage(person, "9000.00")
        world.clock.advance(by=300)
        assert world.wuhan.wage_of(VIP, person.number, month="202612") == "9000.00"


@pytest.mark.rule("WH-89")
def test_the_month_turns_while_the_draft_lies(world: World, browser: Any) -> None:
    world.clock.advance(to="2026-12-31T23:55:00+08:00")
    browser.sign_in()
    check = browser.wage_save(world.people.noted("insured here man"), "7000.00")
    assert check.inputs["sxny"] == "202701"
    world.clock.advance(by=600)
    assert browser.post("gongzi_xiugai.do", **check.inputs).inputs["sxny"] == "202702"
