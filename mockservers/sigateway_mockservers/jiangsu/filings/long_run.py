"""What takes days: a retirement at its window and in the post, a transfer between places (JS-12..15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu.figures import RETIREMENT_DAYS
from sigateway_mockservers.jiangsu.filings.desk import evening
from sigateway_mockservers.jiangsu.names import (
    ACCEPTED,
    COMPLETED,
    HALL,
    POSTED,
    RUNNING,
    TRANSFER,
    TURNED_AWAY,
)
from sigateway_mockservers.jiangsu.records import Filing, Step
from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.enforcement import enforces

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall

_RUNS = frozenset({ACCEPTED, RUNNING})


class LongRun:
    """Lets what was accepted be done when its day has come."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall
        self._store = hall.store

    @enforces("JS-12", "JS-14")
    def accept(self, filing: Filing, papers: tuple[str, ...]) -> Filing:
        """受理 at the window: done within its days."""
        now = self._hall.world.clock.now()
        due = evening(now + timedelta(days=RETIREMENT_DAYS))
        steps = (*filing.steps, Step("窗口受理", now))
        return self._keep(replace(filing, state=ACCEPTED, due_by=due, papers=papers, steps=steps))

    @enforces("JS-14")
    def turn_away(self, filing: Filing, why: str) -> Filing:
        """不予受理 at the window."""
        steps = (*filing.steps, Step(TURNED_AWAY, self._hall.world.clock.now(), why))
        return self._keep(replace(filing, state=TURNED_AWAY, steps=steps))

    def next_at(self) -> datetime | None:
        """When the next of them is done."""
        return min((each.due_by for each in self._running() if each.due_by is not None), default=None)

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Finish what is due."""
        due = [each for each in self._running() if each.due_by is not None and each.due_by <= at]
        return [self._finish(each, at) for each in due]

    @enforces("JS-12")
    def _finish(self, filing: Filing, at: datetime) -> FiredEvent:
        """已办结: the papers of a retirement are posted to the unit."""
        steps = (*filing.steps, Step(COMPLETED, at, _posted(filing)))
        self._keep(replace(filing, state=COMPLETED, steps=steps))
        if filing.matter == TRANSFER:
            # A finished transfer makes way: the same may be asked for again.
            self._hall.note("transfer.finished", filing)
        return FiredEvent(at, HALL, f"{filing.kind}.completed", filing.number)

    def _running(self) -> list[Filing]:
        return [each for each in self._store.filings.values() if each.state in _RUNS]

    def _keep(self, filing: Filing) -> Filing:
        self._store.filings[filing.number] = filing
        return filing


@enforces("JS-15")
def _posted(filing: Filing) -> str:
    """What is posted at the end, and where to: the papers of a retirement; of a transfer nothing."""
    return "" if filing.matter == TRANSFER else f"{'、'.join(POSTED)}已邮寄至{filing.fields['postTo']}"
