"""Keys are opened once a process: OpenSSL proves a key anew each time, and each call here signs in."""

from __future__ import annotations

from functools import cache

import pytest

from sigateway.gateway import wallet
from sigateway.gateway.signers import Pkcs12Signer

_opened = cache(Pkcs12Signer)


@pytest.fixture(autouse=True)
def keys_are_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open each key file once."""
    monkeypatch.setattr(wallet, "Pkcs12Signer", _opened)
