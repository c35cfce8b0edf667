"""The way back: in the month of declaring, from the latest backwards (SH-25..27, SH-32)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.shanghai import reasons
from sigateway_mockservers.shanghai.names import SUSPENSION
from sigateway_mockservers.shanghai.reasons import NOT_WITHDRAWN, Refusal
from sigateway_mockservers.shanghai.records import Declaration, Filer, Withdrawal
from sigateway_mockservers.shanghai.store import Store

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall


@enforces("SH-26", "SH-32")
def blocking(store: Store, declaration: Declaration, *, any_person: bool) -> list[Declaration]:
    """What must be withdrawn before a declaration, latest first: later valid ones of the unit, of the same person."""
    return sorted(
        (
            each
            for each in store.declarations.values()
            if each.is_valid
            and each.unit == declaration.unit
            and each.number > declaration.number
            and (any_person or each.person == declaration.person)
        ),
        key=lambda each: each.number,
        reverse=True,
    )


class WithdrawalDesk:
    """Takes declarations back."""

    def __init__(self, hall: ShanghaiHall) -> None:
        self._hall = hall
        self._store = hall.store

    @enforces("SH-25", "SH-27")
    def withdraw(
        self, unit: str, number: str, business: str, person: str, filer: Filer
    ) -> Declaration | Refusal:
        """Undo a declaration, or say why not. Where nothing is guarded, one withdrawn already is so again, in name."""
        if shut := self._hall.shut():
            return Refusal(NOT_WITHDRAWN, (shut,))
        declaration = self._store.declarations.get(number)
        if declaration is None or (unit, business, person) != (
            declaration.unit,
            declaration.business,
            declaration.person,
        ):
            return Refusal(NOT_WITHDRAWN, (reasons.NO_SUCH_DECLARATION,))
        if declaration.withdrawal is not None:
            return self._again(declaration, declaration.withdrawal)
        found = self._against(declaration)
        if found:
            return Refusal(NOT_WITHDRAWN, found)
        now, order = self._hall.world.clock.now(), self._store.next_order()
        withdrawn = replace(declaration, withdrawal=Withdrawal(now, order, filer))
        self._store.undo(withdrawn)
        return withdrawn

    def _again(self, declaration: Declaration, before: Withdrawal) -> Declaration | Refusal:
        if self._hall.guards_duplicates:
            return Refusal(NOT_WITHDRAWN, (reasons.WITHDRAWN_ALREADY,))
        again = replace(declaration, withdrawal=replace(before, times=before.times + 1))
        self._store.declarations[again.number] = again
        return again

    def _against(self, declaration: Declaration) -> tuple[Reason, ...]:
        found: list[Reason] = []
        if month_of(declaration.at) != month_of(self._hall.world.clock.now()):
            found.append(reasons.MONTH_IS_OVER)
        later = blocking(self._store, declaration, any_person=self._hall.any_later_blocks)
        if later:
            found.append(reasons.later_first(each.number for each in later))
        if declaration.business == SUSPENSION and self._is_insured_elsewhere(declaration):
            found.append(reasons.TAKEN_ELSEWHERE)
        return tuple(found)

    def _is_insured_elsewhere(self, declaration: Declaration) -> bool:
        person = self._hall.world.people.get(declaration.person)
        at_units = self._store.standings_of(declaration.person)
        return bool(person is not None and person.insured_elsewhere) or any(
            standing.running is not None for unit, standing in at_units.items() if unit != declaration.unit
        )
