"""Keys are opened once a process: OpenSSL proves a 2048-bit key anew each time, and these tests sign in very often."""

from __future__ import annotations

from functools import cache

import pytest

from sigateway.gateway import wallet
from sigateway.gateway.signers import Pkcs12Signer

_opened = cache(Pkcs12Signer)


@pytest.fixture(autouse=True)
def keys_are_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wallet, "Pkcs12Signer", _opened)
