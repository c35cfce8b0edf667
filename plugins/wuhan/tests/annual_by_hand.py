"""Yearly wages of the hall written by hand from ``docs/wire/wuhan-annual.md``; `conftest.py` hands them to the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sigateway.plugin import (
    AnnualWageDeclaration,
    Filing,
    Layer,
    Reply,
    RetireeWageDeclaration,
    Rulebook,
    load_layer,
)

from .batches_by_hand import XLS, someone, xls
from .pages_by_hand import form, page, reply, table, told

ANNUAL_HEADINGS = {
    "niandu": ("姓名", "身份证号", "上年月均工资*", "手机号码"),
    "tuixiu": ("姓名", "身份证号", "月养老金*", "手机号码"),
}
ANNUAL_COLUMNS = {
    "niandu": ("xm", "zjhm", "snyjgz", "sj", "hdjs", "sxny"),
    "tuixiu": ("xm", "zjhm", "yylj", "sj", "sxny"),
}
ANNUAL_NAMES = {"niandu": "个人工资年度申报", "tuixiu": "非统筹退休人员工资申报"}
MOBILE = "13700000001"


def declarations(count: int, **changes: Any) -> tuple[Filing, ...]:
    fields: dict[str, Any] = {"year": 2026, "average_monthly_wage": "7000", **changes}
    return tuple(AnnualWageDeclaration(person=someone(n), **fields) for n in range(count))


def retirees(count: int, **changes: Any) -> tuple[Filing, ...]:
    fields: dict[str, Any] = {"year": 2026, "monthly_pension": "3456.70", **changes}
    return tuple(RetireeWageDeclaration(person=someone(n), **fields) for n in range(count))


def annual_page(yw: str = "niandu", beside: Mapping[str, str] | None = None) -> Reply:
    facts = {"nd": "2026", "ksrq": "2026-11-01", "jzrq": "2026-11-30", "sxny": "202607"}
    facts |= {"bdx": "4000.00", "fdx": "20000.00", **(beside or {})}
    body = (
        f'<a href="pl_muban.do?yw={yw}">模板下载</a>{told("facts", facts)}'
        '<form method="post" action="pl_shangchuan.do" enctype="multipart/form-data">'
        f'<input type="hidden" name="yw" value="{yw}"><input type="hidden" name="bdh" value="form-7">'
        '<input type="file" name="wj"><input type="submit" value="上传"></form>'
    )
    return page("pl.do", "batch", body)


def annual_template(people: Sequence[Filing], yw: str = "niandu", **changes: str) -> Reply:
    """As the hall fills it in: everybody's wage in force, and a mobile."""
    rows = [
        (changes.get("xm", f.subject.name), f.subject.document.number, "5000.00", changes.get("sj", MOBILE))
        for f in people
        if f.subject is not None
    ]
    return reply("pl_muban.do", xls([ANNUAL_HEADINGS[yw], *rows], "年度申报"), kind=XLS)


def annual_row(filing: Any, line: int, yw: str = "niandu", **changes: str) -> dict[str, str]:
    person = filing.person
    shown = {"hh": str(line), "xm": person.name, "zjhm": person.document.number, "sj": MOBILE}
    amount = {"snyjgz": "7000.00", "hdjs": "7000.00"} if yw == "niandu" else {"yylj": "3456.70"}
    return {**shown, **amount, "sxny": "202607", **changes}


def annual_list(
    rows: Sequence[Mapping[str, str]],
    *,
    yw: str = "niandu",
    at: str = "pl_renwu.do",
    number: str = "B1",
    failed: int = 0,
    year: str = "2026",
) -> Reply:
    columns = ("hh", *ANNUAL_COLUMNS[yw], "spjg", "htyy")
    result = {"sxh": number, "ywmc": ANNUAL_NAMES[yw], "nd": year, "crs": str(len(rows)), "sbs": str(failed)}
    whole = [{"spjg": "", "htyy": "", **row} for row in rows]
    notice = "上传成功" if at == "pl_shangchuan.do" else ""
    body = told("result", result) + table("mingxi", columns, whole) + form("tijiao.do", {"sxh": number})
    return page(at, "batch_list", body, notice=notice)


def declared_batches(*numbers: str, yw: str = "niandu") -> Reply:
    columns = ("sxh", "ywmc", "zrs", "tgs", "hts", "spjg", "tjsj", "bjsj")
    row = {"ywmc": ANNUAL_NAMES[yw], "zrs": "1", "tgs": "0", "hts": "0", "spjg": "进行中"}
    rows = [{**row, "sxh": n, "tjsj": "2026-11-09 10:00:00", "bjsj": ""} for n in numbers]
    return page("plcx.do", "batch_query", table("pici", columns, rows))


def with_setting(rule: str, **values: str) -> Rulebook:
    """The rulebook of somebody who reads a conflict otherwise, in a layer of their own."""
    base = load_layer("sigateway_wuhan")
    was = next(each for each in base.rules if each.id == rule)
    figures = tuple(f.model_copy(update={"values": {**f.values, **values}}) for f in was.figures)
    mine = was.model_copy(update={"figures": figures, "replaces": "wuhan", "layer": "vendor"})
    return Rulebook.merged(
        [base, Layer(origin="vendor", region="vendor", hall={}, rules=(mine,), sources=base.sources)]
    )
