"""Pages of business: home with its lists, and the enrolment from search to submission."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from sigateway_mockservers.wuhan import desk, reasons
from sigateway_mockservers.wuhan.fields import BLACK_NAMES, FIELDS, START_MONTH
from sigateway_mockservers.wuhan.lists import written
from sigateway_mockservers.wuhan.reasons import Reason
from sigateway_mockservers.wuhan.records import ENROLMENT, Task


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
    return _check_page(task)


def detail_open() -> Response:
    """An item of 已办."""
    task = _shown_task()
    if task is None or task.is_draft:
        return desk.message(reasons.NO_SUCH_TASK)
    desk.note_task(task, committed=False)
    outcome = {"spjg": task.result, "tjsj": written(task.submitted), "bjsj": written(task.finished)}
    return desk.page("detail", task=task, fields=(*FIELDS, START_MONTH), outcome=outcome)


def _shown_task() -> Task | None:
    sxh = desk.query().get("sxh", "")
    desk.notes().subject = sxh
    task = desk.hall().lists.shown_task(sxh)
    if task is None or task.unit != desk.session().unit or task.discarded:
        return None
    return task


def enrol_open() -> Response:
    """增员(续保): ask for the document."""
    return _search_page({})


def enrol_search() -> Response:
    """The entrance stage; changes nothing."""
    fields = desk.form()
    kind, number = fields.get("zjlx", ""), fields.get("zjhm", "")
    unit = desk.session().unit
    desk.notes().unit, desk.notes().person = unit, number
    refused = desk.hall().enrolment.search(unit, kind, number)
    if refused:
        return _search_page(fields, refused)
    return _form_page(desk.hall().enrolment.known_values(kind, number))


def enrol_save() -> Response:
    """保存: the save stage; good forms become drafts."""
    fields = desk.form()
    unit = desk.session().unit
    enrolment = desk.hall().enrolment
    opened = enrolment.take_form(unit, fields.get("bdh", ""))
    if opened is None:
        return desk.message(reasons.PAGE_STALE)
    desk.notes().unit, desk.notes().person = unit, opened.number
    values = {each.name: fields.get(each.name, "") for each in FIELDS}
    if (values["zjlx"], values["zjhm"]) != (opened.kind, opened.number):
        own = {"zjlx": opened.kind, "zjhm": opened.number}
        return _form_page(values | own, [reasons.GREY_FIELD])
    saved = enrolment.save(unit, values)
    if isinstance(saved, list):
        return _form_page(values, saved)
    desk.note_task(saved, committed=True)
    return _check_page(saved)


def enrol_edit() -> Response:
    """保存 again, from the check page."""
    fields = desk.form()
    unit, sxh = desk.session().unit, fields.get("sxh", "")
    desk.notes().subject = sxh
    saved = desk.hall().enrolment.edit(unit, sxh, fields)
    if isinstance(saved, Task):
        desk.note_task(saved, committed=True)
        return _check_page(saved)
    task = desk.hall().enrolment.own_task(unit, sxh)
    if task is None or not task.is_draft:
        return desk.message(saved[0])
    desk.note_task(task, committed=False)
    entered = {name: fields.get(name, "") for name in BLACK_NAMES}
    return _check_page(task, {**task.fields, **entered}, saved)


def submit() -> Response:
    """提交审批."""
    unit, sxh = desk.session().unit, desk.form().get("sxh", "")
    submitted = desk.hall().enrolment.submit(unit, sxh)
    if isinstance(submitted, Reason):
        _note_refused(unit, sxh)
        return desk.message(submitted)
    desk.note_task(submitted, committed=True)
    return desk.page("submitted", messages=["提交成功"], notice=True, task=submitted)


def discard() -> Response:
    """退单."""
    unit, sxh = desk.session().unit, desk.form().get("sxh", "")
    discarded = desk.hall().enrolment.discard(unit, sxh)
    if isinstance(discarded, Reason):
        _note_refused(unit, sxh)
        return desk.message(discarded)
    desk.note_task(discarded, committed=True)
    return desk.page("discarded", messages=["该任务已取消"], notice=True)


def _note_refused(unit: str, sxh: str) -> None:
    task = desk.hall().enrolment.own_task(unit, sxh)
    if task is not None and task.business == ENROLMENT:
        desk.note_task(task, committed=False)
    else:
        desk.notes().unit, desk.notes().subject = unit, sxh


def _search_page(values: Mapping[str, str], refused: list[Reason] | None = None) -> Response:
    return desk.page("enrol_search", messages=refused or [], fields=FIELDS[:2], values=values)


def _form_page(values: Mapping[str, str], refused: list[Reason] | None = None) -> Response:
    hall, unit = desk.hall(), desk.session().unit
    opened = hall.enrolment.hand_out_form(unit, values["zjlx"], values["zjhm"], desk.world().random)
    person = desk.world().people.get(values["zjhm"])
    first = hall.enrolment.standing(unit, values["zjhm"]).first_enrolment
    facts = {"cblb": "首次参保" if first else "续保", "cbny": f"{desk.world().clock.now():%Y%m}"}
    if person is not None:
        facts |= {"xm": person.name, "mz": person.nation}
    return desk.page(
        "enrol_form", messages=refused or [], fields=FIELDS, values=values, facts=facts, form_number=opened.id
    )


def _check_page(
    task: Task, values: Mapping[str, str] | None = None, refused: list[Reason] | None = None
) -> Response:
    return desk.page(
        "check",
        messages=refused or [],
        task=task,
        fields=(*FIELDS, START_MONTH),
        values=values if values is not None else task.fields,
    )
