"""Pages for reading: the help page, 已办业务查询, the results of batches, and the table of movements."""

from __future__ import annotations

from flask import Response

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import desk, reasons
from sigateway_mockservers.wuhan.businesses import BUSINESSES
from sigateway_mockservers.wuhan.community.rights import may
from sigateway_mockservers.wuhan.menu import AGENCY_OFFICE, matters
from sigateway_mockservers.wuhan.queries import (
    MOVEMENT_HEADINGS,
    MOVEMENT_TITLE,
    DoneFilter,
    batch_results,
    business_done,
    movements,
    name_of_batches,
)
from sigateway_mockservers.wuhan.workbook import CONTENT_TYPE, write_workbook


def help_open() -> Response:
    """办事指南: what only the counter does, for people."""
    rows = [
        {"sx": each.name, "dd": AGENCY_OFFICE, "sj": each.hours, "zl": "、".join(each.papers)}
        for each in matters(desk.hall().counter.account_papers)
    ]
    return desk.page("help", rows=rows)


def done_query() -> Response:
    """已办业务查询."""
    query, unit = desk.query(), desk.session().unit
    desk.notes().unit = unit
    asked = DoneFilter(
        query.get("ywmc", ""), query.get("ksrq", ""), query.get("jsrq", ""), query.get("zjhm", "")
    )
    found = business_done(desk.hall().lists, unit, asked, desk.page_number(query.get("page", "")))
    own = [each for each in BUSINESSES if may(desk.user(), f"{each.verb}.open")]
    names = [name for each in own for name in (each.name, each.batch_name) if name]
    refused = [] if asked.is_well_formed else [reasons.DAYS_WRONG]
    return desk.page("done_query", messages=refused, list=found, asked=asked, names=names)


def batch_query() -> Response:
    """批量…审核结果查询."""
    query, unit = desk.query(), desk.session().unit
    desk.notes().unit = unit
    word = query.get("yw", "")
    name = name_of_batches(word)
    if not name:
        return desk.message(reasons.NO_SUCH_TASK)
    found = batch_results(desk.hall().lists, unit, name, desk.page_number(query.get("page", "")))
    return desk.page("batch_query", list=found, name=name, word=word)


def movements_open() -> Response:
    """单位增减员异动表导出: from which month to which."""
    month = month_of(desk.world().clock.now())
    return _movements_page(month, month)


@enforces("WH-111")
def movements_export() -> Response:
    """导出."""
    query, unit = desk.query(), desk.session().unit
    desk.notes().unit = unit
    first, last = query.get("ksny", ""), query.get("jsny", "")
    rows = movements(desk.hall().lists, unit, first, last)
    if isinstance(rows, Reason):
        return _movements_page(first, last, rows)
    disposition = f'attachment; filename="yidong_{first}_{last}.xls"'
    content = write_workbook(MOVEMENT_TITLE, MOVEMENT_HEADINGS, rows)
    return Response(content, content_type=CONTENT_TYPE, headers={"Content-Disposition": disposition})


def _movements_page(first: str, last: str, refused: Reason | None = None) -> Response:
    messages = [] if refused is None else [refused]
    return desk.page("movements", messages=messages, first=first, last=last)
