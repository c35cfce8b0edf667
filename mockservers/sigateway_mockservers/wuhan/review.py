"""The review: minutes by the system for VIP units, papers and counter staff for ordinary ones (WH-36..43, 50)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.clock import SHANGHAI, FiredEvent
from sigateway_mockservers.wuhan.businesses import business_of, content_of
from sigateway_mockservers.wuhan.enforcement import enforces
from sigateway_mockservers.wuhan.records import Effect, Task
from sigateway_mockservers.wuhan.standing import standing_of

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.store import Store

HALL = "wuhan"
APPROVED = "review.approved"
RETURNED = "review.returned"

_SHORTEST_SECONDS = 180
_LONGEST_SECONDS = 300
_PAPERS_DAY = 20


def papers_due(submitted: date) -> date:
    """Day 20 of the month of submission, itself included (WH-50, WH-134); later submissions: of the next month."""
    if submitted.day <= _PAPERS_DAY:
        return submitted.replace(day=_PAPERS_DAY)
    next_month = submitted.replace(day=1) + timedelta(days=32)
    return next_month.replace(day=_PAPERS_DAY)


def review_seconds(seed: int, sxh: str, times_submitted: int) -> int:
    """Three to five minutes (WH-37), drawn from the World's seed for each submission."""
    digest = hashlib.sha256(f"{seed}:{sxh}:{times_submitted}".encode("ascii")).digest()
    return _SHORTEST_SECONDS + int.from_bytes(digest[:4], "big") % (_LONGEST_SECONDS - _SHORTEST_SECONDS + 1)


class Review:
    """Decides what was submitted."""

    def __init__(self, world: World, store: Store, *, late_papers_wait: bool) -> None:
        self._world = world
        self._store = store
        self._late_papers_wait = late_papers_wait

    @enforces("WH-06", "WH-42", "WH-43")
    def needs_papers(self, task: Task) -> bool:
        """Whether staff decide: for ordinary units, unless the system reviews the business for every unit."""
        return business_of(task).papers_late is not None and not self._store.units[task.unit].vip

    @enforces("WH-37", "WH-134", "WH-135")
    def begin(self, task: Task) -> Task:
        """Put an item into review: by the system within minutes, or waiting for papers."""
        now = self._world.clock.now()
        times = task.times_submitted + 1
        begun = replace(task, submitted=now, finished=None, returned=False, reasons=(), times_submitted=times)
        if not self.needs_papers(task):
            return replace(
                begun, due=now + timedelta(seconds=review_seconds(self._world.seed, task.sxh, times))
            )
        until = papers_due(now.date())
        end_of_day = datetime.combine(until + timedelta(days=1), time_of_day(), SHANGHAI)
        return replace(begun, papers_until=until, due=None if self._late_papers_wait else end_of_day)

    def next_event_at(self) -> datetime | None:
        """When the next item is decided by the passing of time."""
        return min(
            (task.due for task in self._store.tasks.values() if task.is_running and task.due), default=None
        )

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Decide what falls due."""
        due = [task for task in self._store.tasks.values() if task.is_running and task.due and task.due <= at]
        fired: list[FiredEvent] = []
        for task in sorted(due, key=lambda each: each.ordinal):
            papers_late = business_of(task).papers_late
            if papers_late is not None and self.needs_papers(task):
                decided = self.give_back(task, [papers_late.words], (papers_late.rule,))
            else:
                decided = self.decide(task)
            fired.append(FiredEvent(at, HALL, RETURNED if decided.returned else APPROVED, task.sxh))
        return fired

    @enforces("WH-36")
    def decide(self, task: Task) -> Task:
        """Look at the facts again, and take the item or give it back with the reasons."""
        standing = standing_of(
            self._world, self._store, task.business, task.unit, task.person, guards_duplicates=True
        )
        found = business_of(task).review_reasons(task.fields, standing)
        if found:
            return self.give_back(
                task,
                [reason.words for reason in found],
                tuple(dict.fromkeys(reason.rule for reason in found)),
            )
        return self._take(task)

    @enforces("WH-38", "WH-40")
    def _take(self, task: Task) -> Task:
        now = self._world.clock.now()
        taken = replace(task, finished=now, due=None)
        self._store.tasks[task.sxh] = taken
        effect = replace(self._binding_effect(task.sxh), in_force=True)
        self._store.effects[effect.number] = effect
        business_of(task).take_effect(self._store, effect, task.fields, now)
        self._note(APPROVED, taken, ())
        return taken

    @enforces("WH-39")
    def give_back(self, task: Task, words: list[str], rule_ids: tuple[str, ...]) -> Task:
        """Return an item to 待办 with 回退标志 是 and the reasons."""
        returned = replace(
            task,
            submitted=None,
            finished=None,
            due=None,
            papers_until=None,
            returned=True,
            reasons=tuple(words),
        )
        self._store.tasks[task.sxh] = returned
        effect = self._binding_effect(task.sxh)
        now = self._world.clock.now()
        self._store.effects[effect.number] = replace(effect, returned=True, returned_at=now)
        self._note(RETURNED, returned, rule_ids)
        return returned

    def _binding_effect(self, sxh: str) -> Effect:
        return next(each for each in self._store.effects.values() if each.sxh == sxh and not each.returned)

    def _note(self, operation: str, task: Task, rule_ids: tuple[str, ...]) -> None:
        self._world.journal.add(
            at=self._world.clock.now(),
            hall=HALL,
            operation=operation,
            committed=True,
            rule_ids=rule_ids,
            subject=task.sxh,
            kind=business_of(task).kind,
            unit=task.unit,
            person=task.person,
            content=content_of(task),
        )
