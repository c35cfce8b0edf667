"""The entrance: every field, what it may hold, and what is said when it does not."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.rule("SH-29")

MAN, HERE = "sh uninsured man", "sh insured here man"
LABELS = {
    "zjhm": "公民身份号码", "xm": "姓名", "grxh": "个人序号", "qsny": "缴费起始年月",
    "gzsr": "月平均工资性收入", "wlry": "外来从业人员", "rczh": "人才证号", "zcyy": "转出原因",
    "jzny": "缴费截止年月", "bz": "备注", "ksny": "补缴开始年月", "jsny": "补缴截止年月", "sxny": "生效年月",
    "nd": "缴费年度",
}  # fmt: skip
MANDATORY = [
    ("01", name) for name in ("zjhm", "xm", "qsny", "gzsr", "wlry")
] + [("02", name) for name in ("zjhm", "xm", "zcyy", "jzny")] + [
    ("03", name) for name in ("zjhm", "xm", "gzsr", "ksny", "jsny")
] + [("04", name) for name in ("zjhm", "xm", "gzsr", "sxny")] + [("05", "nd"), ("05", "xm")]  # fmt: skip


@pytest.mark.parametrize(("ywlx", "name"), MANDATORY)
def test_mandatory_fields(client: Any, ywlx: str, name: str) -> None:
    reply = client.check(ywlx, client.world.people.noted(HERE), **{name: ""})
    assert (reply.dm, reply.xx) == ("3001", "申报不成功")
    assert reply.reasons == [("F001", f"{LABELS[name]}为必填项")]


def test_the_wage_of_a_base_year_has_its_own_name(client: Any) -> None:
    person = client.world.people.noted(HERE)
    assert client.check("05", person, gzsr="").reasons == [("F001", "上年度月平均工资性收入为必填项")]
    assert client.check("05", person, gzsr="x").reasons == [("F002", "上年度月平均工资性收入格式有误")]


@pytest.mark.parametrize(
    ("ywlx", "name", "values"),
    [
        ("01", "zjhm", ["310106199504150030", "31010619950415003", "310106199502300035", "11010519491231002x"]),
        ("01", "xm", ["一" * 51]),
        ("01", "qsny", ["202613", "202600", "2026-11", "26111", "２０２６１１"]),
        ("01", "gzsr", ["0", "0.00", "-1", "+1", "09", "9.", ".9", "9.005", "1234567890", "9,000", " 9000", "1e4"]),
        ("01", "wlry", ["2", "是"]),
        ("02", "zcyy", ["00", "08", "1"]),
        ("02", "jzny", ["202699"]),
        ("02", "bz", ["备" * 101]),
        ("03", "ksny", ["2026"]),
        ("03", "jsny", ["x"]),
        ("04", "sxny", ["20261"]),
        ("05", "nd", ["26", "20266"]),
    ],
)  # fmt: skip
def test_values_that_do_not_fit(client: Any, ywlx: str, name: str, values: list[str]) -> None:
    person = client.world.people.noted(HERE)
    for value in values:
        reply = client.check(ywlx, person, **{name: value})
        assert reply.reasons == [("F002", f"{LABELS[name]}格式有误")], value


def test_a_personal_number(client: Any) -> None:
    person, words = client.world.people.noted(MAN), "个人序号应为不以0开头的1至10位数字"
    for value in ("0", "01", "12345678901", "1a", "-1"):
        assert client.check("01", person, grxh=value).reasons == [("F003", words)]
    assert client.check("01", person, grxh="1234567890").fields("sb")["grxh"] == "1234567890"


def test_a_talent_permit(client: Any) -> None:
    person = client.world.people.noted("sh uninsured, out of town")

    def said(wlry: str, rczh: str) -> list[tuple[str, str]]:
        return list(client.check("01", person, wlry=wlry, rczh=rczh).reasons)

    assert said("1", "") == [("F001", "人才证号为必填项")]
    assert said("0", "AB1") == [("F002", "人才证号格式有误")]
    for wrong in ("A1", "ab1", "1AB", "A"):
        assert said("1", wrong) == [("F004", "人才证号应以两位大写字母开头")]
    for wrong in ("AB", "AB1x", "ABC1", "AB" + "1" * 19):
        assert said("1", wrong) == [("F002", "人才证号格式有误")]
    assert said("1", "AB" + "1" * 18) == []
    assert said("2", "") == [("F002", "外来从业人员格式有误")]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("5900", "5900.0"), ("5900.5", "5900.5"), ("5900.55", "5900.6"), ("5900.54", "5900.5"),
     ("5900.05", "5900.1"), ("999999999.95", "1000000000.0"), ("5900.50", "5900.5")],
)  # fmt: skip
def test_a_wage_is_kept_to_the_jiao_half_up(client: Any, written: str, kept: str) -> None:
    assert client.check("01", client.world.people.noted(MAN), gzsr=written).fields("sb")["gzsr"] == kept


def test_a_wage_above_nothing_and_below_the_minimum(client: Any) -> None:
    assert client.check("01", client.world.people.noted(MAN), gzsr="0.01").codes == ["C107"]


def test_all_reasons_are_shown_together_one_a_field(client: Any) -> None:
    fields = {"zjhm": "x", "xm": "", "grxh": "0", "qsny": "1", "gzsr": "", "wlry": "1", "rczh": "1"}
    reply = client.check("01", client.world.people.noted(MAN), **fields)
    assert reply.codes == ["F002", "F001", "F003", "F002", "F001", "F004"]
    assert client.world.journal.entries[-1].content == ""


def test_the_elements_of_a_business_and_no_others(client: Any) -> None:
    person = client.world.people.noted(MAN)
    fields = client.filled("01", person)
    for wrong in (
        {**fields, "ywlx": "06"},
        {**fields, "ywlx": ""},
        {**fields, "ywlx": "02"},
        {**fields, "bz": ""},
        {name: value for name, value in fields.items() if name != "grxh"},
        dict(reversed(fields.items())),
    ):
        body = "".join(f"<{name}>{value}</{name}>" for name, value in wrong.items())
        assert client.raw("sbjy", client.request("sbjy", f"<sb>{body}</sb>")).dm == "1900"
