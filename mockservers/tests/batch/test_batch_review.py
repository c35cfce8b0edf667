"""The review of batches, row by row: minutes for VIP units, the counter for ordinary ones."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World

ORDINARY = "4201000002"
RUNNING = "此人在本单位已有正在办理的增员业务"


def outcome(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(row["hh"], row["spjg"], row["htyy"]) for row in rows]


@pytest.mark.rule("WH-37", "WH-42", "WH-83", "WH-84", "WH-85")
def test_a_vip_batch_is_decided_at_once_with_each_rows_own_result(world: World, browser: Any) -> None:
    people = [world.people.noted(note) for note in ("uninsured man", "uninsured woman", "renewal")]
    rows = [browser.enrol_row(person) for person in people]
    rows[1] |= {"xm": "模拟错字", "mz": "02"}
    sxh = browser.upload("zengyuan", rows).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    world.people.change(people[2].number, student_medical=True)
    begun = world.clock.now()
    (event,) = world.clock.advance(until="next event")
    assert (event.what, event.subject) == ("review.approved", sxh)
    assert 180 <= (event.at - begun).total_seconds() <= 300
    assert outcome(browser.batch_rows(sxh)) == [
        ("2", "结束", ""),
        ("3", "回退", "姓名与公安信息不一致；民族与公安信息不一致"),
        ("4", "回退", "此人已参加大学生医保"),
    ]
    home = browser.get("home.do")
    assert home.rows["daiban"][1:] == [], "what came back makes no task of its own"
    assert [(row["sxh"], row["spjg"]) for row in home.rows["yiban"][1:]] == [(sxh, "结束")]
    assert [effect.row for effect in world.wuhan.effects()] == [2]
    (given_back,) = world.journal.of("review.returned")
    assert given_back.rule_ids == ("WH-63", "WH-62")
    assert world.verify() == []
    assert browser.upload("zengyuan", [browser.enrol_row(people[1])]).data["crs"] == "1", "filed anew"


@pytest.mark.rule("WH-39", "WH-85")
def test_a_batch_that_comes_back_whole_can_be_sent_again(world: World, browser: Any) -> None:
    people = [world.people.noted(note) for note in ("insured here man", "insured here woman")]
    sxh = browser.upload("zanting", [browser.stop_row(person) for person in people]).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    for person in people:
        world.people.change(person.number, arrears=True)
    (event,) = world.clock.advance(until="next event")
    assert event.what == "review.returned"
    words = "存在社会保险欠费，不能办理暂停缴费"
    home = browser.get("home.do")
    row = home.rows["daiban"][1]
    assert (row["sxh"], row["xm"], row["ywzt"], row["htbz"], row["htyy"]) == (
        sxh,
        "共2人",
        "未提交",
        "是",
        words,
    )
    assert home.rows["yiban"][1:] == []
    assert outcome(browser.batch_rows(sxh)) == [("2", "回退", words), ("3", "回退", words)]
    assert world.wuhan.effects() == []
    assert world.verify() == []

    world.wuhan.settle_arrears(people[0].number)
    browser.post("pl_shanchu.do", sxh=sxh, hh="3")
    assert browser.post("tijiao.do", sxh=sxh).kind == "submitted"
    assert outcome(browser.batch_rows(sxh)) == [("2", "进行中", "")]
    world.clock.advance(by=300)
    assert [effect.in_force for effect in world.wuhan.effects()] == [True]
    assert world.attempts_after_landing() == []
    assert world.verify() == []


@pytest.mark.rule("WH-54", "WH-84")
def test_a_row_whose_person_was_filed_meanwhile_comes_back_at_once(world: World, browser: Any) -> None:
    man, woman = world.people.noted("uninsured man"), world.people.noted("uninsured woman")
    sxh = browser.upload("zengyuan", [browser.enrol_row(man), browser.enrol_row(woman)]).data["sxh"]
    browser.file(man)
    assert browser.post("tijiao.do", sxh=sxh).kind == "submitted"
    assert outcome(browser.batch_rows(sxh)) == [("2", "回退", RUNNING), ("3", "进行中", "")]
    assert [effect.zjhm for effect in world.wuhan.effects()] == [man.number, woman.number]
    assert browser.search(woman).messages == [RUNNING], "a row in review is seen by the single form"
    world.clock.advance(by=300)
    assert outcome(browser.batch_rows(sxh)) == [("2", "回退", RUNNING), ("3", "结束", "")]
    assert len(world.wuhan.effects()) == 2
    assert world.verify() == []


@pytest.mark.rule("WH-54", "WH-80")
def test_when_all_rows_would_come_back_nothing_is_submitted(world: World, browser: Any) -> None:
    people = [world.people.noted(note) for note in ("uninsured man", "uninsured woman")]
    first, second = (
        browser.upload("zengyuan", [browser.enrol_row(each) for each in people]).data["sxh"] for _ in range(2)
    )
    browser.post("tijiao.do", sxh=first)
    refused = browser.post("tijiao.do", sxh=second)
    assert (refused.kind, refused.messages) == ("message", [RUNNING])
    assert outcome(browser.batch_rows(second)) == [("2", "", ""), ("3", "", "")]
    assert browser.get("home.do").rows["daiban"][1]["sxh"] == second
    world.clock.advance(by=300)
    assert browser.post("tijiao.do", sxh=second).messages == ["此人在本单位已参保"]
    assert world.verify() == []


@pytest.mark.rule("WH-43", "WH-50", "WH-83", "WH-135")
def test_the_counter_decides_the_whole_batch(world: World, ordinary: Any) -> None:
    people = [world.people.noted(note) for note in ("uninsured man", "uninsured woman")]
    sxh = ordinary.upload("zengyuan", [ordinary.enrol_row(each) for each in people]).data["sxh"]
    submitted = ordinary.post("tijiao.do", sxh=sxh)
    assert submitted.data == {"sxh": sxh, "spjg": "进行中", "zlqx": "2026-11-20"}
    assert [task.sxh for task in world.wuhan.counter.waiting()] == [sxh]
    assert world.clock.advance(by=900) == []
    assert world.wuhan.counter.approve(sxh).result == "结束"
    assert all(world.wuhan.is_insured(ORDINARY, person.number) for person in people)
    assert world.verify() == []


@pytest.mark.rule("WH-83", "WH-84")
def test_the_counter_gives_some_rows_back(world: World, ordinary: Any) -> None:
    notes = ("insured there man", "insured there woman", "insured there, low wage")
    people = [world.people.noted(note) for note in notes]
    sxh = ordinary.upload("zanting", [ordinary.stop_row(each) for each in people]).data["sxh"]
    ordinary.post("tijiao.do", sxh=sxh)
    world.people.change(people[2].number, arrears=True)
    counter = world.wuhan.counter
    for rows, match in (({}, "name the rows"), ({9: ["缺材料"]}, r"rows \[9\]"), ({2: []}, "at least one")):
        with pytest.raises(ValueError, match=match):
            counter.return_rows(sxh, rows)
    with pytest.raises(ValueError, match="a list of texts"):
        counter.return_rows(sxh, {2: "缺材料"})
    decided = counter.return_rows(sxh, {2: ["缺离职证明", "签字不清"]})
    assert decided.result == "结束"
    assert outcome(ordinary.batch_rows(sxh)) == [
        ("2", "回退", "缺离职证明；签字不清"),
        ("3", "结束", ""),
        ("4", "回退", "存在社会保险欠费，不能办理暂停缴费"),
    ]
    assert [effect.zjhm for effect in world.wuhan.effects()] == [people[1].number]
    with pytest.raises(ValueError, match="does not wait at the counter"):
        counter.return_rows(sxh, {3: ["缺材料"]})
    assert world.verify() == []


@pytest.mark.rule("WH-39", "WH-83")
def test_the_counter_gives_everything_back(world: World, ordinary: Any) -> None:
    people = [world.people.noted(note) for note in ("uninsured man", "uninsured woman")]
    for whole in (True, False):
        sxh = ordinary.upload("zengyuan", [ordinary.enrol_row(each) for each in people]).data["sxh"]
        ordinary.post("tijiao.do", sxh=sxh)
        if whole:
            task = world.wuhan.counter.return_(sxh, reasons=["缺合同"])
        else:
            task = world.wuhan.counter.return_rows(sxh, {2: ["缺合同"], 3: ["照片不清"]})
        assert (task.returned, task.is_draft) == (True, True)
        assert task.reasons == (("缺合同",) if whole else ("缺合同", "照片不清"))
        assert [row["spjg"] for row in ordinary.batch_rows(sxh)] == ["回退", "回退"]
        assert ordinary.get("home.do", sxh=sxh).rows["daiban"][1]["htbz"] == "是"
    assert world.verify() == []


@pytest.mark.rule("WH-50", "WH-71", "WH-134")
def test_papers_that_do_not_come_give_all_rows_back(world: World, ordinary: Any) -> None:
    enrol = ordinary.upload("zengyuan", [ordinary.enrol_row(world.people.noted("uninsured man"))])
    stop = ordinary.upload("zanting", [ordinary.stop_row(world.people.noted("insured there man"))])
    numbers = [page.data["sxh"] for page in (enrol, stop)]
    for sxh in numbers:
        ordinary.post("tijiao.do", sxh=sxh)
    assert world.clock.advance(to="2026-11-20T23:59:59+08:00") == []
    fired = world.clock.advance(by=1)
    assert [(event.what, event.subject) for event in fired] == [("review.returned", sxh) for sxh in numbers]
    ordinary.sign_in()
    for sxh in numbers:
        assert outcome(ordinary.batch_rows(sxh)) == [("2", "回退", "逾期未提交资料")]
    assert [entry.rule_ids for entry in world.journal.of("review.returned")] == [("WH-50",), ("WH-71",)]
    assert world.verify() == []


@pytest.mark.rule("WH-135")
def test_the_variant_in_which_late_papers_wait(simulator: Simulator, open_browser: Any) -> None:
    world = simulator.create_world(variants={"wuhan": {"late_papers_wait"}})
    browser = open_browser(world, ORDINARY)
    sxh = browser.upload("zengyuan", [browser.enrol_row(world.people.noted("uninsured man"))]).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    assert world.clock.advance(to="2027-05-01T00:00:00+08:00") == []
    assert world.wuhan.task(sxh).result == "进行中"


def test_the_control_plane_decides_rows(simulator: Simulator, world: World, ordinary: Any) -> None:
    people = [world.people.noted(note) for note in ("uninsured man", "uninsured woman")]
    sxh = ordinary.upload("zengyuan", [ordinary.enrol_row(each) for each in people]).data["sxh"]
    ordinary.post("tijiao.do", sxh=sxh)
    here = f"http://mock.invalid/_sim/worlds/{world.id}/wuhan/counter"
    with httpx.Client(transport=InProcess(simulator)) as control:
        (waiting,) = control.get(here).json()
        assert [row["fields"]["zjhm"] for row in waiting["rows"]] == [person.number for person in people]
        asked = {"decision": "return_rows", "rows": {"3": ["缺合同"]}}
        decided = control.post(f"{here}/{sxh}", json=asked).json()
        assert control.post(f"{here}/{sxh}", json=asked).status_code == 400
    assert [(row["row"], row["returned"], row["reasons"]) for row in decided["rows"]] == [
        (2, False, []),
        (3, True, ["缺合同"]),
    ]
