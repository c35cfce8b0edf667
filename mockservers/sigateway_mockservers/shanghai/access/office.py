"""Certificates of the hall's own authority: issued as records, built as X.509 when somebody looks at them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509

from sigateway_mockservers.kernel.keys import CertificateAuthority, IssuedCertificate, signature_is_good
from sigateway_mockservers.shanghai.access.national import (
    national_keys,
    national_root,
    national_signature_is_good,
    require_national,
    sign_nationally,
)
from sigateway_mockservers.shanghai.names import NATIONAL, RSA, SIGNS_WITH
from sigateway_mockservers.shanghai.records import CertificateRecord
from sigateway_mockservers.shanghai.store import Store

ROOT_TITLE = "模拟 MOCK 上海数字证书根证书"
_SERIAL_BYTES = 10
_CachedBy = tuple[str, str, int, datetime]


@dataclass(frozen=True, slots=True)
class Key:
    """What the holder has: a file with certificate and private key, and the PIN that opens it."""

    serial: str
    unit: str
    pin: str = field(repr=False)
    pkcs12: bytes = field(repr=False)
    certificate: bytes
    algorithm: str = RSA


def written_serial(number: int) -> str:
    """A certificate's serial number as the wire has it: upper-case hex, an even number of digits."""
    digits = f"{number:X}"
    return digits if len(digits) % 2 == 0 else f"0{digits}"


class CertificateOffice:
    """Knows the certificates of one World; from the same seed they are the same."""

    def __init__(self, authority: CertificateAuthority, seed: int) -> None:
        self._authority = authority
        self._seed = seed
        self._built: dict[_CachedBy, IssuedCertificate] = {}

    def root(self, algorithm: str = RSA) -> bytes:
        """The root certificate as DER."""
        require_algorithm(algorithm)
        return national_root() if algorithm == NATIONAL else self._authority.root_der()

    def issue(self, store: Store, unit: str, now: datetime, algorithm: str = RSA) -> CertificateRecord:
        """A new certificate of a unit, not yet signed for."""
        record = _from_drawer(store, unit, now) if algorithm == NATIONAL else self._fresh(store, unit, now)
        store.certificates[record.serial] = record
        return record

    def _fresh(self, store: Store, unit: str, now: datetime) -> CertificateRecord:
        ordinal = len(store.certificates) + 1
        of_unit = sum(each.unit == unit for each in store.certificates.values()) + 1
        drawn = hashlib.sha256(f"shanghai {self._seed} {ordinal}".encode("ascii")).digest()
        # The top bits say "positive, and never shorter": 0x4… to 0x7….
        number = int.from_bytes(bytes([drawn[0] & 0x3F | 0x40]) + drawn[1:_SERIAL_BYTES], "big")
        return CertificateRecord(
            serial=written_serial(number),
            unit=unit,
            subject=f"{unit}-{of_unit}",
            slot=ordinal,
            pin=f"mock{ordinal:04d}",
            valid_from=now,
        )

    def certificate(self, record: CertificateRecord) -> IssuedCertificate:
        """The X.509 certificate of a record."""
        if record.algorithm == NATIONAL:
            return IssuedCertificate(record.subject, record.slot, national_keys()[record.slot].certificate)
        known = (record.serial, record.subject, record.slot, record.valid_from)
        if known not in self._built:
            self._built[known] = self._authority.issue(
                record.subject, record.slot, record.valid_from, serial=int(record.serial, 16)
            )
        return self._built[known]

    def key(self, record: CertificateRecord) -> Key:
        """What its holder has."""
        issued = self.certificate(record)
        national = record.algorithm == NATIONAL
        return Key(
            serial=record.serial,
            unit=record.unit,
            pin=record.pin,
            pkcs12=national_keys()[record.slot].pkcs12
            if national
            else self._authority.pkcs12(issued, record.pin),
            certificate=issued.der(),
            algorithm=record.algorithm,
        )

    def sign(self, record: CertificateRecord, document: bytes) -> bytes:
        """Sign as the holder would."""
        if record.algorithm == NATIONAL:
            return sign_nationally(national_keys()[record.slot], document)
        return self._authority.sign(self.certificate(record), document)

    def signature_holds(
        self, record: CertificateRecord, document: bytes, named: str, signature: bytes
    ) -> bool:
        """True when it is this certificate's signature, over these very bytes, by the algorithm that is named."""
        if named != SIGNS_WITH[record.algorithm]:
            return False
        is_good = national_signature_is_good if record.algorithm == NATIONAL else signature_is_good
        return is_good(self.certificate(record).certificate, signature, document)

    def known(self, records: Iterable[CertificateRecord], shown: bytes) -> CertificateRecord | None:
        """The record of the certificate that is shown, byte for byte; ``None`` for any that is not the hall's."""
        serial = serial_of(shown)
        for record in records:
            if record.serial == serial and self.certificate(record).der() == shown:
                return record
        return None


def serial_of(shown: bytes) -> str | None:
    """The serial number in a certificate, ``None`` when it is none."""
    try:
        return written_serial(x509.load_der_x509_certificate(shown).serial_number)
    except ValueError:
        return None


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
