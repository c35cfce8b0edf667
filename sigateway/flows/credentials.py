"""Credentials: one type per log-in mode. A vendor or a region adds a mode by adding a type."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, SecretBytes, SecretStr

from sigateway.filings.base import Model


@dataclass(frozen=True)
class UsbKey:
    """A key on a USB token: the maker's PKCS#11 ``library`` (a path), the token's ``serial`` number, and its PIN."""

    library: str
    serial: str
    pin: str = field(repr=False)


class Credentials(Model):
    """The base of all log-in modes.

    ``mode`` names the mode in ``sigateway regions``. A mode says itself what a new password or a downloaded key
    means for it; one that knows neither keeps the defaults.
    """

    mode: ClassVar[str]

    @property
    def account(self) -> str:
        """Which of a unit's accounts this is, for the credentials store; empty for the unit's own, which most modes have only."""
        return ""

    lasting: ClassVar[bool] = False
    """Whether nobody but the vendor ever changes them, as a key and its PIN: then those that are given are meant, whatever is stored."""

    pin_is_counted: ClassVar[bool] = False
    """Whether a wrong PIN of the key counts like a refused log-in: then it is tried once, and never again."""

    def counted_secrets(self) -> tuple[str, ...]:
        """The secrets whose refusal the hall counts. Other secrets, other fuse."""
        raise NotImplementedError(f"{type(self).__name__} does not say which secrets the hall counts")

    @property
    def fingerprint(self) -> str:
        """A name for exactly these secrets, for the fuse in the ledger. Costly to guess back (scrypt)."""
        material = "\x1f".join((self.mode, *self.counted_secrets())).encode()
        return hashlib.scrypt(material, salt=b"sigateway fuse", n=2**12, r=8, p=1, dklen=12).hex()

    def key_file(self) -> tuple[bytes, str] | None:
        """The PKCS#12 key file and its password, when the mode has one."""
        return None

    def usb_key(self) -> UsbKey | None:
        """The USB token that signs, when the mode has one."""
        return None

    def with_key(self, pkcs12: bytes) -> Self:
        """The same credentials with a downloaded key file."""
        raise TypeError(f"{self.mode} keeps no downloaded key")

    def secret_password(self) -> str:
        """The password in clear, for a flow that must send it."""
        raise TypeError(f"{self.mode} has no password")

    def with_password(self, password: str) -> Self:
        """The same credentials with another password."""
        raise TypeError(f"{self.mode} has no password to change")


class PasswordSlipLogin(Credentials):
    """A unit's printed slip 单位用户密码条: user name, password, and a certificate to download (WH-11).

    ``certificate_serial`` 证书序号 and ``certificate_password`` 证书密码 fetch and open the certificate; ``pkcs12`` is
    the downloaded key file, ``None`` until the first log-in has fetched it.
    """

    mode: ClassVar[str] = "password_slip"

    username: str = Field(min_length=1, repr=False)
    password: SecretStr
    certificate_serial: str = Field(repr=False)
    certificate_password: SecretStr
    pkcs12: SecretBytes | None = None

    def counted_secrets(self) -> tuple[str, ...]:
        """User name and both passwords: each is counted by the hall."""
        return (
            self.username,
            self.password.get_secret_value(),
            self.certificate_serial,
            self.certificate_password.get_secret_value(),
        )

    def key_file(self) -> tuple[bytes, str] | None:
        """The downloaded personal certificate, opened by the slip's 证书密码 (WH-13)."""
        if self.pkcs12 is None:
            return None
        return self.pkcs12.get_secret_value(), self.certificate_password.get_secret_value()

    def with_key(self, pkcs12: bytes) -> Self:
        """The same slip with its certificate downloaded."""
        return self.model_copy(update={"pkcs12": SecretBytes(pkcs12)})

    def secret_password(self) -> str:
        """The 单位密码 in clear."""
        return self.password.get_secret_value()

    def with_password(self, password: str) -> Self:
        """The same slip after 密码重置."""
        return self.model_copy(update={"password": SecretStr(password)})


class CertificateLogin(Credentials):
    """A unit's certificate 数字证书 in a key file (PKCS#12), opened by its PIN 证书密码."""

    mode: ClassVar[str] = "certificate"
    lasting: ClassVar[bool] = True
    pin_is_counted: ClassVar[bool] = True

    pkcs12: SecretBytes
    pin: SecretStr

    def counted_secrets(self) -> tuple[str, ...]:
        """The key file and its PIN."""
        return (hashlib.sha256(self.pkcs12.get_secret_value()).hexdigest(), self.pin.get_secret_value())

    def key_file(self) -> tuple[bytes, str] | None:
        """The key file, opened by the PIN."""
        return self.pkcs12.get_secret_value(), self.pin.get_secret_value()


class UsbKeyLogin(Credentials):
    """A unit's certificate 数字证书 on a USB key, opened by its PIN. Needs the extra ``usbkey``.

    ``library`` is the path of the key maker's PKCS#11 library; ``serial`` the number of the key, as the maker's tool shows it: with two
    keys plugged in, no PIN is tried on the wrong one.
    """

    mode: ClassVar[str] = "usb_key"
    lasting: ClassVar[bool] = True
    pin_is_counted: ClassVar[bool] = True

    library: str = Field(min_length=1)
    serial: str = Field(min_length=1)
    pin: SecretStr

    def counted_secrets(self) -> tuple[str, ...]:
        """The key and its PIN."""
        return (self.serial, self.pin.get_secret_value())

    def usb_key(self) -> UsbKey | None:
        """The token, opened by the PIN."""
        return UsbKey(self.library, self.serial, self.pin.get_secret_value())


class HandlerLogin(Credentials):
    """Somebody of the unit who proved to be himself by his face, and set a password: identity number 证件号码 and 登录密码."""

    mode: ClassVar[str] = "handler"

    document_number: str = Field(min_length=1, repr=False)
    password: SecretStr

    @property
    def account(self) -> str:
        """Each handler has an account of his own at the unit."""
        return f"handler-{hashlib.sha256(self.document_number.encode()).hexdigest()[:16]}"

    def counted_secrets(self) -> tuple[str, ...]:
        """The number and the password."""
        return (self.document_number, self.password.get_secret_value())

    def secret_password(self) -> str:
        """The 登录密码 in clear."""
        return self.password.get_secret_value()

    def with_password(self, password: str) -> Self:
        """The same account after its password was changed."""
        return self.model_copy(update={"password": SecretStr(password)})


class Entrance(StrEnum):
    """The door of a portal by which an account goes in."""

    LEGAL_PERSON = "legal_person"  #: 法人入口
    PERSONAL = "personal"  #: 个人入口
    APP = "app"  #: 手机 APP


class PortalLogin(Credentials):
    """An account of a government portal 政务服务网账号, with its password; ``entrance`` is the door
    by which it goes in 法人入口, 个人入口."""

    mode: ClassVar[str] = "portal"

    username: str = Field(min_length=1, repr=False)
    password: SecretStr
    entrance: Entrance

    @property
    def account(self) -> str:
        """A person's account is kept beside the unit's own, not in its place."""
        if self.entrance is Entrance.LEGAL_PERSON:
            return ""
        return f"{self.entrance}-{hashlib.sha256(self.username.encode()).hexdigest()[:16]}"

    def counted_secrets(self) -> tuple[str, ...]:
        """The account at its entrance, and its password."""
        return (self.entrance, self.username, self.password.get_secret_value())

    def secret_password(self) -> str:
        """The password in clear."""
        return self.password.get_secret_value()

    def with_password(self, password: str) -> Self:
        """The same account with another password."""
        return self.model_copy(update={"password": SecretStr(password)})
