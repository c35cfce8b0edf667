"""What a clerk does by hand in a browser, in one call: for tests in which people and the gateway meet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.wuhan.reasons import Reason
from sigateway_mockservers.wuhan.records import SCHEMES, SUSPENSION, Task
from sigateway_mockservers.wuhan.review import HALL

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.enrolment import EnrolmentDesk
    from sigateway_mockservers.wuhan.store import Store


class Clerk:
    """A clerk of any unit."""

    def __init__(self, world: World, store: Store, desk: EnrolmentDesk) -> None:
        self._world = world
        self._store = store
        self._desk = desk

    def save_draft(self, unit: str, zjhm: str, **fields: str) -> Task:
        """Search and save; a refusal is a ``ValueError`` with the hall's words."""
        kind = fields.pop("zjlx", "01")
        _raise_refusal(self._desk.search(unit, kind, zjhm))
        values = self._desk.known_values(kind, zjhm)
        values |= {f"xz_{code}": "1" if code in self._store.units[unit].schemes else "0" for code in SCHEMES}
        values |= {"sj": "19900000000", "sbgz": "6500.00", "zsbj": "0"}
        values |= {"htqsrq": self._world.clock.today().replace(day=1).isoformat()}
        values |= {"xm": values["xm"] or "模拟某人", "mz": values["mz"] or "01"}
        if unknown := set(fields) - set(values):
            raise ValueError(f"the form has no field {', '.join(sorted(unknown))}")
        saved = self._desk.save(unit, values | fields)
        if isinstance(saved, list):
            _raise_refusal(saved)
            raise AssertionError("a refusal without reasons")
        self._note("clerk.saved", saved)
        return saved

    def submit(self, sxh: str) -> Task:
        """Submit; a refusal is a ``ValueError`` with the hall's words."""
        submitted = self._desk.submit(self._store.tasks[sxh].unit, sxh)
        if isinstance(submitted, Reason):
            raise ValueError(f"the hall refuses: {submitted.words}")
        self._note("clerk.submitted", submitted)
        return submitted

    def suspend(self, unit: str, zjhm: str) -> Task:
        """Stop every insurance of a person at a unit."""
        now = self._world.clock.now()
        running = [
            each for each in self._store.insurances_of(zjhm) if each.unit == unit and each.stopped is None
        ]
        if not running:
            raise ValueError(f"{zjhm} is not insured at {unit}; only a filing in force can be stopped")
        for each in running:
            self._store.insurances[each.sxh] = replace(each, stopped=now)
            for number, effect in self._store.effects.items():
                if effect.sxh == each.sxh and not effect.returned:
                    self._store.effects[number] = replace(effect, stopped=now)
            self._note("clerk.suspended", self._store.tasks[each.sxh])
        ordinal = len(self._store.tasks) + 1
        enrolled = self._store.tasks[running[-1].sxh].fields
        stop = Task(
            sxh=f"{now:%Y%m%d}{ordinal:06d}",
            ordinal=ordinal,
            unit=unit,
            business=SUSPENSION,
            fields={name: enrolled[name] for name in ("zjlx", "zjhm", "xm")},
            created=now,
            submitted=now,
            finished=now,
        )
        self._store.tasks[stop.sxh] = stop
        return stop

    def _note(self, operation: str, task: Task) -> None:
        self._world.journal.add(
            at=self._world.clock.now(),
            hall=HALL,
            operation=operation,
            committed=True,
            subject=task.sxh,
            unit=task.unit,
            person=task.person,
            content=self._store.content_of(task.unit, task.fields),
        )


def _raise_refusal(reasons: list[Reason]) -> None:
    if reasons:
        raise ValueError("the hall refuses: " + "；".join(reason.words for reason in reasons))
