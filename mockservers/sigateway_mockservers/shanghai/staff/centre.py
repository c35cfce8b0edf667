"""The social insurance centre: what happens there to rights and units, since nothing of it can be done online (SH-33)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.staff import refuse_for, require_some_paper
from sigateway_mockservers.shanghai import reasons
from sigateway_mockservers.shanghai.names import PENDING, SUPERVISOR, UNSIGNED
from sigateway_mockservers.shanghai.records import CertificateRecord, UnitRecord
from sigateway_mockservers.shanghai.template import unit_record

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall

_INJURY_RATE = Decimal("0.16")


class Centre:
    """Staff of the centre."""

    def __init__(self, hall: ShanghaiHall) -> None:
        self._hall = hall

    @enforces("SH-33")
    def appoint_supervisor(self, serial: str, papers: Iterable[str]) -> CertificateRecord:
        """Make a certificate that has signed 单位主管, beside or instead of a lost one."""
        with self._hall.world.lock:
            require_some_paper("SH-33", papers)
            certificate = self._hall.store.certificates[serial]
            if certificate.right == UNSIGNED:
                raise refuse_for(reasons.SIGN_AGREEMENT_FIRST)
            now = self._hall.world.clock.now()
            return self._keep(replace(certificate, right=SUPERVISOR, authorised_at=now))

    @enforces("SH-33")
    def remove_right(self, serial: str) -> CertificateRecord:
        """Take the right of a certificate: it waits for approval again, and its sessions are over."""
        with self._hall.world.lock:
            certificate = self._hall.store.certificates[serial]
            if certificate.right == UNSIGNED:
                raise refuse_for(reasons.SIGN_AGREEMENT_FIRST)
            self._hall.sessions.end_all_of(serial)
            return self._keep(replace(certificate, right=PENDING, authorised_at=None))

    def register(self, name: str, founded_on: date, papers: Iterable[str]) -> UnitRecord:
        """Register a unit: it has no certificates yet."""
        with self._hall.world.lock:
            require_some_paper("SH-04", papers)
            number = str(max(int(each) for each in self._hall.store.units) + 1)
            unit = unit_record(number, name, founded_on, _INJURY_RATE)
            self._hall.store.units[number] = unit
            return unit

    @enforces("SH-02")
    def deregister(self, unit: str) -> UnitRecord:
        """Strike a unit off the register: its sessions are over, and none of its certificates logs in."""
        with self._hall.world.lock:
            struck = replace(self._hall.store.units[unit], registered=False)
            self._hall.store.units[unit] = struck
            for certificate in self._hall.store.certificates.values():
                if certificate.unit == unit:
                    self._hall.sessions.end_all_of(certificate.serial)
            return struck

    def _keep(self, certificate: CertificateRecord) -> CertificateRecord:
        self._hall.store.certificates[certificate.serial] = certificate
        return certificate
