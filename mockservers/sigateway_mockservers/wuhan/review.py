"""The review: minutes by the system for VIP units, papers and counter staff for ordinary ones (WH-36..43, 50)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.clock import SHANGHAI, FiredEvent
from sigateway_mockservers.wuhan import reasons, rules
from sigateway_mockservers.wuhan.enforcement import enforces
from sigateway_mockservers.wuhan.fields import chosen_schemes
from sigateway_mockservers.wuhan.records import Insurance, Task
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

    @enforces("WH-06", "WH-37", "WH-42", "WH-43", "WH-134", "WH-135")
    def begin(self, task: Task) -> Task:
        """Put an item into review: by the system for a VIP unit, waiting for papers for an ordinary one."""
        now = self._world.clock.now()
        times = task.times_submitted + 1
        begun = replace(task, submitted=now, finished=None, returned=False, reasons=(), times_submitted=times)
        if self._store.units[task.unit].vip:
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
            if self._store.units[task.unit].vip:
                decided = self.decide(task)
            else:
                decided = self.give_back(task, [reasons.PAPERS_LATE.words], (reasons.PAPERS_LATE.rule,))
            fired.append(FiredEvent(at, HALL, RETURNED if decided.returned else APPROVED, task.sxh))
        return fired

    @enforces("WH-36", "WH-59")
    def decide(self, task: Task) -> Task:
        """Look at the facts again, and take the item or give it back with the reasons."""
        standing = standing_of(self._world, self._store, task.unit, task.person, guards_duplicates=True)
        found = rules.review_reasons(task.fields, standing)
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
        self._store.insurances[task.sxh] = Insurance(
            unit=task.unit,
            person=task.person,
            schemes=chosen_schemes(task.fields),
            start_month=task.start_month,
            sxh=task.sxh,
            since=now,
        )
        self._mark_effect(task.sxh, in_force=True)
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
        self._mark_effect(task.sxh, returned=True)
        self._note(RETURNED, returned, rule_ids)
        return returned

    def _mark_effect(self, sxh: str, *, in_force: bool = False, returned: bool = False) -> None:
        for number, effect in self._store.effects.items():
            if effect.sxh == sxh and not effect.returned:
                self._store.effects[number] = replace(effect, in_force=in_force, returned=returned)

    def _note(self, operation: str, task: Task, rule_ids: tuple[str, ...]) -> None:
        self._world.journal.add(
            at=self._world.clock.now(),
            hall=HALL,
            operation=operation,
            committed=True,
            rule_ids=rule_ids,
            subject=task.sxh,
            unit=task.unit,
            person=task.person,
            content=self._store.content_of(task.unit, task.fields),
        )
