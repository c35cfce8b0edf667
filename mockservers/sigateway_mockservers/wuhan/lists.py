"""待办 and 已办: what the lists show, page by page, including what a fault makes them show late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.records import NEVER_SUBMITTED, Task

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.clock import WorldClock
    from sigateway_mockservers.wuhan.store import Store

ROWS_PER_PAGE = 20

DRAFT_COLUMNS: Mapping[str, str] = {
    "sxh": "业务顺序号",
    "ywmc": "业务名称",
    "xm": "姓名",
    "zjhm": "证件号码",
    "ywzt": "业务状态",
    "htbz": "回退标志",
    "htyy": "回退原因",
    "cjsj": "创建时间",
}
FILED_COLUMNS: Mapping[str, str] = {
    "sxh": "业务顺序号",
    "ywmc": "业务名称",
    "xm": "姓名",
    "zjhm": "证件号码",
    "spjg": "审批结果",
    "tjsj": "提交时间",
    "bjsj": "办结时间",
}


def written(moment: datetime | None) -> str:
    """A moment as the hall writes it, empty for none."""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment is not None else ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list."""

    name: str
    title: str
    columns: Mapping[str, str]
    rows: list[dict[str, str]]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // ROWS_PER_PAGE))


class TaskLists:
    """The lists of the hall."""

    def __init__(self, store: Store, clock: WorldClock) -> None:
        self._store = store
        self._clock = clock

    def shown(self, unit: str) -> list[Task]:
        """The items of a unit as they are shown now."""
        everything = self._store.all_shown("tasks", self._clock.now())
        return [task for task in everything if task.unit == unit and not task.discarded]

    def shown_task(self, sxh: str) -> Task | None:
        """One item as it is shown now: a late one as it was before."""
        task: Task | None = self._store.shown("tasks", sxh, self._clock.now())
        return task

    @enforces("WH-33", "WH-34", "WH-39")
    def drafts(self, unit: str, person: str = "", sxh: str = "", page: int = 1) -> ListPage:
        """待办任务列表, newest first."""
        tasks = [task for task in self.shown(unit) if task.is_draft]
        rows = [
            {
                "sxh": task.sxh,
                "ywmc": task.business,
                "xm": task.title,
                "zjhm": task.person,
                "ywzt": NEVER_SUBMITTED,
                "htbz": "是" if task.returned else "否",
                "htyy": "；".join(task.reasons),
                "cjsj": written(task.created),
            }
            for task in sorted(tasks, key=lambda each: (each.created, each.ordinal), reverse=True)
            if person in ("", task.person) and sxh in ("", task.sxh)
        ]
        return list_page("daiban", "待办任务列表", DRAFT_COLUMNS, rows, page)

    def filed_tasks(self, unit: str) -> list[Task]:
        """The items of 已办, newest first."""
        tasks = [task for task in self.shown(unit) if not task.is_draft]
        return sorted(tasks, key=lambda each: (each.submitted or each.created, each.ordinal), reverse=True)

    @enforces("WH-36", "WH-38")
    def filed(self, unit: str, person: str = "", sxh: str = "", page: int = 1) -> ListPage:
        """已办任务列表, newest first."""
        rows = [
            filed_cells(task)
            for task in self.filed_tasks(unit)
            if person in ("", task.person) and sxh in ("", task.sxh)
        ]
        return list_page("yiban", "已办任务列表", FILED_COLUMNS, rows, page)


def filed_cells(task: Task) -> dict[str, str]:
    """The cells of a submitted item."""
    return {
        "sxh": task.sxh,
        "ywmc": task.business,
        "xm": task.title,
        "zjhm": task.person,
        "spjg": task.result,
        "tjsj": written(task.submitted),
        "bjsj": written(task.finished),
    }


def list_page(
    name: str, title: str, columns: Mapping[str, str], rows: list[dict[str, str]], page: int
) -> ListPage:
    """The page of a list that is asked for."""
    first = (page - 1) * ROWS_PER_PAGE
    return ListPage(name, title, columns, rows[first : first + ROWS_PER_PAGE], total=len(rows), page=page)
