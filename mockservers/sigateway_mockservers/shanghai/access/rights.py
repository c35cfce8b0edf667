"""The agreement and the approval: how a certificate comes by its right (SH-06..15). Nothing online takes it away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.shanghai import reasons
from sigateway_mockservers.shanghai.agreement import digest
from sigateway_mockservers.shanghai.names import (
    AUTHORISED,
    MAY_FILE,
    PENDING,
    SUPERVISOR,
    UNSIGNED,
)
from sigateway_mockservers.shanghai.records import CertificateRecord, Session

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall

EVERYBODY = "全部"
SCOPES = frozenset({PENDING, AUTHORISED, EVERYBODY})


@enforces("SH-06", "SH-09", "SH-14", "SH-15")
def why_not_file(session: Session, certificate: CertificateRecord) -> Reason | None:
    """Why a session may do nothing but sign and look at its certificate."""
    if session.right in MAY_FILE:
        return None
    if certificate.right == UNSIGNED:
        return reasons.SIGN_AGREEMENT_FIRST
    return reasons.NOT_APPROVED_YET if certificate.right == PENDING else reasons.SIGN_IN_AGAIN


class RightsDesk:
    """Takes signatures under the agreement, and approvals."""

    def __init__(self, hall: ShanghaiHall) -> None:
        self._hall = hall
        self._store = hall.store

    @enforces("SH-06", "SH-07", "SH-09")
    def sign_agreement(self, serial: str, version: str, text_digest: str) -> CertificateRecord | Reason:
        """The first certificate of a unit that ever signs is its 单位主管; every later one waits for approval."""
        certificate = self._store.certificates[serial]
        if certificate.right != UNSIGNED:
            return reasons.SIGNED_ALREADY
        agreement = self._store.agreement
        if (version, text_digest) != (agreement.version, digest(agreement)):
            return reasons.AGREEMENT_CHANGED
        first = not any(
            each.unit == certificate.unit and each.signed_at is not None
            for each in self._store.certificates.values()
        )
        signed = replace(
            certificate,
            right=SUPERVISOR if first else PENDING,
            signed_at=self._hall.world.clock.now(),
            signed_order=self._store.next_order(),
            signed_first=first,
        )
        self._store.certificates[serial] = signed
        return signed

    @enforces("SH-10", "SH-11")
    def signed_by(self, unit: str, scope: str) -> list[CertificateRecord]:
        """The certificates of a unit that have signed, oldest signature first."""
        return sorted(
            (
                each
                for each in self._store.certificates.values()
                if each.unit == unit and each.right != UNSIGNED and scope in (EVERYBODY, each.right)
            ),
            key=lambda each: each.signed_order,
        )

    @enforces("SH-08", "SH-12", "SH-13")
    def approve(self, unit: str, serial: str) -> CertificateRecord | Reason:
        """Authorise a waiting certificate of the same unit."""
        certificate = self._store.certificates.get(serial)
        if certificate is None or certificate.unit != unit or certificate.right != PENDING:
            return reasons.NOT_PENDING
        now = self._hall.world.clock.now()
        approved = replace(certificate, right=AUTHORISED, authorised_at=now)
        self._store.certificates[serial] = approved
        return approved
