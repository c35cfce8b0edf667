"""The wire of the community desk beyond its forms: lists of agreements, bank orders (``docs/wire/wuhan-community.md``, E0). Pure."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import Private, Request

from .fields import CHARSET
from .wire_addresses import AGREEMENT

NO_ORDER: Final = "无加办信息"
"""The bank has no order yet: none was asked for, or it has not passed (WH-120)."""


SET_UP: Final = "已加办"
"""The bank takes the monthly amount (WH-121)."""


def agreements(*, document: str | None = None, page: int = 1) -> Request:
    """This community's agreements, with everybody or with one person (WH-116)."""
    query: dict[str, str] = {}
    if document is not None:
        query["zjhm"] = Private(document)
    if page > 1:
        query["page"] = str(page)
    return Request(f"{AGREEMENT.operation}.open", "GET", AGREEMENT.page, query=query, charset=CHARSET)


def bank_order(document: str) -> Request:
    """查询加办信息 (WH-120)."""
    query = {"zjhm": Private(document)}
    return Request("bankorder.open", "GET", "jiaban.do", query=query, charset=CHARSET)
