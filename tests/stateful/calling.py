"""One call of the vendor's, with what goes wrong on the way, and what may be said of it at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

import sigateway as sg
from sigateway.gateway.many import Filed
from sigateway.gateway.turns import Turn
from sigateway.testing.faults import Stroke
from sigateway.testing.faults.course import NOTHING_FILED
from sigateway.testing.faults.killing import Killed
from sigateway.testing.faults.strokes import AT_THE_HALL
from sigateway_mockservers import Fault, InProcess, JournalEntry

from .doomed import Death, Doomed
from .process import Processes
from .region import Region

AT_A_COMMIT = "commit"

strokes = st.tuples(
    st.sampled_from(AT_THE_HALL), st.one_of(st.just(AT_A_COMMIT), st.integers(1, 15)), st.integers(1, 2)
)
deaths = st.builds(Death, st.one_of(st.none(), st.integers(0, 14)), st.booleans())
troubles = st.one_of(st.none(), st.none(), strokes, deaths)
Trouble = tuple[Stroke, str | int, int] | Death | None


class Calling(RuleBasedStateMachine):
    """How the vendor's processes call one hall."""

    region: ClassVar[Region]
    driver: ClassVar[Callable[[Any], InProcess]] = InProcess
    stage: Any
    folder: Path
    processes: Processes
    turns: list[Turn]

    def call(self, trouble: Trouble, act: Callable[[sg.Session], Any], *, files: bool = True) -> Any:
        """One call, with what goes wrong on the way; what it answered, or how it ended."""
        stage = self.stage
        way = type(self).driver(stage.simulator)
        doomed: Doomed | None = None
        if isinstance(trouble, Death):
            if trouble.position is None and not trouble.after:
                self._arm("refuse", "before_commit", AT_A_COMMIT)
            doomed = Doomed(way, stage.world, self.folder, trouble)
        elif trouble is not None:
            stroke, where, times = trouble
            self._arm(stroke.do, stroke.when, where, times=times, **dict(stroke.shape))
        before = len(stage.world.journal.entries)
        try:
            answer = self.processes.do(doomed or way, act)
        except (sg.SigatewayError, Killed) as ended:
            answer = ended
        died = doomed is not None and doomed.is_dead
        assert died is isinstance(answer, Killed), "whoever dies gives no answer"
        if doomed is not None and died:
            self.processes.end()  # before the files are put back under the hands of the other one
            doomed.bury()
        stage.world.faults.clear()
        self.turns = self.read()
        self._said_rightly(answer, stage.world.journal.entries[before:], files)
        return answer

    def _arm(self, do: str, when: str, where: str | int, **shape: Any) -> None:
        hall, faults = self.region.name, self.stage.world.faults
        if where == AT_A_COMMIT:
            for operation in (*self.region.commits, *self.region.ends):
                faults.add(Fault(hall=hall, operation=operation, do=do, when=when, **shape))
        else:
            faults.add(Fault(hall=hall, operation="*", do=do, when=when, nth=int(where), **shape))

    def _said_rightly(self, answer: Any, entries: list[JournalEntry], files: bool) -> None:
        """Whoever is told that nothing was filed, or undone, is told the truth."""
        took_effect = [each for each in entries if each.committed and each.method]
        filed = [each for each in took_effect if each.operation in self.region.commits]
        if isinstance(answer, NOTHING_FILED):
            undone = [each for each in took_effect if each.operation in self.region.ends]
            assert not filed, f"{answer.code} said that nothing was filed, and {len(filed)} landed"
            assert files or not undone, f"{answer.code} said that nothing was undone"
        if isinstance(answer, list):
            landed = {(part.person, _kind(entry)) for entry in filed for part in entry.filed() if part.taken}
            said = [(_whom(each), each) for each in answer]
            for whom, each in said:
                alone = [other for other, _ in said].count(whom) == 1
                assert not (alone and isinstance(each.end, NOTHING_FILED) and whom in landed), (
                    f"{each.error} said of a landed row that it was not filed"
                )

    def read(self) -> list[Turn]:
        """The vendor's record, from its file."""
        ledger = sg.SqliteLedger(self.folder / "ledger.db")
        try:
            return list(ledger.turns())
        finally:
            ledger.close()


def _kind(entry: JournalEntry) -> str:
    """The filing's type, without the part of it: ``enrolment`` of ``enrolment.four``."""
    return entry.kind.partition(".")[0]


def _whom(row: Filed) -> tuple[str, str]:
    assert row.filing.subject is not None
    return row.filing.subject.document.number, row.filing.type
