"""The hall's certificates, and the helper 证书助手 that shows them at the unit's own machine (JS-24..26)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography import x509

from sigateway_mockservers.jiangsu.records import CertificateRecord
from sigateway_mockservers.jiangsu.store import Store
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.keys import CertificateAuthority, IssuedCertificate

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall

ROOT_TITLE = "模拟 MOCK 江苏数字证书根证书"
INITIAL_PIN = "123456"

_SERIAL_BYTES = 10
_CachedBy = tuple[str, str, int, datetime]


@dataclass(frozen=True, slots=True)
class Key:
    """What the holder has: a file with certificate and private key, and the PIN that opens it."""

    serial: str
    unit: str
    pin: str
    pkcs12: bytes
    certificate: bytes


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    """A row of 证书列表."""

    serial: str
    unit: str
    uscc: str
    name: str


class CertificateOffice:
    """Knows the certificates of one World; from the same seed they are the same."""

    def __init__(self, authority: CertificateAuthority, seed: int) -> None:
        self._authority = authority
        self._seed = seed
        self._built: dict[_CachedBy, IssuedCertificate] = {}

    def root(self) -> bytes:
        """The root certificate as DER."""
        return self._authority.root_der()

    def issue(self, store: Store, unit: str, now: datetime, pin: str = INITIAL_PIN) -> CertificateRecord:
        """A new certificate of a unit, its key with the initial PIN."""
        ordinal = len(store.certificates) + 1
        of_unit = sum(each.unit == unit for each in store.certificates.values()) + 1
        drawn = hashlib.sha256(f"jiangsu {self._seed} {ordinal}".encode("ascii")).digest()
        # The top bits say "positive, and never shorter": 0x4… to 0x7….
        number = int.from_bytes(bytes([drawn[0] & 0x3F | 0x40]) + drawn[1:_SERIAL_BYTES], "big")
        record = CertificateRecord(f"{number:X}", unit, f"{unit}-{of_unit}", ordinal, pin, now)
        store.certificates[record.serial] = record
        return record

    def certificate(self, record: CertificateRecord) -> IssuedCertificate:
        """The X.509 certificate of a record."""
        known = (record.serial, record.subject, record.slot, record.valid_from)
        if known not in self._built:
            self._built[known] = self._authority.issue(
                record.subject, record.slot, record.valid_from, serial=int(record.serial, 16)
            )
        return self._built[known]

    def key(self, record: CertificateRecord) -> Key:
        """What its holder has."""
        issued = self.certificate(record)
        pkcs12 = self._authority.pkcs12(issued, record.pin)
        return Key(record.serial, record.unit, record.pin, pkcs12, issued.der())

    def sign(self, record: CertificateRecord, document: bytes) -> bytes:
        """Sign as the holder would."""
        return self._authority.sign(self.certificate(record), document)

    def known(self, records: Iterable[CertificateRecord], shown: bytes) -> CertificateRecord | None:
        """The record of the certificate that is shown, byte for byte; ``None`` for any that is not the hall's."""
        try:
            serial = f"{x509.load_der_x509_certificate(shown).serial_number:X}"
        except ValueError:
            return None
        for record in records:
            if record.serial == serial and self.certificate(record).der() == shown:
                return record
        return None


class Helper:
    """江苏省人社证书助手, with every key of the World plugged in."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall

    @enforces("JS-24", "JS-25")
    def certificates(self) -> tuple[ListedCertificate, ...]:
        """证书列表: one picks the unit."""
        with self._hall.world.lock:
            units = self._hall.store.units
            return tuple(
                ListedCertificate(each.serial, each.unit, units[each.unit].uscc, units[each.unit].name)
                for each in self._hall.store.certificates.values()
            )

    @enforces("JS-26")
    def key(self, unit: str, n: int = 1) -> Key:
        """The n-th key of a unit, with its PIN."""
        with self._hall.world.lock:
            own = [each for each in self._hall.store.certificates.values() if each.unit == unit]
            if not 1 <= n <= len(own):
                raise KeyError(f"unit {unit} has {len(own)} keys, no key {n}")
            return self._hall.office.key(own[n - 1])

    def sign(self, serial: str, document: bytes) -> bytes:
        """What the key would sign."""
        with self._hall.world.lock:
            return self._hall.office.sign(self._hall.store.certificates[serial], document)

    def change_pin(self, serial: str, pin: str) -> None:
        """Another PIN: the key file that is given out from now on opens with it."""
        if not (pin.isascii() and pin):
            raise ValueError("a PIN is of ASCII characters")
        self._change(serial, pin=pin)

    def issue(self, unit: str) -> Key:
        """One more certificate for a unit, with the initial PIN."""
        with self._hall.world.lock:
            if unit not in self._hall.store.units:
                raise KeyError(f"unit {unit}")
            record = self._hall.office.issue(self._hall.store, unit, self._hall.world.clock.now())
            return self._hall.office.key(record)

    def revoke(self, serial: str) -> None:
        """Revoke a certificate; its sessions are over."""
        with self._hall.world.lock:
            self._change(serial, revoked_at=self._hall.world.clock.now())
            self._hall.sessions.end_where(lambda session: session.serial == serial)

    def expire(self, serial: str) -> None:
        """Let the hall take a certificate for expired from now on, whatever is written in it."""
        self._change(serial, expired_at=self._hall.world.clock.now())

    def root(self) -> bytes:
        """The root certificate, DER."""
        return self._hall.office.root()

    def _change(self, serial: str, **changes: Any) -> None:
        with self._hall.world.lock:
            known = self._hall.store.certificates
            known[serial] = replace(known[serial], **changes)
