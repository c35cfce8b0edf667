"""Credentials: one type a log-in mode, and the name of their fuse."""

from __future__ import annotations

import pytest

import sigateway as sg

SLIP = sg.PasswordSlipLogin(
    username="u1", password="first", certificate_serial="S1", certificate_password="pin1"
)


def fresh(**changes: str) -> sg.PasswordSlipLogin:
    fields = {
        "username": "u1",
        "password": "first",
        "certificate_serial": "S1",
        "certificate_password": "pin1",
    }
    return sg.PasswordSlipLogin(**(fields | changes))  # type: ignore[arg-type]


def test_equal_secrets_have_one_fuse() -> None:
    assert fresh().fingerprint == SLIP.fingerprint
    assert SLIP.with_key(b"p12").fingerprint == SLIP.fingerprint, "the hall counts passwords, not files"


@pytest.mark.parametrize("field", ["username", "password", "certificate_serial", "certificate_password"])
def test_each_secret_the_hall_counts_is_in_the_fuse(field: str) -> None:
    assert fresh(**{field: "other"}).fingerprint != SLIP.fingerprint


def test_a_new_password_has_a_new_fuse_even_when_the_old_one_was_asked_for() -> None:
    assert SLIP.fingerprint != SLIP.with_password("second").fingerprint


def test_a_new_password_changes_nothing_else() -> None:
    keyed = SLIP.with_key(b"p12").with_password("second")
    assert keyed.password.get_secret_value() == "second"
    assert keyed.key_file() == (b"p12", "pin1")
    assert SLIP.key_file() is None


def test_a_mode_without_password_or_key_says_so() -> None:
    class Bare(sg.Credentials):
        mode = "bare"

    with pytest.raises(TypeError, match="bare"):
        Bare().with_password("x")
    with pytest.raises(TypeError, match="bare"):
        Bare().with_key(b"x")
    with pytest.raises(NotImplementedError, match="Bare"):
        _ = Bare().fingerprint
    assert Bare().key_file() is None


def portal(**changes: str) -> sg.PortalLogin:
    fields = {"username": "u1", "password": "first", "entrance": "legal_person"}
    return sg.PortalLogin(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"username": "u2"}, {"password": "other"}, {"entrance": "personal"}])
def test_a_portal_counts_an_account_at_its_entrance(changes: dict[str, str]) -> None:
    assert portal().fingerprint == portal().fingerprint
    assert portal(**changes).fingerprint != portal().fingerprint


def test_a_portal_account_keeps_its_entrance_with_a_new_password() -> None:
    changed = portal().with_password("second")
    assert (changed.secret_password(), changed.entrance) == ("second", sg.Entrance.LEGAL_PERSON)
    assert "u1" not in repr(changed)
    assert "second" not in repr(changed)
