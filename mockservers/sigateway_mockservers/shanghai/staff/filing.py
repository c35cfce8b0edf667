"""Filing by hand: a clerk at the unit in a browser, staff at the counter. The rules and the window are the same (SH-18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.staff import refuse_for
from sigateway_mockservers.shanghai.agreement import digest
from sigateway_mockservers.shanghai.declarations.fields import names_of
from sigateway_mockservers.shanghai.names import BY_BROWSER, BY_COUNTER, NO, SUPERVISOR
from sigateway_mockservers.shanghai.reasons import SIGN_AGREEMENT_FIRST, Refusal
from sigateway_mockservers.shanghai.records import CertificateRecord, Filer

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall

#: What the journal calls it, by channel.
DECLARING = {BY_BROWSER: "clerk.declared", BY_COUNTER: "counter.declared"}
WITHDRAWING = {BY_BROWSER: "clerk.withdrawn", BY_COUNTER: "counter.withdrawn"}


class _FilingByHand:
    """Somebody who files without the wire."""

    channel = BY_COUNTER

    def __init__(self, hall: ShanghaiHall) -> None:
        self._hall = hall

    def _filer(self, unit: str) -> Filer:
        """Who files for this unit."""
        return Filer(self.channel)

    @enforces("SH-18")
    def declare(self, unit: str, ywlx: str, **fields: str) -> str:
        """Declare at once, and give the 申报号; fields that are not named are filled in with what fits."""
        with self._hall.world.lock:
            names = names_of(ywlx)
            if names is None:
                raise ValueError(f"there is no business {ywlx!r}")
            if unknown := set(fields) - set(names):
                raise ValueError(f"business {ywlx} has no field {', '.join(sorted(unknown))}")
            likely = self._likely(unit, fields.get("zjhm", "")) | {"ywlx": ywlx} | fields
            asked = {name: likely[name] for name in names}
            taken = self._hall.declarations.declare_by_hand(unit, asked, self._filer(unit))
            if isinstance(taken, Refusal):
                raise refuse_for(taken)
            self._hall.note(DECLARING[self.channel], taken)
            return taken.number

    def withdraw(self, sbh: str) -> str:
        """Withdraw any declaration of the hall, and give its 申报号 back."""
        with self._hall.world.lock:
            named = self._hall.store.declarations[sbh]
            taken_back = self._hall.withdrawals.withdraw(
                named.unit, sbh, named.business, named.person, self._filer(named.unit)
            )
            if isinstance(taken_back, Refusal):
                raise refuse_for(taken_back)
            if named.is_valid:
                self._hall.note(WITHDRAWING[self.channel], taken_back)
            return sbh

    def _likely(self, unit: str, zjhm: str) -> dict[str, str]:
        """What somebody would fill in."""
        person, now = self._hall.world.people.get(zjhm), self._hall.world.clock.now()
        month = month_of(now)
        owed = self._hall.store.standing(unit, zjhm).unpaid or (month,)
        return {
            "zjhm": zjhm,
            "xm": person.name if person is not None else "",
            "grxh": "",
            "qsny": month,
            "gzsr": "9000.0",
            "wlry": NO,
            "rczh": "",
            "zcyy": "03",
            "jzny": month,
            "bz": "",
            "ksny": owed[0],
            "jsny": owed[-1],
            "sxny": month,
            "nd": self._hall.store.figures.base_year_at(now.date()).year,
        }


class Counter(_FilingByHand):
    """Staff at the counter."""

    channel = BY_COUNTER


class Clerk(_FilingByHand):
    """A clerk at any unit, with a browser and the certificates that lie in the drawer."""

    channel = BY_BROWSER

    def sign_agreement(self, serial: str) -> CertificateRecord:
        """Click the agreement with a certificate."""
        with self._hall.world.lock:
            agreement = self._hall.store.agreement
            signed = self._hall.rights.sign_agreement(serial, agreement.version, digest(agreement))
            return _done(signed)

    def approve(self, serial: str) -> CertificateRecord:
        """Authorise a waiting certificate with that of the unit's supervisor."""
        with self._hall.world.lock:
            unit = self._hall.store.certificates[serial].unit
            self._filer(unit)
            return _done(self._hall.rights.approve(unit, serial))

    def _filer(self, unit: str) -> Filer:
        for each in self._hall.store.certificates.values():
            usable = each.revoked_at is None and each.expired_at is None
            if each.unit == unit and each.right == SUPERVISOR and usable:
                return Filer(self.channel, each.serial, each.right)
        raise refuse_for(SIGN_AGREEMENT_FIRST)


def _done(outcome: CertificateRecord | Reason) -> CertificateRecord:
    if isinstance(outcome, Reason):
        raise refuse_for(outcome)
    return outcome
