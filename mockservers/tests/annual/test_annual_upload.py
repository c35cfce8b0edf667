"""The period, the filled-in template, and every word of the upload of yearly wages."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World

VIP, ORDINARY = "4201000001", "4201000002"
HEADINGS = ["姓名", "身份证号", "上年月均工资*", "手机号码"]
OUTSIDE = "不在年度工资申报期内（2026-04-01至2026-06-30）"


def people_here(world: World) -> list[Any]:
    notes = (
        "insured here man",
        "insured here woman",
        "insured here, high wage",
        "insured here, arrears",
    )
    return sorted((world.people.noted(note) for note in notes), key=lambda person: person.number)


@pytest.mark.rule("WH-77", "WH-90", "WH-96")
def test_the_page_shows_year_period_and_figures(world: World, browser: Any) -> None:
    world.wuhan.set_wage_limits("5000.00", "25000.00", from_month="202607")
    page = browser.get("pl.do", yw="niandu")
    assert page.kind == "batch"
    assert page.data == {
        "nd": "2026",
        "ksrq": "2026-04-01",
        "jzrq": "2026-06-30",
        "sxny": "202607",
        "bdx": "5000.00",
        "fdx": "25000.00",
    }
    assert browser.get("pl.do", yw="tuixiu").data["nd"] == "2026"
    assert "facts" not in browser.get("pl.do", yw="zengyuan").text


@pytest.mark.rule("WH-90")
def test_the_template_is_filled_in_with_everybody_insured_here(world: World, browser: Any) -> None:
    headings, *rows = browser.template()
    assert headings == HEADINGS
    wages = {person.number: world.wuhan.wage_of(VIP, person.number) for person in people_here(world)}
    assert rows == [
        [person.name, person.number, wages[person.number], person.mobile] for person in people_here(world)
    ]
    leaving = world.people.noted("insured here man")
    browser.stop(leaving)
    assert len(browser.template()) == 5, "a stop in review may come back"
    world.clock.advance(by=300)
    assert leaving.number not in [row[1] for row in browser.template()]
    assert world.wuhan.is_insured(VIP, leaving.number), "to the end of the month"


@pytest.mark.rule("WH-95")
def test_the_template_of_retirees_has_last_years_pension(world: World, browser: Any) -> None:
    retiree = world.people.noted("retiree here")
    expected = [
        ["姓名", "身份证号", "月养老金*", "手机号码"],
        [retiree.name, retiree.number, "3200.00", retiree.mobile],
    ]
    assert browser.template("tuixiu") == expected
    other = world.people.synthetic(mobile="")
    world.wuhan.add_retiree(VIP, other.number, "1234.50")
    assert [other.name, other.number, "1234.50", ""] in browser.template("tuixiu")


@pytest.mark.rule("WH-96")
@pytest.mark.parametrize(
    ("day", "taken"),
    [
        ("2026-03-31T23:59:59+08:00", False),
        ("2026-04-01T00:00:00+08:00", True),
        ("2026-06-30T23:59:59+08:00", True),
        ("2026-07-01T00:00:00+08:00", False),
    ],
)
def test_first_and_last_day_of_the_period(make_world: Any, open_browser: Any, day: str, taken: bool) -> None:
    world = make_world(now=day)
    browser = open_browser(world)
    for yw in ("niandu", "tuixiu"):
        page = browser.upload(browser.template(yw), yw)
        assert (page.kind, page.messages) == (("batch_list", ["上传成功"]) if taken else ("batch", [OUTSIDE]))
    if not taken:
        assert browser.upload_file("niandu", b"no workbook").messages == [OUTSIDE], "before all others"
        assert world.journal.entries[-1].rule_ids == ("WH-96",)


@pytest.mark.rule("WH-96")
def test_the_agency_arranges_another_period(make_world: Any, open_browser: Any) -> None:
    world = make_world(now="2026-09-01T09:00:00+08:00")
    browser = open_browser(world)
    world.wuhan.open_annual("2026", "2026-05-01", "2026-05-31", "202606")
    assert browser.upload(browser.template()).messages == ["不在年度工资申报期内（2026-05-01至2026-05-31）"]
    world.wuhan.open_annual("2026", "2026-09-01", "2026-09-01", "202601")
    page = browser.upload(browser.template())
    assert page.data["nd"] == "2026"
    assert {row["sxny"] for row in page.rows["mingxi"][1:]} == {"202601"}
    world.clock.advance(to="2027-02-01T00:00:00+08:00")
    browser.sign_in()
    assert browser.post("tijiao.do", sxh=page.data["sxh"]).kind == "submitted", "only uploading asks"
    assert browser.get("pl_renwu.do", sxh=page.data["sxh"]).data["nd"] == "2026"
    for wrong in (
        ("26", "2026-01-01", "2026-01-02", "202607"),
        ("2026", "2026-01-02", "2026-01-01", "202607"),
    ):
        with pytest.raises(ValueError, match=r"no year|does not end"):
            world.wuhan.open_annual(*wrong)


@pytest.mark.rule("WH-88", "WH-90", "WH-91", "WH-92")
def test_the_upload_is_a_draft_with_its_bases(world: World, browser: Any) -> None:
    headings, *rows = browser.template()
    rows[0][2], rows[1][2] = "4000.00", "30000.00"
    rows[2][2] = "4494.01"
    page = browser.upload([headings, *rows])
    assert (page.kind, page.messages, page.messages_class) == ("batch_list", ["上传成功"], "notice")
    assert {name: page.data[name] for name in ("ywmc", "crs", "sbs", "nd")} == {
        "ywmc": "个人工资年度申报",
        "crs": "4",
        "sbs": "0",
        "nd": "2026",
    }
    shown = page.rows["mingxi"][1:]
    assert list(shown[0]) == ["hh", "xm", "zjhm", "snyjgz", "sj", "hdjs", "sxny", "spjg", "htyy"]
    assert [row["hdjs"] for row in shown][:3] == ["4494.00", "22467.00", "4494.01"]
    sxh = page.data["sxh"]
    assert browser.get("home.do").rows["daiban"][1]["ywmc"] == "个人工资年度申报"
    (found,) = browser.get("pl_renwu.do", sxh=sxh, zjhm=rows[1][1]).rows["mingxi"][1:]
    left = browser.post("pl_shanchu.do", sxh=sxh, hh=found["hh"])
    assert (left.kind, left.data.get("crs")) == ("batch_list", "3")
    assert browser.post("tuidan.do", sxh=sxh).kind == "discarded"
    assert world.wuhan.effects() == []
    assert world.verify() == []


@pytest.mark.rule("WH-32", "WH-63", "WH-79", "WH-90")
def test_every_word_of_a_row(world: World, browser: Any) -> None:
    headings, *rows = browser.template()
    stranger = world.people.noted("uninsured man")
    rows[0][2] = ""
    rows[1][2] = "6800"
    rows[2][0], rows[2][2] = "模拟错字", "-1.00"
    rows[3][3] = "19999999999"
    more = [
        ["模拟无号", "", "5000.00", ""],
        [stranger.name, stranger.number, "", ""],
        rows[3],
    ]
    page = browser.upload([headings, *rows, *more])
    assert page.messages == ["没有可以导入的人员"]
    said = browser.download("pl_shibai.do", sxh=page.links["shibai"].partition("=")[2])[1:]
    assert [row[3] for row in said] == [
        "上年月均工资为必录项",
        "上年月均工资格式有误",
        "上年月均工资格式有误；只能修改上年月均工资",
        "只能修改上年月均工资",
        "证件号码有误",
        "此人未在本单位参保",
        "文件中证件号码重复",
    ]


@pytest.mark.rule("WH-78", "WH-90")
def test_the_file_must_be_the_template_with_texts(world: World, browser: Any) -> None:
    headings, *rows = browser.template()
    assert browser.upload([["姓名"], *rows]).messages == ["模板表头有误"]
    assert browser.upload([headings]).messages == ["没有数据行"]
    rows[0][2] = 6800.0
    page = browser.upload([headings, *rows])
    assert page.data["crs"] == "3"
    assert browser.failures(page.data["sxh"]) == {rows[0][1]: "上年月均工资须为文本格式"}
    assert browser.upload([headings, *([rows[1]] * 5001)]).messages == ["超过5000行，请分批上传"]


@pytest.mark.rule("WH-95")
def test_every_word_about_retirees(world: World, browser: Any) -> None:
    headings, row = browser.template("tuixiu")
    here, there = world.people.noted("insured here man"), world.people.noted("retiree there")
    for changed, words in (
        ([row[0], row[1], "", row[3]], "月养老金为必录项"),
        ([row[0], row[1], "3200", row[3]], "月养老金格式有误"),
        ([row[0], row[1], "3300.00", ""], "只能修改月养老金"),
        ([here.name, here.number, "3300.00", here.mobile], "此人不是本单位非统筹退休人员"),
        ([there.name, there.number, "3300.00", there.mobile], "此人不是本单位非统筹退休人员"),
        ([row[0], "", "3300.00", row[3]], "证件号码有误"),
    ):
        page = browser.upload([headings, changed], "tuixiu")
        said = browser.failures(page.links["shibai"].partition("=")[2])
        assert list(said.values()) == [words]
    page = browser.upload([headings, [row[0], row[1], "99999.00", row[3]]], "tuixiu")
    shown = page.rows["mingxi"][1]
    assert (shown["yylj"], shown["sxny"]) == ("99999.00", "202607")
    assert "hdjs" not in shown


@pytest.mark.rule("WH-90", "WH-95")
def test_once_a_year_for_each_person(world: World, browser: Any) -> None:
    for yw, words in (("niandu", "此人本年度工资已申报"), ("tuixiu", "此人本年度养老金已申报")):
        later = browser.upload(browser.template(yw), yw).data["sxh"]
        sxh = browser.declare(yw)
        again = browser.upload(browser.template(yw), yw)
        assert again.messages == ["没有可以导入的人员"]
        assert set(browser.failures(again.links["shibai"].partition("=")[2]).values()) == {words}
        refused = browser.post("tijiao.do", sxh=later)
        assert (refused.kind, refused.messages) == ("message", [words])
        world.wuhan.counter.approve(sxh)
        assert browser.upload(browser.template(yw), yw).messages == ["没有可以导入的人员"]
    world.clock.advance(to="2027-04-01T00:00:00+08:00")
    browser.sign_in()
    for yw in ("niandu", "tuixiu"):
        world.wuhan.counter.approve(browser.declare(yw))
    assert len(world.wuhan.effects()) == 10
    assert world.verify() == [], "the same wage of another year is no duplicate"


def test_there_is_no_single_declaration(world: World) -> None:
    with pytest.raises(ValueError, match="by a workbook only"):
        world.wuhan.save_draft_as_clerk(VIP, people_here(world)[0].number, kind="annual_wage")


def test_the_control_plane_opens_a_period_and_adds_a_retiree(simulator: Simulator, world: World) -> None:
    person = world.people.noted("renewal")
    actions = f"http://mock.invalid/_sim/worlds/{world.id}/wuhan/actions/"
    period = {"nd": "2026", "first_day": "2026-05-01", "last_day": "2026-05-02", "sxny": "202605"}
    retiree = {"unit": ORDINARY, "zjhm": person.number, "pension": "2000.00"}
    with httpx.Client(transport=InProcess(simulator)) as control:
        opened = control.post(actions + "open_annual", json=period).json()
        assert (opened["year"], opened["start_month"]) == ("2026", "202605")
        assert control.post(actions + "add_retiree", json=retiree).json()["pension"] == "2000.00"
        assert control.post(actions + "add_retiree", json=retiree).status_code == 400
        asked = {"unit": ORDINARY, "zjhm": person.number, "nd": "2026"}
        assert control.post(actions + "pension_of", json=asked).json() is None
        assert (
            control.post(
                "http://mock.invalid/_sim/worlds",
                json={"variants": {"wuhan": ["annual_visit_ordinary", "annual_visit_nobody"]}},
            ).status_code
            == 400
        )
