"""SM2 keys with SM3: certificates made with OpenSSL, log-in and every act signed by them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from sigateway_mockservers import Simulator, World

FIRST = "31000001"
PAPERS = ["营业执照", "社会保险登记资料"]
SM2_WITH_SM3 = "1.2.156.10197.1.501"
USER_ID = "distid:1234567812345678"

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here")


@pytest.fixture
def key(world: World) -> Any:
    return world.shanghai.ca.issue(FIRST, PAPERS, algorithm="gm")


@pytest.fixture
def holder(world: World, open_client: Any, key: Any) -> Any:
    """Whoever holds an SM2 key: not yet logged in."""
    client = open_client(world, key=key, signed_in=False)
    client.signs_with = "SM2-SM3"
    client.raw_signature = lambda document: world.shanghai.sign(key.serial, document)
    return client


def openssl(*arguments: str, given: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture
def files(key: Any, world: World, tmp_path: Path) -> Callable[[str], str]:
    """What the holder has, as files for openssl: ``key.pem``, ``certificate.pem``, ``root.pem``."""
    for name, der in (("certificate", key.certificate), ("root", world.shanghai.root("gm"))):
        pem = x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)
        (tmp_path / f"{name}.pem").write_bytes(pem)
    (tmp_path / "file.p12").write_bytes(key.pkcs12)
    inside = openssl(
        "pkcs12", "-in", str(tmp_path / "file.p12"), "-passin", f"pass:{key.pin}", "-nodes", "-nocerts"
    )
    (tmp_path / "key.pem").write_bytes(inside)
    return lambda name: str(tmp_path / name)


@pytest.mark.rule("SH-05", "SH-09")
def test_an_sm2_key_logs_in_signs_and_files_beside_rsa_keys(
    world: World, holder: Any, client: Any, key: Any
) -> None:
    assert holder.log_in().dm == "0000"
    assert (holder.serial, key.algorithm) == (key.serial, "gm")
    assert holder.sign_agreement()["qx"] == "待审核"
    assert client.ask_signed("zssh", sqzs=key.serial).xx == "审核成功"
    assert holder.log_in()["qx"] == "已授权"
    sbh = holder.file("01", world.people.noted("sh uninsured man"))
    assert client.withdraw(sbh).dm == "0000"
    assert world.verify() == []


@pytest.mark.rule("SH-05")
def test_the_kind_of_key_decides_and_the_signature_is_looked_at(
    world: World, holder: Any, client: Any
) -> None:
    wrong = [("D004", "签名与证书不符")]
    assert holder.log_in(sf="RSA-SHA256").reasons == wrong
    assert holder.log_in(qm=holder.sign(b"something else")).reasons == wrong
    assert holder.log_in(qm="AAAA").reasons == wrong
    assert holder.log_in(qm=client.sign(b"an RSA signature")).reasons == wrong
    holder.log_in()
    document = holder.document("ydqd", "<bbh>1</bbh><zy/>")
    for refused in (
        holder.raw("ydqd", holder.wrapped("ydqd", document, signature=holder.sign(document + b" "))),
        holder.raw("ydqd", holder.wrapped("ydqd", document, sf="RSA-SHA256")),
        holder.raw("ydqd", holder.wrapped("ydqd", document, sf="SM3-SM2")),
    ):
        assert (refused.dm, refused.codes) == ("2201", ["S001"])
    assert world.shanghai.certificate(holder.own).right == "未签约"


def test_the_certificates_are_of_the_hall_and_of_no_one_else(world: World, key: Any) -> None:
    certificate = x509.load_der_x509_certificate(key.certificate)
    assert certificate.signature_algorithm_oid.dotted_string == SM2_WITH_SM3
    assert certificate.subject.rfc4514_string() == "O=模拟 MOCK,CN=SM2-1"
    second, third, fourth = (world.shanghai.ca.issue(FIRST, PAPERS, algorithm="gm") for _ in range(3))
    assert len({key.serial, second.serial, third.serial, fourth.serial}) == 4
    with pytest.raises(ValueError, match="all of them are given out"):
        world.shanghai.ca.issue(FIRST, PAPERS, algorithm="gm")
    assert world.fork().shanghai.certificate(key.serial).algorithm == "gm"
    assert world.state()["halls"]["shanghai"]["certificates"][-1]["algorithm"] == "gm"


@pytest.mark.rule("SH-05")
def test_an_sm2_key_that_was_not_given_out_is_unknown(
    simulator: Simulator, holder: Any, open_client: Any
) -> None:
    stranger = open_client(simulator.create_world(), key=holder.key, signed_in=False)
    stranger.signs_with, stranger.raw_signature = holder.signs_with, holder.raw_signature
    assert stranger.log_in().reasons == [("D001", "数字证书无效")]


def test_without_the_extra_the_hall_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sigateway_mockservers.shanghai.access.national.find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"install the extra, pip install 'sigateway\[mock,gm\]'"):
        world.shanghai.ca.issue(FIRST, PAPERS, algorithm="gm")
    assert world.shanghai.ca.issue(FIRST, PAPERS).algorithm == "rsa"


@needs_openssl
@pytest.mark.rule("SH-05")
def test_openssl_signs_and_the_hall_believes_it(holder: Any, files: Any) -> None:
    def signed(document: bytes) -> bytes:
        return openssl("dgst", "-sm3", "-sign", files("key.pem"), "-sigopt", USER_ID, given=document)

    holder.raw_signature = signed
    assert holder.log_in().dm == "0000"
    assert holder.sign_agreement()["qx"] == "待审核"
    assert holder.world.verify() == []


@needs_openssl
def test_openssl_believes_the_halls_keys(world: World, key: Any, files: Any, tmp_path: Path) -> None:
    said = openssl("verify", "-CAfile", files("root.pem"), "-vfyopt", USER_ID, files("certificate.pem"))
    assert said.decode().strip().endswith(": OK")
    (tmp_path / "public.pem").write_bytes(
        openssl("x509", "-in", files("certificate.pem"), "-noout", "-pubkey")
    )
    (tmp_path / "signature").write_bytes(world.shanghai.sign(key.serial, "模拟".encode()))
    arguments = ("-verify", files("public.pem"), "-sigopt", USER_ID, "-signature", files("signature"))
    assert openssl("dgst", "-sm3", *arguments, given="模拟".encode()) == b"Verified OK\n"
