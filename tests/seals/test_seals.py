"""Sealed papers: what is handed on, and what is refused."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest
from cryptography import x509

import sigateway as sg
from sigateway.seals import check_seal, fingerprint

from .sealing import NOW, VALID, agency, good, paper, root, sealed, stranger


def test_a_seal_names_its_signer_and_the_authority_that_is_trusted() -> None:
    seal = check_seal(good(), at=NOW, trusted=[fingerprint(root()).upper()])
    assert (seal.signer, seal.certificate) == ("模拟社保中心", fingerprint(agency()))
    assert seal.authority == fingerprint(root())
    assert seal.signed_at is not None


@pytest.mark.parametrize(("trusted", "authority"), [((), None), ((agency,), agency), ((root,), root)])
def test_whom_to_trust_is_said_by_the_caller(trusted: tuple[object, ...], authority: object) -> None:
    named = [fingerprint(each()) for each in trusted]  # type: ignore[operator]
    expected = fingerprint(authority()) if authority else None  # type: ignore[operator]
    assert check_seal(good(), at=NOW, trusted=named).authority == expected


def test_a_stranger_of_the_same_name_is_refused() -> None:
    with pytest.raises(sg.SealBroken, match="信任"):
        check_seal(sealed(stranger(), 2, root()), at=NOW, trusted=[fingerprint(root())])


def changed(content: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    assert old in content
    return content.replace(old, new, 1)


def test_one_changed_byte_anywhere_breaks_it() -> None:
    content = good()
    step = len(content) // 60
    for place in range(20, len(content), step):
        tampered = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        with pytest.raises(sg.SealBroken):
            check_seal(tampered, at=NOW, trusted=[fingerprint(root())])


def test_what_is_added_behind_the_seal_breaks_it() -> None:
    with pytest.raises(sg.SealBroken):
        check_seal(good() + b"\n% more", at=NOW)


def test_a_second_seal_over_the_first_is_not_the_agencys_paper() -> None:
    twice = sealed(stranger(), 2, content=good(), field="Other")
    with pytest.raises(sg.SealBroken):
        check_seal(twice, at=NOW, trusted=[fingerprint(root())])


def test_a_paper_without_a_seal_is_refused() -> None:
    with pytest.raises(sg.SealBroken, match="没有"):
        check_seal(paper(), at=NOW)


@pytest.mark.parametrize("content", [b"", b"<html>log in</html>", b"PK\x03\x04"])
def test_a_page_that_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(sg.WireChanged):
        check_seal(content, at=NOW)


def test_half_a_pdf_is_refused() -> None:
    with pytest.raises(sg.SealBroken):
        check_seal(good()[: len(good()) // 2], at=NOW)


@pytest.mark.parametrize("at", [NOW - VALID - timedelta(days=1), NOW + VALID + timedelta(days=1)])
def test_an_expired_certificate_seals_nothing(at: object) -> None:
    with pytest.raises(sg.SealBroken, match="有效期"):
        check_seal(good(), at=at)  # type: ignore[arg-type]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.reader", None)
    with pytest.raises(sg.ConfigurationError, match=r"sigateway\[seal\]"):
        check_seal(good(), at=NOW)


def test_a_fingerprint_is_the_certificates_sha_256() -> None:
    assert isinstance(root(), x509.Certificate)
    assert len(fingerprint(root())) == 64
