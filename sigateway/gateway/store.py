"""The credentials store is a port: where the vendor keeps slips, passwords and keys. A new password is kept before it is used."""

from __future__ import annotations

import json
import os
import secrets
import string
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from pydantic import SecretBytes, SecretStr, ValidationError

from sigateway.errors import ConfigurationError
from sigateway.flows.credentials import Credentials, PasswordSlipLogin


class CredentialsStore(Protocol):
    """Keeps, for each unit (``InsuredUnit.key``), the credentials in force and at most one staged set.

    Staged credentials hold a new password that may or may not have taken effect at the hall. Each method is durable when it
    returns.
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

    def stage(self, unit: str, credentials: Credentials) -> None:
        """Keep new credentials beside those in force."""
        ...


class FileCredentials:
    """Credentials in one JSON file, readable by its owner only, written whole and synced.

    Secrets stand in it in clear: keep it where the vendor keeps such things, or bring a store of your own.
    """

    def __init__(
        self, path: str | os.PathLike[str], modes: Iterable[type[Credentials]] = (PasswordSlipLogin,)
    ) -> None:
        self._path = Path(path)
        self._modes = {mode.mode: mode for mode in modes}
        self._lock = threading.Lock()

    def current(self, unit: str) -> Credentials | None:
        """The credentials in force."""
        return self._read(unit, "current")

    def staged(self, unit: str) -> Credentials | None:
        """The credentials staged and not yet confirmed."""
        return self._read(unit, "staged")

    def put(self, unit: str, credentials: Credentials) -> None:
        """Put credentials in force."""
        self._write(unit, {"current": _plain(credentials)})

    def stage(self, unit: str, credentials: Credentials) -> None:
        """Keep new credentials beside those in force."""
        self._write(unit, {**self._all().get(unit, {}), "staged": _plain(credentials)})

    def _all(self) -> dict[str, dict[str, dict[str, str]]]:
        if not self._path.exists():
            return {}
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except ValueError:
            raise ConfigurationError(f"凭据文件 {self._path} 不是有效的 JSON；请修复或重新建立。") from None
        if not isinstance(data, dict):
            raise ConfigurationError(f"凭据文件 {self._path} 的内容应为 {{单位: 凭据}}。")
        return data

    def _read(self, unit: str, which: str) -> Credentials | None:
        entry = self._all().get(unit, {}).get(which)
        if entry is None:
            return None
        fields = {key: value for key, value in entry.items() if key != "mode"}
        mode = self._modes.get(entry.get("mode", ""))
        if mode is None:
            raise ConfigurationError(
                f"凭据文件 {self._path} 中单位 {unit} 的登录方式 {entry.get('mode')!r} 未知。"
            )
        try:
            if "pkcs12" in fields:
                fields["pkcs12"] = bytes.fromhex(fields["pkcs12"])  # type: ignore[assignment]
            return mode.model_validate(fields)
        except ValueError as error:
            names = (
                [str(detail["loc"][0]) for detail in error.errors()]
                if isinstance(error, ValidationError)
                else ["pkcs12"]
            )
            raise ConfigurationError(
                f"凭据文件 {self._path} 中单位 {unit} 的凭据有误，请核对：{'、'.join(names)}。"
            ) from None

    def _write(self, unit: str, entry: dict[str, dict[str, str]]) -> None:
        with self._lock:
            everything = {**self._all(), unit: entry}
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(everything, file, ensure_ascii=False, indent=1)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(name, self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            directory = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(directory)
            finally:
                os.close(directory)


def fresh_password(length: int) -> str:
    """A random password of letters and digits, with at least one of each."""
    alphabet = string.ascii_letters + string.digits
    while True:
        password = "".join(secrets.choice(alphabet) for _ in range(length))
        if any(c.isdigit() for c in password) and any(c.isalpha() for c in password):
            return password


def _plain(credentials: Credentials) -> dict[str, str]:
    plain = {"mode": credentials.mode}
    for name in type(credentials).model_fields:
        value = getattr(credentials, name)
        if isinstance(value, SecretStr):
            plain[name] = value.get_secret_value()
        elif isinstance(value, SecretBytes):
            plain[name] = value.get_secret_value().hex()
        elif value is not None:
            plain[name] = str(value)
    return plain
