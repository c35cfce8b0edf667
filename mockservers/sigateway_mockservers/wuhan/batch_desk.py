"""The desk of 批量办理: a workbook becomes a task of many rows; submitting and discarding are those of every task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.batch_file import Line, read_lines, template
from sigateway_mockservers.wuhan.batch_records import FailedRow, FailureList
from sigateway_mockservers.wuhan.businesses import Business
from sigateway_mockservers.wuhan.filing_desk import saved_fields
from sigateway_mockservers.wuhan.records import Filing, Task

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.clock import WorldClock
    from sigateway_mockservers.wuhan.filing_desk import FilingDesk
    from sigateway_mockservers.wuhan.store import Store


class BatchDesk:
    """Many people by one workbook. Each row goes through the stages of the single business, never through others."""

    def __init__(self, store: Store, clock: WorldClock, filing: FilingDesk) -> None:
        self._store = store
        self._clock = clock
        self._filing = filing

    def template(self, business: Business, unit: str) -> bytes:
        """模板下载: empty, or filled in with the unit's people as they stand now."""
        people = sorted(set(business.people_of_template(self._store, unit)))
        standings = (self._filing.standing(business, unit, person) for person in people)
        return template(business, [business.template_row(each) for each in standings])

    def refusal(self, business: Business) -> Reason | None:
        """Why nothing can be uploaded now, whatever the file."""
        return business.file_reason(self._store, self._clock.now())

    @enforces("WH-78", "WH-79")
    def upload(self, business: Business, unit: str, content: bytes) -> Task | FailureList | Reason:
        """上传: a draft with the rows that stand, and a list of those that fail; only the list when all of them do."""
        lines = read_lines(business, content)
        if isinstance(lines, Reason):
            return lines
        rows: list[Filing] = []
        failed: list[FailedRow] = []
        for line in lines:
            row = self._import(business, unit, line)
            if isinstance(row, Filing):
                rows.append(row)
            else:
                failed.append(FailedRow(line.row, line.cells["zjhm"], line.cells["xm"], tuple(row)))
        if not rows:
            sxh, _ = self._store.next_number(self._clock.now())
            return self._keep(FailureList(sxh, unit, tuple(failed)))
        task = self._filing.new_task(business, unit, {}, tuple(rows))
        self._keep(FailureList(task.sxh, unit, tuple(failed)))
        return task

    def _keep(self, failures: FailureList) -> FailureList:
        self._store.failures[failures.sxh] = failures
        return failures

    def _import(self, business: Business, unit: str, line: Line) -> Filing | list[Reason]:
        """A row through the entrance and the save stage: every reason of the earliest stage that has any."""
        if line.found:
            return list(line.found)
        standing = self._filing.standing(business, unit, line.cells["zjhm"])
        found = business.entrance_reasons(
            {each.name: line.cells[each.name] for each in business.asked}, standing
        )
        if found:
            return found
        values = line.cells | business.filled_in_row(standing)
        found = business.save_reasons(values, standing) + business.row_reasons(values, standing)
        return found or Filing(line.row, saved_fields(business, values, standing))

    def failures(self, unit: str, sxh: str) -> FailureList:
        """导入失败列表 of a number, empty when there is none."""
        kept = self._store.failures.get(sxh)
        return kept if kept is not None and kept.unit == unit else FailureList(sxh, unit, ())

    def own_batch(self, unit: str, sxh: str) -> Task | None:
        """A batch of this unit that was not discarded."""
        task = self._filing.own_task(unit, sxh)
        return task if task is not None and task.is_batch else None

    @enforces("WH-80", "WH-92")
    def delete(self, unit: str, sxh: str, rows: Iterable[str]) -> Task | Reason:
        """删除 the ticked rows of a draft, all or none of them; a batch without rows is discarded."""
        task = self.own_batch(unit, sxh)
        if task is None:
            return reasons.NO_SUCH_TASK
        if not task.is_draft:
            return reasons.NOT_EDITABLE
        ticked = set(rows)
        if not ticked:
            return reasons.NO_ROW_CHOSEN
        if not ticked <= {str(each.row) for each in task.rows}:
            return reasons.NO_SUCH_ROW
        kept = tuple(each for each in task.rows if str(each.row) not in ticked)
        if not kept:
            return self._filing.discard(unit, sxh)
        self._store.tasks[sxh] = replace(task, rows=kept)
        return self._store.tasks[sxh]
