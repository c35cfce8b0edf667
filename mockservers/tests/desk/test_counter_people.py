"""People at the counter: key data, corrections of what was taken, and somebody insured at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sigateway_mockservers import World

VIP, ORDINARY = "4201000001", "4201000002"


def form(browser: Any, kind: str, number: str) -> Any:
    return browser.post("grxx_chaxun.do", zjlx=kind, zjhm=number)


@pytest.mark.rule("WH-108")
def test_key_data_of_a_person_change_with_papers(world: World, browser: Any) -> None:
    person, counter = world.people.noted("insured here man"), world.wuhan.counter
    with pytest.raises(ValueError, match="name the papers"):
        counter.change_person(person.number, papers=[], name="模拟新名")
    with pytest.raises(ValueError, match="no wage of a person"):
        counter.change_person(person.number, papers=["身份证"], wage="1")
    with pytest.raises(ValueError, match="name cannot be empty"):
        counter.change_person(person.number, papers=["身份证"], name="")
    with pytest.raises(ValueError, match="sex cannot be '3'"):
        counter.change_person(person.number, papers=["身份证"], sex="3")
    with pytest.raises(KeyError):
        counter.change_person("nobody", papers=["身份证"], name="模拟新名")
    counter.change_person(
        person.number,
        papers=["身份证"],
        name="模拟新名",
        born=date(1987, 4, 13),
        nation="15",
        address="模拟街",
    )
    shown = form(browser, "01", person.number).inputs
    assert (shown["xm"], shown["csrq"], shown["mz"], shown["jzdz"]) == (
        "模拟新名",
        "1987-04-13",
        "15",
        "模拟街",
    )
    changed = world.people.get(person.number)
    assert changed is not None
    assert (changed.name, changed.born, changed.nation) == ("模拟新名", date(1987, 4, 13), "15")
    assert browser.stop_search(person).data["xm"] == "模拟新名"


@pytest.mark.rule("WH-108")
def test_a_new_number_takes_everything_along(world: World, browser: Any) -> None:
    hall = world.wuhan
    person = world.people.noted("insured here man")
    other = world.people.noted("insured here woman").number
    new = world.people.synthetic(registered=False, born=date(1987, 4, 13)).number
    personal = hall.personal_number(person.number)
    taken = browser.change_wage(person, "7000.00")
    world.clock.advance(by=300)
    draft = browser.wage_save(person, "8000.00").data["sxh"]
    running = browser.stop(person)
    for wrong in (other, "123"):
        with pytest.raises(ValueError, match=wrong):
            hall.counter.change_person(person.number, papers=["身份证"], number=wrong)
    assert hall.counter.change_person(person.number, papers=["身份证"], number=new) == new
    assert (hall.is_insured(VIP, new), hall.is_insured(VIP, person.number)) == (True, False)
    assert (hall.personal_number(new), hall.wage_of(VIP, new, month="202612")) == (personal, "7000.00")
    assert world.people.get(person.number) is None
    assert hall.task(taken).person == person.number, "items keep what they showed"
    browser.post("tijiao.do", sxh=draft)
    world.clock.advance(by=300)
    assert [hall.task(sxh).result for sxh in (running, draft)] == ["结束", "结束"]
    assert {effect.zjhm for effect in hall.effects()} == {new}
    assert hall.wage_of(VIP, new, month="202612") == "8000.00"
    assert world.verify() == []
    assert hall.counter.change_person(new, papers=["身份证"], number=person.number) == person.number
    assert hall.is_insured(VIP, person.number)
    assert world.verify() == []
    world.reset()
    assert world.people.get(person.number) is not None


@pytest.mark.rule("WH-108")
def test_arrears_follow_a_new_number(world: World, browser: Any) -> None:
    person = world.people.noted("insured here, arrears")
    new = replace(person, number=world.people.synthetic(registered=False).number)
    world.wuhan.counter.change_person(person.number, papers=["身份证"], number=new.number)
    assert browser.stop_search(new).messages == ["存在社会保险欠费，不能办理暂停缴费"]


@pytest.mark.rule("WH-41", "WH-52")
def test_a_taken_enrolment_is_corrected(world: World, browser: Any) -> None:
    hall, person = world.wuhan, world.people.noted("uninsured man")
    sxh = browser.file(person)
    with pytest.raises(ValueError, match="that was taken"):
        hall.counter.correct(sxh, papers=["合同"], sbgz="9000.00")
    world.clock.advance(by=300)
    for papers, fields, words in (
        ([], {"sbgz": "9000.00"}, "name the papers"),
        (["合同"], {}, "say which fields"),
        (["合同"], {"xgz": "9000.00"}, "no field xgz"),
        (["合同"], {"zjhm": "1"}, "no field zjhm"),
        (["合同"], {"cbny": "202601"}, "no field cbny"),
        (["合同"], {"sbgz": "9000"}, "申报工资格式有误"),
        (["合同"], {"xm": ""}, "姓名为必录项"),
    ):
        with pytest.raises(ValueError, match=words):
            hall.counter.correct(sxh, papers=papers, **fields)
    corrected = {"sbgz": "9000.00", "zsbj": "1", "bjksny": "202601", "xz_dae": "0", "whcd": "21"}
    task = hall.counter.correct(sxh, papers=["合同"], **corrected)
    assert (task.result, task.fields["sbgz"]) == ("结束", "9000.00")
    rows = browser.get("xiangqing.do", sxh=sxh).rows["detail"]
    detail = {name: value for row in rows for name, value in row.items()}
    assert {name: detail[name] for name in corrected} == corrected
    assert hall.wage_of(VIP, person.number) == "9000.00"
    assert hall.wage_of(VIP, person.number, month="202601") == "9000.00"
    (effect,) = hall.effects()
    assert effect.start_month == "202601", "beyond the window of online filing"
    (insurance,) = hall.store.insurances_of(person.number)
    assert (insurance.start_month, "dae" in insurance.schemes) == ("202601", False)
    assert form(browser, "01", person.number).inputs["whcd"] == "21"
    assert world.verify() == []


@pytest.mark.rule("WH-41")
def test_taken_stops_and_wages_are_corrected(world: World, browser: Any) -> None:
    hall, person = world.wuhan, world.people.noted("insured here man")
    wage = browser.change_wage(person, "7000.00")
    world.clock.advance(by=300)
    assert hall.counter.correct(wage, papers=["工资条"], xgz="99000.00").fields["hdjs"] == "22467.00"
    assert hall.wage_of(VIP, person.number, month="202612") == "99000.00"
    browser.change_wage(person, "7000.00")
    world.clock.advance(by=300)
    assert world.verify() == [], "what was corrected may be filed again"
    stop = browser.stop(person)
    world.clock.advance(by=300)
    assert hall.counter.correct(stop, papers=["说明"], tbyy="01").fields["tbyy"] == "01"
    assert hall.is_insured(VIP, person.number)
    assert world.verify() == []


def test_other_business_is_not_corrected(world: World, browser: Any, save_person: Any) -> None:
    sxh = browser.submit(save_person(browser, world.people.noted("insured here man"), dh="1234567"))
    world.clock.advance(by=300)
    with pytest.raises(ValueError, match="no enrolment, suspension or wage change"):
        world.wuhan.counter.correct(sxh, papers=["说明"], dh="7654321")
    with pytest.raises(ValueError, match="no enrolment"):
        world.wuhan.counter.correct("none", papers=["说明"], dh="7654321")


@pytest.mark.rule("WH-53", "WH-56")
def test_somebody_is_insured_at_once(world: World, browser: Any) -> None:
    hall, person = world.wuhan, world.people.noted("too old for first enrolment, man")
    assert browser.search(person).kind == "enrol_search"
    hall.insure_at_counter(VIP, person.number, "202501", "6000")
    assert hall.is_insured(VIP, person.number)
    assert hall.wage_of(VIP, person.number) == "6000.00"
    assert hall.personal_number(person.number)
    assert hall.tasks() == []
    assert browser.search(person).messages == ["此人在本单位已参保"]
    browser.change_wage(person, "7000.00")
    browser.stop(person)
    world.clock.advance(until="next month")
    hall.insure_at_counter(ORDINARY, person.number, "202612", "6000.00")
    assert world.verify() == []


@pytest.mark.rule("WH-53", "WH-60")
def test_who_is_not_insured_at_the_counter(world: World) -> None:
    insure = world.wuhan.insure_at_counter
    for note, words in (
        ("insured here man", "此人在本单位已参保"),
        ("insured there man", "此人在模拟商贸二部有限公司单位未停保"),
        ("personal window", "此人在模拟洪山区社会保险管理处个人流动窗口"),
    ):
        with pytest.raises(ValueError, match=words):
            insure(VIP, world.people.noted(note).number, "202611", "6000.00")
    person = world.people.noted("uninsured man").number
    for month, wage in (("2026-11", "6000.00"), ("202611", "0.001")):
        with pytest.raises(ValueError, match=r"month|decimals"):
            insure(VIP, person, month, wage)
    with pytest.raises(KeyError):
        insure(VIP, "nobody", "202611", "6000.00")


def test_a_stop_after_the_counter_is_a_new_one(world: World, browser: Any) -> None:
    hall, person = world.wuhan, world.people.noted("insured here man")
    stop = {"jsrq": "2026-11-10"}
    browser.stop(person, **stop)
    world.clock.advance(until="next month")
    hall.insure_at_counter(VIP, person.number, "202612", "6800.00")
    browser.sign_in()
    browser.stop(person, **stop)
    world.clock.advance(by=300)
    assert world.attempts_after_landing() == []
    assert world.verify() == []
