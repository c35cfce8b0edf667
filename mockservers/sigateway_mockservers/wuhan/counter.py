"""The counter of the agency: staff who take papers, or give an item back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.counters.desk import DeskCounter
from sigateway_mockservers.wuhan.counters.people import PeopleCounter
from sigateway_mockservers.wuhan.counters.units import UnitCounter
from sigateway_mockservers.wuhan.records import Task

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.arrears.records import Bill


class Counter(UnitCounter, PeopleCounter, DeskCounter):
    """All that staff can do; here, with the filings of ordinary units."""

    def waiting(self) -> list[Task]:
        """The items that wait for staff, oldest first: papers of ordinary units, yearly wages of every unit."""
        with self._hall.world.lock:
            self._hall.world.settle()
            tasks = self._hall.store.tasks.values()
            waiting = [task for task in tasks if task.is_running and task.by_staff]
            return sorted(waiting, key=lambda task: task.ordinal)

    @enforces("WH-43")
    def approve(self, sxh: str) -> Task:
        """Take the papers of an item. The facts are looked at again, so it may still come back returned."""
        with self._hall.world.lock:
            return self._hall.review.decide(self._waiting(sxh))

    def return_(self, sxh: str, reasons: Iterable[str]) -> Task:
        """Give an item back with the staff's reasons; a batch with all its rows."""
        words = _words(reasons)
        with self._hall.world.lock:
            return self._hall.review.give_back(self._waiting(sxh), words, ())

    @enforces("WH-83")
    def return_rows(self, sxh: str, rows: Mapping[int, Iterable[str]]) -> Task:
        """Give some rows of a batch back, each (by 行号) with the staff's reasons, and take the papers of the others.

        The facts of the others are looked at again, so they may come back too; when nothing is left, the batch does.
        """
        words = {row: _words(reasons) for row, reasons in rows.items()}
        if not words:
            raise ValueError("name the rows that are given back, or approve the item")
        with self._hall.world.lock:
            task = self._waiting(sxh)
            waiting = {each.row for each in task.rows if not each.returned}
            if unknown := sorted(set(words) - waiting):
                raise ValueError(f"rows {unknown} of {sxh} do not wait at the counter")
            return self._hall.review.decide(task, words)

    @enforces("WH-138")
    def row_of(self, sxh: str, zjhm: str) -> int:
        """行号 of a person in a batch that waits; nobody of this number is a ``KeyError``."""
        with self._hall.world.lock:
            for row in self._waiting(sxh).rows:
                known_as = (row.person, self._hall.store.current_number(row.person))
                if zjhm in known_as and not row.returned:
                    return row.row
            raise KeyError(f"{zjhm} is in no row of {sxh} that waits")

    @enforces("WH-99")
    def confirm_arrival(self, jfdh: str, sphm: str) -> Bill:
        """到账确认: both printed forms and the receipt of the tax office were brought."""
        return self._hall.tax_desk.confirm_arrival(jfdh, sphm)

    def _waiting(self, sxh: str) -> Task:
        for task in self.waiting():
            if task.sxh == sxh:
                return task
        raise ValueError(
            f"{sxh} does not wait at the counter (VIP units and wage changes are decided by the system, WH-42, WH-87)"
        )


def _words(reasons: Iterable[str]) -> list[str]:
    if isinstance(reasons, str):
        raise ValueError("reasons are a list of texts")
    words = [reason for reason in reasons if reason]
    if not words:
        raise ValueError("staff return an item with at least one reason")
    for word in words:
        word.encode("gbk")
    return words
