"""Pages of the desk written by hand from ``wuhan-changes.md`` and ``wuhan-desk.md``; `conftest.py` hands them to the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sigateway.plugin import Appointment, EmployerUpdate, PersonUpdate, ProblemReport, Reply
from sigateway_wuhan.workbook import Sheet, write

from .pages_by_hand import DONE, check_page, form, page, person_form, reply, search_form, select, table, told
from .people_by_hand import NAME, USCC, identity, person

JPEG = b"\xff\xd8\xff" + bytes(range(64)) + b"\xff\xd9"


def person_update(**changes: Any) -> PersonUpdate:
    about = changes.pop("person", None) or person()
    return PersonUpdate(person=about, changes=changes or {"address": "模拟路2号"})


def employer_update(**changes: Any) -> EmployerUpdate:
    return EmployerUpdate(changes=changes or {"fax": "027-12345678"})


def appointment(**changes: Any) -> Appointment:
    fields = {"matter": "correction", "day": "2026-11-12", "half": "morning"}
    return Appointment(**{**fields, "contact_name": "模拟经办", "contact_phone": "027-00000000", **changes})


def problem_report(**changes: Any) -> ProblemReport:
    fields = {"title": "一个问题", "text": "怎样办理？", "contact_phone": "027-00000000"}
    return ProblemReport(**{**fields, **changes})


def held_of_a_person(**changes: str) -> dict[str, str]:
    """What the hall holds of the person of all these tests."""
    return {
        "zjlx": "01", "zjhm": identity(), "xm": NAME, "xb": "2", "csrq": "1998-05-04", "whcd": "21", "hyzk": "10",
        "mz": "01", "sj": "13900000000", "dh": "", "hkszd": "模拟区", "jzdz": "模拟路1号", **changes,
    }  # fmt: skip


def held_of_the_unit(**changes: str) -> dict[str, str]:
    return {
        "dwbh": "4201000001", "dwmc": "模拟单位甲", "tyshxydm": USCC, "lxrxm": "模拟经办", "lxrdh": "027-00000000",
        "cz": "", "yx": "", "yb": "", "dwdh": "027-00000000", "dwdz": "模拟路1号", **changes,
    }  # fmt: skip


def person_search_page() -> Reply:
    return page("grxx.do", "person_search", search_form("grxx"))


def person_update_form(**changes: str) -> Reply:
    shown = {"bdh": "form-1", **held_of_a_person(**changes)}
    photo = '<input type="file" name="zp">'
    return person_form("grxx", "person", shown, {"grbh": "420000001", "zpzy": ""}, photo)


def employer_update_form(**changes: str) -> Reply:
    return page(
        "dwxx.do", "unit_form", form("dwxx_baocun.do", {"bdh": "form-1", **held_of_the_unit(**changes)})
    )


TIMES = (
    ("2026-11-11", "1", "20"),
    ("2026-11-11", "2", "0"),
    ("2026-11-12", "1", "3"),
    ("2026-11-24", "2", "1"),
)


def appointment_form(times: Sequence[Sequence[str]] = TIMES, total: int | None = None) -> Reply:
    shown = {"bdh": "form-1", "yyrq": "", "lxrxm": "", "lxrdh": ""}
    codes = select("yyyw", ("", "01", "02", "03", "04", "09")) + select("yysd", ("", "1", "2"))
    columns = ("yyrq", "yysd", "syh")
    rows = [dict(zip(columns, time, strict=True)) for time in times]
    return page(
        "yuyue.do",
        "appointment_form",
        form("yuyue_baocun.do", shown, codes) + table("hao", columns, rows, total),
    )


def problem_form() -> Reply:
    return page(
        "wenti.do",
        "problem_form",
        form("wenti_baocun.do", {"bdh": "form-1", "wtbt": "", "wtnr": "", "lxrdh": ""}),
    )


def taken_at_once(number: str = "S1") -> Reply:
    return page("tijiao.do", "submitted", told("result", {"sxh": number, "spjg": "结束"}), notice="提交成功")


def desk_check(stem: str, values: Mapping[str, str], at: str | None = None) -> Reply:
    return check_page(values, stem=stem, at=at)


def done_query(rows: Sequence[Mapping[str, str]], total: int | None = None, pages: int = 1) -> Reply:
    return page("yibancx.do", "done_query", table("yiban", DONE, rows, total, pages))


RESULT_COLUMNS = ("sxh", "ywmc", "zrs", "tgs", "hts", "spjg", "tjsj", "bjsj")


def batch_results_page(rows: Sequence[Mapping[str, str]]) -> Reply:
    return page("plcx.do", "batch_query", table("pici", RESULT_COLUMNS, rows))


MOVED = ("异动类型", "证件号码", "姓名", "异动年月", "申报工资或停保原因", "业务顺序号", "办结时间")


def movement(*changes: str) -> tuple[str, ...]:
    row = ("增员", identity(), NAME, "202611", "6500.00", "S1", "2026-11-10 12:00:00")
    return (*row[: len(row) - len(changes)], *changes)


def movements(
    rows: Sequence[Sequence[str]] = (),
    *,
    title: str = "单位增减员异动表（模拟 MOCK）",
    unit: str = "4201000001",
    headings: Sequence[str] = MOVED,
) -> Reply:
    above = ((title,), ("单位编号", unit, "单位名称", "模拟单位甲"))
    sheet = Sheet("Sheet1", (*above, tuple(headings), *(tuple(row) for row in rows)))
    return reply("yidong_daochu.do", write(sheet), kind="application/vnd.ms-excel")
