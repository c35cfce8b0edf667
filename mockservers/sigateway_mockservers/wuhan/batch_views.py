"""Pages and files of 批量办理: template, upload, the list of its rows, failures, deletion, the printed form."""

from __future__ import annotations

from flask import Response, request

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import desk, reasons
from sigateway_mockservers.wuhan.batch_list import columns_of, failed_cells, list_rows, row_cells
from sigateway_mockservers.wuhan.batch_records import FailureList
from sigateway_mockservers.wuhan.businesses import Business, business_of, business_of_batch
from sigateway_mockservers.wuhan.list_views import shown_task
from sigateway_mockservers.wuhan.prints.forms import forms_of
from sigateway_mockservers.wuhan.prints.views import print_as_exported
from sigateway_mockservers.wuhan.records import Task
from sigateway_mockservers.wuhan.uploads import read_parts, text_of
from sigateway_mockservers.wuhan.workbook import CONTENT_TYPE, write_workbook


def batch_open() -> Response:
    """批量办理: the template, and a file to upload."""
    business = business_of_batch(desk.query().get("yw", ""))
    return desk.message(reasons.NO_SUCH_TASK) if business is None else _batch_page(business)


def batch_template() -> Response:
    """模板下载."""
    business = business_of_batch(desk.query().get("yw", ""))
    if business is None:
        return desk.message(reasons.NO_SUCH_TASK)
    unit = desk.notes().unit = desk.session().unit
    return _workbook(f"muban_{business.stem}.xls", desk.hall().batches.template(business, unit))


@enforces("WH-91")
def batch_upload() -> Response:
    """上传: what stands becomes a draft."""
    parts = read_parts(request.content_type or "", request.get_data())
    business = business_of_batch(text_of(parts, "yw"))
    if business is None:
        return desk.message(reasons.NO_SUCH_TASK)
    unit = desk.session().unit
    desk.notes().unit, desk.notes().kind = unit, business.kind
    opened = desk.hall().filing.take_form(business.batch_name, unit, text_of(parts, "bdh"))
    refused = desk.hall().batches.refusal(business)
    if refused is not None or opened is None:
        return _batch_page(business, refused or reasons.PAGE_STALE)
    imported = desk.hall().batches.upload(business, unit, parts.get("wj", b""))
    if isinstance(imported, Reason):
        return _batch_page(business, imported)
    failures = desk.hall().batches.failures(unit, imported.sxh)
    desk.notes().subject = imported.sxh
    desk.notes().rule_ids = tuple(dict.fromkeys(said.rule for row in failures.rows for said in row.reasons))
    if isinstance(imported, FailureList):
        return _batch_page(business, reasons.NOBODY_IMPORTED, failures)
    _note(imported, committed=True)
    return _list_page(imported, notice=business.upload_notice)


@enforces("WH-83", "WH-84", "WH-85")
def batch_list() -> Response:
    """The rows of a batch of either list, with what became of each: before, in and after the review."""
    task = shown_task()
    if task is None or not task.is_batch:
        return desk.message(reasons.NO_SUCH_TASK)
    _note(task, committed=False)
    return _list_page(
        task, person=desk.query().get("zjhm", ""), page=desk.page_number(desk.query().get("page", ""))
    )


def batch_failures() -> Response:
    """下载导入失败列表."""
    sxh, unit = desk.query().get("sxh", ""), desk.session().unit
    desk.notes().unit, desk.notes().subject = unit, sxh
    failures = desk.hall().batches.failures(unit, sxh)
    task = shown_task()
    if not failures.rows and (task is None or not task.is_batch):
        return desk.message(reasons.NO_SUCH_TASK)
    headings = ("行号", "公民身份号码", "姓名", "失败原因")
    rows = [failed_cells(each) for each in failures.rows]
    return _workbook(f"shibai_{sxh}.xls", write_workbook("导入失败列表", headings, rows))


def batch_delete() -> Response:
    """删除 the ticked rows."""
    fields, unit = desk.form_lists(), desk.session().unit
    sxh = fields.get("sxh", [""])[-1]
    # A browser repeats the field for each box that is ticked; a script may join the numbers.
    ticked = [row for value in fields.get("hh", []) for row in value.split(",") if row]
    desk.notes().unit, desk.notes().subject = unit, sxh
    left = desk.hall().batches.delete(unit, sxh, ticked)
    if isinstance(left, Task):
        _note(left, committed=True)
        return (
            desk.page("discarded", messages=["该任务已取消"], notice=True)
            if left.discarded
            else _list_page(left)
        )
    task = desk.hall().batches.own_batch(unit, sxh)
    if task is None or not task.is_draft:
        return desk.message(left)
    return _list_page(task, refused=left)


@enforces("WH-49", "WH-70", "WH-81")
def batch_export() -> Response:
    """导出: the form that is printed and goes with the papers."""
    task = shown_task()
    if task is None or not task.is_batch:
        return desk.message(reasons.NO_SUCH_TASK)
    _note(task, committed=False)
    business = business_of(task)
    if forms_of(task):
        return print_as_exported(task)
    columns = columns_of(business)
    rows = [list(row_cells(columns, each).values()) for each in task.rows]
    content = write_workbook(business.printed_as, list(columns.values()), rows)
    return _workbook(f"daochu_{task.sxh}.xls", content)


def _note(task: Task, *, committed: bool) -> None:
    """The journal of a batch that is not sent names no people: nothing was filed for them yet."""
    noted = desk.notes()
    noted.committed, noted.subject = committed, task.sxh
    noted.unit, noted.kind = task.unit, business_of(task).kind


def _workbook(name: str, content: bytes) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, content_type=CONTENT_TYPE, headers={"Content-Disposition": disposition})


def _batch_page(
    business: Business, refused: Reason | str | None = None, failures: FailureList | None = None
) -> Response:
    opened = desk.hall().filing.hand_out_form(
        business.batch_name, desk.session().unit, {}, desk.world().random
    )
    return desk.page(
        "batch",
        messages=[refused] if refused is not None else [],
        business=business,
        form_number=opened.id,
        failures=failures,
        facts=business.batch_facts(desk.hall().store, desk.world().clock.now()),
    )


def _list_page(
    task: Task, *, person: str = "", page: int = 1, refused: Reason | None = None, notice: str = ""
) -> Response:
    said: Reason | str = refused if refused is not None else notice
    return desk.page(
        "batch_list",
        messages=[said] if said else [],
        notice=refused is None,
        task=task,
        business=business_of(task),
        facts=business_of(task).uploaded_facts(task),
        prints=[] if task.is_draft else forms_of(task),
        failures=desk.hall().batches.failures(task.unit, task.sxh),
        list=list_rows(task, person, page),
        person=person,
    )
