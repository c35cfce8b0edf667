"""The review: minutes and words for VIP units, papers, days and staff for ordinary ones."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import Simulator, World


@pytest.mark.rule("WH-37", "WH-42")
def test_a_vip_review_takes_three_to_five_minutes_from_the_seed(
    simulator: Simulator, open_browser: Any
) -> None:
    seconds = []
    for seed in (*range(8), 0):
        world = simulator.create_world(seed=seed)
        open_browser(world).file(world.people.noted("uninsured man"))
        begun = world.clock.now()
        (event,) = world.clock.advance(until="next event")
        seconds.append((event.at - begun).total_seconds())
    assert all(180 <= each <= 300 for each in seconds)
    assert seconds[0] == seconds[-1], "the same seed, the same review"
    assert len(set(seconds)) > 1


@pytest.mark.rule("WH-39", "WH-63")
def test_name_and_nation_are_held_against_the_register(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured, other nation")
    sxh = browser.file(person, xm="模拟王四", mz="01")
    world.clock.advance(by=300)
    row = browser.get("home.do").rows["daiban"][1]
    assert (row["sxh"], row["ywzt"], row["htbz"]) == (sxh, "未提交", "是")
    assert row["htyy"] == "姓名与公安信息不一致；民族与公安信息不一致"
    assert world.journal.of("review.returned")[0].rule_ids == ("WH-63",)
    assert world.wuhan.effects() == []
    assert len(world.wuhan.effects(include_returned=True)) == 1


@pytest.mark.rule("WH-39")
def test_what_came_back_can_be_corrected_and_sent_again(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured, other nation")
    sxh = browser.file(person, mz="01")
    world.clock.advance(by=300)
    check = browser.get("renwu.do", sxh=sxh)
    assert (check.kind, check.data["htyy"]) == ("check", "民族与公安信息不一致")
    assert browser.post("zengyuan_xiugai.do", **{**check.inputs, "mz": person.nation}).kind == "check"
    assert browser.post("tijiao.do", sxh=sxh).kind == "submitted"
    world.clock.advance(by=300)
    assert [effect.in_force for effect in world.wuhan.effects()] == [True]
    assert world.verify() == []


@pytest.mark.rule("WH-39", "WH-45")
def test_what_came_back_can_be_discarded(world: World, browser: Any) -> None:
    sxh = browser.file(world.people.noted("uninsured man"), xm="模拟错字")
    world.clock.advance(by=300)
    assert browser.post("tuidan.do", sxh=sxh).kind == "discarded"
    assert world.verify() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(
            {"insured_elsewhere": "模拟甲公司"}, "此人在模拟甲公司单位未停保", marks=pytest.mark.rule("WH-60")
        ),
        pytest.param(
            {"personal_window": "模拟乙处"}, "此人在模拟乙处个人流动窗口", marks=pytest.mark.rule("WH-61")
        ),
        pytest.param({"student_medical": True}, "此人已参加大学生医保", marks=pytest.mark.rule("WH-62")),
    ],
)
def test_the_facts_are_looked_at_again(
    world: World, browser: Any, change: dict[str, Any], words: str
) -> None:
    person = world.people.noted("uninsured man")
    browser.file(person)
    world.people.change(person.number, **change)
    world.clock.advance(by=300)
    assert browser.get("home.do").rows["daiban"][1]["htyy"] == words


@pytest.mark.rule("WH-43", "WH-50", "WH-135")
def test_an_ordinary_unit_waits_for_the_counter(world: World, ordinary: Any) -> None:
    person = world.people.noted("uninsured man")
    page = ordinary.save(person)
    submitted = ordinary.post("tijiao.do", sxh=page.data["sxh"])
    assert submitted.data == {"sxh": page.data["sxh"], "spjg": "进行中", "zlqx": "2026-11-20"}
    world.clock.advance(by=24 * 3600)
    (waiting,) = world.wuhan.counter.waiting()
    ordinary.sign_in()
    assert ordinary.get("home.do").rows["yiban"][1]["spjg"] == "进行中"
    assert world.wuhan.counter.approve(waiting.sxh).result == "结束"
    assert world.wuhan.counter.waiting() == []
    assert world.wuhan.is_insured("4201000002", person.number)


@pytest.mark.rule("WH-39", "WH-43")
def test_staff_return_with_their_reasons(world: World, ordinary: Any) -> None:
    sxh = ordinary.file(world.people.noted("uninsured man"))
    world.wuhan.counter.return_(sxh, reasons=["缺劳动合同", "照片不清"])
    assert ordinary.get("home.do").rows["daiban"][1]["htyy"] == "缺劳动合同；照片不清"
    with pytest.raises(ValueError, match="does not wait at the counter"):
        world.wuhan.counter.approve(sxh)


@pytest.mark.rule("WH-42")
def test_the_counter_does_not_decide_for_vip_units(world: World, browser: Any) -> None:
    sxh = browser.file(world.people.noted("uninsured man"))
    with pytest.raises(ValueError, match="does not wait at the counter"):
        world.wuhan.counter.approve(sxh)


@pytest.mark.rule("WH-50", "WH-134")
@pytest.mark.parametrize(
    ("filed", "due", "returned_at"),
    [
        ("2026-11-10", "2026-11-20", "2026-11-21T00:00:00+08:00"),
        ("2026-11-20", "2026-11-20", "2026-11-21T00:00:00+08:00"),
        ("2026-11-21", "2026-12-20", "2026-12-21T00:00:00+08:00"),
        ("2026-12-31", "2027-01-20", "2027-01-21T00:00:00+08:00"),
    ],
)
def test_papers_that_do_not_come(
    simulator: Simulator, open_browser: Any, filed: str, due: str, returned_at: str
) -> None:
    world = simulator.create_world(now=f"{filed}T16:00:00+08:00")
    browser = open_browser(world, "4201000002")
    page = browser.save(world.people.noted("uninsured man"))
    assert browser.post("tijiao.do", sxh=page.data["sxh"]).data["zlqx"] == due
    assert world.clock.advance(to=f"{due}T23:59:59+08:00") == []
    (event,) = world.clock.advance(by=1)
    assert (event.what, event.at.isoformat()) == ("review.returned", returned_at)
    assert world.wuhan.task(page.data["sxh"]).reasons == ("逾期未提交资料",)
    assert world.journal.entries[-1].rule_ids == ("WH-50",)


@pytest.mark.rule("WH-135")
def test_the_variant_in_which_late_papers_wait(simulator: Simulator, open_browser: Any) -> None:
    world = simulator.create_world(variants={"wuhan": {"late_papers_wait"}})
    sxh = open_browser(world, "4201000002").file(world.people.noted("uninsured man"))
    assert world.clock.advance(to="2027-05-01T00:00:00+08:00") == []
    assert world.wuhan.task(sxh).result == "进行中"


@pytest.mark.rule("WH-56")
def test_back_pay_sets_the_first_insured_month(world: World, browser: Any) -> None:
    browser.file(world.people.noted("uninsured man"), zsbj="1", bjksny="202609", htqsrq="2026-08-01")
    world.clock.advance(by=300)
    assert [effect.start_month for effect in world.wuhan.effects()] == ["202609"]
    assert world.verify() == []


def test_lists_are_paged_filtered_and_newest_first(world: World, browser: Any) -> None:
    people = [world.people.synthetic() for _ in range(23)]
    for person in people:
        world.wuhan.save_draft_as_clerk("4201000001", person.number)
        world.clock.advance(by=1)
    first = browser.get("home.do")
    table = first.tables["daiban"]
    assert (table["data-total"], table["data-page"], table["data-pages"]) == ("23", "1", "2")
    assert first.rows["daiban"][1]["zjhm"] == people[-1].number
    assert len(first.rows["daiban"]) == 21
    second = browser.get("home.do", daiban_page="2")
    assert [row["zjhm"] for row in second.rows["daiban"][1:]] == [person.number for person in people[2::-1]]
    one = browser.get("home.do", zjhm=people[4].number)
    assert [row["zjhm"] for row in one.rows["daiban"][1:]] == [people[4].number]
    sxh = one.rows["daiban"][1]["sxh"]
    assert browser.get("home.do", sxh=sxh).tables["daiban"]["data-total"] == "1"
    assert browser.get("home.do", daiban_page="x").tables["daiban"]["data-page"] == "1"
