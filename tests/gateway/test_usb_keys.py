"""A key on a USB token, as far as no token is needed: what is tried, what is left alone, and what is said. Real signing: tests/real."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, TokenFlag, exceptions

import sigateway as sg
from sigateway.flows.credentials import UsbKey
from sigateway.gateway.signers import KeyShut
from sigateway.gateway.usb_keys import UsbKeySigner

KEY = UsbKey("/maker/library.so", "0042", "246810")


class Token:
    """A token that counts what it is shown."""

    def __init__(self, serial: str = "0042", flags: Any = 0, refuses: Any = None) -> None:
        self.serial, self.flags, self.refuses = f"{serial:<16}".encode(), TokenFlag(flags), refuses
        self.shown: list[str] = []

    def open(self, user_pin: str) -> Any:
        self.shown.append(user_pin)
        raise self.refuses()


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Any:
    def plugged(*tokens: Token) -> None:
        slots = [SimpleNamespace(get_token=lambda token=token: token) for token in tokens]
        library = SimpleNamespace(get_slots=lambda token_present: slots)
        fake = SimpleNamespace(
            lib=lambda path: library,
            exceptions=exceptions,
            TokenFlag=TokenFlag,
            Attribute=Attribute,
            ObjectClass=ObjectClass,
            KeyType=KeyType,
            Mechanism=Mechanism,
        )
        monkeypatch.setitem(sys.modules, "pkcs11", fake)

    return plugged


@pytest.mark.rule("BJ-04")
def test_the_last_try_of_a_key_is_left_to_a_person(plug: Any) -> None:
    token = Token(flags=TokenFlag.USER_PIN_FINAL_TRY)
    plug(token)
    with pytest.raises(sg.ConfigurationError, match="最后一次"):
        UsbKeySigner(KEY)
    assert token.shown == []


def test_a_locked_key_is_not_tried(plug: Any) -> None:
    token = Token(flags=TokenFlag.USER_PIN_LOCKED)
    plug(token)
    with pytest.raises(sg.ConfigurationError, match="锁定"):
        UsbKeySigner(KEY)
    assert token.shown == []


def test_a_wrong_pin_is_shown_once(plug: Any) -> None:
    token = Token(refuses=exceptions.PinIncorrect)
    plug(token)
    with pytest.raises(KeyShut):
        UsbKeySigner(KEY)
    assert token.shown == ["246810"]


def test_a_pin_that_was_changed_while_a_session_lives_is_shown_once(
    plug: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each filing of the session would show it again else, and a token locks itself."""
    token = Token(refuses=exceptions.PinIncorrect)
    plug(token)
    with monkeypatch.context() as earlier:
        earlier.setattr(Token, "open", lambda self, user_pin: SimpleNamespace(close=lambda: None))
        earlier.setattr(UsbKeySigner, "_found", lambda self, session: iter([object()]))
        signer = UsbKeySigner(KEY)
    for _ in range(3):
        with pytest.raises(KeyShut):
            signer.sign(b"data", "01")
    assert token.shown == ["246810"]


@pytest.mark.parametrize("others", [[], ["0041"], ["0041", "0043"]])
def test_no_pin_is_shown_to_another_key(plug: Any, others: list[str]) -> None:
    tokens = [Token(serial) for serial in others]
    plug(*tokens)
    with pytest.raises(sg.ConfigurationError, match=f"现插有 {len(others)} 个"):
        UsbKeySigner(KEY)
    assert all(token.shown == [] for token in tokens)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(sg.ConfigurationError, match=r"sigateway\[usbkey\]"):
        UsbKeySigner(KEY)
