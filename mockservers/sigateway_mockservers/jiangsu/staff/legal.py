"""The legal representative at the own desk: grants and revokes without the wire (JS-35)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu.names import LEGAL
from sigateway_mockservers.jiangsu.reasons import Refusal
from sigateway_mockservers.jiangsu.records import Account, Filer
from sigateway_mockservers.kernel.staff import refuse_for

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall


class LegalRepresentative:
    """The one of any unit."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall

    def grant(self, unit: str, rank: str, person: str, scopes: tuple[str, ...] = ()) -> Account:
        """Grant a rank to somebody of the register, with consent if it was not yet given."""
        with self._hall.world.lock:
            record = self._hall.store.units[unit]
            if record.consented_at is None:
                consented = replace(record, consented_at=self._hall.world.clock.now())
                self._hall.store.units[unit] = consented
            known = self._hall.world.people.get(person)
            if known is None:
                raise KeyError(f"{person} is not in the register")
            filer = Filer(record.legal_number, LEGAL)
            return _done(self._hall.ranks.grant(unit, filer, rank, known.name, person, known.mobile, scopes))

    def revoke(self, grant: str) -> Account:
        """Take a grant away."""
        with self._hall.world.lock:
            unit = self._hall.store.accounts[grant].unit
            filer = Filer(self._hall.store.units[unit].legal_number, LEGAL)
            return _done(self._hall.ranks.revoke(unit, filer, grant))


def _done(outcome: Account | Refusal) -> Account:
    if isinstance(outcome, Refusal):
        raise refuse_for(outcome)
    return outcome
