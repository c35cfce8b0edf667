"""The agency's review of yearly wages, what is in force, the forms, the variants, the oracle."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World

VIP, ORDINARY = "4201000001", "4201000002"


def person_of(world: World, note: str) -> str:
    return world.people.noted(note).number


@pytest.mark.rule("WH-88", "WH-90", "WH-93", "WH-94", "WH-132", "WH-138")
def test_every_unit_waits_for_staff_and_wages_count_from_july(world: World, browser: Any) -> None:
    headings, *rows = browser.template()
    rows[0][2] = "8000.00"
    person = rows[0][1]
    before = world.wuhan.wage_of(VIP, person)
    sxh = browser.upload([headings, *rows]).data["sxh"]
    submitted = browser.post("tijiao.do", sxh=sxh)
    assert submitted.data == {"sxh": sxh, "spjg": "进行中"}, "no day for the papers"
    assert world.clock.advance(by=60 * 86400) == []
    assert [task.sxh for task in world.wuhan.counter.waiting()] == [sxh]
    browser.sign_in()
    assert {state for _, state, _ in browser.outcome(sxh)} == {"进行中"}
    assert world.wuhan.counter.approve(sxh).result == "结束"
    assert {state for _, state, _ in browser.outcome(sxh)} == {"结束"}
    assert (
        world.wuhan.wage_of(VIP, person, month="202606"),
        world.wuhan.wage_of(VIP, person, month="202607"),
    ) == (
        before,
        "8000.00",
    )
    effects = world.wuhan.effects(kind="annual_wage")
    assert {(each.start_month, each.year, each.in_force) for each in effects} == {("202607", "2026", True)}
    row = browser.get("plcx.do", yw="niandu").rows["pici"][1]
    assert (row["zrs"], row["tgs"], row["hts"], row["spjg"]) == ("4", "4", "0", "结束")
    assert browser.post("tijiao.do", sxh=sxh).messages == ["该业务已提交，请勿重复提交"]
    assert world.verify() == []


@pytest.mark.rule("WH-89", "WH-90")
def test_it_counts_in_the_order_of_filing_also_back_dated(world: World, browser: Any) -> None:
    world.wuhan.open_annual("2026", "2026-04-01", "2026-06-30", "202601")
    person = world.people.noted("insured here man")
    browser.change_wage(person, "7000.00")
    world.clock.advance(by=300)
    world.wuhan.counter.approve(browser.declare())
    assert [
        world.wuhan.wage_of(VIP, person.number, month=month) for month in ("202512", "202601", "202605")
    ] == [
        "6800.00",
        "6800.00",
        "6800.00",
    ]
    browser.sign_in()
    browser.change_wage(person, "7000.00")
    world.clock.advance(by=300)
    assert world.wuhan.wage_of(VIP, person.number, month="202605") == "7000.00"
    assert world.verify() == [], "the same change again, with a declaration between"


@pytest.mark.rule("WH-94", "WH-137")
def test_exactly_the_named_rows_come_back_and_the_rest_is_taken(world: World, browser: Any) -> None:
    sxh = browser.declare()
    named = [person_of(world, "insured here woman"), person_of(world, "insured here, arrears")]
    counter = world.wuhan.counter
    rows = {counter.row_of(sxh, number): [f"缺工资表{place}"] for place, number in enumerate(named)}
    with pytest.raises(KeyError, match="in no row"):
        counter.row_of(sxh, person_of(world, "uninsured man"))
    began = len(world.journal.entries)
    decided = counter.return_rows(sxh, rows)
    assert decided.result == "结束"
    events = [(entry.operation, len(entry.parts)) for entry in world.journal.entries[began:]]
    assert events == [("review.approved", 2), ("review.returned", 2)], "one step"
    came_back = {zjhm: htyy for zjhm, state, htyy in browser.outcome(sxh) if state == "回退"}
    assert came_back == {named[0]: "缺工资表0", named[1]: "缺工资表1"}
    assert len([1 for _, state, _ in browser.outcome(sxh) if state == "结束"]) == 2
    home = browser.get("home.do")
    assert home.rows["daiban"][1:] == [], "no task of their own"
    assert home.rows["yiban"][1]["spjg"] == "结束"
    row = browser.get("plcx.do", yw="niandu").rows["pici"][1]
    assert (row["tgs"], row["hts"]) == ("2", "2")
    again = browser.upload(browser.template())
    assert (again.data["crs"], again.data["sbs"]) == ("2", "2"), "filed again by a new upload"
    browser.post("tijiao.do", sxh=again.data["sxh"])
    counter.approve(again.data["sxh"])
    assert len(world.wuhan.effects()) == 4
    assert world.verify() == []


@pytest.mark.rule("WH-94")
@pytest.mark.parametrize("whole", [True, False])
def test_all_back(world: World, browser: Any, whole: bool) -> None:
    sxh = browser.declare()
    task = world.wuhan.task(sxh)
    if whole:
        world.wuhan.counter.return_(sxh, ["工资表与申报不符"])
    else:
        world.wuhan.counter.return_rows(sxh, {row.row: ["工资表与申报不符"] for row in task.rows})
    row = browser.get("home.do").rows["daiban"][1]
    assert (row["sxh"], row["htbz"], row["htyy"]) == (sxh, "是", "工资表与申报不符")
    assert world.wuhan.effects() == []
    world.clock.advance(to="2026-08-01T00:00:00+08:00")
    browser.sign_in()
    assert browser.post("tijiao.do", sxh=sxh).kind == "submitted", "as it is, also after the period"
    world.wuhan.counter.approve(sxh)
    assert len(world.wuhan.effects()) == 4
    assert world.verify() == []


@pytest.mark.rule("WH-90", "WH-94")
def test_rows_that_fail_their_review_come_back(world: World, browser: Any) -> None:
    sxh = browser.declare()
    gone = world.people.noted("insured here man")
    world.wuhan.suspend_as_clerk(VIP, gone.number)
    world.wuhan.counter.approve(sxh)
    states = {zjhm: (state, htyy) for zjhm, state, htyy in browser.outcome(sxh)}
    assert states.pop(gone.number) == ("回退", "此人未在本单位参保")
    assert set(states.values()) == {("结束", "")}
    assert world.journal.of("review.returned")[0].rule_ids == ("WH-90",)
    assert world.verify() == []


@pytest.mark.rule("WH-93", "WH-95")
def test_pensions_are_in_force_for_their_year(world: World, ordinary: Any) -> None:
    retiree = person_of(world, "retiree there")
    headings, row = ordinary.template("tuixiu")
    row[2] = "3000.10"
    sxh = ordinary.upload([headings, row], "tuixiu").data["sxh"]
    assert ordinary.post("tijiao.do", sxh=sxh).data == {"sxh": sxh, "spjg": "进行中"}
    assert world.wuhan.pension_of(ORDINARY, retiree, "2026") is None
    world.wuhan.counter.approve(sxh)
    assert world.wuhan.pension_of(ORDINARY, retiree, "2026") == "3000.10"
    assert world.wuhan.pension_of(ORDINARY, retiree, "2025") is None
    assert ordinary.template("tuixiu")[1][2] == "2850.50", "still last year's"
    world.clock.advance(to="2027-04-01T00:00:00+08:00")
    ordinary.sign_in()
    assert ordinary.template("tuixiu")[1][2] == "3000.10"
    assert [each.kind for each in world.wuhan.effects()] == ["retiree_wage"]
    assert world.verify() == []


@pytest.mark.rule("WH-97")
def test_the_forms(world: World, browser: Any) -> None:
    retiree = person_of(world, "retiree here")
    sxh = browser.upload(browser.template()).data["sxh"]
    for path, query in (("dayin.do", {"bd": "niandu", "gs": "pdf"}), ("pl_daochu.do", {})):
        assert browser.get(path, sxh=sxh, **query).messages == ["业务尚未提交，不能打印"]
    browser.post("tijiao.do", sxh=sxh)
    world.wuhan.counter.return_rows(sxh, {2: ["缺工资表"]})
    title, head, headings, *rows = browser.download("dayin.do", bd="niandu", sxh=sxh, gs="xls")
    assert title[0] == "年度社会保险缴费工资申报表（模拟 MOCK）"
    assert head == ["单位编号", VIP, "单位名称", "模拟科技一部有限公司", "业务顺序号", sxh]
    assert headings == ["证件号码", "姓名", "上年月均工资", "核定缴费基数", "生效年月", "审批结果"]
    assert [row[5] for row in rows] == ["回退", "结束", "结束", "结束"]
    assert browser.download("pl_daochu.do", sxh=sxh) == [title, head, headings, *rows]
    pdf = browser.client.get("dayin.do", params={"bd": "niandu", "sxh": sxh, "gs": "pdf"}).content
    assert f"bd=niandu;sxh={sxh};dwbh={VIP};hj=".encode() in pdf
    assert pdf.rstrip().endswith(b"%%EOF")
    pensions = browser.declare("tuixiu")
    rows = browser.download("dayin.do", bd="tuixiu", sxh=pensions, gs="xls")
    name = world.people.noted("retiree here").name
    assert rows[2:] == [
        ["证件号码", "姓名", "月养老金", "审批结果"] + [""] * 2,
        [retiree, name, "3200.00", "进行中"] + [""] * 2,
    ]
    assert browser.get("dayin.do", bd="tuixiu", sxh=sxh, gs="xls").messages == ["无此业务"]


@pytest.mark.rule("WH-43", "WH-132", "WH-133")
@pytest.mark.parametrize(
    ("variants", "by_system"),
    [
        ((), set()),
        (("annual_visit_ordinary",), {VIP}),
        (("vip_never_visits",), {VIP}),
        (("annual_visit_nobody",), {VIP, ORDINARY}),
    ],
)
def test_who_visits(make_world: Any, open_browser: Any, variants: Any, by_system: set[str]) -> None:
    world = make_world(*variants)
    for unit in (VIP, ORDINARY):
        browser = open_browser(world, unit)
        numbers = [browser.declare(yw) for yw in ("niandu", "tuixiu")]
        began = world.clock.now()
        fired = world.clock.advance(by=300)
        assert {event.subject for event in fired} == (set(numbers) if unit in by_system else set())
        assert all(180 <= (event.at - began).total_seconds() <= 300 for event in fired)
        for sxh in numbers:
            assert world.wuhan.task(sxh).result == ("结束" if unit in by_system else "进行中")
    assert world.verify() == []


@pytest.mark.rule("WH-132")
def test_the_system_decides_row_by_row(make_world: Any, open_browser: Any) -> None:
    world = make_world("annual_visit_nobody")
    browser = open_browser(world)
    sxh = browser.declare()
    gone = person_of(world, "insured here man")
    world.wuhan.suspend_as_clerk(VIP, gone)
    world.clock.advance(by=300)
    assert [state for zjhm, state, _ in browser.outcome(sxh) if zjhm == gone] == ["回退"]
    assert world.wuhan.task(sxh).result == "结束"


@pytest.mark.rule("WH-137")
def test_failed_rows_make_a_task_of_their_own(make_world: Any, open_browser: Any) -> None:
    world = make_world("annual_failed_rows_return")
    browser = open_browser(world)
    sxh = browser.declare()
    named = [person_of(world, "insured here woman"), person_of(world, "insured here, arrears")]
    counter = world.wuhan.counter
    rows = {
        counter.row_of(sxh, named[0]): ["缺工资表"],
        counter.row_of(sxh, named[1]): ["缺工资表", "缺签字"],
    }
    assert len(counter.return_rows(sxh, rows).rows) == 2
    assert {zjhm for zjhm, _, _ in browser.outcome(sxh)}.isdisjoint(named)
    home = browser.get("home.do")
    assert [row["sxh"] for row in home.rows["yiban"][1:]] == [sxh]
    row = home.rows["daiban"][1]
    assert row["sxh"] != sxh
    assert (row["ywmc"], row["xm"], row["htbz"], row["htyy"]) == (
        "个人工资年度申报",
        "共2人",
        "是",
        "缺工资表；缺签字",
    )
    assert {(zjhm, state) for zjhm, state, _ in browser.outcome(row["sxh"])} == {
        (zjhm, "回退") for zjhm in named
    }
    assert world.verify() == []
    first = world.wuhan.task(row["sxh"]).rows[0]
    browser.post("pl_shanchu.do", sxh=row["sxh"], hh=str(first.row))
    assert browser.post("tijiao.do", sxh=row["sxh"]).kind == "submitted"
    counter.approve(row["sxh"])
    assert len(world.wuhan.effects()) == 3
    assert world.attempts_after_landing() == []
    assert world.verify() == []


@pytest.mark.rule("WH-90", "WH-95")
@pytest.mark.parametrize("yw", ["niandu", "tuixiu"])
def test_the_oracle_sees_a_second_declaration(make_world: Any, open_browser: Any, yw: str) -> None:
    world = make_world("accepts_duplicates")
    browser = open_browser(world)
    headings, *rows = browser.template(yw)
    sxh = browser.upload([headings, rows[0]], yw).data["sxh"]
    browser.post("tijiao.do", sxh=sxh)
    assert world.verify() == []
    rows[0][2] = "5555.00"
    other = browser.upload([headings, rows[0]], yw).data["sxh"]
    browser.post("tijiao.do", sxh=other)
    assert {violation.rule for violation in world.verify()} == {"duplicate-effect"}
    world.wuhan.counter.return_(other, ["重复"])
    assert world.verify() == []
    browser.post("tijiao.do", sxh=sxh)
    assert {violation.rule for violation in world.verify()} == {"duplicate-effect", "commit-after-landing"}


@pytest.mark.rule("WH-108")
def test_a_new_document_number_takes_declarations_along(world: World, browser: Any) -> None:
    retiree = world.people.noted("retiree here")
    sxh = browser.declare("tuixiu")
    new = world.people.synthetic(born=retiree.born, registered=False).number
    world.wuhan.counter.change_person(retiree.number, papers=["身份证"], number=new)
    assert world.wuhan.counter.row_of(sxh, new) == 2
    world.wuhan.counter.approve(sxh)
    assert world.wuhan.pension_of(VIP, new, "2026") == "3200.00"
    assert world.verify() == []


def test_the_control_plane_finds_a_row(simulator: Simulator, world: World, browser: Any) -> None:
    sxh = browser.declare()
    number = person_of(world, "insured here woman")
    here = f"http://mock.invalid/_sim/worlds/{world.id}/wuhan/"
    with httpx.Client(transport=InProcess(simulator)) as control:
        row = control.post(here + "actions/counter.row_of", json={"sxh": sxh, "zjhm": number}).json()
        decision = {"decision": "return_rows", "rows": {str(row): ["缺工资表"]}}
        decided = control.post(f"{here}counter/{sxh}", json=decision).json()
    assert [each["fields"]["zjhm"] for each in decided["rows"] if each["returned"]] == [number]
    assert world.state()["halls"]["wuhan"]["retirees"]
    twin = world.fork()
    assert twin.wuhan.pension_of(VIP, number, "2026") is None
    assert twin.verify() == []
