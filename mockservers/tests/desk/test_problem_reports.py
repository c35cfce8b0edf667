"""问题报告: it waits for the agency's answer, and two may be alike."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

SAID = {"wtbt": "模拟标题", "wtnr": "模拟内容", "lxrdh": "027-00000000"}


def save(browser: Any, **changes: str) -> Any:
    page = browser.get("wenti.do")
    assert page.kind == "problem_form"
    return browser.post("wenti_baocun.do", **{**page.inputs, **SAID, **changes})


def detail(browser: Any, sxh: str) -> dict[str, str]:
    rows = browser.get("xiangqing.do", sxh=sxh).rows["detail"]
    return {name: value for row in rows for name, value in row.items()}


@pytest.mark.rule("WH-111")
@pytest.mark.parametrize("which", ["browser", "ordinary"])
def test_a_question_waits_for_its_answer(world: World, request: Any, which: str) -> None:
    browser = request.getfixturevalue(which)
    check = save(browser)
    assert check.readonly == set()
    sxh = browser.submit(browser.post("wenti_xiugai.do", **{**check.inputs, "wtbt": "模拟另题"}))
    world.clock.advance(until="next month")
    browser.sign_in()
    assert world.wuhan.task(sxh).result == "进行中"
    assert world.wuhan.counter.waiting() == []
    assert (detail(browser, sxh)["hf"], detail(browser, sxh)["wtbt"]) == ("", "模拟另题")
    filed = browser.get("home.do").rows["yiban"][1]
    assert (filed["ywmc"], filed["xm"], filed["zjhm"], filed["bjsj"]) == ("问题报告", "", "", "")
    answered = world.wuhan.counter.answer(sxh, "模拟回复")
    assert answered.result == "结束"
    assert (detail(browser, sxh)["hf"], detail(browser, sxh)["spjg"]) == ("模拟回复", "结束")
    assert world.verify() == []
    with pytest.raises(ValueError, match="no question"):
        world.wuhan.counter.answer(sxh, "again")


@pytest.mark.rule("WH-32")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wtbt": ""}, "标题为必录项"),
        ({"wtbt": "题" * 51}, "标题格式有误"),
        ({"wtnr": ""}, "内容为必录项"),
        ({"wtnr": "容" * 501}, "内容格式有误"),
        ({"wtnr": "两\r\n行"}, "内容格式有误"),
        ({"lxrdh": ""}, "联系人电话为必录项"),
        ({"lxrdh": "1"}, "联系人电话格式有误"),
    ],
)
def test_what_is_not_saved(world: World, browser: Any, changes: dict[str, str], words: str) -> None:
    page = save(browser, **changes)
    assert (page.kind, page.messages) == ("problem_form", [words])


def test_two_questions_may_be_alike(world: World, browser: Any) -> None:
    for _ in range(2):
        browser.submit(save(browser))
    assert world.attempts_after_landing() == []
    assert world.verify() == []


def test_one_question_sent_twice_is_a_duplicate(simulator: Simulator, open_browser: Any) -> None:
    careless = simulator.create_world(variants={"wuhan": {"accepts_duplicates"}})
    browser = open_browser(careless)
    sxh = browser.submit(save(browser))
    assert browser.post("tijiao.do", sxh=sxh).data["sxh"] != sxh
    assert [each.rule for each in careless.verify()] == ["duplicate-effect", "commit-after-landing"]


def test_what_is_no_answer(world: World, browser: Any) -> None:
    sxh = browser.submit(save(browser))
    enrolment = browser.file(world.people.noted("uninsured man"))
    for number, text in ((sxh, ""), (sxh, "😀"), (enrolment, "x"), ("none", "x")):
        with pytest.raises(ValueError, match=r"."):
            world.wuhan.counter.answer(number, text)
