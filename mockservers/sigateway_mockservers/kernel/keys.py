"""Keys and certificates of the mock: synthetic, marked, and never to be trusted by anything real.

RSA keys are slow to make and carry no meaning here, so all Worlds of a process draw them from one pool.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

KEY_BITS = int(os.environ.get("SIGATEWAY_MOCK_KEY_BITS", "2048"))
"""A suite that logs in thousands of times may set it to 1024: opening a key file checks the key, which takes eight times as long
at 2048."""
# Few rounds, as older files have: a mock key guards nothing, and every log-in of a test opens the file.
_KDF_ROUNDS = 2048
_VALIDITY = timedelta(days=5 * 365)


class KeyPool:
    """RSA keys by slot, made when first asked for."""

    def __init__(self) -> None:
        self._keys: dict[int, rsa.RSAPrivateKey] = {}
        self._lock = threading.Lock()

    def key(self, slot: int) -> rsa.RSAPrivateKey:
        """The key of this slot; the same slot gives the same key for the life of the process."""
        with self._lock:
            if slot not in self._keys:
                self._keys[slot] = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
            return self._keys[slot]


@cache
def process_key_pool() -> KeyPool:
    """The one pool of this process: keys are costly and hold no state of any World."""
    return KeyPool()


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A personal certificate, the slot of its key, and the name it was issued to."""

    user_name: str
    slot: int
    certificate: x509.Certificate

    def fingerprint(self) -> bytes:
        """SHA-256 of the DER certificate."""
        return self.certificate.fingerprint(hashes.SHA256())

    def der(self) -> bytes:
        """The certificate as DER."""
        return self.certificate.public_bytes(Encoding.DER)


class CertificateAuthority:
    """The root of one hall in one World. Its key is slot 0 of the pool; personal certificates take slots from 1."""

    def __init__(self, title: str, opened: datetime, pool: KeyPool) -> None:
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title)])
        self._opened = opened
        self._pool = pool
        self._root: x509.Certificate | None = None

    def root(self) -> x509.Certificate:
        """The self-signed root certificate, made when first asked for."""
        if self._root is None:
            self._root = self._build(self._name, self._opened, slot=0, is_root=True)
        return self._root

    def root_der(self) -> bytes:
        """The root certificate as DER."""
        return self.root().public_bytes(Encoding.DER)

    def issue(
        self, user_name: str, slot: int, now: datetime, *, serial: int | None = None, device: str = ""
    ) -> IssuedCertificate:
        """A personal certificate, valid from ``now`` by the World's clock; its serial number is drawn if not given.

        ``device`` is the number of the USB key that the certificate lies on; it becomes part of the subject.
        """
        subject = [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "模拟 MOCK"),
            x509.NameAttribute(NameOID.COMMON_NAME, user_name),
        ]
        if device:
            subject.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, device))
        built = self._build(x509.Name(subject), now, slot=slot, is_root=False, serial=serial)
        return IssuedCertificate(user_name, slot, built)

    def pkcs12(self, issued: IssuedCertificate, password: str) -> bytes:
        """The PKCS#12 file with the personal certificate, its key and the root."""
        encryption = (
            PrivateFormat.PKCS12.encryption_builder()
            .kdf_rounds(_KDF_ROUNDS)
            .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
            .hmac_hash(hashes.SHA256())
            .build(password.encode("ascii"))
        )
        return pkcs12.serialize_key_and_certificates(
            issued.user_name.encode("ascii"),
            self._pool.key(issued.slot),
            issued.certificate,
            [self.root()],
            encryption,
        )

    def sign(self, issued: IssuedCertificate, data: bytes) -> bytes:
        """Sign as the holder of a certificate would: RSA PKCS#1 v1.5, SHA-256."""
        return self._pool.key(issued.slot).sign(data, padding.PKCS1v15(), hashes.SHA256())

    def _build(
        self, subject: x509.Name, now: datetime, *, slot: int, is_root: bool, serial: int | None = None
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(self._pool.key(slot).public_key())
            .serial_number(x509.random_serial_number() if serial is None else serial)
            .not_valid_before(now)
            .not_valid_after(now + _VALIDITY)
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        )
        return builder.sign(self._pool.key(0), hashes.SHA256())


def signature_is_good(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """True when ``signature`` over ``data`` was made with the certificate's key (RSA PKCS#1 v1.5, SHA-256)."""
    public_key = certificate.public_key()
    if not isinstance(public_key, rsa.RSAPublicKey):
        return False
    try:
        public_key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
