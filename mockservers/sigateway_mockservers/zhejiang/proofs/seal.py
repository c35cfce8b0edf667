"""The electronic seal 电子专用章: one digital signature over the whole file, by a root that only the mock has.

Keys and certificates are made once a process, and a sealed file is kept: signing is slow. They carry no meaning outside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

ROOT_TITLE, SIGNER_TITLE = "模拟浙江省电子印章根", "模拟浙江省社会保险电子专用章"

#: Verifiers refuse shorter keys, so these are not of the pool, whose keys may be small.
_KEY_BITS = 2048
_FROM, _UNTIL = datetime(2015, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal: its key, its certificate, and the root behind it."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    root: x509.Certificate


@lru_cache(maxsize=_KEPT)
def seal(plain: bytes, at: datetime, *, other: bool = False) -> bytes:
    """Seal a document; ``other`` by a root that nobody trusts."""
    from sigateway_mockservers.zhejiang.proofs.signing import sign  # a heavy library, for the few that print

    return sign(plain, at, _made(other))


def append_update(sealed: bytes) -> bytes:
    """Change a sealed document afterwards: the signature holds, but no longer covers the file."""
    from sigateway_mockservers.zhejiang.proofs.signing import update

    return update(sealed)


def root_der() -> bytes:
    """The root certificate of the seal."""
    return _made(False).root.public_bytes(Encoding.DER)


@cache
def _made(other: bool) -> Seal:
    root_key, signer_key = _key(), _key()
    root_name, signer_name = _name(ROOT_TITLE), _name(SIGNER_TITLE)
    root = _builder(root_name, root_name, root_key.public_key(), is_root=True)
    issued = _builder(signer_name, root_name, signer_key.public_key(), is_root=False)
    return Seal(signer_key, issued.sign(root_key, hashes.SHA256()), root.sign(root_key, hashes.SHA256()))


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


def _name(title: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "模拟 MOCK"),
            x509.NameAttribute(NameOID.COMMON_NAME, title),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, *, is_root: bool
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
