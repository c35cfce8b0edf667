"""The certificates on the hall's USB keys, and who is the bearer of one (BJ-04)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sigateway_mockservers.beijing.names import HALL
from sigateway_mockservers.beijing.records import KeyRecord
from sigateway_mockservers.beijing.store import Store
from sigateway_mockservers.kernel import certificates
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.keys import IssuedCertificate, signature_is_good

ROOT_TITLE = "模拟 MOCK 北京数字证书认证中心根证书"


class CertificateOffice(certificates.CertificateOffice[KeyRecord]):
    """Knows the keys of one World."""

    def new_record(self, store: Store, unit: str, now: datetime, used_by: tuple[str, ...] = ()) -> KeyRecord:
        """A new key of a unit."""
        ordinal = len(store.keys) + 1
        drawn = hashlib.sha256(f"{HALL} {self._seed} {ordinal}".encode("ascii")).hexdigest()
        record = KeyRecord(
            serial=f"1{drawn[:15].upper()}",
            unit=unit,
            slot=ordinal,
            pin=f"mock0000{unit[-1]}",
            valid_from=now,
            used_by=used_by,
        )
        store.keys[record.serial] = record
        return record

    def _issue(self, record: KeyRecord) -> IssuedCertificate:
        serial = int(record.serial, 16)
        return self._authority.issue(
            record.unit, record.slot, record.valid_from, serial=serial, device=record.serial
        )

    @enforces("BJ-04")
    def bearer(
        self, store: Store, shown: bytes, signature: bytes, data: bytes, now: datetime
    ) -> KeyRecord | None:
        """The key of a good certificate that has signed; ``None`` for anything that is wrong with it."""
        record = self.known(store.keys.values(), shown)
        if record is None or record.revoked:
            return None
        issued = self.certificate(record)
        if not is_in_date(issued, now):
            return None
        return record if signature_is_good(issued.certificate, signature, data) else None


def is_in_date(issued: IssuedCertificate, now: datetime) -> bool:
    """Neither too early nor expired."""
    certificate = issued.certificate
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
