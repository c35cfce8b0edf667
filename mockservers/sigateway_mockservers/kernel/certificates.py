"""The certificates of a hall that issues keys itself: records, built as X.509 when somebody looks at them.

From the same seed they have the same serial numbers, so that a World repeats itself.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from cryptography import x509

from sigateway_mockservers.kernel.keys import CertificateAuthority, IssuedCertificate


class CertificateKept(Protocol):
    """A hall's record of a certificate: its serial number in hex, whose it is, the slot of its key, since when it is valid."""

    @property
    def serial(self) -> str:
        """Upper-case hex, as the wire has it."""

    @property
    def unit(self) -> str:
        """Whose it is."""

    @property
    def slot(self) -> int:
        """Which key of the pool it has."""

    @property
    def pin(self) -> str:
        """What opens the key."""

    @property
    def valid_from(self) -> datetime:
        """When it was issued."""


AnyRecord = TypeVar("AnyRecord", bound=CertificateKept)


@dataclass(frozen=True, slots=True)
class Key:
    """What the holder has: a file with certificate and private key, and the PIN that opens it."""

    serial: str
    unit: str
    pin: str = field(repr=False)
    pkcs12: bytes = field(repr=False)
    certificate: bytes


class CertificateOffice(ABC, Generic[AnyRecord]):
    """Knows the certificates of one World. What a record holds, and what stands in the certificate, is the hall's own."""

    def __init__(self, authority: CertificateAuthority, seed: int) -> None:
        self._authority = authority
        self._seed = seed
        self._built: dict[tuple[str, int, datetime], IssuedCertificate] = {}

    @abstractmethod
    def _issue(self, record: AnyRecord) -> IssuedCertificate:
        """Build the certificate of a record."""

    def certificate(self, record: AnyRecord) -> IssuedCertificate:
        """The X.509 certificate of a record."""
        known = (record.serial, record.slot, record.valid_from)
        if known not in self._built:
            self._built[known] = self._issue(record)
        return self._built[known]

    def root(self) -> bytes:
        """The root certificate as DER."""
        return self._authority.root_der()

    def pkcs12(self, record: AnyRecord, password: str) -> bytes:
        """The key pair in a file."""
        return self._authority.pkcs12(self.certificate(record), password)

    def key(self, record: AnyRecord) -> Key:
        """What its holder has."""
        file, certificate = self.pkcs12(record, record.pin), self.certificate(record).der()
        return Key(record.serial, record.unit, record.pin, file, certificate)

    def sign(self, record: AnyRecord, document: bytes) -> bytes:
        """Sign as the holder would."""
        return self._authority.sign(self.certificate(record), document)

    def known(self, records: Iterable[AnyRecord], shown: bytes) -> AnyRecord | None:
        """The record of the certificate that is shown, byte for byte; ``None`` for any that is not the hall's."""
        serial = serial_of(shown)
        for record in records:
            if record.serial == serial and self.certificate(record).der() == shown:
                return record
        return None

    def is_expired(self, record: AnyRecord, now: datetime) -> bool:
        """Past the last moment that is written in it."""
        return now > self.certificate(record).certificate.not_valid_after_utc

    def _draw_serial(self, hall: str, ordinal: int) -> str:
        """The serial number of the certificate with this ordinal at a hall: ten bytes."""
        drawn = hashlib.sha256(f"{hall} {self._seed} {ordinal}".encode("ascii")).digest()
        # The top bits say "positive, and never shorter": 0x4… to 0x7….
        return written_serial(int.from_bytes(bytes([drawn[0] & 0x3F | 0x40]) + drawn[1:10], "big"))


def written_serial(number: int) -> str:
    """A certificate's serial number as a wire has it: upper-case hex, an even number of digits."""
    digits = f"{number:X}"
    return digits if len(digits) % 2 == 0 else f"0{digits}"


def serial_of(shown: bytes) -> str | None:
    """The serial number in a certificate, ``None`` when it is none."""
    try:
        return written_serial(x509.load_der_x509_certificate(shown).serial_number)
    except ValueError:
        return None
