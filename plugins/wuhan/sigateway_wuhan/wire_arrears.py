"""The wire of the arrears query and of prints: their requests (``docs/wire/wuhan-arrears.md``, ``docs/wire/wuhan-desk.md``, E0). Pure."""

from __future__ import annotations

from sigateway.plugin import Private, Request

from .fields import CHARSET


def arrears(
    *, document: str | None = None, settlement: str | None = None, bill: str | None = None, page: int = 1
) -> Request:
    """单位欠费查询 (WH-111): months and bills, filtered by person, assessment or bill; the same page of both tables."""
    query: dict[str, str] = {}
    if document is not None:
        query["zjhm"] = Private(document)
    if settlement is not None:
        query["hdsxh"] = settlement
    if bill is not None:
        query["jfdh"] = bill
    if page > 1:
        query |= {"qianfei_page": str(page), "jiaofeidan_page": str(page)}
    return Request("arrears.list", "GET", "qianfei.do", query=query, charset=CHARSET)


def printout(form: str, number: str | None, ending: str) -> Request:
    """打印 of a form, of one business or (without ``number``) of none."""
    query = {"bd": form, **({} if number is None else {"sxh": number}), "gs": ending}
    return Request("print", "GET", "dayin.do", query=query, charset=CHARSET)


def batch_export(number: str) -> Request:
    """导出 of a batch 批量…导出 (WH-81): its form as a workbook."""
    return Request("batch.export", "GET", "pl_daochu.do", query={"sxh": number}, charset=CHARSET)
