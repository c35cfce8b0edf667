"""Signing. A signer is a port; the PIN stays behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from sigateway.errors import ConfigurationError
from sigateway.flows.effects import Certificate, SignatureAlgorithm

from . import sm2_keys


class KeyShut(ConfigurationError):
    """A key file does not open: it is damaged, or has another password."""


class Signer(Protocol):
    """Holds keys and signs with them."""

    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates it can sign with."""
        ...

    def sign(self, data: bytes, key: str) -> bytes:
        """A signature over ``data`` by the certificate named ``key``, in its algorithm."""
        ...


class NoKeys:
    """The signer of credentials that have no key (yet)."""

    def certificates(self) -> tuple[Certificate, ...]:
        """None."""
        return ()

    def sign(self, data: bytes, key: str) -> bytes:
        """Never possible."""
        raise ConfigurationError("这组凭据没有可用的证书密钥，无法签名。")


class Pkcs12Signer:
    """Signs with a PKCS#12 key file: RSA, or SM2 with the extra ``gm``.

    Raises KeyShut when it does not open, ConfigurationError when it holds no key of use.
    """

    _sign: Callable[[bytes], bytes]

    def __init__(self, pkcs12_bytes: bytes, password: str) -> None:
        algorithm = SignatureAlgorithm.RSA_SHA256
        try:
            key, certificate, _ = pkcs12.load_key_and_certificates(pkcs12_bytes, password.encode())
        except UnsupportedAlgorithm:
            # The password is right: it is proven before the key is looked at.
            algorithm = SignatureAlgorithm.SM2_SM3
            certificate, self._sign = sm2_keys.opened(pkcs12_bytes, password)
        except (ValueError, Warning):  # of what is no DER it warns first, and some make errors of warnings
            raise KeyShut("证书文件无法打开：文件损坏或证书密码不对。请核对证书密码。") from None
        else:
            if not isinstance(key, rsa.RSAPrivateKey) or certificate is None:
                raise ConfigurationError("证书文件中没有可用的 RSA 私钥和证书。")
            self._sign = partial(key.sign, padding=padding.PKCS1v15(), algorithm=hashes.SHA256())
        self._certificate = Certificate(
            key="pkcs12",
            subject=certificate.subject.rfc4514_string(),
            der=certificate.public_bytes(Encoding.DER),
            algorithm=algorithm,
        )

    def certificates(self) -> tuple[Certificate, ...]:
        """The one certificate in the file."""
        return (self._certificate,)

    def sign(self, data: bytes, key: str) -> bytes:
        """Sign with the file's key."""
        return self._sign(data)
