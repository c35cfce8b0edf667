"""回退 and 修改: within the collection period, latest first (JS-07, JS-46)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.filings.fields import kept
from sigateway_mockservers.jiangsu.names import (
    AT_WINDOW,
    BASIC_DATA,
    CHANGED,
    DONE,
    FLEXIBLE_SUSPENSION,
    MATTERS,
    PREREGISTRATION,
    SUSPENSION,
    TAKEN_BACK,
    TRANSFER,
    TURNED_AWAY,
)
from sigateway_mockservers.jiangsu.reasons import BAD_TAKEBACK, SHUT, Refusal
from sigateway_mockservers.jiangsu.records import Filer, Filing, Undoing
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.filings.desk import Application
    from sigateway_mockservers.jiangsu.hall import JiangsuHall
    from sigateway_mockservers.jiangsu.store import Store

#: What stands in nobody's way.
NEVER_BLOCKS = frozenset({BASIC_DATA, TRANSFER, PREREGISTRATION})
_BACK_IN = frozenset({DONE, AT_WINDOW})


def blockers(store: Store, filing: Filing) -> tuple[str, ...]:
    """What must be taken back first: later filings of the same person here that stand, latest first."""
    later = [
        each.number
        for each in store.filings_about(filing.person)
        if each.unit == filing.unit
        and each.order > filing.order
        and each.matter not in NEVER_BLOCKS
        and each.state not in (TAKEN_BACK, CHANGED, TURNED_AWAY)
    ]
    return tuple(reversed(later))


class WaysBack:
    """Takes back, and judges changes."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall
        self._store = hall.store

    @enforces("JS-07")
    def take_back(
        self, unit: str, owner: str, number: str, matter: str, person: str, filer: Filer
    ) -> Filing | Refusal:
        """Undo a filing as a whole; of a change, the former one stands again."""
        if shut := self._hall.shut():
            return Refusal(SHUT, (shut,))
        filing = self._own(unit, owner, number)
        if filing is None or (filing.matter, filing.person) != (matter, person):
            return Refusal(BAD_TAKEBACK, (reasons.UNKNOWN_FILING,))
        if filing.undoing is not None and not self._hall.guards_duplicates:
            again = replace(filing, undoing=replace(filing.undoing, times=filing.undoing.times + 1))
            return self._keep(again)
        if against := self._against(filing):
            return Refusal(BAD_TAKEBACK, against)
        undoing = Undoing(self._hall.world.clock.now(), self._store.next_order(), filer)
        if filing.replaces:
            former = self._store.filings[filing.replaces]
            self._keep(replace(former, state=DONE, replaced_by="", replaced_at=0))
        return self._keep(replace(filing, state=TAKEN_BACK, undoing=undoing))

    def against_change(self, application: Application) -> tuple[Reason, ...]:
        """Why a filing cannot be changed into this."""
        former = self._own(application.unit, application.owner, application.replaces)
        if former is None:
            return (reasons.UNKNOWN_FILING,)
        if against := self._against(former):
            return against
        if not MATTERS[former.matter].changeable:
            return (reasons.NEVER_BACK,)
        same = (former.matter, former.person) == (application.matter, application.asked["idNumber"])
        if not same:
            return (reasons.OTHER_MATTER,)
        return (reasons.NOTHING_CHANGED,) if kept(application.asked) == dict(former.fields) else ()

    def _own(self, unit: str, owner: str, number: str) -> Filing | None:
        filing = self._store.filings.get(number)
        if filing is None or filing.unit != unit or (not unit and filing.person != owner):
            return None
        return filing

    @enforces("JS-07", "JS-46")
    def _against(self, filing: Filing) -> tuple[Reason, ...]:
        if filing.state == TAKEN_BACK:
            return (reasons.TAKEN_BACK_ALREADY,)
        if filing.state == CHANGED:
            return (reasons.CHANGED_ALREADY,)
        ends = self._hall.opening().period_ends(filing.at)
        if ends is None or self._hall.world.clock.now() >= ends:
            return (reasons.PERIOD_OVER,)
        if filing.matter in NEVER_BLOCKS or filing.state not in _BACK_IN:
            return (reasons.NEVER_BACK,)
        return tuple(self._in_the_way(filing))

    def _in_the_way(self, filing: Filing) -> Iterator[Reason]:
        later = blockers(self._store, filing)
        if later:
            yield reasons.later_ones(later)
        if filing.matter in (SUSPENSION, FLEXIBLE_SUSPENSION):
            facts = self._hall.filing_desk.facts(filing.unit, filing.person)
            if facts.elsewhere or (filing.unit and facts.flexible.running is not None):
                yield reasons.ENROLLED_ELSEWHERE

    def _keep(self, filing: Filing) -> Filing:
        self._store.filings[filing.number] = filing
        return filing
