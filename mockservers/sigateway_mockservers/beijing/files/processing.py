"""What the hall does with a submitted file: halves by line, handed on, ended together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.files.line_rules import said_in, values_in
from sigateway_mockservers.beijing.filings.desk import content_of
from sigateway_mockservers.beijing.filings.fields import grey_fields
from sigateway_mockservers.beijing.filings.processing import (
    FILE_FOUR,
    FILE_HANDING_ON,
    FILE_MEDICAL,
    drawn_seconds,
)
from sigateway_mockservers.beijing.filings.sums import with_grey
from sigateway_mockservers.beijing.names import (
    BY_FILE,
    ENDED,
    FAILED,
    FOUR,
    HALL,
    MEDICAL,
    MEDICAL_WAITS,
    RUNNING,
    SYSTEMS_OF,
    kind_in,
)
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.records import FileLine, FileRecord, Half, Submission
from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.journal import JournalPart

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

FORWARDED = "file.forwarded"
EVERY_MINUTES = 10
_FOUR_SECONDS, _MEDICAL_SECONDS = (180, 300), (120, 360)
_ONE_MINUTE = timedelta(minutes=1)


def last_exchange(now: datetime) -> datetime:
    """The systems exchange what they hold at :00, :10 …"""
    return now.replace(minute=now.minute - now.minute % EVERY_MINUTES, second=0, microsecond=0)


def next_exchange(now: datetime) -> datetime:
    """The next time that they do."""
    return last_exchange(now) + timedelta(minutes=EVERY_MINUTES)


class FileProcessing:
    """Ends the halves of a file together, and hands the medical ones on."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall
        self._store = hall.store

    # --- submission -----------------------------------------------------------------------------------------------

    def begin(self, file: FileRecord, shown: int) -> FileRecord | Refusal:
        """Make the halves of every held line; with all of them ended at once nothing is submitted."""
        running = {each.number for each in file.held if self._is_running(file, each)}
        if running and len(running) == len(file.held):
            words = reasons.running_already(file.business.rule, file.business.name, about_person=True)
            return Refusal((words,))
        now = self._hall.now
        made: dict[int, FileLine] = {}
        for line in file.held:
            in_four = FOUR in SYSTEMS_OF[line.scope]
            lsh = self._make(file, line, FOUR, "", at_once=line.number in running) if in_four else ""
            slh = self._make(file, line, MEDICAL, lsh) if MEDICAL in SYSTEMS_OF[line.scope] else ""
            made[line.number] = replace(line, lsh=lsh, slh=slh)
        sent = replace(
            file,
            lines=tuple(made.get(each.number, each) for each in file.lines),
            submitted_version=file.version,
            submitted_at=now,
            shown=shown,
        )
        self._store.files[file.number] = sent
        self._schedule(sent)
        self._note_forwarded(sent)
        return sent

    def _is_running(self, file: FileRecord, line: FileLine) -> bool:
        if FOUR not in SYSTEMS_OF[line.scope] or not self._hall.guards_duplicates:
            return False
        person = self._said(file, line)["idCard"]
        return any(
            each.is_running and each.business_code == file.business_code
            for each in self._store.halves_of(FOUR, file.unit, person)
        )

    def _said(self, file: FileRecord, line: FileLine) -> dict[str, str]:
        return said_in(file.business, file.columns, line.values)

    def _make(
        self, file: FileRecord, line: FileLine, system: str, serial: str, *, at_once: bool = False
    ) -> str:
        """One half of a line, already submitted; ``at_once``: it ends without success now."""
        now, said, business = self._hall.now, self._said(file, line), file.business
        facts = self._hall.declarations.facts(system, file.unit, said["idCard"])
        half = Half(
            number=self._store.next_number(system, now),
            system=system,
            unit=file.unit,
            business_code=business.code,
            scope=line.scope,
            fields=with_grey(business, facts, values_in(business, facts, said)),
            grey=grey_fields(business, system) | {"idType", "idCard"},
            version=1,
            highest=1,
            month=file.month,
            created_at=now,
            order=self._store.next_order(),
            serial=serial,
            status=RUNNING,
            source=BY_FILE,
            file_no=file.number,
            line=line.number,
            handed_on=system == FOUR,
        )
        submission = Submission(1, now, half.order, half.fields, content_of(half))
        if at_once:
            words = reasons.running_already(business.rule, business.name, about_person=True).words
            submission = replace(
                submission, ended_at=now, flag=FAILED, errors=(words,), closed=submission.order
            )
            half = replace(half, status=ENDED)
        self._store.keep(replace(half, submissions=(submission,)))
        return half.number

    def _schedule(self, file: FileRecord) -> None:
        now, seed = self._hall.now, self._hall.world.seed
        if any(each.lsh for each in file.lines):
            took = drawn_seconds(seed, f"{file.number}:four", *_FOUR_SECONDS)
            self._store.due[FILE_FOUR, file.number] = now + took
        if any(each.slh for each in file.lines):
            self._store.due[FILE_HANDING_ON, file.number] = next_exchange(now)

    def _note_forwarded(self, file: FileRecord) -> None:
        parts = self.parts(file, MEDICAL)
        if parts:
            self._hall.world.journal.add(
                at=self._hall.now,
                hall=HALL,
                operation=FORWARDED,
                committed=True,
                subject=file.number,
                kind=kind_in(file.business, MEDICAL),
                unit=file.unit,
                parts=parts,
            )

    def parts(self, file: FileRecord, system: str) -> tuple[JournalPart, ...]:
        """What a submitted file files in a system, one part a line."""
        halves = (half for line in file.lines if (half := self.half_of(line, system)) is not None)
        return tuple(
            JournalPart(half.person, half.submissions[0].content, taken=half.submissions[0].flag != FAILED)
            for half in halves
        )

    def half_of(self, line: FileLine, system: str) -> Half | None:
        """The half of a line in a system."""
        number = line.lsh if system == FOUR else line.slh
        return self._store.halves.get((system, number)) if number else None

    # --- by itself ------------------------------------------------------------------------------------------------

    def fire(self, what: str, number: str) -> list[FiredEvent]:
        """Let happen what falls due for a file."""
        file = self._store.files[number]
        if what == FILE_HANDING_ON:
            return self.hand_on(file)
        return self.end(file, FOUR if what == FILE_FOUR else MEDICAL)

    def hand_on(self, file: FileRecord) -> list[FiredEvent]:
        """Hand the medical halves on, as they are by now; the medical system begins with them."""
        now = self._hall.now
        self._store.due.pop((FILE_HANDING_ON, file.number), None)
        for line in file.lines:
            half = self.half_of(line, MEDICAL)
            if half is None or half.handed_on:
                continue
            facts = self._hall.declarations.facts(MEDICAL, half.unit, half.person, but=half)
            fields = with_grey(half.business, facts, half.fields)
            first = replace(half.submissions[0], at=now, fields=fields)
            self._store.keep(
                replace(half, fields=fields, created_at=now, submissions=(first,), handed_on=True)
            )
        self._store.files[file.number] = replace(self._store.files[file.number], forwarded_at=now)
        took = drawn_seconds(self._hall.world.seed, f"{file.number}:medical", *_MEDICAL_SECONDS)
        ends = now + took
        if MEDICAL_WAITS in self._hall.variants:
            four_ends = self._store.due.get((FILE_FOUR, file.number), now)
            ends = max(ends, four_ends + _ONE_MINUTE)
        self._store.due[FILE_MEDICAL, file.number] = ends
        return [FiredEvent(now, HALL, "file.handed_on", file.number)]

    def end(self, file: FileRecord, system: str) -> list[FiredEvent]:
        """End the halves of one system together: those that nobody has ended, or taken back, by hand."""
        self._store.due.pop((f"file.{system}", file.number), None)
        found = (self.half_of(line, system) for line in file.lines)
        running = [
            each for each in found if each is not None and each.is_running and len(each.submissions) == 1
        ]
        if running:
            self._hall.processing.end(running)
        return [FiredEvent(self._hall.now, HALL, f"file.{system}_ended", file.number)]

    def finish(self, file: FileRecord) -> list[FiredEvent]:
        """End everything of a file now."""
        fired = self.end(file, FOUR)
        if (FILE_HANDING_ON, file.number) in self._store.due:
            fired += self.hand_on(file)
        return fired + self.end(file, MEDICAL)
