"""Pages about arrears and printed forms, written by hand from ``docs/wire/wuhan-arrears.md`` and ``docs/wire/wuhan-desk.md``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sigateway.plugin import (
    ArrearsBill,
    ArrearsRollback,
    ArrearsSettlement,
    CurrentMonthWriteOff,
    Reply,
)

from .batches_by_hand import XLS, xls
from .pages_by_hand import KINDS, SCHEMES, form, page, reply, search_form, select, table, told
from .people_by_hand import NAME, identity, person

MX = ("ny", "xz", "js", "dwfl", "grfl", "dwje", "grje", "hj")
MONTHS = ("xm", "zjhm", "ny", "xz", "dwje", "grje", "hj", "zt", "hdsxh", "jfdh")
BILLS = ("jfdh", "sxh", "hdsxh", "rs", "dwje", "grje", "hj", "zt", "scsj", "sphm", "dzsj")

# 5900.00 in 202501, as the wire page works it out: 944.00+472.00, 472.00+118.00, 0.00+7.00, 29.50+0.00, 41.30+17.70, 41.30+0.00.
JANUARY = (
    ("202501", "yanglao", "5900.00", "16.00", "8.00", "944.00", "472.00", "1416.00"),
    ("202501", "yiliao", "5900.00", "8.00", "2.00", "472.00", "118.00", "590.00"),
    ("202501", "dae", "", "", "", "0.00", "7.00", "7.00"),
    ("202501", "gongshang", "5900.00", "0.50", "0.00", "29.50", "0.00", "29.50"),
    ("202501", "shiye", "5900.00", "0.70", "0.30", "41.30", "17.70", "59.00"),
    ("202501", "shengyu", "5900.00", "0.70", "0.00", "41.30", "0.00", "41.30"),
)
SUMS = {"dwje": "1528.10", "grje": "614.70", "hj": "2142.80"}
TWICE = {"dwje": "3056.20", "grje": "1229.40", "hj": "4285.60"}
FEBRUARY = tuple(("202502", *row[1:]) for row in JANUARY)
NOVEMBER = tuple(("202611", *row[1:]) for row in JANUARY)
OWED = (*JANUARY, *FEBRUARY)


def settlement(**changes: Any) -> ArrearsSettlement:
    return ArrearsSettlement(
        **{"person": person(), "from_month": "2025-01", "to_month": "2025-02", **changes}
    )


def bill(*numbers: str) -> ArrearsBill:
    return ArrearsBill(settlements=numbers or ("S1",))


def rollback(number: str = "S1") -> ArrearsRollback:
    return ArrearsRollback(settlement=number)


def write_off(**changes: Any) -> CurrentMonthWriteOff:
    return CurrentMonthWriteOff(**{"person": person(), "month": "2026-11", "irreversible": True, **changes})


def mx(rows: Sequence[Sequence[str]], columns: Sequence[str] = MX, total: int | None = None) -> str:
    return table("mx", columns, [dict(zip(columns, row, strict=True)) for row in rows], total)


def search(stem: str, operation: str, of_person: bool = True, **errors: Any) -> Reply:
    body = search_form(stem) if of_person else form(f"{stem}_chaxun.do", {"hdsxh": ""})
    return page(f"{stem}.do", f"{operation}_search", body)


def refused(stem: str, operation: str, *words: str) -> Reply:
    return page(f"{stem}_chaxun.do", f"{operation}_search", errors=words)


def _of_person(
    stem: str, operation: str, rows: Any, facts: Mapping[str, str], extra: Mapping[str, str]
) -> Reply:
    shown = {"bdh": "form-1", "zjhm": identity(), "xm": NAME, **extra}
    owed = {row[1] for row in rows}
    selects = select("zjlx", KINDS, "01")
    verb = "注销" if operation == "writeoff" else "补缴"
    words = {"1": verb, "0": f"不{verb}"}
    selects += "".join(
        select(f"xz_{code}", ("0", "1"), "1" if code in owed else "0", words) for code in SCHEMES
    )
    return page(
        f"{stem}_chaxun.do",
        f"{operation}_form",
        form(f"{stem}_baocun.do", shown, selects) + told("facts", facts) + mx(rows),
    )


def settlement_form(rows: Sequence[Sequence[str]] = OWED, rate: str = "0.50", name: str = NAME) -> Reply:
    facts = {"grbh": "420000001", "gsfl": rate}
    return _of_person("bujiao", "arrears", rows, facts, {"xm": name})


def write_off_form(month: str = "202611", rows: Sequence[Sequence[str]] = NOVEMBER) -> Reply:
    return _of_person("zhuxiao", "writeoff", rows, {}, {"ny": month})


def bill_form(numbers: str = "S1", rows: int = 1, **beside: str) -> Reply:
    columns = ("xm", "zjhm", "ny", "dwje", "grje", "hj")
    shown = [(NAME, identity(), f"20250{n + 1}", *SUMS.values()) for n in range(rows)]
    sums = {"rs": "1", **SUMS, **beside}
    body = (
        form("jiaofeidan_baocun.do", {"bdh": "form-1", "hdsxh": numbers})
        + told("facts", sums)
        + mx(shown, columns)
    )
    return page("jiaofeidan_chaxun.do", "bill_form", body)


def rollback_form(number: str = "S1", **beside: str) -> Reply:
    shown = {"jfdh": "JF000000000001", "hdsxhs": number, "rs": "1", "hj": "2142.80", **beside}
    body = form("huitui_baocun.do", {"bdh": "form-1", "hdsxh": number}) + told("facts", shown)
    return page("huitui_chaxun.do", "rollback_form", body)


def check(
    stem: str, values: Mapping[str, str], rows: Any = None, *, number: str = "S1", at: str = ""
) -> Reply:
    """信息核对, with the sums again."""
    button = (
        f'<form method="post" action="tijiao.do"><input name="sxh" value="{number}">'
        '<input type="submit" value="提交审批"></form>'
    )
    body = f'<dl><dd data-field="sxh">{number}</dd></dl>' + form(
        f"{stem}_xiugai.do", {"sxh": number, **values}
    )
    return page(at or f"{stem}_baocun.do", "check", body + (mx(rows) if rows else "") + button)


def detail(values: Mapping[str, str], rows: Any = None) -> Reply:
    cells = "".join(f'<tr><td data-field="{n}">{v}</td></tr>' for n, v in values.items())
    return page("xiangqing.do", "detail", f'<table id="detail">{cells}</table>' + (mx(rows) if rows else ""))


def owed(month: str = "202501", state: str = "欠费", **changes: str) -> dict[str, str]:
    row = {"xm": NAME, "zjhm": identity(), "ny": month, "xz": " ".join(SCHEMES), **SUMS, "zt": state}
    return {**row, "hdsxh": "", "jfdh": "", **changes}


def slip(state: str = "待缴费", **changes: str) -> dict[str, str]:
    row = {"jfdh": "JF000000000001", "sxh": "B1", "hdsxh": "S1", "rs": "1", **SUMS, "zt": state}
    return {**row, "scsj": "2026-11-10 12:30:00", "sphm": "", "dzsj": "", **changes}


def arrears(
    months: Sequence[Mapping[str, str]] = (),
    bills: Sequence[Mapping[str, str]] = (),
    *,
    totals: tuple[int | None, int | None] = (None, None),
    pages: tuple[int, int] = (1, 1),
) -> Reply:
    tables = table("qianfei", MONTHS, months, totals[0], pages[0])
    return page("qianfei.do", "arrears", tables + table("jiaofeidan", BILLS, bills, totals[1], pages[1]))


# --- printed forms --------------------------------------------------------------------------------------------------


def pdf(subject: str, *, pages: int = 1, end: bytes = b"%%EOF\n") -> bytes:
    """The smallest PDF with a subject, byte by byte."""
    kids = " ".join(f"{4 + n} 0 R" for n in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        f"<< /Title (form) /Keywords (MOCK) /Subject ({subject}) >>",
        *["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * pages,
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    content += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    content += (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{start}\n".encode()
    )
    return content + end


def printed_pdf(subject: str, **options: Any) -> Reply:
    return reply("dayin.do", pdf(subject, **options), kind="application/pdf")


def printed_xls(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], **head: str) -> Reply:
    said = {"单位编号": "4201000001", "单位名称": "模拟单位甲", "业务顺序号": "S1", **head}
    second = [text for pair in said.items() for text in pair]
    content = xls([[f"{title}（模拟 MOCK）"], second, headings, *rows])
    return reply("dayin.do", content, kind=XLS)


def exported(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Reply:
    """批量…导出: one sheet named as the form is."""
    return reply("pl_daochu.do", xls([headings, *rows], title), kind=XLS)
