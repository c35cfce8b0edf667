"""Pages of every business, from search to submission: which business, the route says."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from sigateway_mockservers.wuhan import desk, reasons
from sigateway_mockservers.wuhan.businesses import Business, business_of
from sigateway_mockservers.wuhan.reasons import Reason
from sigateway_mockservers.wuhan.records import Task


def open_(business: Business) -> Response:
    """单个办理: ask for the person."""
    return _search_page(business, {})


def search(business: Business) -> Response:
    """The entrance stage; changes nothing."""
    fields = desk.form()
    asked = {each.name: fields.get(each.name, "") for each in business.asked}
    unit = desk.session().unit
    desk.notes().unit = unit
    desk.notes().person = business.person_asked_for(asked, desk.hall().store)
    found = desk.hall().filing.search(business, unit, asked)
    return _search_page(business, asked, found) if isinstance(found, list) else _form_page(business, found)


def save(business: Business) -> Response:
    """保存: the save stage; good forms become drafts."""
    fields = desk.form()
    unit = desk.session().unit
    filing = desk.hall().filing
    opened = filing.take_form(business, unit, fields.get("bdh", ""))
    if opened is None:
        return desk.message(reasons.PAGE_STALE)
    desk.notes().unit, desk.notes().person = unit, opened.fixed["zjhm"]
    values = {each.name: fields.get(each.name, "") for each in business.fields}
    if any(values[name] != shown for name, shown in opened.fixed.items()):
        return _form_page(business, {**values, **opened.fixed}, [reasons.GREY_FIELD])
    saved = filing.save(business, unit, values)
    if isinstance(saved, list):
        return _form_page(business, values, saved)
    desk.note_task(saved, committed=True)
    return check_page(saved)


def edit(business: Business) -> Response:
    """保存 again, from the check page."""
    fields = desk.form()
    unit, sxh = desk.session().unit, fields.get("sxh", "")
    desk.notes().subject = sxh
    filing = desk.hall().filing
    saved = filing.edit(business, unit, sxh, fields)
    if isinstance(saved, Task):
        desk.note_task(saved, committed=True)
        return check_page(saved)
    task = filing.own_task_of(business, unit, sxh)
    if task is None or not task.is_draft:
        return desk.message(saved[0])
    desk.note_task(task, committed=False)
    entered = {name: fields.get(name, "") for name in business.black_names}
    return check_page(task, {**task.fields, **entered}, saved)


def submit() -> Response:
    """提交审批, whatever the business."""
    unit, sxh = desk.session().unit, desk.form().get("sxh", "")
    submitted = desk.hall().filing.submit(unit, sxh)
    if isinstance(submitted, Reason):
        _note_refused(unit, sxh)
        return desk.message(submitted)
    desk.note_task(submitted, committed=True)
    return desk.page("submitted", messages=["提交成功"], notice=True, task=submitted)


def discard() -> Response:
    """退单, whatever the business."""
    unit, sxh = desk.session().unit, desk.form().get("sxh", "")
    discarded = desk.hall().filing.discard(unit, sxh)
    if isinstance(discarded, Reason):
        _note_refused(unit, sxh)
        return desk.message(discarded)
    desk.note_task(discarded, committed=True)
    return desk.page("discarded", messages=["该任务已取消"], notice=True)


def _note_refused(unit: str, sxh: str) -> None:
    task = desk.hall().filing.own_task(unit, sxh)
    if task is not None:
        desk.note_task(task, committed=False)
    else:
        desk.notes().unit, desk.notes().subject = unit, sxh


def _search_page(
    business: Business, values: Mapping[str, str], refused: list[Reason] | None = None
) -> Response:
    return desk.page(
        f"{business.verb}_search",
        template="search",
        messages=refused or [],
        business=business,
        values=values,
    )


def _form_page(
    business: Business, values: Mapping[str, str], refused: list[Reason] | None = None
) -> Response:
    filing, unit = desk.hall().filing, desk.session().unit
    opened = filing.hand_out_form(business, unit, values, desk.world().random)
    return desk.page(
        f"{business.verb}_form",
        template="form",
        messages=refused or [],
        business=business,
        values=values,
        facts=business.facts(filing.standing(business, unit, values["zjhm"])),
        form_number=opened.id,
    )


def check_page(
    task: Task, values: Mapping[str, str] | None = None, refused: list[Reason] | None = None
) -> Response:
    """信息核对: what was saved, and what may still be changed."""
    return desk.page(
        "check",
        messages=refused or [],
        task=task,
        business=business_of(task),
        values=values if values is not None else task.fields,
    )
