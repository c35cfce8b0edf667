"""What a clerk does by hand in a browser, in one call: for tests in which people and the gateway meet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.businesses import SUSPENSION, Business
from sigateway_mockservers.wuhan.journalling import noted
from sigateway_mockservers.wuhan.names import HALL

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.filing_desk import FilingDesk
    from sigateway_mockservers.wuhan.records import Task
    from sigateway_mockservers.wuhan.store import Store

SAVED, SUBMITTED, SUSPENDED = "clerk.saved", "clerk.submitted", "clerk.suspended"


class Clerk:
    """A clerk of any unit."""

    def __init__(self, world: World, store: Store, desk: FilingDesk) -> None:
        self._world = world
        self._store = store
        self._desk = desk

    def save_draft(self, business: Business, unit: str, zjhm: str, fields: dict[str, str]) -> Task:
        """Search and save; a refusal is a ``ValueError`` with the hall's words."""
        if not business.name:
            raise ValueError(f"{business.batch_name} is filed by a workbook only")
        entered = {"zjlx": "01", "zjhm": zjhm, "grbs": zjhm}
        asked = {each.name: fields.pop(each.name, entered.get(each.name, "")) for each in business.asked}
        shown = self._desk.search(business, unit, asked)
        if isinstance(shown, list):
            raise _refusal(shown)
        if unknown := set(fields) - set(shown):
            raise ValueError(f"the form has no field {', '.join(sorted(unknown))}")
        typical = business.as_a_clerk(self._desk.standing(business, unit, business.subject(shown)))
        saved = self._desk.save(business, unit, shown | typical | fields, shown)
        if isinstance(saved, list):
            raise _refusal(saved)
        self._note(SAVED, saved)
        return saved

    def submit(self, sxh: str) -> Task:
        """Submit; a refusal is a ``ValueError`` with the hall's words."""
        submitted = self._desk.submit(self._store.tasks[sxh].unit, sxh)
        if isinstance(submitted, list):
            raise _refusal(submitted)
        self._note(SUBMITTED, submitted)
        return submitted

    def suspend(self, unit: str, zjhm: str) -> Task:
        """Stop every insurance of a person at a unit at once, whatever the month, the arrears and the papers."""
        now = self._world.clock.now()
        standing = self._desk.standing(SUSPENSION, unit, zjhm)
        if standing.insurance is None:
            raise ValueError(f"{zjhm} is not insured at {unit}; only a filing in force can be stopped")
        refused = SUSPENSION.submit_reason(standing)
        if refused is not None:
            raise _refusal([refused])
        asked = {"zjlx": standing.insurance.kind, "zjhm": zjhm}
        form = SUSPENSION.filled_in(asked, standing) | SUSPENSION.as_a_clerk(standing)
        saved = self._desk.save(SUSPENSION, unit, form, form)
        assert not isinstance(saved, list), saved
        submitted = self._desk.submit(unit, saved.sxh)
        assert not isinstance(submitted, list), submitted
        stop = replace(submitted, finished=now, due=None, papers_until=None)
        self._store.tasks[stop.sxh] = stop
        self._store.stop(unit, zjhm, now)
        for effect in self._store.effects_of(zjhm):
            if effect.sxh == stop.sxh:
                self._store.effects[effect.number] = replace(effect, in_force=True)
        self._note(SUSPENDED, stop)
        return stop

    def _note(self, operation: str, task: Task) -> None:
        self._world.journal.add(
            at=self._world.clock.now(),
            hall=HALL,
            operation=operation,
            committed=True,
            **noted(task),
        )


def _refusal(found: list[Reason]) -> ValueError:
    return ValueError("the hall refuses: " + "；".join(reason.words for reason in found))
