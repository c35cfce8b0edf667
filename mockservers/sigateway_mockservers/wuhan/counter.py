"""The counter of the agency: staff who take papers, or give an item back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sigateway_mockservers.wuhan.enforcement import enforces
from sigateway_mockservers.wuhan.records import Task

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.hall import WuhanHall


class Counter:
    """What staff can do with the filings of ordinary units."""

    def __init__(self, hall: WuhanHall) -> None:
        self._hall = hall

    def waiting(self) -> list[Task]:
        """The items of ordinary units that wait for papers, oldest first; wage changes never do."""
        with self._hall.world.lock:
            self._hall.world.settle()
            tasks = self._hall.store.tasks.values()
            waiting = [task for task in tasks if task.is_running and self._hall.review.needs_papers(task)]
            return sorted(waiting, key=lambda task: task.ordinal)

    @enforces("WH-43")
    def approve(self, sxh: str) -> Task:
        """Take the papers of an item. The facts are looked at again, so it may still come back returned."""
        with self._hall.world.lock:
            return self._hall.review.decide(self._waiting(sxh))

    def return_(self, sxh: str, reasons: Iterable[str]) -> Task:
        """Give an item back with the staff's reasons."""
        words = [reason for reason in reasons if reason]
        if not words:
            raise ValueError("staff return an item with at least one reason")
        for word in words:
            word.encode("gbk")
        with self._hall.world.lock:
            return self._hall.review.give_back(self._waiting(sxh), words, ())

    def _waiting(self, sxh: str) -> Task:
        for task in self.waiting():
            if task.sxh == sxh:
                return task
        raise ValueError(
            f"{sxh} does not wait at the counter (VIP units and wage changes are decided by the system, WH-42, WH-87)"
        )
