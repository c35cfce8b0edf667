"""What a unit can look up: business done, results of batches, and the movements of its people (WH-84, WH-111)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of, read_day
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.businesses import ENROLMENT, SUSPENSION, business_of, business_of_batch
from sigateway_mockservers.wuhan.lists import FILED_COLUMNS, ListPage, filed_cells, list_page, written
from sigateway_mockservers.wuhan.months import read_month
from sigateway_mockservers.wuhan.records import Filing, Task

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.lists import TaskLists

BATCH_COLUMNS = {
    "sxh": "业务顺序号",
    "ywmc": "业务名称",
    "zrs": "总人数",
    "tgs": "通过人数",
    "hts": "回退人数",
    "spjg": "审批结果",
    "tjsj": "提交时间",
    "bjsj": "办结时间",
}
MOVEMENT_TITLE = "单位增减员异动表"
MOVEMENT_HEADINGS = (
    "异动类型",
    "证件号码",
    "姓名",
    "异动年月",
    "申报工资或停保原因",
    "业务顺序号",
    "办结时间",
)
_MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class DoneFilter:
    """What 已办业务查询 is asked for; empty: not asked."""

    business: str = ""
    first_day: str = ""
    last_day: str = ""
    person: str = ""

    @property
    def is_well_formed(self) -> bool:
        """Whether the days are days."""
        return all(not text or read_day(text) is not None for text in (self.first_day, self.last_day))

    def takes(self, task: Task) -> bool:
        """Whether a submitted item is asked for."""
        assert task.submitted is not None
        day = task.submitted.date()
        return (
            self.business in ("", task.business)
            and self.person in ("", task.person)
            and (read_day(self.first_day) or date.min) <= day <= (read_day(self.last_day) or date.max)
        )


@enforces("WH-111")
def business_done(lists: TaskLists, unit: str, asked: DoneFilter, page: int) -> ListPage:
    """已办业务查询; nothing when the days are none."""
    tasks = lists.filed_tasks(unit) if asked.is_well_formed else []
    rows = [filed_cells(task) for task in tasks if asked.takes(task)]
    return list_page("yiban", "已办业务", FILED_COLUMNS, rows, page)


def name_of_batches(word: str) -> str:
    """业务名称 of the batches that go by this word; empty when there are none."""
    business = business_of_batch(word)
    return business.batch_name if business is not None else ""


@enforces("WH-84")
def batch_results(lists: TaskLists, unit: str, name: str, page: int) -> ListPage:
    """批量…审核结果查询: the submitted batches of one name, newest first."""
    rows = [
        {**filed_cells(task), **_outcome(task)}
        for task in lists.filed_tasks(unit)
        if task.business == name and task.is_batch
    ]
    return list_page("pici", "审核结果", BATCH_COLUMNS, rows, page)


def _outcome(task: Task) -> dict[str, str]:
    returned = sum(1 for row in task.rows if row.returned) if task.finished else 0
    taken = len(task.rows) - returned if task.finished else 0
    return {"zrs": str(len(task.rows)), "tgs": str(taken), "hts": str(returned)}


def movements(lists: TaskLists, unit: str, first: str, last: str) -> list[tuple[str, ...]] | Reason:
    """The rows of 单位增减员异动表: who was taken in or out in these months, oldest first."""
    begin, end = read_month(first), read_month(last)
    if begin is None or end is None:
        return reasons.MONTHS_WRONG
    months = (end[0] * 12 + end[1]) - (begin[0] * 12 + begin[1]) + 1
    if not 1 <= months <= _MOST_MONTHS:
        return reasons.MONTHS_WRONG
    return [
        _movement(task, filing)
        for task in _taken(lists, unit)
        if task.finished is not None and first <= month_of(task.finished) <= last
        for filing in task.filings
        if not filing.returned
    ]


def _taken(lists: TaskLists, unit: str) -> Iterator[Task]:
    of_unit = [task for task in lists.filed_tasks(unit) if task.finished is not None]
    for task in sorted(of_unit, key=lambda each: (each.finished, each.ordinal)):
        if business_of(task).kind in (ENROLMENT.kind, SUSPENSION.kind):
            yield task


def _movement(task: Task, filing: Filing) -> tuple[str, ...]:
    fields, joins = filing.fields, business_of(task).kind == ENROLMENT.kind
    month = fields["bjksny"] or fields["cbny"] if joins else fields["zhjfny"]
    return (
        "增员" if joins else "减员",
        fields["zjhm"],
        fields["xm"],
        month,
        fields["sbgz"] if joins else fields["tbyy"],
        task.sxh,
        written(task.finished),
    )
