"""A browser that can fill in and upload workbooks, written from the wire page."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import xlwt
from python_calamine import load_workbook

from sigateway_mockservers import PersonRecord, World

# The template's columns, from the wire page: field and heading.
ENROL_COLUMNS = {
    **{
        "zjlx": "证件类型*",
        "zjhm": "证件号码*",
        "xm": "姓名*",
        "xb": "性别*",
        "csrq": "出生日期*",
        "mz": "民族*",
    },
    **{
        "whcd": "文化程度",
        "hyzk": "婚姻状况",
        "hkxz": "户口性质",
        "hkszd": "户口所在地",
        "jzdz": "居住地地址",
    },
    **{
        "sj": "手机*",
        "ygxs": "用工形式",
        "htqsrq": "合同起始日期*",
        "htzzrq": "合同终止日期",
        "sbgz": "申报工资*",
    },
    **{"zsbj": "追溯补缴*", "bjksny": "补缴开始年月"},
}
STOP_COLUMNS = {
    **{"zjlx": "证件类型*", "zjhm": "证件号码*", "xm": "姓名*"},
    **{"jsrq": "终止劳动关系日期*", "tbyy": "停保原因*", "bz": "备注"},
}
COLUMNS = {"zengyuan": ENROL_COLUMNS, "zanting": STOP_COLUMNS}


def write_xls(rows: list[list[Any]]) -> bytes:
    """A workbook of Excel 97-2003 with these cells; texts as text, the others as they are."""
    workbook, written = xlwt.Workbook(encoding="utf-8"), BytesIO()
    sheet = workbook.add_sheet("表")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell != "":
                sheet.write(line, place, cell, *([day] if hasattr(cell, "year") else []))
    workbook.save(written)
    return written.getvalue()


def read_xls(content: bytes) -> list[list[Any]]:
    """The cells of a workbook of Excel 97-2003."""
    assert content[:8] == bytes.fromhex("d0cf11e0a1b11ae1"), "not an .xls"
    return load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


class BatchBrowser:
    """The browser of all tests, and what 批量办理 needs beside it."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser

    def __getattr__(self, name: str) -> Any:
        return getattr(self.browser, name)

    def enrol_row(self, person: PersonRecord, **changes: Any) -> dict[str, Any]:
        said = {"zjlx": person.kind, "zjhm": person.number, "xm": person.name, "xb": person.sex}
        said |= {"csrq": person.born.isoformat(), "mz": person.nation, "sj": "13900000000"}
        first = self.browser.world.clock.today().replace(day=1).isoformat()
        return {**said, "htqsrq": first, "sbgz": "6500.00", "zsbj": "0", **changes}

    def stop_row(self, person: PersonRecord, **changes: Any) -> dict[str, Any]:
        said = {"zjlx": person.kind, "zjhm": person.number, "xm": person.name}
        return {**said, "jsrq": self.browser.world.clock.today().isoformat(), "tbyy": "03", **changes}

    def upload_file(self, yw: str, content: bytes, name: str = "a.xls", **fields: str) -> Any:
        """The file chosen on a fresh page of 批量办理."""
        data = {"yw": yw, "bdh": self.browser.get("pl.do", yw=yw).inputs["bdh"], **fields}
        return self.browser.post_parts("pl_shangchuan.do", data, {"wj": (name, content)})

    def upload(self, yw: str, rows: list[dict[str, Any]]) -> Any:
        """The template, filled in and uploaded."""
        names = list(COLUMNS[yw])
        filled = [[row.get(name, "") for name in names] for row in rows]
        return self.upload_file(yw, write_xls([list(COLUMNS[yw].values()), *filled]))

    def download(self, path: str, **query: str) -> list[list[Any]]:
        """A workbook that the hall hands out."""
        reply = self.browser.client.get(path, params=query or None)
        assert reply.headers["content-type"] == "application/vnd.ms-excel"
        return read_xls(reply.content)

    def batch_rows(self, sxh: str, **query: str) -> list[dict[str, str]]:
        """The rows of the results query, of one page of it."""
        page = self.browser.get("pl_renwu.do", sxh=sxh, **query)
        assert page.kind == "batch_list", page.messages
        return page.rows["mingxi"][1:]


@pytest.fixture
def open_browser(open_browser: Callable[..., Any]) -> Callable[..., BatchBrowser]:
    """As above, with workbooks; ``browser`` and ``ordinary`` are made by it."""

    def open_(world: World, *details: Any, **more: Any) -> BatchBrowser:
        return BatchBrowser(open_browser(world, *details, **more))

    return open_
