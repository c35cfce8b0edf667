"""The rows of a batch as a table: on its page, in the printed form, and in the list of failures."""

from __future__ import annotations

from collections.abc import Mapping

from sigateway_mockservers.wuhan.batch_records import FailedRow
from sigateway_mockservers.wuhan.businesses import Business, business_of
from sigateway_mockservers.wuhan.lists import ListPage, list_page
from sigateway_mockservers.wuhan.records import Filing, Task

RETURNED = "回退"
_ROW = {"hh": "行号"}
_OUTCOME = {"spjg": "审批结果", "htyy": "回退原因"}


def columns_of(business: Business) -> dict[str, str]:
    """行号, the columns of the template, and what the hall set when the row was imported, each with its heading."""
    return _ROW | {each.name: each.label for each in (*business.batch_columns, *business.added)}


def row_cells(columns: Mapping[str, str], row: Filing) -> dict[str, str]:
    """The cells of a row in these columns, codes as written."""
    cells = {"hh": str(row.row), **row.fields}
    return {name: cells[name] for name in columns}


def list_rows(task: Task, person: str, page: int) -> ListPage:
    """A page of the rows of a batch, or the row of one person."""
    columns = columns_of(business_of(task))
    rows = [
        row_cells(columns, row) | {"spjg": result_of(task, row), "htyy": "；".join(row.reasons)}
        for row in task.rows
        if person in ("", row.person)
    ]
    return list_page("mingxi", "人员明细", columns | _OUTCOME, rows, page)


def result_of(task: Task, row: Filing) -> str:
    """What became of a row: empty while nothing was sent."""
    if row.returned:
        return RETURNED
    return "" if task.is_draft else task.result


def failed_cells(row: FailedRow) -> tuple[str, str, str, str]:
    """A line of 导入失败列表."""
    return str(row.row), row.number, row.name, "；".join(reason.words for reason in row.reasons)
