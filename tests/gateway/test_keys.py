"""Keys after log-in: who signs, in which conversations, and how often a PIN is tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samehall import SameHall
from teller import ENROLMENT, UNIT, House
from toy import Toy
from toyhall import FakeClock, Fault, ToyHall
from toykeys import PIN, KeyHall, KeyToy, ProofQuery, key_file

import sigateway as sg
from sigateway.gateway import wallet

WRONG = "999999"


def unit(pin: str = PIN, pkcs12: bytes | None = None) -> sg.CertificateLogin:
    return sg.CertificateLogin(pkcs12=key_file() if pkcs12 is None else pkcs12, pin=pin)


class KeyHouse(SameHall):
    """A teller of one unit with a certificate."""

    def at(self, unit_: sg.InsuredUnit = UNIT, credentials: Any = None) -> Any:
        return super().at(unit_, credentials or unit())


@pytest.fixture
def hall(clock: FakeClock) -> KeyHall:
    return KeyHall(clock, accepts_duplicates=True)


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, hall: KeyHall, tmp_path: Path) -> Iterator[House]:
    house = KeyHouse(hall, request.param, region=KeyToy, ledger=str(tmp_path / "f.db"))
    yield house
    house.close()


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The PINs that a key was tried with."""
    tried: list[str] = []
    opens = wallet.Pkcs12Signer

    def counted(pkcs12: bytes, pin: str) -> Any:
        tried.append(pin)
        return opens(pkcs12, pin)

    monkeypatch.setattr(wallet, "Pkcs12Signer", counted)
    return tried


def with_(house: House, credentials: sg.Credentials) -> sg.Case:
    return house.do("file", ENROLMENT, at=house.at(credentials=credentials))  # type: ignore[no-any-return]


# -- who signs -----------------------------------------------------------------------------------------------------------


def test_each_filing_is_signed_by_the_key_of_the_log_in(toy: House) -> None:
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]
    assert toy.count("enter") == 1


def test_a_conversation_that_only_reads_signs_too(toy: House) -> None:
    assert toy.do("query", ProofQuery()) == "proof of unit 1"
    assert toy.hall.effects == []


def test_a_conversation_at_rest_keeps_its_key(toy: House, tries: list[str]) -> None:
    for _ in range(3):
        toy.do("query", ProofQuery())
    assert (toy.count("enter"), tries) == (1, [PIN])


def test_a_new_conversation_signs_by_the_key_of_its_own_log_in(toy: House) -> None:
    """Two units, two keys: the hall verifies by the certificate that opened the conversation."""
    toy.do("query", ProofQuery())
    toy.hall.sessions.clear()
    other = sg.CertificateLogin(pkcs12=key_file(pin="135791"), pin="135791")
    assert toy.do("query", ProofQuery(), at=toy.at(credentials=other)) == "proof of unit 1"
    assert toy.do("query", ProofQuery()) == "proof of unit 1"
    assert toy.count("enter") == 3


def test_a_rehearsal_signs_and_leaves_nothing(toy: House) -> None:
    shown = toy.do("file", ENROLMENT, dry_run=True)
    assert shown.requests[-1] == "save: POST hall:save"
    assert toy.hall.effects == []


def test_credentials_without_a_key_have_no_certificates_and_cannot_sign(toy: House, hall: KeyHall) -> None:
    slip = sg.PasswordSlipLogin(username="u", password="p", certificate_serial="1", certificate_password="2")
    with pytest.raises(sg.LoginRefused, match="没有证书"):
        with_(toy, slip)
    plain = House(ToyHall(hall.clock), toy.driver, region=type("P", (Toy,), {"query": KeyToy.query}))
    with pytest.raises(sg.PluginError, match="ValueError"):  # the flow unpacks one certificate of none
        plain.do("query", ProofQuery())
    plain.close()


# -- a wrong PIN ---------------------------------------------------------------------------------------------------------


def test_a_wrong_pin_is_tried_once_and_never_again(toy: House, tries: list[str]) -> None:
    with pytest.raises(sg.PinRefused) as refused:
        with_(toy, unit(WRONG))
    assert (refused.value.who_acts, refused.value.retry) == (sg.Actor.VENDOR, False)
    for _ in range(3):
        with pytest.raises(sg.CredentialsBlocked, match="证书密码不对") as blocked:
            with_(toy, unit(WRONG))
        assert "大厅" not in blocked.value.message, "it was the key that refused, not the hall"
    assert (tries, toy.hall.requests) == ([WRONG], [])
    assert all(WRONG not in text for text in (str(refused.value), repr(refused.value), str(blocked.value)))


def test_nor_by_another_gateway_and_a_right_one_works(toy: House, tries: list[str]) -> None:
    with pytest.raises(sg.PinRefused):
        with_(toy, unit(WRONG))
    other = toy.another()
    with pytest.raises(sg.CredentialsBlocked):
        with_(other, unit(WRONG))
    assert with_(other, unit()).state == "approved"
    assert tries == [WRONG, PIN]
    other.close()


def test_credentials_in_a_store_are_replaced_once_they_were_refused(
    toy: House, tries: list[str], tmp_path: Path
) -> None:
    store = sg.FileCredentials(tmp_path / "credentials.db")
    house = toy.another(credentials=store)
    with pytest.raises(sg.PinRefused):
        with_(house, unit(WRONG))
    with pytest.raises(sg.CredentialsBlocked):
        with_(house, unit(WRONG))
    assert with_(house, unit()).state == "approved"
    assert tries == [WRONG, PIN]
    kept = store.current(UNIT.key)
    assert isinstance(kept, sg.CertificateLogin)
    assert (kept.pin.get_secret_value(), kept.pkcs12.get_secret_value()) == (PIN, key_file())
    house.close()


def test_two_certificates_of_one_unit_are_never_mixed_up_by_a_store(
    toy: House, tries: list[str], tmp_path: Path
) -> None:
    """Rights sit on the certificate: the one that is given signs, whatever the store has kept of another."""
    store = sg.FileCredentials(tmp_path / "credentials.db")
    house = toy.another(credentials=store)
    second = sg.CertificateLogin(pkcs12=key_file(pin="135791"), pin="135791")
    for credentials in (unit(), second, unit()):
        toy.hall.sessions.clear()
        house.do("query", ProofQuery(), at=house.at(credentials=credentials))
    assert tries == [PIN, "135791", PIN]
    assert store.current(UNIT.key) == unit(), "asked without any, it gives the one that was given last"
    house.close()


def test_somebody_may_say_that_it_is_tried_again(toy: House, tries: list[str]) -> None:
    with pytest.raises(sg.PinRefused):
        with_(toy, unit(WRONG))
    toy.ledger.mend(unit(WRONG).fingerprint)
    with pytest.raises(sg.PinRefused):
        with_(toy, unit(WRONG))
    assert tries == [WRONG, WRONG]


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "a byte"])
def test_a_damaged_key_file_is_not_opened_again_until_it_is_replaced(
    toy: House, tries: list[str], damage: str
) -> None:
    whole = key_file()
    middle = len(whole) // 2
    damaged = {
        "empty": b"",
        "text": "这不是证书".encode(),
        "cut": whole[:middle],
        "a byte": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
    }[damage]
    with pytest.raises(sg.PinRefused, match="证书文件损坏"):
        with_(toy, unit(pkcs12=damaged))
    with pytest.raises(sg.CredentialsBlocked):
        with_(toy, unit(pkcs12=damaged))
    assert (tries, toy.hall.requests) == ([PIN], [])
    assert with_(toy, unit()).state == "approved"


def test_a_key_of_a_kind_that_is_no_use_is_no_wrong_pin(toy: House) -> None:
    for _ in range(2):
        with pytest.raises(sg.ConfigurationError, match="RSA"):
            with_(toy, unit(pkcs12=key_file("ec")))
    assert toy.ledger.fuse(unit(pkcs12=key_file("ec")).fingerprint) is None


def test_a_slip_whose_certificate_does_not_open_is_said_and_blows_no_fuse(toy: House) -> None:
    """Nobody counts the wrong passwords of a downloaded file."""
    slip = sg.PasswordSlipLogin(
        username="u", password="p", certificate_serial="1", certificate_password="2", pkcs12=key_file()
    )
    for _ in range(2):
        with pytest.raises(sg.ConfigurationError, match="证书"):
            with_(toy, slip)
    assert toy.hall.requests == []


def test_a_signature_that_the_hall_refuses_at_the_door_blows_the_fuse(toy: House, tries: list[str]) -> None:
    toy.hall.script("enter", [Fault(page=(200, '{"refused": "签名验证失败"}'))])
    with pytest.raises(sg.LoginRefused, match="签名验证失败"):
        toy.file()
    with pytest.raises(sg.CredentialsBlocked, match="签名验证失败"):
        toy.file()
    assert (toy.count("enter"), tries) == (1, [PIN])


# -- what is shown -------------------------------------------------------------------------------------------------------


def test_certificate_credentials_show_neither_key_nor_pin() -> None:
    shown = f"{unit()!r} {unit()} {unit().fingerprint}"
    assert PIN not in shown
    assert "MOCK" not in shown
    assert unit().fingerprint != unit(WRONG).fingerprint
    assert unit().fingerprint != unit(pkcs12=b"other").fingerprint
    assert unit().fingerprint == unit().fingerprint
