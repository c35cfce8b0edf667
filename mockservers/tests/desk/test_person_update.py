"""个人一般信息变更: the form, the photo, what is refused, and who sees what is in force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

VIP, ORDINARY = "4201000001", "4201000002"
RUNNING = "此人在本单位已有正在办理的个人一般信息变更业务"
NOT_INSURED = "此人未在本单位参保"
UNCHANGED = "没有变更的内容"
TWICE = ["duplicate-effect", "commit-after-landing"]


def form(browser: Any, person: Any) -> Any:
    return browser.post("grxx_chaxun.do", zjlx=person.kind, zjhm=person.number)


def rules(world: World) -> list[str]:
    return [violation.rule for violation in world.verify()]


@pytest.mark.rule("WH-107", "WH-37", "WH-43")
@pytest.mark.parametrize("which", ["browser", "ordinary"])
def test_a_change_from_search_to_force(
    world: World, request: Any, which: str, save_person: Any, jpeg: bytes, digest_of: Any
) -> None:
    browser = request.getfixturevalue(which)
    note = "insured here man" if which == "browser" else "insured there man"
    person = world.people.noted(note)
    assert browser.get("grxx.do").kind == "person_search"
    page = form(browser, person)
    assert page.data == {"grbh": world.wuhan.personal_number(person.number), "zpzy": ""}
    assert page.readonly == {"zjlx", "zjhm", "xm", "xb", "csrq"}
    shown = {name: value for name, value in page.inputs.items() if name not in ("bdh", "zp")}
    assert shown == {
        "zjlx": "01",
        "zjhm": person.number,
        "xm": person.name,
        "xb": person.sex,
        "csrq": person.born.isoformat(),
        "whcd": "",
        "hyzk": "",
        "mz": "01",
        "sj": person.mobile,
        "dh": "",
        "hkszd": "",
        "jzdz": "",
    }
    changes = {"whcd": "21", "dh": "027-8765432", "jzdz": "模拟街9号"}
    check = save_person(browser, person, jpeg, **changes)
    assert check.kind == "check"
    assert check.readonly == {"zjlx", "zjhm", "xm", "xb", "csrq", "zpzy"}
    assert (check.inputs["zpzy"], check.inputs["dh"]) == (digest_of(jpeg), "027-8765432")
    assert "zp" not in check.inputs
    sxh = browser.submit(check)
    assert "zlqx" not in browser.get("home.do").text
    assert form(browser, person).messages == [RUNNING]
    world.clock.advance(by=300)
    assert world.wuhan.task(sxh).result == "结束"
    (effect,) = world.wuhan.effects(kind="person_update")
    assert (effect.zjhm, effect.start_month, effect.in_force) == (person.number, "", True)
    after = form(browser, person)
    assert {name: after.inputs[name] for name in changes} == changes
    assert after.data["zpzy"] == digest_of(jpeg)
    assert world.wuhan.person_photo(person.number) == jpeg
    detail = {
        name: value
        for row in browser.get("xiangqing.do", sxh=sxh).rows["detail"]
        for name, value in row.items()
    }
    assert (detail["zpzy"], detail["whcd"], detail["spjg"]) == (digest_of(jpeg), "21", "结束")
    assert "zp" not in detail
    assert rules(world) == []


@pytest.mark.rule("WH-107")
def test_no_photo_leaves_the_old_one(
    world: World, browser: Any, save_person: Any, jpeg: bytes, digest_of: Any
) -> None:
    person = world.people.noted("insured here man")
    browser.submit(save_person(browser, person, jpeg))
    world.clock.advance(by=300)
    check = save_person(browser, person, dh="1234567")
    assert check.inputs["zpzy"] == ""
    browser.submit(check)
    world.clock.advance(by=300)
    assert world.wuhan.person_photo(person.number) == jpeg
    assert world.wuhan.person_photo("nobody") == b""
    twin = world.fork()
    twin.reset()
    assert twin.wuhan.person_photo(person.number) == b""
    assert world.wuhan.person_photo(person.number) == jpeg


@pytest.mark.rule("WH-63", "WH-107")
def test_the_entrance(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    cases = {
        ("01", "420106198704120000"): ["证件号码有误"],
        ("", person.number): ["证件类型为必录项"],
        ("04", person.number): [NOT_INSURED],
        ("01", world.people.noted("insured there man").number): [NOT_INSURED],
        ("01", world.people.noted("uninsured man").number): [NOT_INSURED],
    }
    for (kind, number), words in cases.items():
        page = browser.post("grxx_chaxun.do", zjlx=kind, zjhm=number)
        assert (page.kind, page.messages) == ("person_search", words)
    assert world.wuhan.tasks() == []


@pytest.mark.rule("WH-74", "WH-107")
def test_somebody_whose_stop_is_filed_is_insured_to_the_end_of_the_month(
    world: World, browser: Any, save_person: Any
) -> None:
    person = world.people.noted("insured here man")
    browser.stop(person)
    world.clock.advance(by=300)
    check = save_person(browser, person, dh="1234567")
    sxh = browser.submit(check)
    world.clock.advance(by=300)
    assert world.wuhan.task(sxh).result == "结束"
    world.clock.advance(until="next month")
    browser.sign_in()
    assert form(browser, person).messages == [NOT_INSURED]
    assert rules(world) == []


@pytest.mark.rule("WH-32", "WH-107")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mz": ""}, ["民族为必录项"]),
        ({"mz": "00"}, ["民族格式有误"]),
        ({"sj": ""}, ["手机为必录项"]),
        ({"sj": "23900000000"}, ["手机格式有误"]),
        ({"dh": "123456"}, ["电话格式有误"]),
        ({"dh": "1" * 21}, ["电话格式有误"]),
        ({"dh": "027 123456"}, ["电话格式有误"]),
        ({"whcd": "99"}, ["文化程度格式有误"]),
        ({"hyzk": "99"}, ["婚姻状况格式有误"]),
        ({"hkszd": "路" * 101}, ["户口所在地格式有误"]),
        ({"jzdz": "路" * 101}, ["居住地地址格式有误"]),
        ({}, [UNCHANGED]),
        ({"sj": "", "dh": "1"}, ["电话格式有误", "手机为必录项"]),
    ],
)
def test_what_is_not_saved(
    world: World, browser: Any, save_person: Any, changes: dict[str, str], words: list[str]
) -> None:
    page = save_person(browser, world.people.noted("insured here man"), **changes)
    assert (page.kind, page.messages) == ("person_form", words)
    assert world.wuhan.tasks() == []


@pytest.mark.rule("WH-107")
@pytest.mark.parametrize(
    "photo",
    [b"GIF89a", b"\xff\xd8\xffcut off", b"\xff\xd8\xff" + b"0" * (100 * 1024 - 4) + b"\xff\xd9"],
    ids=["no JPEG", "cut", "a byte too large"],
)
def test_a_photo_that_is_none(world: World, browser: Any, save_person: Any, photo: bytes) -> None:
    page = save_person(browser, world.people.noted("insured here man"), photo)
    assert page.messages == ["照片格式有误"]


@pytest.mark.rule("WH-107")
def test_a_photo_of_just_100_kib_is_taken(world: World, browser: Any, save_person: Any) -> None:
    photo = b"\xff\xd8\xff" + b"0" * (100 * 1024 - 5) + b"\xff\xd9"
    assert len(photo) == 100 * 1024
    assert save_person(browser, world.people.noted("insured here man"), photo).kind == "check"


@pytest.mark.rule("WH-108")
@pytest.mark.parametrize(
    ("field", "label", "value"),
    [
        ("xm", "姓名", "模拟别人"),
        ("xb", "性别", "2"),
        ("csrq", "出生日期", "1990-01-01"),
        ("zjlx", "证件类型", "04"),
        ("zjhm", "证件号码", "1"),
    ],
)
def test_key_data_are_for_the_counter(
    world: World, browser: Any, save_person: Any, field: str, label: str, value: str
) -> None:
    person = world.people.noted("insured here man")
    words = f"{label}不能在网上变更，请到经办机构办理"
    page = save_person(browser, person, **{field: value})
    assert (page.kind, page.messages) == ("person_form", [words])
    assert page.inputs[field] != value, "shown again as the hall holds it"
    assert save_person(browser, person, **{field: value, "dh": "1"}).messages == ["电话格式有误", words]
    assert world.journal.of("person.save")[0].rule_ids == ("WH-108",)


@pytest.mark.rule("WH-44", "WH-107", "WH-136")
def test_editing_keeps_the_photo_and_compares_with_the_form(
    world: World, browser: Any, save_person: Any, jpeg: bytes, digest_of: Any
) -> None:
    person = world.people.noted("insured here man")
    check = save_person(browser, person, dh="1234567")
    assert browser.post("grxx_xiugai.do", **{**check.inputs, "dh": ""}).messages == [UNCHANGED]
    assert browser.post("grxx_xiugai.do", **{**check.inputs, "sj": ""}).messages == ["手机为必录项"]
    grey = browser.post("grxx_xiugai.do", **{**check.inputs, "zpzy": "0" * 64})
    assert grey.messages == ["灰色字段不能修改，请退单后重新办理"]
    grey = browser.post("grxx_xiugai.do", **{**check.inputs, "xm": "模拟别人"})
    assert grey.messages == ["灰色字段不能修改，请退单后重新办理"]
    again = browser.post("grxx_xiugai.do", **{**check.inputs, "dh": "7654321"})
    assert (again.messages, again.inputs["dh"]) == ([], "7654321")
    photo = save_person(browser, person, jpeg, dh="1234567")
    kept = browser.post("grxx_xiugai.do", **{**photo.inputs, "dh": ""})
    assert (kept.messages, kept.inputs["zpzy"]) == ([], digest_of(jpeg))
    assert browser.post("tuidan.do", sxh=kept.data["sxh"]).kind == "discarded"


@pytest.mark.rule("WH-107")
def test_one_change_at_a_time_at_submission_too(world: World, browser: Any, save_person: Any) -> None:
    person = world.people.noted("insured here man")
    first, second = (save_person(browser, person, dh=dh) for dh in ("1234567", "7654321"))
    sxh = browser.submit(first)
    refused = browser.post("tijiao.do", sxh=second.data["sxh"])
    assert (refused.kind, refused.messages) == ("message", [RUNNING])
    again = browser.post("tijiao.do", sxh=sxh)
    assert again.messages == ["该业务已提交，请勿重复提交"]
    world.clock.advance(by=300)
    browser.submit(second)
    world.clock.advance(by=300)
    assert form(browser, person).inputs["dh"] == "7654321"
    assert rules(world) == []


@pytest.mark.rule("WH-63")
def test_the_nation_is_the_registers(world: World, browser: Any, save_person: Any) -> None:
    person = world.people.noted("insured here man")
    sxh = browser.submit(save_person(browser, person, mz="15"))
    world.clock.advance(by=300)
    assert world.wuhan.task(sxh).reasons == ("民族与公安信息不一致",)
    assert form(browser, person).inputs["mz"] == "01"
    world.people.change(person.number, nation="15")
    browser.submit(browser.get("renwu.do", sxh=sxh))
    world.clock.advance(by=300)
    assert form(browser, person).inputs["mz"] == "15"
    assert rules(world) == []


@pytest.mark.rule("WH-107")
def test_the_insurance_is_looked_at_again(world: World, browser: Any, save_person: Any) -> None:
    person = world.people.noted("insured here man")
    sxh = browser.submit(save_person(browser, person, dh="1234567"))
    world.wuhan.suspend_as_clerk(VIP, person.number)
    world.clock.advance(by=300)
    assert world.wuhan.task(sxh).reasons == (NOT_INSURED,)
    assert rules(world) == []


@pytest.mark.rule("WH-40", "WH-107")
def test_other_forms_and_other_units_see_what_is_in_force(
    world: World, browser: Any, ordinary: Any, save_person: Any
) -> None:
    person = world.people.noted("insured here man")
    told = {"whcd": "31", "hyzk": "20", "sj": "13711111111", "hkszd": "模拟市", "jzdz": "模拟街"}
    browser.submit(save_person(browser, person, **told))
    world.clock.advance(by=300)
    world.wuhan.suspend_as_clerk(VIP, person.number)
    enrolment = ordinary.search(person)
    assert {name: enrolment.inputs[name] for name in told} == told
    ordinary.file(person, **{name: enrolment.inputs[name] for name in told}, hkxz="20")
    (waiting,) = world.wuhan.counter.waiting()
    world.wuhan.counter.approve(waiting.sxh)
    assert {name: form(ordinary, person).inputs[name] for name in told} == told


def test_somebody_whom_the_register_does_not_know(world: World, browser: Any, save_person: Any) -> None:
    person = world.people.synthetic(registered=False)
    passport = replace(person, kind="04", number="E12345678")
    for each in (person, passport):
        browser.file(each, xm="模拟外人", xb="1", csrq="1990-01-01", mz="01" if each is person else "")
        world.clock.advance(by=300)
        shown = form(browser, each).inputs
        assert (shown["xm"], shown["xb"], shown["csrq"]) == ("模拟外人", "1", "1990-01-01")
        browser.submit(save_person(browser, each, mz="15", whcd="11"))
        world.clock.advance(by=300)
        assert form(browser, each).inputs["mz"] == "15"
    browser.submit(save_person(browser, passport, mz=""))
    world.clock.advance(by=300)
    assert form(browser, passport).inputs["mz"] == ""
    assert rules(world) == []


@pytest.mark.rule("WH-107")
def test_the_same_change_twice_is_a_duplicate(
    simulator: Simulator, open_browser: Any, save_person: Any
) -> None:
    careless = simulator.create_world(variants={"wuhan": {"accepts_duplicates"}})
    browser = open_browser(careless)
    person = careless.people.noted("insured here man")
    sxh = browser.submit(save_person(browser, person, dh="1234567"))
    assert form(browser, person).kind == "person_form", "正在办理 is not looked at"
    again = browser.post("tijiao.do", sxh=sxh)
    assert again.data["sxh"] != sxh
    careless.clock.advance(by=300)
    assert rules(careless) == TWICE


def test_there_and_back_is_none(world: World, browser: Any, save_person: Any) -> None:
    person = world.people.noted("insured here man")
    for dh in ("1234567", "7654321", "1234567"):
        browser.submit(save_person(browser, person, dh=dh))
        world.clock.advance(by=300)
    assert world.attempts_after_landing() == []
    world.wuhan.counter.change_person(person.number, papers=["说明"], phone="1111111")
    browser.submit(save_person(browser, person, dh="1234567"))
    world.clock.advance(by=300)
    assert rules(world) == []


def test_uploads_are_strict(world: World, browser: Any, post_person: Any) -> None:
    person = world.people.noted("insured here man")
    inputs = form(browser, person).inputs
    assert browser.post("grxx_baocun.do", **inputs).messages == ["提交的内容含有GBK以外的字符"]
    assert post_person(browser, {**inputs, "jzdz": "&#128512;"}).messages == ["提交的内容含有GBK以外的字符"]
    assert post_person(browser, {**inputs, "bdh": "0"}).messages == ["页面已失效，请重新办理"]
    assert post_person(browser, {**inputs, "dh": "1234567"}).kind == "check"
    assert post_person(browser, {**inputs, "dh": "1234567"}).messages == ["页面已失效，请重新办理"]
