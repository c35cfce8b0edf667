"""Appointments, questions and copies at the counter (WH-72, WH-111, WH-113)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.businesses import PROBLEM_REPORT, SUSPENSION, business_of
from sigateway_mockservers.wuhan.businesses.appointment import booked
from sigateway_mockservers.wuhan.businesses.problem_report import ANSWER
from sigateway_mockservers.wuhan.codes import SLOTS
from sigateway_mockservers.wuhan.counters.base import CounterWork
from sigateway_mockservers.wuhan.records import Task


@dataclass(frozen=True, slots=True)
class Booking:
    """A place that a unit has: ``number`` is 预约号, ``matter`` and ``slot`` are codes."""

    number: str
    sxh: str
    unit: str
    matter: str
    day: str
    slot: str
    contact: str
    phone: str


class DeskCounter(CounterWork):
    """What staff do with visits, questions and copies."""

    @enforces("WH-113")
    def places(self, day: date | str, slot: str, n: int) -> None:
        """Set how many units can still book a slot of a day."""
        if slot not in SLOTS:
            raise ValueError(f"no slot {slot!r}; known: {', '.join(SLOTS)}")
        if n < 0:
            raise ValueError("places are 0 or more")
        with self._hall.world.lock:
            self._hall.store.places[_written(day), slot] = n

    def appointments(self, day: date | str) -> list[Booking]:
        """Who comes on a day, in the order of slots and of booking."""
        with self._hall.world.lock:
            bookings = [_booking(task) for task in booked(self._hall.store)]
        of_day = [each for each in bookings if each.day == _written(day)]
        return sorted(of_day, key=lambda each: each.slot)

    @enforces("WH-111")
    def answer(self, sxh: str, text: str) -> Task:
        """Answer 问题报告; it is 结束."""
        text.encode("gbk")
        if not text:
            raise ValueError("an answer has a text")
        with self._hall.world.lock:
            task = self._hall.store.tasks.get(sxh)
            if task is None or not task.is_running or business_of(task).kind != PROBLEM_REPORT.kind:
                raise ValueError(f"{sxh} is no question that waits for an answer")
            return self._hall.review.decide(replace(task, fields={**task.fields, ANSWER.name: text}))

    def copies_due(self) -> list[Task]:
        """Taken suspensions of VIP units whose copy of the papers was not handed in, oldest first (WH-72)."""
        with self._hall.world.lock:
            self._hall.world.settle()
            if self._hall.vip_never_visits:
                return []
            tasks = [task for task in self._hall.store.tasks.values() if _is_vip_stop(task)]
            return [task for task in tasks if task.sxh not in self._hall.store.copies]

    @enforces("WH-72")
    def take_copy(self, sxh: str) -> Task:
        """Take the copy of a VIP unit's suspension papers. It has no effect on the filing."""
        with self._hall.world.lock:
            self._hall.world.settle()
            task = self._hall.store.tasks.get(sxh)
            if task is None or not _is_vip_stop(task):
                raise ValueError(f"{sxh} is no suspension of a VIP unit that was taken")
            self._hall.store.copies[sxh] = self._hall.world.clock.now()
            return task


def _is_vip_stop(task: Task) -> bool:
    return task.finished is not None and business_of(task).kind == SUSPENSION.kind and not task.by_staff


def _written(day: date | str) -> str:
    return day.isoformat() if isinstance(day, date) else date.fromisoformat(day).isoformat()


def _booking(task: Task) -> Booking:
    fields = task.fields
    return Booking(
        number=fields["yyh"],
        sxh=task.sxh,
        unit=task.unit,
        matter=fields["yyyw"],
        day=fields["yyrq"],
        slot=fields["yysd"],
        contact=fields["lxrxm"],
        phone=fields["lxrdh"],
    )
