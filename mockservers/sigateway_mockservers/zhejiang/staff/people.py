"""A clerk with a browser, staff at the counter, a reviewer: what people do beside the wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.staff import refuse_for
from sigateway_mockservers.zhejiang.filings.enrolment import Enrolling
from sigateway_mockservers.zhejiang.filings.fields import ENROL_KEYS, SUSPEND_KEYS
from sigateway_mockservers.zhejiang.names import (
    APPROVED,
    BY_BROWSER,
    ENROLMENT,
    FLEXIBLE_UNIT,
    IN_REVIEW,
    SUSPENSION,
)
from sigateway_mockservers.zhejiang.reasons import Refusal
from sigateway_mockservers.zhejiang.records import Item

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

#: What the journal calls it.
FILED_BY_HAND = {ENROLMENT: "clerk.enrolled", SUSPENSION: "clerk.suspended"}
VOIDED_BY_CLERK, VOIDED_AT_COUNTER = "clerk.voided", "counter.voided"


class Clerk:
    """A clerk at any unit, with a browser."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    def enrol(self, unit: str, **fields: str) -> str:
        """Enrol, and give the 办件编号; fields that are not named are filled in with what fits."""
        with self._hall.world.lock:
            asked = self._filled(ENROL_KEYS, unit, fields)
            return self._keep(self._hall.filings.enrol(self._hall.store.units[unit], asked, BY_BROWSER))

    def suspend(self, unit: str, **fields: str) -> str:
        """Stop paying, and give the 办件编号."""
        with self._hall.world.lock:
            asked = self._filled(SUSPEND_KEYS, unit, fields)
            return self._keep(self._hall.filings.suspend(self._hall.store.units[unit], asked, BY_BROWSER))

    def take_back(self, itemNo: str) -> str:
        """Take any item back."""
        with self._hall.world.lock:
            item = self._hall.store.items[itemNo]
            against = self._hall.take_backs.why_not(item)
            if against is not None:
                raise refuse_for(against)
            return self._hall.note(VOIDED_BY_CLERK, self._hall.take_backs.void(item))

    def _keep(self, taken: Item | Refusal) -> str:
        if isinstance(taken, Refusal):
            raise refuse_for(taken)
        return self._hall.note(FILED_BY_HAND[taken.kind], taken)

    def _filled(self, keys: Sequence[str], unit: str, fields: dict[str, str]) -> dict[str, str]:
        if unknown := set(fields) - set(keys):
            raise ValueError(f"there is no field {', '.join(sorted(unknown))}; fields: {', '.join(keys)}")
        person, today = fields.get("idCard", ""), self._hall.world.clock.today()
        this, known = month_of(today), self._hall.world.people.get(person)
        facts = Enrolling(self._hall, self._hall.store.units[unit], {"idCard": person}).facts
        likely = {
            "idCard": person,
            "name": facts.known.name if facts.known else (known.name if known else ""),
            "mobile": "19930000000",
            "nation": "01",
            "hukou": "10",
            "workForm": "1",
            "contractStart": today.replace(day=1).isoformat(),
            "wage": "8000.00",
            "pensionFrom": this,
            "unemploymentFrom": this,
            "injury": "1",
            "reason": "03",
            "endedOn": today.isoformat(),
            **{f"{scheme}Stop": this for scheme in facts.here},
        }
        return {key: fields.get(key, likely.get(key, "")) for key in keys}


class Counter:
    """Staff at the counter: what is approved is undone here only (ZJ-40)."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    @enforces("ZJ-40")
    def void(self, itemNo: str, papers: Sequence[str]) -> str:
        """Undo an approved item, for papers."""
        with self._hall.world.lock:
            item = self._hall.store.items[itemNo]
            if not papers:
                raise ValueError("the counter undoes nothing without papers")
            if item.state != APPROVED:
                raise ValueError(f"{itemNo} is {item.state}; the counter undoes what is {APPROVED}")
            return self._hall.note(VOIDED_AT_COUNTER, self._hall.take_backs.void(item))


class Reviewer:
    """Somebody who finds something before the verdict falls, or is slow to give one."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    def reject(self, itemNo: str, reasons: Sequence[str]) -> str:
        """Let the verdict be 审核不通过, with these reasons, when it falls."""
        with self._hall.world.lock:
            item = self._hall.store.items[itemNo]
            if item.state != IN_REVIEW or item.unit == FLEXIBLE_UNIT:
                raise ValueError(f"{itemNo} is not a unit's item under review")
            if not reasons:
                raise ValueError("a rejection needs its reasons")
            self._hall.store.rejections[itemNo] = tuple(reasons)
            return itemNo

    def put_off(self, itemNo: str, *, by: int) -> datetime:
        """Let the verdict fall so many seconds later than it would, and say when."""
        with self._hall.world.lock:
            item = self._hall.store.items[itemNo]
            if item.state != IN_REVIEW or by <= 0:
                raise ValueError(f"{itemNo} is {item.state}, and later by {by} seconds")
            due = item.due + timedelta(seconds=by)
            self._hall.store.items[itemNo] = replace(item, due=due)
            return due
