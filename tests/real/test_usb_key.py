"""A certificate on a token signs a real challenge over PKCS#11. The token is SoftHSM2's: software, but a library like any maker's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

sys.path.insert(0, str(Path(__file__).parents[1] / "gateway"))

from samehall import SameHall
from teller import ENROLMENT
from toyhall import FakeClock
from toykeys import PIN as FILE_PIN
from toykeys import KeyHall, KeyToy, key_file

import sigateway as sg

pytestmark = [pytest.mark.real, pytest.mark.timeout(120)]

LIBRARIES = [Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib64/softhsm/libsofthsm.so")]
PIN = "key-pin-2468"


def softhsm() -> str:
    return str(next(path for path in LIBRARIES if path.exists()))


def make_token(label: str, pkcs12_bytes: bytes, password: str) -> str:
    """A token that holds the key and the certificate of this file; its serial number."""
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    init = ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "so-pin-1", "--pin", PIN]
    subprocess.run(init, check=True, capture_output=True)
    library = pkcs11.lib(softhsm())
    library.reinitialize()
    token = library.get_token(token_label=label)
    key, certificate, _ = pkcs12.load_key_and_certificates(pkcs12_bytes, password.encode())
    assert key is not None
    assert certificate is not None
    private = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    with token.open(rw=True, user_pin=PIN) as session:
        for found in (
            decode_rsa_private_key(private),
            decode_x509_certificate(certificate.public_bytes(Encoding.DER)),
        ):
            session.create_object(
                found
                | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: b"\x07", pkcs11.Attribute.LABEL: "mock"}
            )
    serial: bytes = library.get_token(token_label=label).serial
    return serial.decode().strip()


@pytest.fixture(scope="module", autouse=True)
def tokens(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SoftHSM2 with a folder of its own. It reads its settings once, when the library is first loaded."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")


@pytest.fixture(scope="module")
def serial(tokens: None) -> str:
    return make_token("toy", key_file(), FILE_PIN)


class Usb(KeyToy):
    region = sg.plugin.Region("toy", "玩具厅", (sg.UsbKeyLogin,), KeyToy.region.classify)


def file(credentials: sg.Credentials, ledger: sg.SqliteLedger) -> sg.Case:
    house = SameHall(KeyHall(FakeClock()), region=Usb, ledger=ledger)
    return house.do("file", ENROLMENT, at=house.at(credentials=credentials))  # type: ignore[no-any-return]


def login(serial: str, pin: str = PIN) -> sg.UsbKeyLogin:
    return sg.UsbKeyLogin(library=softhsm(), serial=serial, pin=pin)


def test_the_token_signs_the_challenge_and_the_declaration(serial: str) -> None:
    assert file(login(serial), sg.SqliteLedger(":memory:")).state == "approved"


def test_a_wrong_pin_is_shown_once_and_the_right_one_still_opens(serial: str) -> None:
    book = sg.SqliteLedger(":memory:")
    with pytest.raises(sg.PinRefused):
        file(login(serial, "wrong-pin-1"), book)
    for _ in range(12):  # a BJCA key would be locked by ten
        with pytest.raises(sg.CredentialsBlocked):
            file(login(serial, "wrong-pin-1"), book)
    assert file(login(serial), book).state == "approved"


def test_no_pin_is_tried_on_another_key(serial: str) -> None:
    with pytest.raises(sg.ConfigurationError, match="没有找到序列号"):
        file(login("0000"), sg.SqliteLedger(":memory:"))


def test_no_secret_is_shown(serial: str) -> None:
    assert PIN not in repr(login(serial)) + repr(login(serial).usb_key())


@pytest.mark.rule("BJ-04", "BJ-31")
def test_the_beijing_hall_takes_the_tokens_signature_at_both_systems(tokens: None) -> None:
    """The unit's key of a mock World, moved onto the token: two real challenges, one PIN, one filing in two halves."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.beijing.world import UNIT_ONE, enrolment, person, scene

    stage = scene(sg.SqliteLedger(":memory:"))
    serial = make_token("beijing", stage.world.beijing.key(UNIT_ONE).pkcs12("p12-pin"), "p12-pin")
    with stage.gateway() as gateway, stage.hall(gateway, credentials=login(serial)).sign_in() as session:
        case = session.wait(session.file(enrolment(person(stage.somebody("bj stopped")))), timeout=900)
    assert case.state is sg.CaseState.APPROVED
    stage.check()
