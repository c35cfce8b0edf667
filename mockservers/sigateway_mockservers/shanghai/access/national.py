"""SM2 keys of the hall, made once with OpenSSL and kept in a file; signatures of SM2 with SM3 by the extra ``gm``."""

from __future__ import annotations

import base64
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.util import find_spec
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

_USER_ID = b"1234567812345678"
_COORDINATE = 32
_LIBRARIES = ("gmalg", "asn1crypto")


@dataclass(frozen=True, slots=True)
class NationalKey:
    """A key of the drawer: certificate, private key (PKCS#8, PEM), and the file that its PIN opens."""

    certificate: x509.Certificate
    private_key: str = field(repr=False)
    pkcs12: bytes = field(repr=False)
    pin: str = field(repr=False)


def require_national() -> None:
    """A ``ValueError`` unless the extra is installed: nothing else here knows SM2."""
    if any(find_spec(library) is None for library in _LIBRARIES):
        raise ValueError("this hall has no SM2 here: install the extra, pip install 'sigateway[mock,gm]'")


@cache
def national_keys() -> tuple[NationalKey, ...]:
    """Every key that lies in the drawer."""
    return tuple(
        NationalKey(
            certificate=x509.load_pem_x509_certificate(each["certificate"].encode("ascii")),
            private_key=each["private_key"],
            pkcs12=base64.b64decode(each["pkcs12"]),
            pin=each["pin"],
        )
        for each in _kept()["key"]
    )


def national_root() -> bytes:
    """The root certificate, DER."""
    root = x509.load_pem_x509_certificate(_kept()["root"].encode("ascii"))
    return root.public_bytes(Encoding.DER)


def sign_nationally(key: NationalKey, document: bytes) -> bytes:
    """Sign as the holder would: SM2 with SM3, DER of r and s."""
    from asn1crypto import keys, pem
    from gmalg import SM2

    _, _, der = pem.unarmor(key.private_key.strip().encode("ascii"))
    secret = keys.PrivateKeyInfo.load(der)["private_key"].parsed["private_key"].native
    signer = SM2(secret.to_bytes(_COORDINATE, "big"), _USER_ID, _public_point(key.certificate))
    r, s = signer.sign(document)
    return encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))


def national_signature_is_good(certificate: x509.Certificate, signature: bytes, document: bytes) -> bool:
    """True when a signature over these bytes was made with the certificate's SM2 key."""
    from gmalg import SM2

    try:
        numbers = [each.to_bytes(_COORDINATE, "big") for each in decode_dss_signature(signature)]
    except (ValueError, OverflowError):
        return False
    return bool(SM2(uid=_USER_ID, pk=_public_point(certificate)).verify(document, *numbers))


def _public_point(certificate: x509.Certificate) -> bytes:
    """The point of the public key, uncompressed: the certificate's own reader knows no SM2 curve."""
    from asn1crypto.x509 import Certificate

    read = Certificate.load(certificate.public_bytes(Encoding.DER))
    return bytes(read.public_key["public_key"].native)


@cache
def _kept() -> dict[str, Any]:
    return tomllib.loads(
        resources.files(__package__).joinpath("national_keys.toml").read_text(encoding="utf-8")
    )
