"""What the hall does by itself: process what was submitted, each system at its own pace (BJ-32)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.filings.rules import at_processing
from sigateway_mockservers.beijing.names import (
    BOTH,
    ENDED,
    FAILED,
    FOUR,
    HALL,
    IMPORTED,
    MEDICAL,
    MEDICAL_WAITS,
    RUNNING,
    UNDONE,
    UNSENT,
    WITHDRAWN,
    kind_in,
)
from sigateway_mockservers.beijing.records import Half
from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.journal import JournalPart
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

HALF, FILE_FOUR, FILE_HANDING_ON, FILE_MEDICAL = "half", "file.four", "file.handing_on", "file.medical"
EXCHANGE = "exchange"
_SECONDS = {FOUR: (60, 180), MEDICAL: (120, 360)}
_ONE_MINUTE = timedelta(minutes=1)


def drawn_seconds(seed: int, what: str, shortest: int, longest: int) -> timedelta:
    """A number of seconds drawn from the World's seed."""
    digest = hashlib.sha256(f"{seed}:{what}".encode("ascii")).digest()
    return timedelta(seconds=shortest + int.from_bytes(digest[:4], "big") % (longest - shortest + 1))


class Processing:
    """Ends what is 处理中."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall
        self._store = hall.store

    # --- when ---------------------------------------------------------------------------------------------------

    def begin(self, half: Half) -> None:
        """Say when a half that came online will have been processed."""
        if half.system == MEDICAL and half.scope == BOTH and MEDICAL_WAITS in self._hall.variants:
            self._wait_for_four(half)
            return
        times = len(half.submissions)
        took = drawn_seconds(self._hall.world.seed, f"{half.number}:{times}", *_SECONDS[half.system])
        self._store.due[f"{HALF}.{half.system}", half.number] = self._hall.now + took

    def _wait_for_four(self, half: Half) -> None:
        """One minute after the other half was imported; at once when it failed; else it waits (BJ-06)."""
        key = (f"{HALF}.{MEDICAL}", half.number)
        other = self._store.halves.get((FOUR, half.serial))
        self._store.due.pop(key, None)
        if other is None or other.status != ENDED:
            return
        self._store.due[key] = self._hall.now + (_ONE_MINUTE if other.flag == IMPORTED else timedelta(0))

    def next_event_at(self) -> datetime | None:
        """When something next falls due that is not held."""
        return min((at for (what, _), at in self._store.due.items() if not self._is_held(what)), default=None)

    def _is_held(self, what: str) -> bool:
        held = self._store.held
        if what == FILE_HANDING_ON:
            return EXCHANGE in held
        return (FOUR if what.endswith(FOUR) else MEDICAL) in held

    def fire(self, at: datetime) -> list[FiredEvent]:
        """End what falls due."""
        due = sorted(
            (moment, key)
            for key, moment in self._store.due.items()
            if moment <= at and not self._is_held(key[0])
        )
        fired: list[FiredEvent] = []
        for _, (what, number) in due:
            if (what, number) not in self._store.due:
                continue
            del self._store.due[what, number]
            if what.startswith(HALF):
                system = what.removeprefix(f"{HALF}.")
                fired += self.end([self._store.halves[system, number]])
            else:
                fired += self._hall.file_processing.fire(what, number)
        return fired

    def hold(self, what: str) -> None:
        """Stop one system, or the exchange between them."""
        _known(what)
        self._store.held.setdefault(what, self._hall.now)

    def release(self, what: str) -> list[FiredEvent]:
        """Let it go on; what has fallen due meanwhile happens now."""
        _known(what)
        self._store.held.pop(what, None)
        now = self._hall.now
        for key, at in list(self._store.due.items()):
            if at < now and not self._is_held(key[0]):
                self._store.due[key] = now
        return self._hall.world.settle()

    # --- what -----------------------------------------------------------------------------------------------------

    def end(self, halves: Iterable[Half], words: tuple[str, ...] = ()) -> list[FiredEvent]:
        """End halves of one kind and system together; ``words`` let them end without success."""
        ended = [self._ended(half, words) for half in halves]
        for flag in (IMPORTED, FAILED):
            self._note([half for half in ended if half.flag == flag], flag)
        for half in ended:
            self._tell_the_other(half)
        now = self._hall.now
        return [
            FiredEvent(
                now, HALL, f"{each.system}.{'imported' if each.flag == IMPORTED else 'failed'}", each.number
            )
            for each in ended
        ]

    def _ended(self, half: Half, words: tuple[str, ...]) -> Half:
        self._store.due.pop((f"{HALF}.{half.system}", half.number), None)
        against = words or tuple(each.words for each in self._against(half))
        assert half.last is not None, "only what was submitted is processed"
        result = replace(
            half.last,
            ended_at=self._hall.now,
            flag=FAILED if against else IMPORTED,
            errors=against,
            closed=self._store.next_order() if against else 0,
        )
        ended = self._store.keep(replace(half, status=ENDED, submissions=(*half.submissions[:-1], result)))
        if not against:
            self._store.import_half(ended)
        return ended

    @enforces("BJ-18", "BJ-19", "BJ-20", "BJ-21", "BJ-22")
    def _against(self, half: Half) -> list[Reason]:
        if half.system == MEDICAL and half.scope == BOTH and MEDICAL_WAITS in self._hall.variants:
            other = self._store.halves.get((FOUR, half.serial))
            if other is None or other.flag != IMPORTED:
                return [reasons.FOUR_FAILED]
        facts = self._hall.declarations.facts(half.system, half.unit, half.person, but=half)
        known = self._hall.world.people.get(half.person)
        return at_processing(half.business, facts, half.fields, half.source, known)

    def _tell_the_other(self, half: Half) -> None:
        """A medical half that waits for this one has its turn."""
        if half.system != FOUR or MEDICAL_WAITS not in self._hall.variants:
            return
        for other in self._store.halves_of(MEDICAL, half.unit, half.person):
            waits = other.serial == half.number and other.is_running and not other.file_no
            if waits and other.scope == BOTH:
                self._wait_for_four(other)

    def withdraw(self, half: Half) -> Half:
        """Take a half back that is 处理中."""
        self._store.due.pop((f"{HALF}.{half.system}", half.number), None)
        assert half.last is not None
        order = self._store.next_order()
        taken = replace(half.last, ended_at=self._hall.now, flag=WITHDRAWN, closed=order)
        back = self._store.keep(replace(half, status=UNSENT, submissions=(*half.submissions[:-1], taken)))
        self.note(f"{half.system}.withdrawn", [back])
        return back

    def undo(self, half: Half) -> Half:
        """The counter undoes what is in force."""
        if half.flag != IMPORTED or half.last is None:
            raise ValueError(f"{half.number} is not in force: nothing is to be undone")
        order = self._store.next_order()
        gone = replace(half.last, flag=UNDONE, undone_at=self._hall.now, closed=order)
        undone = self._store.keep(replace(half, submissions=(*half.submissions[:-1], gone)))
        self._store.refresh((half.system, half.unit, half.person))
        self.note(f"{half.system}.undone", [undone])
        return undone

    def _note(self, halves: list[Half], flag: str) -> None:
        by_kind: dict[tuple[str, str], list[Half]] = {}
        for half in halves:
            by_kind.setdefault((half.system, half.business.kind), []).append(half)
        for (system, _), each in by_kind.items():
            self.note(f"{system}.{'imported' if flag == IMPORTED else 'failed'}", each)

    def note(self, operation: str, halves: list[Half]) -> None:
        """Write into the journal what the hall did by itself, one part a half."""
        first = halves[0]
        parts = tuple(JournalPart(each.person, each.last.content) for each in halves if each.last is not None)
        alone = len(halves) == 1
        self._hall.world.journal.add(
            at=self._hall.now,
            hall=HALL,
            operation=operation,
            committed=True,
            subject=first.number if alone or not first.file_no else first.file_no,
            kind=kind_in(first.business, first.system),
            unit=first.unit,
            person=first.person if alone else "",
            content=parts[0].content if alone else "",
            parts=() if alone else parts,
        )


def is_running_half(half: Half) -> Half:
    """The half again, unless it is not 处理中."""
    if half.status != RUNNING:
        raise ValueError(f"{half.number} is not being processed")
    return half


def _known(what: str) -> None:
    if what not in (FOUR, MEDICAL, EXCHANGE):
        raise ValueError(f"{what!r} cannot be held; four, medical or exchange can")
