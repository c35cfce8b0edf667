"""The tax desk, where a unit pays a bill, and the confirmation of its arrival (WH-99): people, not pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.arrears.records import PAID, UNPAID, Bill
from sigateway_mockservers.wuhan.names import HALL
from sigateway_mockservers.wuhan.review import review_seconds

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.hall import WuhanHall

ARRIVED_EVENT = "arrears.arrived"


class TaxDesk:
    """The tax office's counter."""

    def __init__(self, hall: WuhanHall) -> None:
        self._hall = hall

    def bills(self) -> list[Bill]:
        """The bills that wait to be paid, oldest first."""
        with self._hall.world.lock:
            self._hall.world.settle()
            return [each for each in self._hall.store.bills.values() if each.state == UNPAID]

    @enforces("WH-99", "WH-103", "WH-133")
    def pay(self, jfdh: str) -> str:
        """Pay a bill: the number of the receipt. From here on there is no rollback."""
        with self._hall.world.lock:
            bill = self._bill(jfdh)
            if bill.state != UNPAID:
                raise ValueError(f"bill {jfdh} is {bill.state}, not {UNPAID}")
            store, now = self._hall.store, self._hall.world.clock.now()
            receipt = f"SP{1 + sum(1 for each in store.bills.values() if each.receipt):010d}"
            seconds = review_seconds(self._hall.world.seed, jfdh, 1)
            by_system = self._hall.vip_never_visits and store.units[bill.unit].vip
            due = now + timedelta(seconds=seconds) if by_system else None
            store.bills[jfdh] = replace(bill, receipt=receipt, paid=now, arrival_due=due)
            return receipt

    @enforces("WH-99", "WH-133")
    def confirm_arrival(self, jfdh: str, sphm: str) -> Bill:
        """到账确认, by the agency: both forms and the receipt were brought."""
        with self._hall.world.lock:
            bill = self._bill(jfdh)
            if bill.state != PAID:
                raise ValueError(f"bill {jfdh} is {bill.state}, not {PAID}")
            if bill.receipt != sphm:
                raise ValueError(f"{sphm} is not the receipt of bill {jfdh}")
            return self._arrive(bill)

    def next_event_at(self) -> datetime | None:
        """When the system next confirms an arrival by itself."""
        return min(
            (each.arrival_due for each in self._hall.store.bills.values() if each.arrival_due), default=None
        )

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Confirm what falls due."""
        bills = list(self._hall.store.bills.values())
        due = [each for each in bills if each.arrival_due is not None and each.arrival_due <= at]
        for bill in due:
            self._arrive(bill)
        return [FiredEvent(at, HALL, ARRIVED_EVENT, bill.number) for bill in due]

    def _arrive(self, bill: Bill) -> Bill:
        arrived = replace(bill, arrived=self._hall.world.clock.now(), arrival_due=None)
        self._hall.store.bills[bill.number] = arrived
        return arrived

    def _bill(self, jfdh: str) -> Bill:
        self._hall.world.settle()
        if jfdh not in self._hall.store.bills:
            raise KeyError(f"there is no bill {jfdh}")
        return self._hall.store.bills[jfdh]
