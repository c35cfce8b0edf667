"""Pages of every business, from search to submission: which business, the route says."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import desk, reasons
from sigateway_mockservers.wuhan.businesses import Business, business_of
from sigateway_mockservers.wuhan.businesses.base import FormTable
from sigateway_mockservers.wuhan.records import Task
from sigateway_mockservers.wuhan.uploads import read_parts, text_of


def open_(business: Business) -> Response:
    """单个办理: ask for the person; a form about the unit itself comes at once."""
    if business.asked:
        return _search_page(business, {})
    unit = desk.notes().unit = desk.session().unit
    found = desk.hall().filing.search(business, unit, {})
    if isinstance(found, list):
        return desk.page("message", messages=found)
    return _form_page(business, found, shown=found)


def search(business: Business) -> Response:
    """The entrance stage; changes nothing."""
    fields = desk.form()
    asked = {each.name: fields.get(each.name, "") for each in business.asked}
    unit = desk.session().unit
    desk.notes().unit = unit
    desk.notes().person = business.person_asked_for(asked, desk.hall().store)
    found = desk.hall().filing.search(business, unit, asked)
    if isinstance(found, list):
        return _search_page(business, asked, found)
    return _form_page(business, found, shown=found)


def save(business: Business) -> Response:
    """保存: the save stage; good forms become drafts."""
    fields = _posted(business)
    unit = desk.session().unit
    filing = desk.hall().filing
    opened = filing.take_form(business.name, unit, fields.get("bdh", ""))
    if opened is None:
        return desk.message(reasons.PAGE_STALE)
    desk.notes().unit, desk.notes().person = unit, opened.shown.get("zjhm", "")
    values = {each.name: fields.get(each.name, "") for each in business.fields}
    saved = filing.save(business, unit, values, opened.shown)
    if isinstance(saved, list):
        return _form_page(business, values, saved, shown=opened.shown)
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
    if isinstance(submitted, list):
        _note_refused(unit, sxh)
        return desk.page("message", messages=submitted)
    desk.note_task(submitted, committed=True)
    return desk.page(
        "submitted", messages=["提交成功"], notice=True, task=submitted, business=business_of(submitted)
    )


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
    user, query, now = desk.session().unit, desk.query(), desk.world().clock.now()
    page = desk.page_number(query.get("page", ""))
    asked = {"zjhm": query.get("zjhm", ""), "page": str(page)}
    return desk.page(
        f"{business.verb}_search",
        template="search",
        messages=refused or [],
        business=business,
        values=values,
        asked=asked,
        list=business.search_list(desk.hall().store, user, asked, now),
    )


def _posted(business: Business) -> dict[str, str]:
    """The posted fields. A form with a file comes as multipart; the file is kept and its name stands for it."""
    files = [each for each in business.fields if each.file]
    if not files:
        return desk.form()
    parts = read_parts(request.content_type or "", request.get_data())
    sent = {each.name: parts.pop(each.name, b"") for each in files}
    kept = {name: desk.hall().store.keep_file(content) for name, content in sent.items()}
    return {name: text_of(parts, name) for name in parts} | kept


@enforces("WH-48")
def _form_page(
    business: Business,
    entered: Mapping[str, str],
    refused: list[Reason] | None = None,
    *,
    shown: Mapping[str, str],
) -> Response:
    filing, unit = desk.hall().filing, desk.session().unit
    values = {**entered, **{each.name: shown[each.name] for each in business.fields if each.fixed}}
    opened = filing.hand_out_form(business.name, unit, shown, desk.world().random)
    standing = filing.standing(business, unit, business.subject(values))
    return desk.page(
        f"{business.verb}_form",
        template="form",
        messages=refused or business.form_notices(standing),
        notice=not refused,
        business=business,
        values=values,
        facts=business.facts(standing),
        tables=business.tables(standing),
        form_number=opened.id,
    )


def check_page(
    task: Task, values: Mapping[str, str] | None = None, refused: list[Reason] | None = None
) -> Response:
    """信息核对: what was saved, and what may still be changed."""
    business = business_of(task)
    return desk.page(
        "check",
        messages=refused or business.check_notices,
        notice=not refused,
        task=task,
        business=business,
        kept=FormTable("mx", "明细", business.kept, task.lines),
        values=values if values is not None else task.fields,
    )
