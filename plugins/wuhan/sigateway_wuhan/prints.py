"""The hall's printed forms 打印表格: what each holds, and whether a file is the one that was asked for. Part of the wire.

A print is handed on only when it is of this case and this unit: people stamp it, keep it and pay by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sigateway.plugin import FileFormat, WireChanged, read_printed

from . import files, workbook
from .workbook import Sheet

KINDS: Final[Mapping[FileFormat, str]] = {
    FileFormat.PDF: files.PDF,
    FileFormat.WORKBOOK: workbook.MEDIA_TYPE,
}
"""The media type of each format."""

_MONEY: Final = re.compile(r"[0-9]+\.[0-9]{2}", re.ASCII)
_DOCUMENT: Final = "证件号码"
_SUMS: Final = ("单位应缴", "个人应缴", "合计")
_TOTAL: Final = "合计"


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """One form: the hall's code ``bd``, its title, the headings of its rows. ``totals``: it ends in a row of totals.

    ``workbook`` is false where it comes as PDF only.
    """

    code: str
    title: str
    headings: tuple[str, ...] = ()
    totals: bool = False
    workbook: bool = True


ENROLMENT: Final = PrintedForm(
    "zengyuan",
    "企业参保人员增员表",
    ("证件号码", "姓名", "性别", "出生日期", "手机", "申报工资", "参保年月"),
)
SUSPENSION: Final = PrintedForm(
    "jianyuan",
    "企业参保人员减员表",
    ("证件号码", "姓名", "终止劳动关系日期", "停保原因", "最后缴费年月"),
)
ASSESSMENT: Final = PrintedForm("hdb", "单位社会保险费核定表", ("险种", *_SUMS), totals=True)
DETAIL: Final = PrintedForm(
    "bjmxb",
    "社会保险费补缴明细表",
    ("证件号码", "姓名", "欠费年月", "险种", "缴费基数", *_SUMS),
    totals=True,
)
ANNUAL_WAGE: Final = PrintedForm(
    "niandu",
    "年度社会保险缴费工资申报表",
    ("证件号码", "姓名", "上年月均工资", "核定缴费基数", "生效年月", "审批结果"),
)
RETIREE_WAGE: Final = PrintedForm(
    "tuixiu", "非统筹退休人员养老金申报表", ("证件号码", "姓名", "月养老金", "审批结果")
)
PERSONAL: Final = PrintedForm("grdjb", "个人社保业务登记表", ("项目", "内容"), workbook=False)
PLEDGE: Final = PrintedForm("chengnuo", "社会保险网上办事承诺书", workbook=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a print must be of: the case ``number`` (empty: of none), the unit, the person if it is of one, and the total if it is known.

    ``with_others``: the person may stand among others, in the form of a whole batch.
    """

    number: str
    unit: str
    document: str = ""
    total: Decimal | None = None
    with_others: bool = False


def check_pdf(content: bytes, form: PrintedForm, wanted: Wanted) -> None:
    """By what the form says it is of, in its document information. An empty template is of no unit."""
    said = read_printed(content, form.title).says
    of_nobody = not wanted.number and not said.get("dwbh")
    for name, value in {
        "bd": form.code,
        "sxh": wanted.number,
        "dwbh": "" if of_nobody else wanted.unit,
    }.items():
        if said.get(name) != value:
            raise WireChanged(form.title, f"the form of this case ({name})", "another form, case or unit")
    total = said.get("hj")
    if total is None or (total and not _MONEY.fullmatch(total)) or (form.totals and not total):
        raise WireChanged(form.title, "a total in yuan" if form.totals else "hj", "another form")
    if total and wanted.total is not None and Decimal(total) != wanted.total:
        raise WireChanged(form.title, "the total of this case", "another total")


def check_workbook(content: bytes, form: PrintedForm, wanted: Wanted) -> None:
    """By its first rows, title, unit and 业务顺序号, by its headings, and by the person and the totals in its rows."""
    sheet = workbook.read(content, form.title)
    if len(sheet.rows) < 3 or not "".join(sheet.rows[0]).startswith(f"{form.title}"):
        raise WireChanged(form.title, "a title, who it is of, and headings", "another workbook")
    head = _pairs(sheet.rows[1])
    if (head.get("业务顺序号"), head.get("单位编号")) != (wanted.number, wanted.unit):
        raise WireChanged(form.title, "the form of this case and unit", "another case or unit")
    if sheet.rows[2] != form.headings:
        raise WireChanged(form.title, "、".join(form.headings), "other headings")
    _check_rows([dict(zip(form.headings, row, strict=False)) for row in sheet.rows[3:] if row], form, wanted)


def check_batch(content: bytes, form: PrintedForm, document: str) -> None:
    """The form of a batch is named on its sheet only (WH-81), so it is known by the person in it."""
    sheet: Sheet = workbook.read(content, form.title)
    headings = sheet.rows[0] if sheet.rows else ()
    if sheet.name != form.title or _DOCUMENT not in headings:
        raise WireChanged(form.title, "a sheet of that name with 证件号码", "another workbook")
    column = headings.index(_DOCUMENT)
    found = [row for row in sheet.rows[1:] if len(row) > column and row[column] == document]
    if len(found) != 1:
        raise WireChanged(form.title, "the person of this case, once", f"{len(found)} rows")


def _check_rows(rows: Sequence[Mapping[str, str]], form: PrintedForm, wanted: Wanted) -> None:
    if form.totals:
        if not rows or next(iter(rows[-1].values()), "") != _TOTAL:
            raise WireChanged(form.title, "a last row 合计", "none")
        last, rows = rows[-1], rows[:-1]
        for name in _SUMS:
            if _yuan(last, name, form) != sum((_yuan(row, name, form) for row in rows), Decimal(0)):
                raise WireChanged(form.title, f"totals of the rows ({name})", "another sum")
        if wanted.total is not None and _yuan(last, _TOTAL, form) != wanted.total:
            raise WireChanged(form.title, "the total of this case", "another total")
    if not rows:
        raise WireChanged(form.title, "rows", "none")
    if wanted.with_others:
        rows = [row for row in rows if row.get(_DOCUMENT) == wanted.document]
    if wanted.document and [row.get(_DOCUMENT) for row in rows] != [wanted.document]:
        raise WireChanged(form.title, "the person of this case, alone", "somebody else, or more")


def _yuan(row: Mapping[str, str], name: str, form: PrintedForm) -> Decimal:
    text = row.get(name, "")
    if not _MONEY.fullmatch(text):
        raise WireChanged(form.title, f"an amount in {name}", "another form")
    return Decimal(text)


def _pairs(row: Sequence[str]) -> dict[str, str]:
    """单位编号, its value, 单位名称, its value …"""
    return dict(zip(row[::2], row[1::2], strict=False))


__all__ = [
    "ANNUAL_WAGE",
    "ASSESSMENT",
    "DETAIL",
    "ENROLMENT",
    "KINDS",
    "PERSONAL",
    "PLEDGE",
    "RETIREE_WAGE",
    "SUSPENSION",
    "PrintedForm",
    "Wanted",
    "check_batch",
    "check_pdf",
    "check_workbook",
]
