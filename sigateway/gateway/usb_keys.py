"""Signing with a key that never leaves its USB token 硬件证书, over PKCS#11, the interface that every maker's library has.

The token counts wrong PINs and locks itself (a BJCA key after ten). So a PIN is shown once; when the token says no, the fuse blows and
nothing shows it again; and the token's last try is left to a person.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from sigateway.errors import ConfigurationError
from sigateway.flows.credentials import UsbKey
from sigateway.flows.effects import Certificate

from .signers import KeyShut

_library = (
    threading.Lock()
)  # a PKCS#11 library is one for the whole process, and so is being logged in to a token


class UsbKeySigner:
    """Signs with the RSA key of a token. KeyShut when its PIN is wrong, ConfigurationError when it is not there or not of use."""

    def __init__(self, key: UsbKey) -> None:
        self._key, self._pkcs11 = key, _pkcs11()
        self._refused = False  # the PIN can be changed while a session lives; then, too, it is shown once
        with self._opened() as session:
            self._certificates = tuple(self._found(session))
        if not self._certificates:
            raise ConfigurationError("USB Key 中没有可用的 RSA 私钥和证书；请核对是否插对了 Key。")

    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates of the token that have a private key beside them."""
        return self._certificates

    def sign(self, data: bytes, key: str) -> bytes:
        """Sign on the token."""
        constants = self._pkcs11
        with self._opened() as session:
            private = session.get_key(
                object_class=constants.ObjectClass.PRIVATE_KEY,
                key_type=constants.KeyType.RSA,
                id=bytes.fromhex(key),
            )
            return bytes(private.sign(data, mechanism=constants.Mechanism.SHA256_RSA_PKCS))

    def _found(self, session: Any) -> Iterator[Certificate]:
        from cryptography import x509

        constants = self._pkcs11
        attribute, kind = constants.Attribute, constants.ObjectClass
        private = {
            each[attribute.ID]
            for each in session.get_objects(
                {attribute.CLASS: kind.PRIVATE_KEY, attribute.KEY_TYPE: constants.KeyType.RSA}
            )
        }
        for each in session.get_objects({attribute.CLASS: kind.CERTIFICATE}):
            name, der = each[attribute.ID], bytes(each[attribute.VALUE])
            if name in private:
                subject = x509.load_der_x509_certificate(der).subject.rfc4514_string()
                yield Certificate(key=bytes(name).hex(), subject=subject, der=der)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        """A session of the token, logged in; one at a time."""
        errors = self._pkcs11.exceptions
        with _library:
            if self._refused:
                raise KeyShut(_WRONG_PIN)
            token = self._token()
            try:
                session = token.open(user_pin=self._key.pin)
            except (errors.PinIncorrect, errors.PinInvalid, errors.PinLenRange):
                self._refused = True
                raise KeyShut(_WRONG_PIN) from None
            except errors.PinLocked:
                raise ConfigurationError(_LOCKED) from None
            except errors.PKCS11Error as error:
                raise ConfigurationError(f"USB Key 无法打开（{type(error).__name__}）。") from None
            try:
                yield session
            except errors.PKCS11Error as error:
                raise ConfigurationError(f"USB Key 未能完成操作（{type(error).__name__}）。") from None
            finally:
                session.close()

    def _token(self) -> Any:
        """The token, before anything is shown to it: not when it is locked, nor when one more wrong PIN would lock it."""
        errors, flags = self._pkcs11.exceptions, self._pkcs11.TokenFlag
        try:
            tokens = [
                slot.get_token() for slot in self._pkcs11.lib(self._key.library).get_slots(token_present=True)
            ]
        except (errors.PKCS11Error, RuntimeError) as error:
            raise ConfigurationError(
                f"PKCS#11 库 {self._key.library!r} 无法装载或读不到 USB Key（{type(error).__name__}）；请核对驱动和路径。"
            ) from None
        found = [token for token in tokens if _text(token.serial) == self._key.serial]
        if len(found) != 1:
            raise ConfigurationError(
                f"没有找到序列号为 {self._key.serial} 的 USB Key（现插有 {len(tokens)} 个）；请插好后再试。"
            )
        if flags.USER_PIN_LOCKED in found[0].flags:
            raise ConfigurationError(_LOCKED)
        if flags.USER_PIN_FINAL_TRY in found[0].flags:
            raise ConfigurationError(
                "USB Key 只剩最后一次 PIN 尝试机会，未作尝试；请由持有人核对 PIN，用厂商工具输对一次后再试。"
            )
        return found[0]


_WRONG_PIN = "USB Key 不认这个 PIN"
_LOCKED = "USB Key 已被锁定；请到发证机构解锁后再试。"


def _text(serial: object) -> str:
    """The number of a token, which the standard pads with blanks."""
    return (serial.decode("ascii", "replace") if isinstance(serial, bytes) else str(serial)).strip(" \0")


def _pkcs11() -> ModuleType:
    try:
        import pkcs11
        import pkcs11.exceptions
    except ImportError:
        raise ConfigurationError("用 USB Key 登录需要附加组件：pip install 'sigateway[usbkey]'。") from None
    return pkcs11
