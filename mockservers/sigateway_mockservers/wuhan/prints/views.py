"""打印: a form of the system, as a file."""

from __future__ import annotations

from flask import Response

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import desk, reasons
from sigateway_mockservers.wuhan.list_views import shown_task
from sigateway_mockservers.wuhan.prints.forms import (
    PDF,
    XLS,
    Printed,
    PrintForm,
    When,
    blank,
    filled,
    form_of,
    forms_of,
)
from sigateway_mockservers.wuhan.prints.pdf import CONTENT_TYPE as PDF_TYPE
from sigateway_mockservers.wuhan.prints.pdf import write_pdf
from sigateway_mockservers.wuhan.prints.xls import CONTENT_TYPE as XLS_TYPE
from sigateway_mockservers.wuhan.prints.xls import write_xls
from sigateway_mockservers.wuhan.records import Task


def asks_for_blank_form() -> bool:
    """Whether the request is for a template, which needs no session."""
    form = form_of(desk.query().get("bd", ""))
    return form is not None and form.is_blank


@enforces("WH-49", "WH-70", "WH-98")
def print_form() -> Response:
    """The form, or why there is none yet."""
    query = desk.query()
    form, how = form_of(query.get("bd", "")), query.get("gs", "")
    if form is None or how not in form.formats:
        return desk.message(reasons.NO_SUCH_TASK)
    if form.is_blank:
        return _file(blank(form), how)
    task = shown_task()
    if task is None or not form.is_of(task):
        return desk.message(reasons.NO_SUCH_TASK)
    desk.note_task(task, committed=False)
    return _print_task(form, task, how)


@enforces("WH-97")
def print_as_exported(task: Task) -> Response:
    """导出 of a batch that has a form of its own: the same workbook as the print."""
    return _print_task(forms_of(task)[0], task, XLS)


def _print_task(form: PrintForm, task: Task, how: str) -> Response:
    too_early = _too_early(form, task)
    if too_early is not None:
        return desk.message(too_early)
    return _file(filled(form, desk.hall().store, task), how)


def _too_early(form: PrintForm, task: Task) -> Reason | None:
    if form.when is When.ENDED:
        return None if task.finished is not None else reasons.NOT_ENDED
    return reasons.NOT_SUBMITTED if task.is_draft else None


def _file(printed: Printed, how: str) -> Response:
    content, kind = (write_pdf(printed), PDF_TYPE) if how == PDF else (write_xls(printed), XLS_TYPE)
    name = f"{printed.form.bd}-{printed.sxh}.{how}"
    disposition = f'attachment; filename="{name}"'
    return Response(content, content_type=kind, headers={"Content-Disposition": disposition})
