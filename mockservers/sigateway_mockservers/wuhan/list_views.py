"""Pages of the lists: home, and one item of either list."""

from __future__ import annotations

from flask import Response

from sigateway_mockservers.wuhan import desk, reasons
from sigateway_mockservers.wuhan.businesses import business_of
from sigateway_mockservers.wuhan.businesses.base import FormTable
from sigateway_mockservers.wuhan.community.home import user_block
from sigateway_mockservers.wuhan.filing_views import check_page
from sigateway_mockservers.wuhan.lists import written
from sigateway_mockservers.wuhan.prints.forms import forms_of
from sigateway_mockservers.wuhan.records import Task


def home_open() -> Response:
    """首页: whoever signed in, and their two lists."""
    user = desk.user()
    block = user_block(desk.hall().store, desk.world().people, user)
    query = desk.query()
    person, sxh = query.get("zjhm", ""), query.get("sxh", "")
    desk.notes().unit = user.number
    lists = desk.hall().lists
    shown = [
        lists.drafts(user.number, person, sxh, desk.page_number(query.get("daiban_page", ""))),
        lists.filed(user.number, person, sxh, desk.page_number(query.get("yiban_page", ""))),
    ]
    return desk.page("home", block=block, lists=shown, person=person, sxh=sxh)


def task_open() -> Response:
    """An item of 待办."""
    task = shown_task()
    if task is None or not task.is_draft:
        return desk.message(reasons.NO_SUCH_TASK)
    if task.is_batch:
        return desk.go(f"pl_renwu.do?sxh={task.sxh}")
    desk.note_task(task, committed=False)
    return check_page(task)


def detail_open() -> Response:
    """An item of 已办."""
    task = shown_task()
    if task is None or task.is_draft:
        return desk.message(reasons.NO_SUCH_TASK)
    if task.is_batch:
        return desk.go(f"pl_renwu.do?sxh={task.sxh}")
    desk.note_task(task, committed=False)
    business = business_of(task)
    outcome = {"spjg": task.result, "tjsj": written(task.submitted), "bjsj": written(task.finished)}
    fields = [each for each in (*business.fields, *business.added, *business.told) if not each.file]
    return desk.page(
        "detail",
        task=task,
        business=business,
        fields=fields,
        outcome=outcome,
        kept=FormTable("mx", "明细", business.kept, task.lines),
        prints=forms_of(task),
    )


def shown_task() -> Task | None:
    """The item of this unit that the query asks for, as the lists show it now."""
    sxh = desk.query().get("sxh", "")
    desk.notes().subject = sxh
    task = desk.hall().lists.shown_task(sxh)
    if task is None or task.unit != desk.session().unit or task.discarded:
        return None
    return task
