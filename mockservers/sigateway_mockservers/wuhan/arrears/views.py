"""单位欠费查询: what a unit owes, month by month, and its bills (WH-111)."""

from __future__ import annotations

from flask import Response

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan import desk
from sigateway_mockservers.wuhan.arrears.dues import Dues, MonthStanding
from sigateway_mockservers.wuhan.arrears.records import Bill
from sigateway_mockservers.wuhan.arrears.tables import MONEY, Line, scheme_lines, totals
from sigateway_mockservers.wuhan.lists import ListPage, list_page, written

MONTH_COLUMNS = {
    "xm": "姓名",
    "zjhm": "证件号码",
    "ny": "欠费年月",
    "xz": "险种",
    **MONEY,
    "zt": "状态",
    "hdsxh": "核定业务顺序号",
    "jfdh": "缴费单号",
}
BILL_COLUMNS = {
    "jfdh": "缴费单号",
    "sxh": "业务顺序号",
    "hdsxh": "核定业务顺序号",
    "rs": "人数",
    **MONEY,
    "zt": "状态",
    "scsj": "生成时间",
    "sphm": "税票号码",
    "dzsj": "到账时间",
}


@enforces("WH-111")
def arrears_list() -> Response:
    """Both tables, each with its pages; every filter is on both."""
    query, unit = desk.query(), desk.session().unit
    asked = {name: query.get(name, "") for name in ("zjhm", "hdsxh", "jfdh")}
    desk.notes().unit, desk.notes().person = unit, asked["zjhm"]
    lists = [
        _months(unit, asked, desk.page_number(query.get("qianfei_page", ""))),
        _bills(unit, asked, desk.page_number(query.get("jiaofeidan_page", ""))),
    ]
    return desk.page("arrears", lists=lists, asked=asked)


def _months(unit: str, asked: dict[str, str], page: int) -> ListPage:
    dues = Dues(desk.hall().store, unit)
    people = sorted(desk.hall().store.owed)
    standing = [month for person in people for month in dues.months_of(person)]
    # The order of people is kept within a month: sorting is stable.
    standing.sort(key=lambda each: each.owed.month, reverse=True)
    rows = [
        _month_row(dues, each)
        for each in standing
        if asked["zjhm"] in ("", each.owed.person)
        and asked["hdsxh"] in ("", each.assessment)
        and asked["jfdh"] in ("", each.bill)
    ]
    return list_page("qianfei", "欠费", MONTH_COLUMNS, rows, page)


def _month_row(dues: Dues, standing: MonthStanding) -> dict[str, str]:
    owed = standing.owed
    person = desk.world().people.get(owed.person)
    return {
        "xm": person.name if person is not None else "",
        "zjhm": owed.person,
        "ny": owed.month,
        "xz": " ".join(owed.schemes),
        **totals(_lines(dues, standing)),
        "zt": standing.state,
        "hdsxh": standing.assessment,
        "jfdh": standing.bill,
    }


def _lines(dues: Dues, standing: MonthStanding) -> tuple[Line, ...]:
    """As assessed, or by the figures of now where nothing was."""
    if not standing.assessment:
        return scheme_lines(dues.charges([standing.owed]))
    saved = dues.item(standing.assessment).lines
    return tuple(line for line in saved if line["ny"] == standing.owed.month)


def _bills(unit: str, asked: dict[str, str], page: int) -> ListPage:
    dues = Dues(desk.hall().store, unit)
    rows = [
        _bill_row(dues, each)
        for each in dues.bills()
        if asked["jfdh"] in ("", each.number)
        and (not asked["hdsxh"] or asked["hdsxh"] in each.assessments)
        and asked["zjhm"] in ("", *_people(dues, each))
    ]
    return list_page("jiaofeidan", "缴费单", BILL_COLUMNS, rows, page)


def _people(dues: Dues, bill: Bill) -> list[str]:
    """Whose months a bill settles, by the numbers that they go by now."""
    return [desk.hall().store.current_number(dues.item(sxh).person) for sxh in bill.assessments]


def _bill_row(dues: Dues, bill: Bill) -> dict[str, str]:
    lines = dues.item(bill.sxh).lines
    return {
        "jfdh": bill.number,
        "sxh": bill.sxh,
        "hdsxh": ",".join(bill.assessments),
        "rs": str(len({line["zjhm"] for line in lines})),
        **totals(lines),
        "zt": bill.state,
        "scsj": written(bill.made),
        "sphm": bill.receipt,
        "dzsj": written(bill.arrived),
    }
