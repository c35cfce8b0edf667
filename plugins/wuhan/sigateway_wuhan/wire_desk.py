"""The wire of the desk's queries: their requests (``docs/wire/wuhan-desk.md``, E0). Pure."""

from __future__ import annotations

from datetime import date

from sigateway.plugin import Month, Request

from .fields import CHARSET


def done(business: str | None, first: date | None, last: date | None, page: int = 1) -> Request:
    """已办业务查询: by the hall's name of the business, and by the day of submission, both days included."""
    query: dict[str, str] = {}
    if business is not None:
        query["ywmc"] = business
    if first is not None:
        query["ksrq"] = first.isoformat()
    if last is not None:
        query["jsrq"] = last.isoformat()
    if page > 1:
        query["page"] = str(page)
    return Request("done.query", "GET", "yibancx.do", query=query, charset=CHARSET)


def batches(what: str, page: int = 1) -> Request:
    """批量…审核结果查询 (WH-84). ``what`` is the hall's ``yw``."""
    query = {"yw": what, **({"page": str(page)} if page > 1 else {})}
    return Request("batch.query", "GET", "plcx.do", query=query, charset=CHARSET)


def movements(first: Month, last: Month) -> Request:
    """单位增减员异动表导出: the workbook of these months, both included."""
    query = {"ksny": first.compact, "jsny": last.compact}
    return Request("movements.export", "GET", "yidong_daochu.do", query=query, charset=CHARSET)
