"""The credentials store is a port: where the vendor keeps slips, passwords and keys. A new password is kept before it is used."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import string
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from pydantic import SecretBytes, SecretStr

from sigateway.errors import ConfigurationError
from sigateway.flows.credentials import (
    CertificateLogin,
    Credentials,
    HandlerLogin,
    PasswordSlipLogin,
    PortalLogin,
    UsbKeyLogin,
)


class CredentialsStore(Protocol):
    """Keeps, for each unit (``InsuredUnit.key``), the credentials in force and at most one staged set.

    Staged credentials hold a new password that may or may not have taken effect at the hall. Each method is durable when it
    returns, also against a power cut.
    """

    def current(self, unit: str) -> Credentials | None:
        """The credentials in force."""
        ...

    def staged(self, unit: str) -> Credentials | None:
        """The credentials staged and not yet confirmed."""
        ...

    def put(self, unit: str, credentials: Credentials) -> None:
        """Put credentials in force; nothing stays staged."""
        ...

    def stage(self, unit: str, credentials: Credentials) -> Credentials:
        """Keep new credentials beside those in force, and give back what is staged now.

        Credentials that are staged already stand: another process may just have sent their password.
        """
        ...

    def drop(self, unit: str) -> None:
        """Forget what is staged: it was kept under the wrong unit."""
        ...


_SCHEMA = """CREATE TABLE IF NOT EXISTS credentials (
  unit TEXT NOT NULL, which TEXT NOT NULL CHECK (which IN ('current', 'staged')), body TEXT NOT NULL,
  PRIMARY KEY (unit, which)
)"""


class FileCredentials:
    """Credentials in one SQLite file, readable by its owner only, for many threads and processes of one machine.

    Secrets stand in it in clear: keep it where the vendor keeps such things, or bring a store of your own. ``modes`` are the
    log-in modes it can hold.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        modes: Iterable[type[Credentials]] = (
            PasswordSlipLogin,
            CertificateLogin,
            UsbKeyLogin,
            HandlerLogin,
            PortalLogin,
        ),
    ) -> None:
        self._path = Path(path)
        self._modes = {mode.mode: mode for mode in modes}
        self._lock = threading.Lock()
        try:
            self._path.touch(mode=0o600)
        except OSError as error:
            raise ConfigurationError(
                f"凭据文件 {str(self._path)!r} 无法建立：{error.strerror}。请核对路径与权限。"
            ) from error
        self._run(_SCHEMA)

    def current(self, unit: str) -> Credentials | None:
        """The credentials in force."""
        return self._read(unit, "current")

    def staged(self, unit: str) -> Credentials | None:
        """The credentials staged and not yet confirmed."""
        return self._read(unit, "staged")

    def put(self, unit: str, credentials: Credentials) -> None:
        """Put credentials in force."""
        self._run(
            "INSERT OR REPLACE INTO credentials VALUES (:unit, 'current', :body)",
            "DELETE FROM credentials WHERE unit = :unit AND which = 'staged'",
            unit=unit,
            body=_plain(credentials),
        )

    def stage(self, unit: str, credentials: Credentials) -> Credentials:
        """Keep new credentials beside those in force, unless some are staged already."""
        self._run(
            "INSERT OR IGNORE INTO credentials VALUES (:unit, 'staged', :body)",
            unit=unit,
            body=_plain(credentials),
        )
        return self.staged(unit) or credentials

    def drop(self, unit: str) -> None:
        """Forget what is staged."""
        self._run("DELETE FROM credentials WHERE unit = :unit AND which = 'staged'", unit=unit)

    def _read(self, unit: str, which: str) -> Credentials | None:
        rows = self._run(
            "SELECT body FROM credentials WHERE unit = :unit AND which = :which", unit=unit, which=which
        )
        if not rows:
            return None
        found, why = None, ""
        try:
            found = self._credentials(rows[0][0])
        except (ValueError, LookupError, TypeError) as error:
            why = type(error).__name__
        if found is None:  # raised here, so that no traceback carries the secrets along
            raise ConfigurationError(
                f"凭据文件 {self._path} 中单位 {unit} 的凭据无法读取（{why}）：内容损坏，或登录方式不在 modes= 中。"
            )
        return found

    def _credentials(self, body: str) -> Credentials:
        fields = json.loads(body)
        mode = self._modes[fields.pop("mode")]
        if "pkcs12" in fields:
            fields["pkcs12"] = bytes.fromhex(fields["pkcs12"])
        return mode.model_validate(fields)

    def _run(self, *statements: str, **values: str) -> list[tuple[str, ...]]:
        """One transaction on a connection of its own: it is used a few times a log-in, and stays closed otherwise."""
        try:
            with self._lock:
                connection = sqlite3.connect(self._path, timeout=60, isolation_level=None)
                try:
                    connection.execute("PRAGMA synchronous=FULL")
                    connection.execute("BEGIN IMMEDIATE")
                    rows = [connection.execute(statement, values).fetchall() for statement in statements]
                    connection.execute("COMMIT")
                finally:
                    connection.close()
        except sqlite3.Error as error:
            raise ConfigurationError(
                f"凭据文件 {str(self._path)!r} 无法读写：{error}。请核对路径与权限。"
            ) from error
        return rows[-1]


def fresh_password(length: int) -> str:
    """A random password of letters and digits, with at least one of each."""
    alphabet = string.ascii_letters + string.digits
    while True:
        password = "".join(secrets.choice(alphabet) for _ in range(length))
        if any(c.isdigit() for c in password) and any(c.isalpha() for c in password):
            return password


def _plain(credentials: Credentials) -> str:
    plain = {"mode": credentials.mode}
    for name in type(credentials).model_fields:
        value = getattr(credentials, name)
        if isinstance(value, SecretStr):
            plain[name] = value.get_secret_value()
        elif isinstance(value, SecretBytes):
            plain[name] = value.get_secret_value().hex()
        elif value is not None:
            plain[name] = str(value)
    return json.dumps(plain, ensure_ascii=False)
