"""Passwords: what is one, and how the hall keeps it."""

from __future__ import annotations

import hashlib
import re

_PASSWORD = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9])[A-Za-z0-9]{8,20}", re.ASCII)


def is_good_password(password: str) -> bool:
    """8 to 20 letters and digits, at least one of each."""
    return _PASSWORD.fullmatch(password) is not None


def digest_of(account: str, password: str) -> str:
    """What the hall keeps of an account's password, so that no state of it shows one."""
    return hashlib.sha256(f"{account} {password}".encode()).hexdigest()
