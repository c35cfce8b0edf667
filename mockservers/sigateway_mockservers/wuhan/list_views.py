"""Pages of the lists: home, and one item of either list."""

from __future__ import annotations

from flask import Response

from sigateway_mockservers.wuhan import desk, reasons
from sigateway_mockservers.wuhan.businesses import business_of
from sigateway_mockservers.wuhan.filing_views import check_page
from sigateway_mockservers.wuhan.lists import written
from sigateway_mockservers.wuhan.records import Task


def home_open() -> Response:
    """首页: the unit and its two lists."""
    unit = desk.hall().units[desk.session().unit]
    query = desk.query()
    person, sxh = query.get("zjhm", ""), query.get("sxh", "")
    desk.notes().unit = unit.number
    lists = desk.hall().lists
    shown = [
        lists.drafts(unit.number, person, sxh, _page_number(query.get("daiban_page", ""))),
        lists.filed(unit.number, person, sxh, _page_number(query.get("yiban_page", ""))),
    ]
    return desk.page("home", unit=unit, lists=shown, person=person, sxh=sxh)


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0 else 1


def task_open() -> Response:
    """An item of 待办."""
    task = _shown_task()
    if task is None or not task.is_draft:
        return desk.message(reasons.NO_SUCH_TASK)
    desk.note_task(task, committed=False)
    return check_page(task)


def detail_open() -> Response:
    """An item of 已办."""
    task = _shown_task()
    if task is None or task.is_draft:
        return desk.message(reasons.NO_SUCH_TASK)
    desk.note_task(task, committed=False)
    business = business_of(task)
    outcome = {"spjg": task.result, "tjsj": written(task.submitted), "bjsj": written(task.finished)}
    return desk.page("detail", task=task, fields=(*business.fields, *business.added), outcome=outcome)


def _shown_task() -> Task | None:
    sxh = desk.query().get("sxh", "")
    desk.notes().subject = sxh
    task = desk.hall().lists.shown_task(sxh)
    if task is None or task.unit != desk.session().unit or task.discarded:
        return None
    return task
