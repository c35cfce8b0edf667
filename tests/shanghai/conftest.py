"""Opening a key file proves its RSA key, which takes longer than a whole filing here: each file is opened once."""

from __future__ import annotations

from functools import cache

import pytest

from sigateway.gateway import signing_in
from sigateway.gateway.signers import Pkcs12Signer

_opened = cache(Pkcs12Signer)


@pytest.fixture(autouse=True)
def each_key_file_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "Pkcs12Signer", _opened)
