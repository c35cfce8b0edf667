"""欠费补缴回退: open until the receipt, closed after it."""

from __future__ import annotations

from typing import Any

import pytest

VIP = "4201000001"
ISSUED, HELD = "税票已开具，不能回退", "该核定业务已有正在办理的业务"
CHANGED = "欠费情况已变化，请退单后重新办理"


@pytest.mark.rule("WH-40", "WH-103")
def test_a_bill_goes_back_with_all_its_assessments(settler: Any) -> None:
    world, browser, hall = settler.world, settler.browser, settler.world.wuhan
    other = world.people.noted("insured here man")
    hall.add_arrears(VIP, other.number, ["202503"], wage="5900.00")
    numbers = [settler.assess(), settler.assess(other)]
    settler.bill(*numbers)
    (bill,) = hall.tax_desk.bills()
    assert browser.get("huitui.do").kind == "rollback_search"
    form = settler.search_number("huitui", numbers[1])
    assert (form.kind, form.readonly) == ("rollback_form", {"hdsxh"})
    shown = {"jfdh": bill.number, "hdsxhs": ",".join(numbers), "rs": "2", "hj": "6428.40"}
    assert form.data == shown
    check = settler.save(form, "huitui")
    assert {name: check.inputs[name] for name in shown} == shown
    assert check.readonly == {"hdsxh", *shown}
    settler.submit(check, wait=False)
    for number in numbers:
        assert settler.search_number("huitui", number).messages == [HELD]
    assert settler.states()[0] == ("202501", "已生成缴费单")
    world.clock.advance(by=300)
    assert hall.tax_desk.bills() == []
    assert settler.bills()[0]["zt"] == "已回退"
    assert settler.states() == [("202501", "欠费"), ("202502", "欠费")]
    assert settler.states(other) == [("202503", "欠费")]
    (row,) = browser.get("qianfei.do", zjhm=other.number).rows["qianfei"][1:]
    assert (row["hdsxh"], row["jfdh"]) == ("", "")
    done = {each["sxh"]: each["spjg"] for each in browser.get("home.do").rows["yiban"][1:]}
    assert {done[number] for number in numbers} == {"结束"}, "passed items stay where they are"
    assert settler.search_number("huitui", numbers[0]).messages == ["无此核定业务"]
    with pytest.raises(ValueError, match="已回退, not 待缴费"):
        hall.tax_desk.pay(bill.number)
    settler.bill(settler.assess())
    assert settler.states() == [("202501", "已生成缴费单"), ("202502", "已生成缴费单")]
    assert world.attempts_after_landing() == [], "the same months anew are honest work after a rollback"
    assert world.verify() == []


@pytest.mark.rule("WH-103")
def test_an_assessment_without_a_bill_goes_back_alone(settler: Any) -> None:
    sxh = settler.assess()
    form = settler.search_number("huitui", sxh)
    assert form.data == {"jfdh": "", "hdsxhs": sxh, "rs": "1", "hj": "4285.60"}
    settler.submit(settler.save(form, "huitui"))
    assert settler.states()[0] == ("202501", "欠费")
    assert settler.world.verify() == []


@pytest.mark.rule("WH-32", "WH-98", "WH-103")
def test_the_entrance(settler: Any) -> None:
    def said(number: str) -> list[str]:
        messages: list[str] = settler.search_number("huitui", number).messages
        return messages

    assert said("") == ["核定业务顺序号为必录项"]
    assert said("1,2") == said("x") == ["核定业务顺序号格式有误"]
    assert said("1") == ["无此核定业务"]
    sxh = settler.assess(wait=False)
    assert said(sxh) == ["该核定业务未审核通过"]
    settler.world.clock.advance(by=300)
    settler.bill(sxh, wait=False)
    assert said(sxh) == [HELD]
    settler.world.clock.advance(by=300)
    settler.world.wuhan.tax_desk.pay(settler.bills()[0]["jfdh"])
    assert said(sxh) == [ISSUED]
    assert settler.world.journal.entries[-1].rule_ids == ("WH-103",)


@pytest.mark.rule("WH-103")
def test_submission_looks_again(settler: Any) -> None:
    sxh = settler.assess()
    drafts = [settler.save(settler.search_number("huitui", sxh), "huitui").data["sxh"] for _ in range(2)]
    settler.bill(sxh, wait=False)
    post = settler.browser.post
    assert post("tijiao.do", sxh=drafts[0]).messages == [HELD]
    settler.world.clock.advance(by=300)
    refused = post("tijiao.do", sxh=drafts[0])
    assert (refused.kind, refused.messages) == ("message", [CHANGED]), "there is a bill now"
    late = settler.save(settler.search_number("huitui", sxh), "huitui").data["sxh"]
    settler.roll_back(sxh)
    assert post("tijiao.do", sxh=late).messages == [CHANGED], "it went back already"
    settler.bill(settler.assess())
    paid = settler.bills()[0]
    draft = settler.save(settler.search_number("huitui", paid["hdsxh"]), "huitui").data["sxh"]
    settler.world.wuhan.tax_desk.pay(paid["jfdh"])
    assert post("tijiao.do", sxh=draft).messages == [ISSUED]


@pytest.mark.rule("WH-39", "WH-103")
def test_paid_while_in_review(settler: Any) -> None:
    settler.bill(settler.assess())
    (bill,) = settler.world.wuhan.tax_desk.bills()
    sxh = settler.roll_back(bill.assessments[0], wait=False)
    settler.world.wuhan.tax_desk.pay(bill.number)
    settler.world.clock.advance(by=300)
    assert settler.world.wuhan.task(sxh).reasons == (ISSUED,)
    assert settler.states()[0] == ("202501", "已缴费")
    assert settler.world.verify() == []
