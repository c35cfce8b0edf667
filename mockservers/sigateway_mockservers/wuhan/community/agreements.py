"""The list of a community's agreements, as its search page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.wuhan.lists import ListPage, list_page

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.store import Store

_COLUMNS = {
    "xybh": "协议编号",
    "xm": "姓名",
    "zjhm": "证件号码",
    "qsrq": "协议起始日期",
    "zzrq": "协议终止日期",
    "zt": "状态",
    "sxh": "业务顺序号",
}


def agreement_list(store: Store, community: str, asked: Mapping[str, str], at: datetime) -> ListPage:
    """Newest first; 状态 by the hall's clock."""
    own = [each for each in store.community_book.agreements if each.community == community]
    rows = [
        {
            "xybh": each.number,
            "xm": each.name,
            "zjhm": each.person,
            "qsrq": each.first_day.isoformat(),
            "zzrq": each.last_day.isoformat(),
            "zt": each.state_at(at),
            "sxh": each.sxh,
        }
        for each in sorted(own, key=lambda each: each.ordinal, reverse=True)
        if asked.get("zjhm", "") in ("", each.person)
    ]
    return list_page("xieyi", "社区代办协议", _COLUMNS, rows, int(asked.get("page", "1")))
