"""Keys of the national algorithms 国密 in a PKCS#12 file: SM2, signing with SM3. The extra ``gm``.

``cryptography`` proves the file's password and has every cipher, but knows no SM2 key. So the key's bag is taken out with ``asn1crypto``,
opened with those ciphers, and ``gmalg`` signs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.padding import PKCS7

from sigateway.errors import ConfigurationError

USER_ID: Final = b"1234567812345678"
"""The default distinguishing id 用户标识 of the national standard."""

_CURVE: Final = "1.2.156.10197.1.301"
_BLOCK: Final = 128
_HASHES: Final[Mapping[str, Callable[[], hashes.HashAlgorithm]]] = {
    "sha1": hashes.SHA1,
    "sha256": hashes.SHA256,
    "sha512": hashes.SHA512,
}

Signing = Callable[[bytes], bytes]


def opened(pkcs12: bytes, password: str) -> tuple[x509.Certificate, Signing]:
    """The certificate of a file whose password is known to be right, and how its SM2 key signs. ConfigurationError without one."""
    try:
        from asn1crypto.algos import DSASignature
        from gmalg import SM2
    except ImportError:
        raise ConfigurationError(
            "证书文件中的密钥不是 RSA；国密 SM2 密钥需要另装：pip install 'sigateway[gm]'。"
        ) from None
    secret, certificates = _contents(pkcs12, password.encode())
    point = SM2().generate_pk(secret)
    key = SM2(secret, uid=USER_ID, pk=point)

    def sign(data: bytes) -> bytes:
        r, s = key.sign(data)
        signature: bytes = DSASignature({"r": int.from_bytes(r), "s": int.from_bytes(s)}).dump()
        return signature

    for each in certificates:
        if each["tbs_certificate"]["subject_public_key_info"]["public_key"].native == point:
            return x509.load_der_x509_certificate(each.dump()), sign
    raise ConfigurationError("证书文件中没有与 SM2 私钥相配的证书。")


def _contents(pkcs12: bytes, password: bytes) -> tuple[bytes, list[Any]]:
    """The one SM2 key, as 32 bytes, and the certificates."""
    from asn1crypto.keys import PrivateKeyInfo

    keys, certificates = [], []
    for kind, value in _bags(pkcs12, password):
        match kind:
            case "pkcs8_shrouded_key_bag":
                plain = _decrypted(value["encryption_algorithm"], value["encrypted_data"].native, password)
                keys.append(PrivateKeyInfo.load(plain))
            case "key_bag":
                keys.append(value)
            case "cert_bag":
                certificates.append(value["cert_value"].parsed)
    if len(keys) != 1 or keys[0]["private_key_algorithm"]["parameters"].native != _CURVE:
        raise ConfigurationError("证书文件中没有可用的 RSA 或 SM2 私钥和证书。")
    secret: int = keys[0]["private_key"].parsed["private_key"].native
    return secret.to_bytes(32), certificates


def _bags(pkcs12: bytes, password: bytes) -> Iterator[tuple[str, Any]]:
    """What lies in the file: kind and value, one after another."""
    from asn1crypto.pkcs12 import Pfx, SafeContents

    for part in Pfx.load(pkcs12).authenticated_safe:
        content = part["content"]
        if part["content_type"].native == "encrypted_data":
            sealed = content["encrypted_content_info"]
            algorithm, encrypted = sealed["content_encryption_algorithm"], sealed["encrypted_content"].native
            inside = SafeContents.load(_decrypted(algorithm, encrypted, password))
        else:
            inside = SafeContents.load(content.native)
        for bag in inside:
            yield bag["bag_id"].native, bag["bag_value"]


def _decrypted(algorithm: Any, encrypted: bytes, password: bytes) -> bytes:
    """PBES2 with PBKDF2 and AES, which is what OpenSSL and most tools write today."""
    if algorithm["algorithm"].native != "pbes2" or algorithm.encryption_cipher != "aes":
        raise ConfigurationError(
            "国密证书文件的加密方式不受支持；请另存为以 PBES2（AES）加密的 PKCS#12 文件。"
        )
    derive = PBKDF2HMAC(
        _HASHES[algorithm.kdf_hmac](), algorithm.key_length, algorithm.kdf_salt, algorithm.kdf_iterations
    )
    cipher = Cipher(algorithms.AES(derive.derive(password)), modes.CBC(algorithm.encryption_iv)).decryptor()
    padded = cipher.update(encrypted) + cipher.finalize()
    unpadder = PKCS7(_BLOCK).unpadder()
    return unpadder.update(padded) + unpadder.finalize()
