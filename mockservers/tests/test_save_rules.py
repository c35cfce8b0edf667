"""The save stage: every word of it, and that all reasons are shown together."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import World

LABELS = {
    "xm": "姓名",
    "xb": "性别",
    "csrq": "出生日期",
    "mz": "民族",
    "sj": "手机",
    "htqsrq": "合同起始日期",
    "sbgz": "申报工资",
    "xz_yanglao": "养老",
    "xz_dae": "大额医疗",
    "zsbj": "追溯补缴",
}


def refused(world: World, browser: Any, **changes: str) -> list[str]:
    page = browser.save(world.people.noted("uninsured man"), **changes)
    assert page.kind == ("enrol_form" if page.messages else "check")
    found: list[str] = page.messages
    return found


@pytest.mark.rule("WH-32")
@pytest.mark.parametrize("name", LABELS)
def test_red_fields_are_mandatory(world: World, browser: Any, name: str) -> None:
    assert refused(world, browser, **{name: ""}) == [f"{LABELS[name]}为必录项"]
    assert world.journal.entries[-1].rule_ids == ("WH-32",)
    assert world.wuhan.tasks() == []


@pytest.mark.rule("WH-32")
@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("xm", "长" * 51, "姓名"),
        ("xb", "3", "性别"),
        ("csrq", "1995-3-14", "出生日期"),
        ("csrq", "1995-02-30", "出生日期"),
        ("mz", "57", "民族"),
        ("whcd", "99", "文化程度"),
        ("hyzk", "1", "婚姻状况"),
        ("hkxz", "30", "户口性质"),
        ("hkszd", "长" * 101, "户口所在地"),
        ("jzdz", "长" * 101, "居住地地址"),
        ("sj", "23900000000", "手机"),
        ("sj", "1390000000", "手机"),
        ("ygxs", "4", "用工形式"),
        ("htqsrq", "20261101", "合同起始日期"),
        ("htzzrq", "2027", "合同终止日期"),
        ("sbgz", "6500", "申报工资"),
        ("sbgz", "0.00", "申报工资"),
        ("sbgz", "-1.00", "申报工资"),
        ("sbgz", "1,000.00", "申报工资"),
        ("zsbj", "2", "追溯补缴"),
        ("xz_shiye", "是", "失业"),
    ],
)
def test_ill_formed_values(world: World, browser: Any, name: str, value: str, label: str) -> None:
    assert refused(world, browser, **{name: value}) == [f"{label}格式有误"]


@pytest.mark.rule("WH-63")
def test_sex_and_birth_date_against_the_number(world: World, browser: Any) -> None:
    assert refused(world, browser, xb="2") == ["性别与证件号码不一致"]
    assert refused(world, browser, csrq="1995-03-15") == ["出生日期与证件号码不一致"]


@pytest.mark.rule("WH-57")
def test_schemes_must_be_the_units(world: World, browser: Any) -> None:
    assert refused(world, browser, xz_dae="0") == ["职工参保险种与单位参保险种不一致"]


@pytest.mark.rule("WH-57")
def test_a_unit_with_fewer_schemes(world: World, open_browser: Any) -> None:
    world.wuhan.add_unit(
        number="4201000007", name="模拟机关", schemes=("gongshang",), first_password_stands=False
    )
    browser = open_browser(world, "4201000007")
    assert browser.get("home.do").data["xz"] == "gongshang"
    assert refused(world, browser) == []
    assert refused(world, browser, xz_shiye="1") == ["职工参保险种与单位参保险种不一致"]


@pytest.mark.rule("WH-56")
@pytest.mark.parametrize(
    ("start", "contract", "words"),
    [
        ("202611", "2026-08-01", ["补缴开始年月有误"]),
        ("202612", "2026-08-01", ["补缴开始年月有误"]),
        ("202610", "2026-08-01", []),
        ("202609", "2026-08-01", []),
        ("202608", "2026-08-01", ["补缴时间最长不得超过3个月（含当月），请到经办机构办理"]),
        ("202609", "2026-10-08", ["补缴开始年月早于劳动合同起始年月"]),
        ("202610", "2026-10-31", []),
        (
            "202607",
            "2026-08-01",
            ["补缴时间最长不得超过3个月（含当月），请到经办机构办理", "补缴开始年月早于劳动合同起始年月"],
        ),
        ("", "2026-08-01", ["补缴开始年月为必录项"]),
        ("202613", "2026-08-01", ["补缴开始年月格式有误"]),
    ],
)
def test_back_pay(world: World, browser: Any, start: str, contract: str, words: list[str]) -> None:
    assert refused(world, browser, zsbj="1", bjksny=start, htqsrq=contract) == words


@pytest.mark.rule("WH-56")
def test_back_pay_over_the_turn_of_the_year(world: World, browser: Any) -> None:
    world.clock.advance(to="2027-01-15T09:00:00+08:00")
    browser.sign_in()
    assert refused(world, browser, zsbj="1", bjksny="202611", htqsrq="2026-08-01") == []
    assert refused(world, browser, zsbj="1", bjksny="202610", htqsrq="2026-08-01") != []


@pytest.mark.rule("WH-56")
def test_a_start_month_without_back_pay_is_ill_formed(world: World, browser: Any) -> None:
    assert refused(world, browser, bjksny="202610") == ["补缴开始年月格式有误"]


@pytest.mark.rule("WH-59")
def test_the_contract_must_have_begun(world: World, browser: Any) -> None:
    assert refused(world, browser, htqsrq="2026-11-11") == ["劳动合同尚未开始"]
    assert refused(world, browser, htqsrq="2026-11-10") == []


def test_all_reasons_of_a_stage_are_shown_together(world: World, browser: Any) -> None:
    words = refused(world, browser, sj="", sbgz="x", xb="2", xz_dae="0", htqsrq="2026-12-01")
    assert words == [
        "手机为必录项",
        "申报工资格式有误",
        "性别与证件号码不一致",
        "职工参保险种与单位参保险种不一致",
        "劳动合同尚未开始",
    ]
    assert world.journal.entries[-1].rule_ids == ("WH-32", "WH-63", "WH-57", "WH-59")


@pytest.mark.rule("WH-44", "WH-136")
def test_grey_fields_need_a_new_start(world: World, browser: Any) -> None:
    check = browser.save(world.people.noted("uninsured man"))
    words = ["灰色字段不能修改，请退单后重新办理"]
    for name, value in (
        ("xm", "模拟李四"),
        ("xb", "2"),
        ("csrq", "1990-01-01"),
        ("cbny", "202610"),
        ("zjlx", "04"),
    ):
        assert browser.post("zengyuan_xiugai.do", **{**check.inputs, name: value}).messages == words
    black_only = {name: value for name, value in check.inputs.items() if name not in check.readonly}
    assert browser.post("zengyuan_xiugai.do", **{**black_only, "mz": "11"}).inputs["mz"] == "11"
    assert browser.post("zengyuan_xiugai.do", **{**check.inputs, "sj": ""}).messages == ["手机为必录项"]


def test_a_form_number_is_good_once_and_for_one_person(world: World, browser: Any) -> None:
    page = browser.search(world.people.noted("uninsured man"))
    fields = browser.filled(page)
    other = world.people.noted("uninsured woman").number
    mixed = browser.post("zengyuan_baocun.do", **{**fields, "zjhm": other})
    assert mixed.messages == ["灰色字段不能修改，请退单后重新办理"]
    assert browser.post("zengyuan_baocun.do", **{**fields, "bdh": mixed.inputs["bdh"]}).kind == "check"
    assert browser.post("zengyuan_baocun.do", **fields).messages == ["页面已失效，请重新办理"]
    assert len(world.wuhan.tasks()) == 1


@pytest.mark.rule("WH-35", "WH-40", "WH-45")
def test_discard_submit_and_what_cannot_be_undone(world: World, browser: Any) -> None:
    person = world.people.noted("uninsured man")
    first = browser.save(person).data["sxh"]
    discarded = browser.post("tuidan.do", sxh=first)
    assert (discarded.kind, discarded.messages) == ("discarded", ["该任务已取消"])
    home = browser.get("home.do")
    assert len(home.rows["daiban"]) == len(home.rows["yiban"]) == 1, "a 退单 item leaves both lists"
    assert browser.post("tijiao.do", sxh=first).messages == ["无此业务"]
    second = browser.file(person)
    assert browser.post("tijiao.do", sxh=second).messages == ["该业务已提交，请勿重复提交"]
    assert browser.post("tuidan.do", sxh=second).messages == ["业务已提交，不能退单"]
    assert browser.post("zengyuan_xiugai.do", sxh=second).messages == ["业务已提交，不能修改"]
    assert browser.get("renwu.do", sxh=second).messages == ["无此业务"]


def test_items_of_another_unit_do_not_exist_for_this_one(world: World, browser: Any) -> None:
    other = world.wuhan.save_draft_as_clerk("4201000002", world.people.noted("uninsured man").number)
    assert browser.get("renwu.do", sxh=other.sxh).messages == ["无此业务"]
    assert browser.post("tijiao.do", sxh=other.sxh).messages == ["无此业务"]
    assert browser.post("tuidan.do", sxh=other.sxh).messages == ["无此业务"]
