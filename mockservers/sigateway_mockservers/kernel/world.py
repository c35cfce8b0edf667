"""A World: one set of halls with their people, one clock, one seed, one queue of faults, one journal.

Worlds share nothing that changes. Everything a World holds is immutable records in dictionaries, so that
creating, forking and resetting one copies a few dictionaries and no records.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any, Protocol, cast

from sigateway_mockservers.kernel.clock import FiredEvent, Timetable, WorldClock, parse_moment
from sigateway_mockservers.kernel.faults import FaultQueue
from sigateway_mockservers.kernel.hall import HallSite, HallState, SeveralSites
from sigateway_mockservers.kernel.journal import Journal, JournalEntry
from sigateway_mockservers.kernel.oracle import Violation, attempts_after_landing, filed_again
from sigateway_mockservers.kernel.people import People

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall
    from sigateway_mockservers.jiangsu.hall import JiangsuHall
    from sigateway_mockservers.shanghai.hall import ShanghaiHall
    from sigateway_mockservers.wuhan.hall import WuhanHall
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

DEFAULT_ORIGIN = "http://mock.invalid"


@dataclass(frozen=True, slots=True)
class WorldPlan:
    """What a World is made from, and what ``reset`` goes back to."""

    seed: int
    now: datetime
    ticking: bool
    variants: Mapping[str, frozenset[str]]


class WorldHome(Protocol):
    """Where Worlds are kept: it gives new ones an id and a place."""

    sites: Mapping[str, HallSite]
    template_people: People

    def keep(self, world: World) -> None:
        """Make a World reachable under its id."""
        ...

    def new_world_id(self) -> str:
        """An id that no World here has."""
        ...


class World:
    """One isolated set of mock halls. Make it with ``Simulator.create_world``."""

    def __init__(self, world_id: str, plan: WorldPlan, home: WorldHome) -> None:
        self.id = world_id
        self.plan = plan
        self.lock = threading.RLock()
        self._home = home
        self.random = Random(plan.seed)  # a World must repeat itself from its seed
        self.people = home.template_people.copy()
        self.journal = Journal()
        self.faults = FaultQueue({name: site.operations for name, site in home.sites.items()})
        self.halls: dict[str, HallState] = {}
        self.clock = WorldClock(
            plan.now,
            ticking=plan.ticking,
            timetable=Timetable(self._next_event_at, self._fire),
            lock=self.lock,
        )
        for name, site in home.sites.items():
            self.halls[name] = site.open_in(self, plan.variants.get(name, frozenset()))

    @property
    def seed(self) -> int:
        """The seed from which everything drawn in this World is drawn."""
        return self.plan.seed

    @property
    def wuhan(self) -> WuhanHall:
        """The Wuhan hall: state and controls."""
        return cast("WuhanHall", self.halls["wuhan"])

    @property
    def shanghai(self) -> ShanghaiHall:
        """The Shanghai hall: state and controls."""
        return cast("ShanghaiHall", self.halls["shanghai"])

    @property
    def beijing(self) -> BeijingHall:
        """The Beijing hall: state and controls."""
        return cast("BeijingHall", self.halls["beijing"])

    @property
    def zhejiang(self) -> ZhejiangHall:
        """The Zhejiang hall and the portal before it: state and controls."""
        return cast("ZhejiangHall", self.halls["zhejiang"])

    @property
    def jiangsu(self) -> JiangsuHall:
        """The Jiangsu hall: state and controls."""
        return cast("JiangsuHall", self.halls["jiangsu"])

    def path(self, hall: str) -> str:
        """Where a hall of this World is mounted, such as ``/w/<id>/wuhan/``."""
        if hall not in self.halls:
            raise KeyError(f"there is no hall {hall!r}; halls: {', '.join(self.halls)}")
        return f"/w/{self.id}/{hall}/"

    def base_url(self, hall: str, origin: str = DEFAULT_ORIGIN) -> str:
        """The base URL of a hall, ending in ``/``; ``origin`` is the server's, or anything in process."""
        return origin.rstrip("/") + self.path(hall)

    def site_urls(self, hall: str, origin: str = DEFAULT_ORIGIN) -> dict[str, str]:
        """The base URL of each site of a hall; a hall of one site calls it ``hall``."""
        state = self.halls.get(hall)
        if isinstance(state, SeveralSites):
            return state.sites(origin)
        return {"hall": self.base_url(hall, origin)}

    def settle(self) -> list[FiredEvent]:
        """Let happen what has fallen due."""
        return self.clock.settle()

    def reset(self) -> None:
        """Go back to how this World was created: state, people, clock, faults, journal, sessions, all of it.

        Objects taken from the World before (its clock, people, halls) stay good: they go back with it.
        """
        with self.lock:
            self.random.seed(self.plan.seed)
            self.people.become(self._home.template_people)
            self.journal.clear()
            self.faults.clear()
            for hall in self.halls.values():
                hall.reopen()
            self.clock.restart(self.plan.now, ticking=self.plan.ticking)

    def fork(self) -> World:
        """A new World that goes on from here: the same state, sessions, clock, faults and journal, another id."""
        with self.lock:
            twin = World(self._home.new_world_id(), self.plan, self._home)
            twin.random.setstate(self.random.getstate())
            twin.people.become(self.people)
            twin.journal = self.journal.copy()
            twin.faults = self.faults.copy()
            twin.halls = {name: hall.copy_into(twin) for name, hall in self.halls.items()}
            twin.clock.restart(self.clock.now(), ticking=self.clock.ticking)
        self._home.keep(twin)
        return twin

    def state(self) -> dict[str, Any]:
        """JSON-able state of everything in this World, without passwords and sessions."""
        with self.lock:
            self.settle()
            return {
                "id": self.id,
                "seed": self.seed,
                "now": self.clock.now().isoformat(),
                "ticking": self.clock.ticking,
                "variants": {hall: sorted(names) for hall, names in self.plan.variants.items()},
                "people": [person.as_json() for person in self.people],
                "halls": {name: hall.state() for name, hall in self.halls.items()},
            }

    def verify(self) -> list[Violation]:
        """Ask the oracle: every invariant that does not hold, an empty list when all do."""
        with self.lock:
            self.settle()
            found = [violation for hall in self.halls.values() for violation in hall.violations()]
            return found + filed_again(self.journal.entries, self._verbs())

    def attempts_after_landing(self) -> list[JournalEntry]:
        """Requests that tried to file again what had landed, whether or not the hall let them."""
        with self.lock:
            return attempts_after_landing(self.journal.entries, self._verbs())

    def _verbs(self) -> dict[str, Any]:
        return {name: site.filing_verbs for name, site in self._home.sites.items()}

    def _next_event_at(self) -> datetime | None:
        moments = [moment for hall in self.halls.values() if (moment := hall.next_event_at()) is not None]
        return min(moments, default=None)

    def _fire(self, at: datetime) -> list[FiredEvent]:
        return [event for hall in self.halls.values() for event in hall.fire(at)]


def plan_world(
    sites: Mapping[str, HallSite],
    *,
    seed: int,
    now: str | datetime,
    ticking: bool,
    variants: Mapping[str, Any] | None,
) -> WorldPlan:
    """Check what a World shall be made from; an unknown hall or variant is a ``ValueError``."""
    chosen: dict[str, frozenset[str]] = {}
    for hall, names in (variants or {}).items():
        if hall not in sites:
            raise ValueError(f"there is no hall {hall!r}; halls: {', '.join(sites)}")
        chosen[hall] = frozenset(names)
        if unknown := chosen[hall] - sites[hall].variants:
            known = ", ".join(sorted(sites[hall].variants))
            raise ValueError(f"{hall} has no variant {', '.join(sorted(unknown))}; known: {known}")
    return WorldPlan(seed=seed, now=parse_moment(now), ticking=ticking, variants=chosen)
