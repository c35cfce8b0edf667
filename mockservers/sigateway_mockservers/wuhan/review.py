"""The review: minutes by the system for VIP units, papers and counter staff for ordinary ones (WH-36..43, 50)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.kernel.clock import SHANGHAI, FiredEvent
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.businesses import Decided, business_of
from sigateway_mockservers.wuhan.journalling import noted
from sigateway_mockservers.wuhan.names import HALL
from sigateway_mockservers.wuhan.records import Effect, Filing, Task
from sigateway_mockservers.wuhan.standing import standing_of

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.store import Store

APPROVED = "review.approved"
RETURNED = "review.returned"

_SHORTEST_SECONDS = 180
_LONGEST_SECONDS = 300


def papers_due(submitted: date, last_day: int) -> date:
    """The last day in time of the month of submission, itself included (WH-50, WH-134); later: of the next month."""
    if submitted.day <= last_day:
        return submitted.replace(day=last_day)
    next_month = submitted.replace(day=1) + timedelta(days=32)
    return next_month.replace(day=last_day)


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

    @enforces("WH-06", "WH-42", "WH-43", "WH-87", "WH-131")
    def needs_papers(self, task: Task) -> bool:
        """Whether staff decide; the business says for which units."""
        return business_of(task).is_decided_by_staff(self._store, vip=self._store.is_vip(task.unit))

    @enforces("WH-37", "WH-134", "WH-135")
    def begin(self, task: Task, refused: Mapping[int, Sequence[Reason]]) -> Task:
        """Put an item into review: by the system within minutes, or waiting for papers. Refused rows are out of it."""
        now = self._world.clock.now()
        times = task.times_submitted + 1
        begun = replace(
            task,
            submitted=now,
            finished=None,
            returned=False,
            reasons=(),
            times_submitted=times,
            rows=tuple(_row_submitted(row, refused.get(row.row, ())) for row in task.rows),
            by_staff=self.needs_papers(task),
            due=None,
            papers_until=None,
        )
        if business_of(task).decided is not Decided.BY_REVIEW:
            return begun
        if not begun.by_staff:
            return replace(
                begun, due=now + timedelta(seconds=review_seconds(self._world.seed, task.sxh, times))
            )
        if business_of(task).papers_late is None:
            return begun
        until = papers_due(now.date(), self._store.papers_day)
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
            if papers_late is not None and task.by_staff:
                decided = self.give_back(task, [papers_late.words], (papers_late.rule,))
            else:
                decided = self.decide(task)
            fired.append(FiredEvent(at, HALL, RETURNED if decided.returned else APPROVED, task.sxh))
        return fired

    @enforces("WH-36", "WH-85", "WH-94")
    def decide(self, task: Task, given_back: Mapping[int, Iterable[str]] | None = None) -> Task:
        """Look at the facts again, and take what is filed or give it back with the reasons, person by person.

        ``given_back`` are rows of a batch that staff give back in any case, with their reasons.
        """
        by_staff = given_back or {}
        found = {
            filing.row: _Verdict(by_staff[filing.row])
            if filing.row in by_staff
            else self._look_again(task, filing)
            for filing in task.filings
            if not filing.returned
        }
        return self._conclude(task, {row: verdict for row, verdict in found.items() if verdict.words})

    def _look_again(self, task: Task, filing: Filing) -> _Verdict:
        business = business_of(task)
        standing = standing_of(
            self._world,
            self._store,
            business.kind,
            task.unit,
            self._store.current_number(business.subject(filing.fields)),
            guards_duplicates=True,
        )
        found = business.review_reasons(filing.fields, standing)
        return _Verdict((reason.words for reason in found), (reason.rule for reason in found))

    @enforces("WH-39")
    def give_back(self, task: Task, words: list[str], rule_ids: tuple[str, ...]) -> Task:
        """Return a whole item to 待办 with 回退标志 是 and the reasons."""
        verdict = _Verdict(words, rule_ids)
        return self._conclude(task, {each.row: verdict for each in task.filings if not each.returned})

    def _conclude(self, task: Task, against: Mapping[int, _Verdict]) -> Task:
        """Take every filing that nothing is said against, and give back the others. With none taken the item is returned."""
        rows = tuple(_row_decided(row, against.get(row.row)) for row in task.rows)
        decided = replace(task, rows=rows, due=None)
        judged = [each for each in task.filings if not each.returned]
        taken = [each for each in judged if each.row not in against]
        now = self._world.clock.now()
        decided = replace(decided, finished=now) if taken else self._returned(decided, against)
        self._store.tasks[task.sxh] = decided
        for filing in judged:
            self._decide_effect(task, filing, taken=filing.row not in against)
        given_back = [each for each in judged if each.row in against]
        if taken:
            self._note(APPROVED, noted(decided, taken), ())
        if given_back:
            rule_ids = dict.fromkeys(rule for each in given_back for rule in against[each.row].rule_ids)
            self._note(RETURNED, noted(decided, given_back), tuple(rule_ids))
        if taken and business_of(task).failed_rows_return(self._store):
            return self._part(decided)
        return decided

    @enforces("WH-137")
    def _part(self, decided: Task) -> Task:
        """Let the rows that were given back be an item of their own in 待办; the old one keeps those that were taken."""
        failed = tuple(row for row in decided.rows if row.returned)
        if not failed:
            return decided
        now = self._world.clock.now()
        sxh, ordinal = self._store.next_number(now)
        self._store.tasks[sxh] = Task(
            sxh=sxh,
            ordinal=ordinal,
            unit=decided.unit,
            business=decided.business,
            fields={},
            created=now,
            returned=True,
            reasons=tuple(dict.fromkeys(words for row in failed for words in row.reasons)),
            rows=failed,
            kind=decided.kind,
        )
        kept = replace(decided, rows=tuple(row for row in decided.rows if not row.returned))
        self._store.tasks[decided.sxh] = kept
        return kept

    def _returned(self, task: Task, against: Mapping[int, _Verdict]) -> Task:
        said = [word for verdict in against.values() for word in verdict.words]
        # What was said when a row was submitted belongs to the item as well, now that nothing else is left of it.
        said += [word for row in task.rows for word in row.reasons]
        words = tuple(dict.fromkeys(said)) if task.is_batch else tuple(said)
        return replace(task, submitted=None, papers_until=None, returned=True, reasons=words)

    @enforces("WH-38", "WH-40")
    def _decide_effect(self, task: Task, filing: Filing, *, taken: bool) -> None:
        """What was taken is in force at once; what was given back binds nobody."""
        now = self._world.clock.now()
        effect = self._binding_effect(task, filing)
        if taken:
            effect = replace(effect, in_force=True)
            self._store.effects[effect.number] = effect
            business_of(task).take_effect(self._store, effect, filing.fields, now)
        else:
            self._store.effects[effect.number] = replace(effect, returned=True, returned_at=now)

    def _binding_effect(self, task: Task, filing: Filing) -> Effect:
        return next(
            each
            for each in self._store.effects_of(self._store.current_number(filing.person))
            if (each.sxh, each.row) == (task.sxh, filing.row) and not each.returned
        )

    def _note(self, operation: str, about: Mapping[str, Any], rule_ids: tuple[str, ...]) -> None:
        self._world.journal.add(
            at=self._world.clock.now(),
            hall=HALL,
            operation=operation,
            committed=True,
            rule_ids=rule_ids,
            **about,
        )


class _Verdict:
    """What is said against one person's filing, and by which rules; no words: nothing is."""

    def __init__(self, words: Iterable[str], rule_ids: Iterable[str] = ()) -> None:
        self.words = tuple(words)
        self.rule_ids = tuple(dict.fromkeys(rule_ids))


def _row_submitted(row: Filing, refused: Sequence[Reason]) -> Filing:
    """A row as it goes into review, or back at once."""
    return replace(row, returned=bool(refused), reasons=tuple(reason.words for reason in refused))


def _row_decided(row: Filing, against: _Verdict | None) -> Filing:
    return row if against is None else replace(row, returned=True, reasons=against.words)
