"""单位员工欠费补缴: every word of its stages."""

from __future__ import annotations

from typing import Any

import pytest

VIP, ORDINARY = "4201000001", "4201000002"
BEING_SETTLED = "此人欠费已有正在办理的业务"
CHANGED = "欠费情况已变化，请退单后重新办理"
LATE = "当月20日以后办理的，可能会影响其他相关业务的办理"


@pytest.mark.rule("WH-98", "WH-111")
def test_from_search_to_assessed(settler: Any) -> None:
    browser, person = settler.browser, settler.owing
    assert browser.get("bujiao.do").kind == "arrears_search"
    form = settler.search()
    assert (form.kind, form.messages) == ("arrears_form", [])
    assert form.data["grbh"] == settler.world.wuhan.personal_number(person.number)
    assert form.readonly == {"zjlx", "zjhm", "xm"}
    assert form.inputs["xm"] == person.name
    assert settler.states() == [("202501", "欠费"), ("202502", "欠费")]
    check = settler.save(form, "bujiao")
    assert (check.kind, len(check.rows["mx"])) == ("check", 13)
    assert check.readonly == {"zjlx", "zjhm", "xm", "ksny", "jsny", "ys", "dwje", "grje", "hj"}
    assert settler.states()[0][1] == "欠费", "a draft holds nothing"
    sxh = settler.submit(check, wait=False)
    assert settler.states() == [("202501", "核定中"), ("202502", "核定中")]
    settler.world.clock.advance(until="next event")
    assert settler.states()[1] == ("202502", "已核定")
    (row,) = browser.get("qianfei.do", hdsxh=sxh).rows["qianfei"][2:]
    assert row == {
        "xm": person.name,
        "zjhm": person.number,
        "ny": "202501",
        "xz": "yanglao yiliao dae gongshang shiye shengyu",
        "dwje": "1528.10",
        "grje": "614.70",
        "hj": "2142.80",
        "zt": "已核定",
        "hdsxh": sxh,
        "jfdh": "",
    }
    detail = browser.get("xiangqing.do", sxh=sxh)
    assert {name: text for each in detail.rows["detail"] for name, text in each.items()}["hj"] == "4285.60"
    assert len(detail.rows["mx"]) == 13
    (effect,) = settler.world.wuhan.effects(kind="arrears")
    assert (effect.zjhm, effect.start_month, effect.in_force) == (person.number, "202501", True)
    assert settler.world.verify() == []


@pytest.mark.rule("WH-98", "WH-101", "WH-63")
def test_the_entrance(settler: Any) -> None:
    people, hall = settler.world.people, settler.world.wuhan
    bad = settler.browser.post("bujiao_chaxun.do", zjlx="01", zjhm="420106198704120002")
    assert (bad.kind, bad.messages) == ("arrears_search", ["证件号码有误"])
    nothing, elsewhere = ["此人在本单位无社会保险欠费"], ["此人欠费不在本单位，请到经办机构办理"]
    assert settler.search(people.noted("insured here man")).messages == nothing
    assert settler.search(people.noted("arrears")).messages == elsewhere
    assert settler.world.journal.entries[-1].rule_ids == ("WH-101",)
    assert settler.search(people.noted("insured there, arrears")).messages == elsewhere
    foreign = settler.browser.post("bujiao_chaxun.do", zjlx="04", zjhm=settler.owing.number)
    assert foreign.messages == nothing, "the number is known as another kind of document"
    hall.settle_arrears(people.noted("insured there, arrears").number)
    assert settler.search(people.noted("insured there, arrears")).messages == nothing
    settler.assess(wait=False)
    assert settler.search().messages == [BEING_SETTLED]
    settler.world.clock.advance(by=300)
    assert settler.search().messages == [BEING_SETTLED]
    hall.add_arrears(VIP, settler.owing.number, ["202503"])
    assert len(settler.search().rows["mx"]) == 7, "only what is still 欠费"
    hall.settle_arrears(settler.owing.number)
    assert settler.search().messages == nothing


@pytest.mark.rule("WH-98", "WH-101")
def test_somebody_who_has_left_can_be_settled(settler: Any) -> None:
    person = settler.owing
    settler.world.wuhan.suspend_as_clerk(VIP, person.number)
    assert settler.search().kind == "arrears_form"
    settler.world.people.change(person.number, arrears=True)
    assert settler.search().kind == "arrears_form", "what is owed elsewhere does not hinder"


@pytest.mark.rule("WH-32", "WH-100")
@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({}, []),
        ({"xz_yanglao": "0"}, ["必须对所有参保险种欠费进行同步处理"]),
        ({"xz_yanglao": "0", "xz_dae": "0"}, ["必须对所有参保险种欠费进行同步处理"]),
        ({"xz_shiye": ""}, ["失业为必录项"]),
        ({"xz_shiye": "2"}, ["失业格式有误"]),
        ({"xz_shengyu": "1"}, ["生育格式有误"]),
        ({"xz_shengyu": "1", "xz_dae": "0"}, ["生育格式有误", "必须对所有参保险种欠费进行同步处理"]),
        ({"xm": "模拟别人"}, ["姓名格式有误"]),
        ({"zjhm": "420106199503140033"}, ["证件号码格式有误"]),
    ],
)
def test_the_save_stage(settler: Any, changes: dict[str, str], messages: list[str]) -> None:
    person = settler.world.people.noted("insured here man")
    five = ["yanglao", "yiliao", "dae", "gongshang", "shiye"]
    settler.world.wuhan.add_arrears(VIP, person.number, ["202610"], schemes=five)
    page = settler.save(settler.search(person), "bujiao", **changes)
    assert (page.kind, page.messages) == ("arrears_form" if messages else "check", messages)
    if not messages:
        left_out = settler.browser.post("bujiao_xiugai.do", **{**page.inputs, "xz_yiliao": "0"})
        assert left_out.messages == ["必须对所有参保险种欠费进行同步处理"]
        grey = settler.browser.post("bujiao_xiugai.do", **{**page.inputs, "hj": "1.00"})
        assert grey.messages == ["灰色字段不能修改，请退单后重新办理"]


@pytest.mark.rule("WH-98")
def test_submission_looks_again(settler: Any) -> None:
    hall, browser = settler.world.wuhan, settler.browser
    drafts = [settler.save(settler.search(), "bujiao").data["sxh"] for _ in range(3)]
    hall.add_arrears(VIP, settler.owing.number, ["202503"])
    assert browser.post("tijiao.do", sxh=drafts[0]).messages == [CHANGED]
    again = browser.get("renwu.do", sxh=drafts[0]).inputs
    assert browser.post("bujiao_xiugai.do", **again).inputs["ys"] == "3", "saved again it has them all"
    browser.post("tijiao.do", sxh=drafts[0])
    refused = browser.post("tijiao.do", sxh=drafts[1])
    assert (refused.kind, refused.messages) == ("message", [BEING_SETTLED])
    edited = browser.get("renwu.do", sxh=drafts[1]).inputs
    assert browser.post("bujiao_xiugai.do", **edited).messages == [CHANGED], "nothing is left to save"
    settler.world.clock.advance(by=300)
    hall.settle_arrears(settler.owing.number)
    assert browser.post("tijiao.do", sxh=drafts[2]).messages == [CHANGED]
    assert settler.world.verify() == []


@pytest.mark.rule("WH-39", "WH-98")
def test_the_counter_was_faster_than_the_review(settler: Any) -> None:
    sxh = settler.assess(wait=False)
    settler.world.wuhan.settle_arrears(settler.owing.number)
    settler.world.clock.advance(by=300)
    row = settler.browser.get("home.do").rows["daiban"][1]
    assert (row["sxh"], row["htbz"], row["htyy"]) == (sxh, "是", CHANGED)
    assert settler.states() == [("202501", "已到账"), ("202502", "已到账")]
    assert settler.world.verify() == []


@pytest.mark.rule("WH-43", "WH-98")
def test_the_system_audits_it_for_ordinary_units_too(settle_at: Any) -> None:
    settler = settle_at(unit=ORDINARY)
    person = settler.world.people.noted("insured there, arrears")
    page = settler.save(settler.search(person), "bujiao")
    assert settler.browser.post("tijiao.do", sxh=page.data["sxh"]).data.keys() == {"sxh", "spjg"}
    assert settler.world.wuhan.counter.waiting() == []
    (event,) = settler.world.clock.advance(by=300)
    assert event.what == "review.approved"


@pytest.mark.rule("WH-102", "WH-134")
@pytest.mark.parametrize(
    ("day", "variants", "notices"),
    [
        (19, ("day_20_excluded",), []),
        (20, ("day_20_excluded",), [LATE]),
        (20, (), []),
        (21, (), [LATE]),
    ],
)
def test_late_in_the_month_the_form_warns(settle_at: Any, day: int, variants: Any, notices: Any) -> None:
    settler = settle_at(f"2026-11-{day}T09:00:00+08:00", variants)
    page = settler.search()
    assert page.messages == notices
    assert page.messages_class == ("notice" if notices else "")
    refused = settler.save(page, "bujiao", xz_dae="0")
    assert (len(refused.messages), refused.messages_class) == (1, "error")
    assert settler.submit(settler.save(refused, "bujiao", xz_dae="1")), "no refusal"


def test_arrears_that_cannot_be(settler: Any) -> None:
    hall, owing = settler.world.wuhan, settler.owing.number
    stranger = settler.world.people.synthetic().number
    for call, words in (
        (lambda: hall.add_arrears(VIP, owing, ["202501"]), "on record already"),
        (lambda: hall.add_arrears(VIP, owing, ["202503", "202503"]), "on record already"),
        (lambda: hall.add_arrears(VIP, owing, ["202612"]), "has begun"),
        (lambda: hall.add_arrears(VIP, owing, ["2025-1"]), "has begun"),
        (lambda: hall.add_arrears(VIP, owing, ["202503"], schemes=["typo"]), "unknown schemes"),
        (lambda: hall.add_arrears(VIP, stranger, ["202503"]), "no wage"),
    ):
        with pytest.raises(ValueError, match=words):
            call()
    with pytest.raises(KeyError):
        hall.add_arrears(VIP, "nobody", ["202503"], wage="1")
    assert [each.state for each in hall.add_arrears(VIP, stranger, ["202503"], wage="5000")] == ["欠费"]
