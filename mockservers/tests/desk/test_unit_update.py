"""单位一般信息变更: nobody is searched for, key data are the counter's, and what is in force shows."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

VIP = "4201000001"
RUNNING = "本单位已有正在办理的单位一般信息变更业务"


def save(browser: Any, **changes: str) -> Any:
    page = browser.get("dwxx.do")
    assert page.kind == "unit_form", page.messages
    return browser.post("dwxx_baocun.do", **{**page.inputs, **changes})


def rules(world: World) -> list[str]:
    return [violation.rule for violation in world.verify()]


@pytest.mark.rule("WH-109", "WH-131", "WH-43")
@pytest.mark.parametrize("which", ["browser", "ordinary"])
def test_a_change_from_the_form_to_force(world: World, request: Any, which: str) -> None:
    browser = request.getfixturevalue(which)
    unit = browser.unit
    page = browser.get("dwxx.do")
    assert page.data == {}
    assert page.readonly == {"dwbh", "dwmc", "tyshxydm"}
    assert {name: value for name, value in page.inputs.items() if name != "bdh"} == {
        "dwbh": unit.number,
        "dwmc": unit.name,
        "tyshxydm": unit.uscc,
        "lxrxm": "模拟经办",
        "lxrdh": "027-00000000",
        "dwdh": "027-00000000",
        "cz": "",
        "yx": "",
        "yb": "",
        "dwdz": "模拟路1号",
    }
    changes = {"lxrxm": "模拟新人", "cz": "027-1234567", "yx": "mock@example.invalid", "yb": "430000"}
    check = save(browser, **changes)
    assert check.readonly == {"dwbh", "dwmc", "tyshxydm"}
    draft = browser.get("home.do", sxh=check.data["sxh"]).rows["daiban"][1]
    assert (draft["ywmc"], draft["xm"], draft["zjhm"]) == ("单位一般信息变更", "", "")
    sxh = browser.submit(check)
    running = browser.get("dwxx.do")
    assert (running.kind, running.messages) == ("message", [RUNNING])
    world.clock.advance(by=300)
    assert world.wuhan.task(sxh).result == "结束"
    after = browser.get("dwxx.do").inputs
    assert {name: after[name] for name in changes} == changes
    assert world.wuhan.units[unit.number].contact.person == "模拟新人"
    (effect,) = world.wuhan.effects(kind="unit_update")
    assert (effect.unit, effect.zjhm, effect.in_force) == (unit.number, "", True)
    detail = {
        name: value
        for row in browser.get("xiangqing.do", sxh=sxh).rows["detail"]
        for name, value in row.items()
    }
    assert (detail["yb"], detail["dwmc"], detail["spjg"]) == ("430000", unit.name, "结束")
    assert rules(world) == []


@pytest.mark.rule("WH-32", "WH-109", "WH-110")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ["没有变更的内容"]),
        ({"lxrxm": ""}, ["联系人姓名为必录项"]),
        ({"lxrxm": "人" * 51}, ["联系人姓名格式有误"]),
        ({"lxrdh": "12345"}, ["联系人电话格式有误"]),
        ({"dwdh": ""}, ["单位联系电话为必录项"]),
        ({"cz": "x"}, ["传真格式有误"]),
        ({"yx": "a@b@c"}, ["邮箱格式有误"]),
        ({"yx": "a b@c"}, ["邮箱格式有误"]),
        ({"yx": "@c"}, ["邮箱格式有误"]),
        ({"yx": "a@" + "b" * 59}, ["邮箱格式有误"]),
        ({"yb": "43000"}, ["邮编格式有误"]),
        ({"dwdz": ""}, ["单位地址为必录项"]),
        ({"dwdz": "路" * 101}, ["单位地址格式有误"]),
        ({"dwbh": "1"}, ["单位编号不能在网上变更，请到经办机构办理"]),
        (
            {"dwmc": "别名", "tyshxydm": "", "yb": "4"},
            [
                "邮编格式有误",
                "单位名称不能在网上变更，请到经办机构办理",
                "统一社会信用代码不能在网上变更，请到经办机构办理",
            ],
        ),
    ],
)
def test_what_is_not_saved(world: World, browser: Any, changes: dict[str, str], words: list[str]) -> None:
    page = save(browser, **changes)
    assert (page.kind, page.messages) == ("unit_form", words)
    assert world.wuhan.tasks() == []


@pytest.mark.rule("WH-109")
def test_the_longest_mail_is_taken(world: World, browser: Any) -> None:
    assert save(browser, yx="a@" + "b" * 58).kind == "check"


@pytest.mark.rule("WH-44", "WH-109")
def test_editing_and_two_drafts(world: World, browser: Any) -> None:
    first, second = save(browser, yb="430000"), save(browser, yb="430001")
    grey = browser.post("dwxx_xiugai.do", **{**first.inputs, "dwmc": "别名"})
    assert grey.messages == ["灰色字段不能修改，请退单后重新办理"]
    assert browser.post("dwxx_xiugai.do", **{**first.inputs, "yb": ""}).messages == ["没有变更的内容"]
    assert browser.post("dwxx_xiugai.do", **{**first.inputs, "yb": "430009"}).messages == []
    sxh = browser.submit(first)
    assert world.wuhan.task(sxh).fields["yb"] == "430009"
    refused = browser.post("tijiao.do", sxh=second.data["sxh"])
    assert (refused.kind, refused.messages) == ("message", [RUNNING])
    world.clock.advance(by=300)
    browser.submit(second)
    world.clock.advance(by=300)
    assert browser.get("dwxx.do").inputs["yb"] == "430001"
    assert rules(world) == []


@pytest.mark.rule("WH-109")
def test_the_same_change_twice_is_a_duplicate_of_that_unit_only(
    simulator: Simulator, open_browser: Any
) -> None:
    careless = simulator.create_world(variants={"wuhan": {"accepts_duplicates"}})
    one, other = open_browser(careless), open_browser(careless, "4201000002")
    sxh = one.submit(save(one, yb="430000"))
    other.submit(save(other, yb="430000"))
    assert one.get("dwxx.do").kind == "unit_form"
    assert rules(careless) == []
    one.post("tijiao.do", sxh=sxh)
    assert rules(careless) == ["duplicate-effect", "commit-after-landing"]


def test_another_between_makes_way(world: World, browser: Any) -> None:
    for yb in ("430000", "430001", "430000"):
        browser.submit(save(browser, yb=yb))
        world.clock.advance(by=300)
    assert rules(world) == []


def test_a_clerk_can_do_it(world: World) -> None:
    draft = world.wuhan.save_draft_as_clerk(VIP, "", kind="unit_update")
    world.wuhan.submit_as_clerk(draft.sxh)
    world.clock.advance(by=300)
    assert world.wuhan.units[VIP].contact.postcode == "430000"
