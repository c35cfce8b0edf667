"""暂停缴费: every word of its two tables, its review, and when the insurance ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

VIP, ORDINARY = "4201000001", "4201000002"
NOT_INSURED = "此人未在本单位参保"
RUNNING = "此人在本单位已有正在办理的暂停缴费业务"
ARREARS = "存在社会保险欠费，不能办理暂停缴费"


@pytest.mark.rule("WH-69", "WH-74")
def test_a_suspension_from_search_to_the_end_of_the_month(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    assert browser.get("zanting.do").kind == "suspend_search"
    form = browser.stop_search(person)
    assert form.kind == "suspend_form"
    schemes = "yanglao yiliao dae gongshang shiye shengyu"
    assert form.data == {"xm": "模拟韩在", "mz": "01", "xz": schemes, "zhjfny": "202611"}
    assert form.inputs["xm"] == "模拟韩在"
    assert form.readonly == {"zjlx", "zjhm", "xm"}
    check = browser.post(
        "zanting_baocun.do", **{**form.inputs, "jsrq": "2026-11-09", "tbyy": "01", "bz": "备"}
    )
    sxh = check.data["sxh"]
    assert check.kind == "check"
    assert check.readonly == {"zjlx", "zjhm", "xm", "zhjfny"}
    assert check.inputs["zhjfny"] == "202611"
    draft = browser.get("home.do").rows["daiban"][1]
    assert (draft["sxh"], draft["ywmc"], draft["xm"], draft["ywzt"]) == (
        sxh,
        "暂停缴费",
        "模拟韩在",
        "未提交",
    )
    again = browser.post("zanting_xiugai.do", **{**check.inputs, "tbyy": "02"})
    assert (again.kind, again.inputs["tbyy"]) == ("check", "02")
    assert browser.get("renwu.do", sxh=sxh).inputs["jsrq"] == "2026-11-09"
    submitted = browser.post("tijiao.do", sxh=sxh)
    assert (submitted.messages, submitted.data) == (["提交成功"], {"sxh": sxh, "spjg": "进行中"})

    (event,) = world.clock.advance(until="next event")
    assert (event.what, event.subject) == ("review.approved", sxh)
    detail = browser.get("xiangqing.do", sxh=sxh)
    said = {name: value for row in detail.rows["detail"] for name, value in row.items()}
    assert list(said) == [
        *("sxh", "ywmc", "zjlx", "zjhm", "xm", "jsrq", "tbyy", "bz", "zhjfny", "spjg", "tjsj", "bjsj")
    ]
    assert (said["ywmc"], said["tbyy"], said["zhjfny"], said["spjg"]) == ("暂停缴费", "02", "202611", "结束")
    (effect,) = world.wuhan.effects()
    assert (effect.kind, effect.zjhm, effect.start_month, effect.in_force) == (
        *("suspension", person.number, "202612", True),
    )

    world.clock.advance(to="2026-11-30T23:59:59+08:00")
    browser.sign_in()
    assert world.wuhan.is_insured(VIP, person.number), "the month of filing is still paid"
    assert browser.search(person).messages == ["此人在本单位已参保"]
    assert browser.stop_search(person).messages == [NOT_INSURED], "its end is filed already"
    world.clock.advance(by=1)
    assert not world.wuhan.is_insured(VIP, person.number)
    assert browser.search(person).data["cblb"] == "续保"
    assert world.verify() == []


@pytest.mark.rule("WH-60", "WH-74")
def test_another_unit_may_enrol_from_the_next_month(world: World, open_browser: Any) -> None:
    person = world.people.noted("insured here man")
    open_browser(world).stop(person)
    world.clock.advance(by=300)
    other = open_browser(world, ORDINARY)
    assert other.search(person).messages == ["此人在模拟科技一部有限公司单位未停保"]
    world.clock.advance(until="next month")
    other.sign_in()
    assert other.search(person).kind == "enrol_form"


@pytest.mark.rule("WH-63", "WH-69")
def test_numbers_and_people_who_are_not_insured_here(world: World, browser: Any) -> None:
    entrance = "zanting_chaxun.do"
    bad = browser.post(entrance, zjlx="01", zjhm="420106198704120002")
    assert (bad.kind, bad.messages) == ("suspend_search", ["证件号码有误"])
    assert world.journal.entries[-1].rule_ids == ("WH-63",)
    assert browser.post(entrance, zjlx="", zjhm="1").messages == ["证件类型为必录项"]
    for note in ("uninsured man", "insured there man"):
        assert browser.stop_search(world.people.noted(note)).messages == [NOT_INSURED]
        assert world.journal.entries[-1].rule_ids == ("WH-69",)
    here = world.people.noted("insured here man")
    assert browser.post(entrance, zjlx="04", zjhm=here.number).messages == [NOT_INSURED]


@pytest.mark.rule("WH-69", "WH-73")
def test_all_reasons_of_the_entrance_are_shown_together(world: World, browser: Any) -> None:
    assert browser.stop_search(world.people.noted("arrears")).messages == [NOT_INSURED, ARREARS]
    person = world.people.noted("insured here man")
    browser.stop(person)
    world.people.change(person.number, arrears=True)
    assert browser.stop_search(person).messages == [RUNNING, ARREARS]
    assert world.journal.entries[-1].rule_ids == ("WH-69", "WH-73")


@pytest.mark.rule("WH-73")
def test_arrears_first(world: World, browser: Any) -> None:
    person = world.people.noted("insured here, arrears")
    page = browser.stop_search(person)
    assert (page.kind, page.messages) == ("suspend_search", [ARREARS])
    assert world.journal.entries[-1].rule_ids == ("WH-73",)
    assert not world.wuhan.settle_arrears(person.number).arrears
    assert browser.stop_search(person).kind == "suspend_form"
    with pytest.raises(KeyError):
        world.wuhan.settle_arrears("nobody")


@pytest.mark.rule("WH-39", "WH-73")
def test_arrears_are_looked_at_again_at_review(world: World, browser: Any) -> None:
    person = world.people.noted("insured here woman")
    sxh = browser.stop(person)
    world.people.change(person.number, arrears=True)
    world.clock.advance(by=300)
    row = browser.get("home.do").rows["daiban"][1]
    assert (row["sxh"], row["htbz"], row["htyy"]) == (sxh, "是", ARREARS)
    assert world.journal.of("review.returned")[0].rule_ids == ("WH-73",)
    assert world.wuhan.effects() == []
    world.wuhan.settle_arrears(person.number)
    assert browser.post("tijiao.do", sxh=sxh).kind == "submitted"
    world.clock.advance(by=300)
    assert [effect.in_force for effect in world.wuhan.effects(kind="suspension")] == [True]
    assert world.verify() == []


@pytest.mark.rule("WH-32", "WH-69")
@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"jsrq": ""}, ["终止劳动关系日期为必录项"]),
        ({"tbyy": ""}, ["停保原因为必录项"]),
        ({"jsrq": "", "tbyy": "", "bz": ""}, ["终止劳动关系日期为必录项", "停保原因为必录项"]),
        ({"jsrq": "2026-11-31"}, ["终止劳动关系日期格式有误"]),
        ({"jsrq": "20261101"}, ["终止劳动关系日期格式有误"]),
        ({"tbyy": "08"}, ["停保原因格式有误"]),
        ({"bz": "长" * 101}, ["备注格式有误"]),
        ({"bz": "长" * 100}, []),
        ({"jsrq": "2026-11-10"}, []),
        ({"jsrq": "2026-11-11"}, ["终止劳动关系日期不能晚于当日"]),
        ({"jsrq": "2026-11-11", "tbyy": ""}, ["停保原因为必录项", "终止劳动关系日期不能晚于当日"]),
        ({"xm": "模拟别人"}, ["灰色字段不能修改，请退单后重新办理"]),
        ({"zjhm": "420106199503140033"}, ["灰色字段不能修改，请退单后重新办理"]),
    ],
)
def test_the_save_stage(world: World, browser: Any, changes: dict[str, str], messages: list[str]) -> None:
    page = browser.stop_save(world.people.noted("insured here man"), **changes)
    assert (page.kind, page.messages) == ("suspend_form" if messages else "check", messages)
    if messages:
        assert (page.inputs["xm"], page.data["zhjfny"]) == ("模拟韩在", "202611")
        good = {**page.inputs, "jsrq": "2026-11-01", "tbyy": "07", "bz": ""}
        assert browser.post("zanting_baocun.do", **good).kind == "check"


def test_a_form_number_belongs_to_its_business(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    form = browser.stop_search(person)
    assert browser.post("gongzi_baocun.do", **form.inputs, xgz="7000.00").messages == [
        "页面已失效，请重新办理"
    ]
    sxh = browser.stop_save(person).data["sxh"]
    for path in ("zengyuan_xiugai.do", "gongzi_xiugai.do"):
        assert browser.post(path, sxh=sxh).messages == ["无此业务"]


@pytest.mark.rule("WH-44", "WH-45")
def test_grey_fields_and_discarding(world: World, browser: Any) -> None:
    check = browser.stop_save(world.people.noted("insured here man"))
    for name, value in (("xm", "模拟别人"), ("zhjfny", "202612"), ("zjlx", "04")):
        page = browser.post("zanting_xiugai.do", **{**check.inputs, name: value})
        assert (page.kind, page.messages) == ("check", ["灰色字段不能修改，请退单后重新办理"])
    late = browser.post("zanting_xiugai.do", **{**check.inputs, "jsrq": "2026-12-01"})
    assert late.messages == ["终止劳动关系日期不能晚于当日"]
    assert browser.post("tuidan.do", sxh=check.data["sxh"]).kind == "discarded"
    assert world.verify() == []


@pytest.mark.rule("WH-69")
def test_two_drafts_and_one_stop(world: World, browser: Any) -> None:
    person = world.people.noted("insured here man")
    second = browser.stop_save(person).data["sxh"]
    first = browser.stop(person)
    assert browser.post("tijiao.do", sxh=second).messages == [RUNNING]
    assert browser.post("tijiao.do", sxh=first).messages == ["该业务已提交，请勿重复提交"]
    assert browser.post("tuidan.do", sxh=first).messages == ["业务已提交，不能退单"]
    assert browser.post("zanting_xiugai.do", sxh=first).messages == ["业务已提交，不能修改"]
    world.clock.advance(by=300)
    assert browser.post("tijiao.do", sxh=second).messages == [NOT_INSURED]
    assert len(world.wuhan.effects()) == 1
    assert world.verify() == []


@pytest.mark.rule("WH-37", "WH-42")
def test_a_vip_review_takes_three_to_five_minutes(world: World, browser: Any) -> None:
    browser.stop(world.people.noted("insured here man"))
    begun = world.clock.now()
    (event,) = world.clock.advance(until="next event")
    assert 180 <= (event.at - begun).total_seconds() <= 300


@pytest.mark.rule("WH-43", "WH-71", "WH-134")
def test_an_ordinary_unit_waits_for_the_counter(world: World, ordinary: Any) -> None:
    person = world.people.noted("insured there man")
    page = ordinary.stop_save(person)
    assert ordinary.post("tijiao.do", sxh=page.data["sxh"]).data["zlqx"] == "2026-11-20"
    assert [task.sxh for task in world.wuhan.counter.waiting()] == [page.data["sxh"]]
    world.clock.advance(to="2026-11-20T16:00:00+08:00")
    assert world.wuhan.counter.approve(page.data["sxh"]).result == "结束"
    world.clock.advance(until="next month")
    assert not world.wuhan.is_insured(ORDINARY, person.number)


@pytest.mark.rule("WH-39", "WH-73")
def test_staff_find_arrears_too(world: World, ordinary: Any) -> None:
    person = world.people.noted("insured there woman")
    sxh = ordinary.stop(person)
    world.people.change(person.number, arrears=True)
    assert world.wuhan.counter.approve(sxh).reasons == (ARREARS,)


@pytest.mark.rule("WH-71", "WH-134")
@pytest.mark.parametrize(
    ("filed", "due", "over"),
    [("2026-11-20", "2026-11-20", "2026-11-21"), ("2026-11-21", "2026-12-20", "2026-12-21")],
)
def test_papers_that_do_not_come(
    simulator: Simulator, open_browser: Any, filed: str, due: str, over: str
) -> None:
    world = simulator.create_world(now=f"{filed}T16:00:00+08:00")
    browser = open_browser(world, ORDINARY)
    page = browser.stop_save(world.people.noted("insured there man"))
    assert browser.post("tijiao.do", sxh=page.data["sxh"]).data["zlqx"] == due
    assert world.clock.advance(to=f"{due}T23:59:59+08:00") == []
    (event,) = world.clock.advance(by=1)
    assert (event.what, event.at.isoformat()) == ("review.returned", f"{over}T00:00:00+08:00")
    assert world.wuhan.task(page.data["sxh"]).reasons == ("逾期未提交资料",)
    assert world.journal.entries[-1].rule_ids == ("WH-71",)


@pytest.mark.rule("WH-74", "WH-134")
def test_the_last_paid_month_is_that_of_saving_however_late_staff_decide(world: World, ordinary: Any) -> None:
    world.clock.advance(to="2026-11-25T09:00:00+08:00")
    ordinary.sign_in()
    person = world.people.noted("insured there man")
    sxh = ordinary.stop(person)
    world.clock.advance(to="2026-12-10T09:00:00+08:00")
    assert world.wuhan.is_insured(ORDINARY, person.number), "not decided yet"
    world.wuhan.counter.approve(sxh)
    assert not world.wuhan.is_insured(ORDINARY, person.number)
    assert world.wuhan.task(sxh).fields["zhjfny"] == "202611"
    assert world.verify() == []


def test_a_late_papers_hall_waits_for_suspensions_too(simulator: Simulator, open_browser: Any) -> None:
    world = simulator.create_world(variants={"wuhan": {"late_papers_wait"}})
    sxh = open_browser(world, ORDINARY).stop(world.people.noted("insured there man"))
    assert world.clock.advance(to="2027-05-01T00:00:00+08:00") == []
    assert world.wuhan.task(sxh).result == "进行中"


def test_a_name_that_the_register_lacks_is_the_one_enrolled(world: World, browser: Any) -> None:
    stranger = world.people.synthetic(registered=False)
    browser.file(stranger, xm="模拟生人", mz="11")
    world.clock.advance(by=300)
    data = browser.stop_search(replace(stranger, name="")).data
    assert (data["xm"], data["mz"]) == ("模拟生人", "11")
    assert browser.save(world.people.noted("uninsured man")).kind == "check"
