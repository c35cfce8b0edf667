"""Certificates of the hall's own authority: issued as records, with RSA keys or with SM2 keys from a drawer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sigateway_mockservers.kernel import certificates
from sigateway_mockservers.kernel.certificates import written_serial
from sigateway_mockservers.kernel.keys import IssuedCertificate, signature_is_good
from sigateway_mockservers.shanghai.access.national import (
    national_keys,
    national_root,
    national_signature_is_good,
    require_national,
    sign_nationally,
)
from sigateway_mockservers.shanghai.names import HALL, NATIONAL, RSA, SIGNS_WITH
from sigateway_mockservers.shanghai.records import CertificateRecord
from sigateway_mockservers.shanghai.store import Store

ROOT_TITLE = "模拟 MOCK 上海数字证书根证书"


@dataclass(frozen=True, slots=True)
class Key(certificates.Key):
    """What the holder has, and what kind of key it is."""

    algorithm: str = RSA


class CertificateOffice(certificates.CertificateOffice[CertificateRecord]):
    """Knows the certificates of one World, of both kinds."""

    def root(self, algorithm: str = RSA) -> bytes:
        """The root certificate as DER."""
        require_algorithm(algorithm)
        return national_root() if algorithm == NATIONAL else super().root()

    def issue(self, store: Store, unit: str, now: datetime, algorithm: str = RSA) -> CertificateRecord:
        """A new certificate of a unit, not yet signed for."""
        record = _from_drawer(store, unit, now) if algorithm == NATIONAL else self._fresh(store, unit, now)
        store.certificates[record.serial] = record
        return record

    def _fresh(self, store: Store, unit: str, now: datetime) -> CertificateRecord:
        ordinal = len(store.certificates) + 1
        of_unit = sum(each.unit == unit for each in store.certificates.values()) + 1
        return CertificateRecord(
            serial=self._draw_serial(HALL, ordinal),
            unit=unit,
            subject=f"{unit}-{of_unit}",
            slot=ordinal,
            pin=f"mock{ordinal:04d}",
            valid_from=now,
        )

    def _issue(self, record: CertificateRecord) -> IssuedCertificate:
        if record.algorithm == NATIONAL:
            return IssuedCertificate(record.subject, record.slot, national_keys()[record.slot].certificate)
        serial = int(record.serial, 16)
        return self._authority.issue(record.subject, record.slot, record.valid_from, serial=serial)

    def pkcs12(self, record: CertificateRecord, password: str) -> bytes:
        """The key pair in a file; that of the drawer as it lies there."""
        if record.algorithm == NATIONAL:
            return national_keys()[record.slot].pkcs12
        return super().pkcs12(record, password)

    def key(self, record: CertificateRecord) -> Key:
        """What its holder has."""
        file, certificate = self.pkcs12(record, record.pin), self.certificate(record).der()
        return Key(record.serial, record.unit, record.pin, file, certificate, record.algorithm)

    def sign(self, record: CertificateRecord, document: bytes) -> bytes:
        """Sign as the holder would."""
        if record.algorithm == NATIONAL:
            return sign_nationally(national_keys()[record.slot], document)
        return super().sign(record, document)

    def signature_holds(
        self, record: CertificateRecord, document: bytes, named: str, signature: bytes
    ) -> bool:
        """True when it is this certificate's signature, over these very bytes, by the algorithm that is named."""
        if named != SIGNS_WITH[record.algorithm]:
            return False
        is_good = national_signature_is_good if record.algorithm == NATIONAL else signature_is_good
        return is_good(self.certificate(record).certificate, signature, document)


def require_algorithm(algorithm: str) -> None:
    """A kind of key that the hall has, and has the means for."""
    if algorithm not in SIGNS_WITH:
        raise ValueError(f"this hall has no keys of {algorithm!r}; it has {', '.join(SIGNS_WITH)}")
    if algorithm == NATIONAL:
        require_national()


def _from_drawer(store: Store, unit: str, now: datetime) -> CertificateRecord:
    """The next SM2 key of the drawer, whoever the unit is."""
    slot = sum(each.algorithm == NATIONAL for each in store.certificates.values())
    if slot >= len(national_keys()):
        raise ValueError(f"there are {slot} SM2 keys in this hall, and all of them are given out")
    kept = national_keys()[slot]
    return CertificateRecord(
        serial=written_serial(kept.certificate.serial_number),
        unit=unit,
        subject=f"SM2-{slot + 1}",
        slot=slot,
        pin=kept.pin,
        valid_from=now,
        algorithm=NATIONAL,
    )
