"""当月欠费注销: this month only, all schemes, no way back."""

from __future__ import annotations

from typing import Any

import pytest

VIP = "4201000001"
CAREFUL = "请谨慎操作，欠费注销成功后将无法恢复"
NOT_OWED = "此人在本单位无当月欠费"
SETTLED, RUNNING = "当月欠费已办理补缴，请先办理欠费补缴回退", "此人当月欠费已有正在办理的注销业务"


@pytest.fixture
def person(settler: Any) -> Any:
    """Somebody who owes an old month and this one."""
    owing = settler.world.people.noted("insured here man")
    settler.world.wuhan.add_arrears(VIP, owing.number, ["202610", "202611"], wage="5900.00")
    return owing


@pytest.mark.rule("WH-104", "WH-106")
def test_a_write_off_from_search_to_the_end(settler: Any, person: Any) -> None:
    assert settler.browser.get("zhuxiao.do").kind == "writeoff_search"
    form = settler.search(person, "zhuxiao")
    assert (form.kind, form.messages, form.messages_class) == ("writeoff_form", [CAREFUL], "notice")
    assert (form.inputs["ny"], form.readonly) == ("202611", {"zjlx", "zjhm", "xm", "ny"})
    assert {row["ny"] for row in form.rows["mx"][1:]} == {"202611"}
    check = settler.save(form, "zhuxiao")
    assert (check.messages, check.inputs["hj"], len(check.rows["mx"])) == ([CAREFUL], "2142.80", 7)
    sxh = settler.submit(check, wait=False)
    assert settler.states(person)[1] == ("202611", "欠费"), "until it is taken"
    assert settler.search(person, "zhuxiao").messages == [RUNNING]
    assert settler.search(person).messages == ["此人欠费已有正在办理的业务"]
    settler.world.clock.advance(by=300)
    assert settler.states(person) == [("202610", "欠费"), ("202611", "已注销")]
    assert settler.search(person, "zhuxiao").messages == [NOT_OWED]
    assert settler.world.wuhan.effects(kind="write_off")[0].start_month == "202611"
    assert settler.browser.post("tuidan.do", sxh=sxh).messages == ["业务已提交，不能退单"]
    settler.assess(person)
    assert settler.states(person) == [("202610", "已核定"), ("202611", "已注销")]
    assert settler.world.verify() == []


@pytest.mark.rule("WH-63", "WH-104")
def test_the_entrance(settler: Any, person: Any) -> None:
    bad = settler.browser.post("zhuxiao_chaxun.do", zjlx="01", zjhm="420106198704120002")
    assert (bad.kind, bad.messages) == ("writeoff_search", ["证件号码有误"])
    assert settler.search(stem="zhuxiao").messages == [NOT_OWED], "old months are not for here"
    foreign = settler.browser.post("zhuxiao_chaxun.do", zjlx="04", zjhm=person.number)
    assert foreign.messages == [NOT_OWED]
    sxh = settler.assess(person, wait=False)
    assert settler.search(person, "zhuxiao").messages == [SETTLED]
    settler.world.clock.advance(by=300)
    settler.roll_back(sxh)
    assert settler.search(person, "zhuxiao").kind == "writeoff_form"
    settler.world.wuhan.settle_arrears(person.number)
    assert settler.search(person, "zhuxiao").messages == [NOT_OWED]


@pytest.mark.rule("WH-32", "WH-106")
@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"xz_dae": "0"}, ["必须对所有参保险种欠费同步注销"]),
        ({"xz_dae": ""}, ["大额医疗为必录项"]),
        ({"xz_dae": "x"}, ["大额医疗格式有误"]),
        ({"ny": "202610"}, ["欠费年月格式有误"]),
        ({"xm": ""}, ["姓名格式有误"]),
    ],
)
def test_the_save_stage(settler: Any, person: Any, changes: dict[str, str], messages: list[str]) -> None:
    page = settler.save(settler.search(person, "zhuxiao"), "zhuxiao", **changes)
    assert (page.kind, page.messages, page.messages_class) == ("writeoff_form", messages, "error")


@pytest.mark.rule("WH-104")
def test_submission_looks_again(settler: Any, person: Any) -> None:
    drafts = [settler.save(settler.search(person, "zhuxiao"), "zhuxiao").data["sxh"] for _ in range(3)]
    post = settler.browser.post
    sxh = settler.assess(person)
    refused = post("tijiao.do", sxh=drafts[0])
    assert (refused.kind, refused.messages) == ("message", [SETTLED])
    settler.roll_back(sxh)
    assert post("tijiao.do", sxh=drafts[0]).kind == "submitted"
    assert post("tijiao.do", sxh=drafts[1]).messages == [RUNNING]
    settler.world.clock.advance(by=300)
    assert post("tijiao.do", sxh=drafts[1]).messages == [NOT_OWED]
    settler.world.clock.advance(until="next month")
    settler.browser.sign_in()
    assert post("tijiao.do", sxh=drafts[2]).messages == ["网上仅提供当月欠费注销"]
    assert settler.world.verify() == []


@pytest.mark.rule("WH-104")
def test_submitted_on_the_last_evening_it_is_taken_in_the_next_month(settle_at: Any) -> None:
    settler = settle_at("2026-11-30T23:59:00+08:00")
    person = settler.world.people.noted("insured here man")
    settler.world.wuhan.add_arrears(VIP, person.number, ["202611"])
    settler.write_off(person)
    assert settler.states(person) == [("202611", "已注销")]
    assert settler.world.verify() == []


@pytest.mark.rule("WH-39", "WH-104")
def test_settled_at_the_counter_while_in_review(settler: Any, person: Any) -> None:
    sxh = settler.write_off(person, wait=False)
    settler.world.wuhan.settle_arrears(person.number)
    settler.world.clock.advance(by=300)
    assert settler.world.wuhan.task(sxh).reasons == (NOT_OWED,)
    assert settler.states(person)[1] == ("202611", "已到账")
    assert settler.world.verify() == []
