"""The wire of the batches 批量办理: their requests (``docs/wire/wuhan-batch.md``, E0). Pure.

``what`` is the hall's ``yw``, the stem of the business's own addresses.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sigateway.plugin import Means, Private, Request, Upload

from .fields import CHARSET
from .workbook import MEDIA_TYPE

FIRST_LINE: Final = 2
"""行号 of the first row below the headings."""

PAGE: Final = "pl.do"
TEMPLATE: Final = "pl_muban.do"
UPLOAD: Final = "pl_shangchuan.do"
FAILURES: Final = "pl_shibai.do"

NOBODY: Final = "没有可以导入的人员"
"""Every row of an upload failed: there is a list of failures, and no task (WH-79)."""


def page(what: str) -> Request:
    """The page of the batches of one business (WH-77)."""
    return Request("batch.open", "GET", PAGE, query={"yw": what}, charset=CHARSET)


def template(what: str) -> Request:
    """模板下载 (WH-78)."""
    return Request("batch.template", "GET", TEMPLATE, query={"yw": what}, charset=CHARSET)


def upload(what: str, form_number: str, content: bytes) -> Request:
    """上传: leaves a task in 待办任务列表 with the rows that were taken (WH-78, WH-79)."""
    return Request(
        "batch.upload",
        "POST",
        UPLOAD,
        Means.DRAFT,
        form={"yw": what, "bdh": form_number},
        files={"wj": Upload(f"{what}.xls", content, MEDIA_TYPE)},
        charset=CHARSET,
    )


def rows(number: str, *, page: int = 1, document: str | None = None) -> Request:
    """The rows of a task of either list, all or one person's: 批量审核结果查询 (WH-84)."""
    query = {"sxh": number}
    if page > 1:
        query["page"] = str(page)
    if document is not None:
        query["zjhm"] = Private(document)
    return Request("batch.list", "GET", "pl_renwu.do", query=query, charset=CHARSET)


def failures(number: str) -> Request:
    """下载导入失败列表 (WH-79)."""
    return Request("batch.failures", "GET", FAILURES, query={"sxh": number}, charset=CHARSET)


def delete(number: str, lines: Iterable[int]) -> Request:
    """删除 of rows from a task that is not submitted (WH-80)."""
    form = {"sxh": number, "hh": ",".join(str(line) for line in lines)}
    return Request("batch.delete", "POST", "pl_shanchu.do", Means.DRAFT, form=form, charset=CHARSET)
