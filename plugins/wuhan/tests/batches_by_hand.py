"""Batches of the hall written by hand from ``docs/wire/wuhan-batch.md``; `conftest.py` hands them to the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlwt
from python_calamine import CalamineWorkbook

from sigateway.plugin import Filing, Intent, Reply

from .pages_by_hand import form, page, reply, table, told
from .people_by_hand import NOON, enrolment, identity, person, suspension

XLS = "application/vnd.ms-excel"

HEADINGS = {
    "zengyuan": (
        "证件类型*", "证件号码*", "姓名*", "性别*", "出生日期*", "民族*", "文化程度", "婚姻状况", "户口性质",
        "户口所在地", "居住地地址", "手机*", "用工形式", "合同起始日期*", "合同终止日期", "申报工资*", "追溯补缴*", "补缴开始年月",
    ),
    "zanting": ("证件类型*", "证件号码*", "姓名*", "终止劳动关系日期*", "停保原因*", "备注"),
}  # fmt: skip
COLUMNS = {
    "zengyuan": (
        "zjlx", "zjhm", "xm", "xb", "csrq", "mz", "whcd", "hyzk", "hkxz",
        "hkszd", "jzdz", "sj", "ygxs", "htqsrq", "htzzrq", "sbgz", "zsbj", "bjksny",
    ),
    "zanting": ("zjlx", "zjhm", "xm", "jsrq", "tbyy", "bz"),
}  # fmt: skip
MONTHS = {"zengyuan": "cbny", "zanting": "zhjfny"}
NAMES = {"zengyuan": "批量增员", "zanting": "批量减员"}
FAILURES = ("行号", "公民身份号码", "姓名", "失败原因")


def someone(n: int) -> Any:
    """Different people of one kind."""
    return person(number=identity(date(1990 + n, 5, 4)), name=f"测试{'甲乙丙丁戊己'[n]}")


def enrolments(count: int, **changes: Any) -> tuple[Filing, ...]:
    return tuple(enrolment(person=someone(n), **changes) for n in range(count))


def suspensions(count: int, **changes: Any) -> tuple[Filing, ...]:
    return tuple(suspension(person=someone(n), **changes) for n in range(count))


def xls(rows: Sequence[Sequence[Any]], *sheets: str) -> bytes:
    book = xlwt.Workbook()
    for name in sheets or ("Sheet1",):
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def cells(content: bytes) -> list[list[Any]]:
    """All cells of a workbook, as any program would read them."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def batch_page(yw: str = "zengyuan", *, link: str | None = None, form_yw: str | None = None) -> Reply:
    body = (
        f'<a href="pl_muban.do?yw={link or yw}">模板下载</a>'
        '<form method="post" action="pl_shangchuan.do" enctype="multipart/form-data">'
        f'<input type="hidden" name="yw" value="{form_yw or yw}"><input type="hidden" name="bdh" value="form-7">'
        '<input type="file" name="wj"><input type="submit" value="上传"></form>'
    )
    return page("pl.do", "batch", body)


def template(yw: str = "zengyuan", headings: Sequence[str] | None = None) -> Reply:
    return reply("pl_muban.do", xls([headings or HEADINGS[yw]], "增减员模板"), kind=XLS)


def row_of(filing: Any, line: int, **changes: str) -> dict[str, str]:
    """The row of a filing, as the hall shows what was written."""
    document = filing.person.document
    shown = {"hh": str(line), "zjlx": "01", "zjhm": document.number, "xm": filing.person.name}
    if filing.type == "enrolment":
        own = {"xb": "2", "csrq": document.born.isoformat(), "mz": "01", "sj": "13900000000", "zsbj": "0"}
        own |= {"htqsrq": "2026-11-02", "sbgz": "6500.00", "cbny": "202611"}
        shown = {**dict.fromkeys(COLUMNS["zengyuan"], ""), **own, **shown}
    else:
        shown |= {"jsrq": "2026-11-09", "tbyy": "03", "bz": "", "zhjfny": "202611"}
    return {**shown, **changes}


def batch_list(
    rows: Sequence[Mapping[str, str]],
    *,
    yw: str = "zengyuan",
    at: str = "pl_renwu.do",
    number: str = "B1",
    failed: int = 0,
    taken: int | None = None,
    total: int | None = None,
    pages: int = 1,
    name: str | None = None,
) -> Reply:
    """A page of the rows of a task."""
    columns = ("hh", *COLUMNS[yw], MONTHS[yw], "spjg", "htyy")
    count = len(rows) if total is None else total
    result = {"sxh": number, "ywmc": name or NAMES[yw], "crs": str(count if taken is None else taken)}
    whole = [{"spjg": "", "htyy": "", **row} for row in rows]
    body = told("result", {**result, "sbs": str(failed)}) + table("mingxi", columns, whole, count, pages)
    body += form("tijiao.do", {"sxh": number}) + form("tuidan.do", {"sxh": number})
    return page(at, "batch_list", body)


def failures(*rows: tuple[Any, str, str, str], number: str = "B1") -> Reply:
    return reply("pl_shibai.do", xls([FAILURES, *rows], "失败列表"), kind=XLS)


def nobody(number: str = "F1") -> Reply:
    """Every row failed: words, and the number of the list of failures."""
    link = f'<a id="shibai" href="pl_shibai.do?sxh={number}">下载导入失败列表</a>'
    return page("pl_shangchuan.do", "batch", link, errors=("没有可以导入的人员",))


def intent(step: str = "submit", draft: str | None = "B1") -> Intent:
    return Intent(turn="turn-1", step=step, draft=draft, since=NOON)
