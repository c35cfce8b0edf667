"""SM2 keys in PKCS#12 files made by OpenSSL: our signatures are verified by OpenSSL, not by the library that makes them."""

from __future__ import annotations

import builtins
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

import sigateway as sg
from sigateway.gateway.signers import KeyShut, Pkcs12Signer

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="OpenSSL makes the keys of these tests"
)

PIN = "模拟-123456"
USER_ID = "1234567812345678"


@pytest.fixture(scope="module")
def openssl(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Run OpenSSL in a folder of its own; answers the folder."""
    folder = tmp_path_factory.mktemp("sm2")

    def run(*arguments: str) -> Path:
        done = subprocess.run(
            ["openssl", *arguments], cwd=folder, capture_output=True, timeout=20, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return folder

    for name in ("key", "other"):
        run("req", "-x509", "-newkey", "sm2", "-sm3", "-sigopt", f"distid:{USER_ID}", "-nodes", "-days", "30",
            "-subj", "/O=MOCK/CN=31000001-1", "-keyout", f"{name}.pem", "-out", f"{name}.crt")  # fmt: skip
    return run


def exported(openssl: Callable[..., Path], name: str, *options: str, certificate: str = "key.crt") -> bytes:
    folder = openssl(
        "pkcs12", "-export", "-inkey", "key.pem", "-in", certificate, "-passout", f"pass:{PIN}",
        *options, "-out", f"{name}.p12",
    )  # fmt: skip
    return (folder / f"{name}.p12").read_bytes()


@pytest.mark.rule("SH-05")
@pytest.mark.parametrize("data", [b"", b"challenge", "申报".encode() * 500], ids=["empty", "short", "long"])
def test_openssl_verifies_what_is_signed(openssl: Callable[..., Path], data: bytes) -> None:
    signer = Pkcs12Signer(exported(openssl, "plain"), PIN)
    (certificate,) = signer.certificates()
    assert certificate.algorithm == "SM2-SM3"
    folder = openssl("x509", "-in", "key.crt", "-pubkey", "-noout", "-out", "key.pub")
    (folder / "data").write_bytes(data)
    (folder / "signature").write_bytes(signer.sign(data, certificate.key))
    openssl("pkeyutl", "-verify", "-pubin", "-inkey", "key.pub", "-in", "data", "-rawin", "-digest", "sm3",
            "-sigfile", "signature", "-pkeyopt", f"distid:{USER_ID}")  # fmt: skip


def test_the_certificate_is_handed_over_as_it_is_though_its_key_cannot_be_read(
    openssl: Callable[..., Path],
) -> None:
    (certificate,) = Pkcs12Signer(exported(openssl, "der"), PIN).certificates()
    folder = openssl("x509", "-in", "key.crt", "-outform", "DER", "-out", "key.der")
    assert certificate.der == (folder / "key.der").read_bytes()
    assert certificate.subject == "CN=31000001-1,O=MOCK"
    with pytest.raises(UnsupportedAlgorithm):
        x509.load_der_x509_certificate(certificate.der).public_key()


def test_a_key_that_lies_open_inside_the_file_is_taken_too(openssl: Callable[..., Path]) -> None:
    signer = Pkcs12Signer(exported(openssl, "open", "-keypbe", "NONE", "-certpbe", "NONE"), PIN)
    assert signer.sign(b"x", "pkcs12")


def test_a_wrong_pin_is_told_from_a_key_of_another_kind(openssl: Callable[..., Path]) -> None:
    with pytest.raises(KeyShut):
        Pkcs12Signer(exported(openssl, "shut"), "wrong")


def test_a_file_sealed_in_the_old_way_says_what_to_do(openssl: Callable[..., Path]) -> None:
    sealed = exported(openssl, "old", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES")
    with pytest.raises(sg.ConfigurationError, match="另存为以 PBES2"):
        Pkcs12Signer(sealed, PIN)


def test_a_key_of_another_curve_is_none_of_ours(openssl: Callable[..., Path]) -> None:
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP224r1", "-nodes",
            "-subj", "/CN=x", "-keyout", "curve.pem", "-out", "curve.crt")  # fmt: skip
    folder = openssl("pkcs12", "-export", "-inkey", "curve.pem", "-in", "curve.crt", "-passout", f"pass:{PIN}",
                     "-out", "curve.p12")  # fmt: skip
    with pytest.raises(sg.ConfigurationError, match="没有可用的 RSA 或 SM2"):
        Pkcs12Signer((folder / "curve.p12").read_bytes(), PIN)


def test_without_the_extra_it_says_what_to_install(
    openssl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed, imports = exported(openssl, "extra"), builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "gmalg":
            raise ImportError(name)
        return imports(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(sg.ConfigurationError, match=r"sigateway\[gm\]"):
        Pkcs12Signer(sealed, PIN)
