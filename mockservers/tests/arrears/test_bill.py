"""生成欠费补缴单, the tax desk and the arrival: the whole settlement, and every word on the way."""

from __future__ import annotations

from typing import Any

import pytest

VIP, ORDINARY = "4201000001", "4201000002"
NO_SUCH, NOT_TAKEN = "无此核定业务", "该核定业务未审核通过"
BILLED, BILLING = "该核定业务已生成缴费单", "该核定业务已有正在办理的业务"
ARREARS = "存在社会保险欠费，不能办理暂停缴费"


@pytest.mark.rule("WH-73", "WH-98", "WH-99")
def test_the_whole_settlement(settler: Any) -> None:
    world, browser, person = settler.world, settler.browser, settler.owing
    hall = world.wuhan
    other = world.people.noted("insured here man")
    hall.add_arrears(VIP, other.number, ["202503"], wage="5900.00")
    numbers = [settler.assess(other), settler.assess()]
    assert browser.get("jiaofeidan.do").kind == "bill_search"
    form = settler.search_number("jiaofeidan", f"{numbers[1]},{numbers[0]}")
    assert (form.kind, form.inputs["hdsxh"], form.readonly) == ("bill_form", ",".join(numbers), {"hdsxh"})
    # Three months of 1528.10, 614.70 and 2142.80, of two people.
    money = {"rs": "2", "dwje": "4584.30", "grje": "1844.10", "hj": "6428.40"}
    assert form.data == money
    shown = [(row["xm"], row["zjhm"], row["ny"], row["hj"]) for row in form.rows["mx"][1:]]
    assert shown == [
        (other.name, other.number, "202503", "2142.80"),
        (person.name, person.number, "202501", "2142.80"),
        (person.name, person.number, "202502", "2142.80"),
    ]
    check = settler.save(form, "jiaofeidan")
    assert {name: check.inputs[name] for name in money} == money
    assert len(check.rows["mx"]) == 4
    draft = browser.get("home.do").rows["daiban"][1]
    assert (draft["ywmc"], draft["xm"], draft["zjhm"]) == ("生成欠费补缴单", "共2人", "")
    sxh = settler.submit(check, wait=False)
    assert settler.states()[0] == ("202501", "已核定")
    assert browser.get("xiangqing.do", sxh=sxh).text.count('data-field="jfdh"') == 1
    world.clock.advance(by=300)
    (bill,) = hall.tax_desk.bills()
    assert (len(bill.number), bill.number[:2]) == (14, "JF")
    detail = {
        name: text
        for row in browser.get("xiangqing.do", sxh=sxh).rows["detail"]
        for name, text in row.items()
    }
    assert (detail["jfdh"], detail["spjg"]) == (bill.number, "结束")
    assert settler.states() == [("202501", "已生成缴费单"), ("202502", "已生成缴费单")]
    (row,) = settler.bills(jfdh=bill.number)
    assert row | {"scsj": ""} == {
        "jfdh": bill.number,
        "sxh": sxh,
        "hdsxh": ",".join(numbers),
        **money,
        "zt": "待缴费",
        "scsj": "",
        "sphm": "",
        "dzsj": "",
    }
    assert len(settler.bills(zjhm=other.number)) == len(settler.bills(hdsxh=numbers[1])) == 1
    assert settler.bills(zjhm="nobody") == settler.bills(hdsxh="1") == []
    with pytest.raises(ValueError, match="is in a bill"):
        hall.settle_arrears(person.number)

    receipt = hall.tax_desk.pay(bill.number)
    assert (len(receipt), receipt[:2], hall.tax_desk.bills()) == (12, "SP", [])
    assert (settler.bills()[0]["zt"], settler.bills()[0]["sphm"]) == ("已缴费", receipt)
    assert settler.states()[0] == ("202501", "已缴费")
    assert browser.stop_search(person).messages == [ARREARS], "paid is not enough"
    with pytest.raises(ValueError, match="已缴费, not 待缴费"):
        hall.tax_desk.pay(bill.number)
    with pytest.raises(ValueError, match="not the receipt"):
        hall.counter.confirm_arrival(bill.number, "SP0000000009")
    world.clock.advance(by=60)
    hall.counter.confirm_arrival(bill.number, receipt)
    assert settler.states() == [("202501", "已到账"), ("202502", "已到账")]
    assert (settler.bills()[0]["zt"], settler.bills()[0]["dzsj"][:10]) == ("已到账", "2026-11-10")
    assert browser.stop_search(person).kind == "suspend_form"
    with pytest.raises(ValueError, match="已到账, not 已缴费"):
        hall.counter.confirm_arrival(bill.number, receipt)
    assert [effect.kind for effect in hall.effects()] == ["arrears", "arrears", "arrears_bill"]
    assert world.verify() == []


@pytest.mark.rule("WH-99")
def test_bills_that_are_none(settler: Any) -> None:
    hall = settler.world.wuhan
    with pytest.raises(KeyError):
        hall.tax_desk.pay("JF000000000001")
    with pytest.raises(KeyError):
        hall.counter.confirm_arrival("JF000000000001", "SP0000000001")
    settler.bill(settler.assess())
    (bill,) = hall.tax_desk.bills()
    with pytest.raises(ValueError, match="待缴费, not 已缴费"):
        hall.counter.confirm_arrival(bill.number, "")


@pytest.mark.rule("WH-32", "WH-98")
def test_the_entrance(settler: Any, open_browser: Any) -> None:
    def said(number: str) -> list[str]:
        page = settler.search_number("jiaofeidan", number)
        assert page.kind == "bill_search"
        messages: list[str] = page.messages
        return messages

    assert said("") == ["核定业务顺序号为必录项"]
    many = ",".join(str(number) for number in range(51))
    for bad in ("x", "1,", ",1", "1 2", "1,1", "１", many):
        assert said(bad) == ["核定业务顺序号格式有误"], bad
    assert said("20261110000001") == [NO_SUCH]
    assert said(settler.browser.stop(settler.world.people.noted("insured here man"))) == [NO_SUCH]
    draft = settler.save(settler.search(), "bujiao")
    sxh = draft.data["sxh"]
    assert said(sxh) == [NOT_TAKEN]
    assert said(f"{sxh},1") == [NO_SUCH, NOT_TAKEN]
    settler.submit(draft, wait=False)
    assert said(sxh) == [NOT_TAKEN]
    settler.world.clock.advance(by=300)
    there = open_browser(settler.world, ORDINARY)
    assert there.post("jiaofeidan_chaxun.do", hdsxh=sxh).messages == [NO_SUCH]
    form = settler.search_number("jiaofeidan", sxh)
    altered = settler.save(form, "jiaofeidan", hdsxh="1")
    assert (altered.kind, altered.messages) == ("bill_form", ["核定业务顺序号格式有误"])
    drafts = [settler.save(settler.search_number("jiaofeidan", sxh), "jiaofeidan") for _ in range(3)]
    settler.submit(drafts[0], wait=False)
    assert said(sxh) == [BILLING]
    submit = [each.data["sxh"] for each in drafts]
    assert settler.browser.post("tijiao.do", sxh=submit[1]).messages == [BILLING]
    settler.world.clock.advance(by=300)
    assert said(sxh) == [BILLED]
    assert settler.browser.post("tijiao.do", sxh=submit[1]).messages == [BILLED]
    settler.roll_back(sxh, wait=False)
    assert said(sxh) == [BILLED, BILLING]
    settler.world.clock.advance(by=300)
    assert said(sxh) == [NO_SUCH]
    refused = settler.browser.post("tijiao.do", sxh=submit[2])
    assert (refused.kind, refused.messages) == ("message", [NO_SUCH])
    assert settler.world.verify() == []


@pytest.mark.rule("WH-98", "WH-101")
def test_the_counter_settles_what_is_assessed_but_not_billed(settler: Any) -> None:
    sxh = settler.assess()
    billing = settler.bill(sxh, wait=False)
    with pytest.raises(ValueError, match="is in a bill"):
        settler.world.wuhan.settle_arrears(settler.owing.number)
    settler.world.clock.advance(by=300)
    settler.roll_back(sxh)
    again = settler.assess()
    settler.world.wuhan.settle_arrears(settler.owing.number)
    assert settler.search_number("jiaofeidan", again).messages == [NO_SUCH]
    assert settler.search_number("huitui", again).messages == [NO_SUCH]
    assert billing != again
    assert settler.world.verify() == []


@pytest.mark.rule("WH-111")
def test_twenty_rows_a_page(settler: Any) -> None:
    months = [f"2025{month:02d}" for month in range(3, 13)] + [f"2026{month:02d}" for month in range(1, 11)]
    settler.world.wuhan.add_arrears(VIP, settler.owing.number, months)
    first = settler.browser.get("qianfei.do")
    assert (first.kind, first.tables["qianfei"]["data-total"]) == ("arrears", "22")
    assert first.rows["qianfei"][1]["ny"] == "202610"
    assert 'href="qianfei.do?zjhm=&amp;hdsxh=&amp;jfdh=&amp;qianfei_page=2"' in first.text
    second = settler.browser.get("qianfei.do", qianfei_page="2")
    assert [row["ny"] for row in second.rows["qianfei"][1:]] == ["202502", "202501"]
    assert settler.browser.get("qianfei.do", jfdh="none").tables["qianfei"]["data-total"] == "0"
    there = settler.world.people.noted("insured there, arrears")
    assert settler.states(there) == [], "another unit's arrears are not shown"
