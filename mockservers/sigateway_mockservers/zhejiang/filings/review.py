"""The verdict on what was submitted, half a minute to a minute and a half later (ZJ-11, ZJ-21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.filings.enrolment import elsewhere, overlaps
from sigateway_mockservers.zhejiang.filings.facts import facts_of, running_at
from sigateway_mockservers.zhejiang.names import (
    APPROVED,
    ENROLMENT,
    FLEXIBLE_ENROL,
    FLEXIBLE_INTERRUPT,
    HALL,
    IN_REVIEW,
    REJECTED,
    SUSPENSION,
)
from sigateway_mockservers.zhejiang.records import Item, Profile

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

TURNED_DOWN = "review.rejected"
PASSED = "review.approved"


class Review:
    """Decides what falls due."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    def next_due(self) -> datetime | None:
        """When the next verdict falls."""
        running = [item.due for item in self._hall.store.items.values() if item.state == IN_REVIEW]
        return min(running, default=None)

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Let the verdicts fall that are due."""
        due = [item for item in self._hall.store.items.values() if item.state == IN_REVIEW and item.due <= at]
        return [self._decide(item, at) for item in sorted(due, key=lambda each: each.order)]

    @enforces("ZJ-11", "ZJ-21")
    def _decide(self, item: Item, at: datetime) -> FiredEvent:
        store = self._hall.store
        against = [*store.rejections.get(item.number, ()), *(each.words for each in self._look_again(item))]
        decided = replace(
            item,
            state=REJECTED if against else APPROVED,
            reasons=tuple(against),
            decided_at=at,
            decided_order=store.next_order(),
        )
        if against:
            store.items[item.number] = decided
        else:
            store.enforce(decided)
            self._get_to_know(decided)
        self._hall.note(TURNED_DOWN if against else PASSED, decided, at=at)
        return FiredEvent(at, HALL, decided.state, item.number)

    def _look_again(self, item: Item) -> list[Reason]:
        """What has changed since it was saved."""
        hall = self._hall
        if not hall.guards_duplicates:
            return []
        runs = bool(running_at(hall.store.spells(item.person), item.unit))
        if item.kind == SUSPENSION:
            return [] if runs else [reasons.NOT_HERE]
        if item.kind == FLEXIBLE_INTERRUPT:
            return [] if runs else [reasons.STATE_UNFIT]
        facts = facts_of(hall.store, hall.world.people, item.unit, item.person)
        taken = [reason for scheme, start in item.starts.items() for reason in overlaps(scheme, start, facts)]
        if item.kind == FLEXIBLE_ENROL:
            return [reasons.STATE_UNFIT] if facts.elsewhere or taken else []
        return [*elsewhere(facts), *taken]

    @enforces("ZJ-07")
    def _get_to_know(self, item: Item) -> None:
        """Somebody unknown is known from the first approved enrolment on."""
        store, filed = self._hall.store, item.filed
        if item.kind != ENROLMENT or (
            item.person not in store.unknown and self._hall.world.people.get(item.person) is not None
        ):
            return
        number = item.person
        store.profiles[number] = Profile(
            name=filed["name"],
            sex="1" if int(number[16]) % 2 else "2",
            birth=f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
            nation=filed["nation"],
            hukou=filed["hukou"],
            place=filed["hukouPlace"],
            address=filed["address"],
            mobile=filed["mobile"],
            education=filed["education"],
        )
