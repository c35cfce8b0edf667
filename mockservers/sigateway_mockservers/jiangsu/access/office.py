"""Certificates of the hall's own authority, each on a key with the initial PIN (JS-24..26)."""

from __future__ import annotations

from datetime import datetime

from sigateway_mockservers.jiangsu.names import HALL
from sigateway_mockservers.jiangsu.records import CertificateRecord
from sigateway_mockservers.jiangsu.store import Store
from sigateway_mockservers.kernel import certificates
from sigateway_mockservers.kernel.keys import IssuedCertificate

ROOT_TITLE = "模拟 MOCK 江苏数字证书根证书"
INITIAL_PIN = "123456"


class CertificateOffice(certificates.CertificateOffice[CertificateRecord]):
    """Knows the certificates of one World."""

    def issue(self, store: Store, unit: str, now: datetime, pin: str = INITIAL_PIN) -> CertificateRecord:
        """A new certificate of a unit, its key with the initial PIN."""
        ordinal = len(store.certificates) + 1
        of_unit = sum(each.unit == unit for each in store.certificates.values()) + 1
        serial = self._draw_serial(HALL, ordinal)
        record = CertificateRecord(serial, unit, f"{unit}-{of_unit}", ordinal, pin, now)
        store.certificates[record.serial] = record
        return record

    def _issue(self, record: CertificateRecord) -> IssuedCertificate:
        serial = int(record.serial, 16)
        return self._authority.issue(record.subject, record.slot, record.valid_from, serial=serial)
