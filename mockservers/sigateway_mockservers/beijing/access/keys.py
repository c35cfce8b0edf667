"""USB keys and the authority that issues them, BJCA (BJ-04, BJ-12): the PIN is the key's matter alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing.records import KeyRecord
from sigateway_mockservers.kernel.enforcement import enforces

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

MOST_TRIES = 10
ONE_CERTIFICATE_MANY_USES = "一证多用授权书"


class PinWrong(ValueError):  # the name of the wire document
    """Not the PIN of this key."""

    def __init__(self, tries_left: int) -> None:
        self.tries_left = tries_left
        super().__init__(f"PIN有误，还可以输入{tries_left}次")


class KeyLocked(ValueError):  # the name of the wire document
    """Ten wrong PINs in a row: only BJCA unlocks it."""

    def __init__(self) -> None:
        super().__init__("证书介质已锁定，请到北京数字证书认证中心解锁")


class UsbKey:
    """A key in somebody's hand. What it is asked to sign never reaches the hall by itself."""

    def __init__(self, hall: BeijingHall, serial: str) -> None:
        self._hall = hall
        self.serial = serial

    @property
    def _record(self) -> KeyRecord:
        return self._hall.store.keys[self.serial]

    @property
    def certificate(self) -> bytes:
        """The certificate, DER."""
        return self._hall.office.certificate(self._record).der()

    @property
    def tries_left(self) -> int:
        """How many wrong PINs it still takes."""
        return self._record.tries_left

    @property
    def locked(self) -> bool:
        """Whether it signs no more."""
        return self._record.locked

    def sign(self, pin: str, data: bytes) -> bytes:
        """RSA PKCS#1 v1.5 with SHA-256, for the right PIN."""
        with self._hall.world.lock:
            record = self._record
            if record.locked:
                raise KeyLocked
            right = pin == record.pin
            tries = MOST_TRIES if right else record.tries_left - 1
            self._hall.store.keys[self.serial] = replace(record, tries_left=tries)
            if not right:
                raise PinWrong(tries)
            return self._hall.office.sign(record, data)

    def pkcs12(self, password: str) -> bytes:
        """The same key pair in a file, for tests without hardware."""
        return self._hall.office.pkcs12(self._record, password)


class KeyDrawer:
    """``hall.key(regNo)``: the unit's latest key; and what the control plane does with it."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall

    def __call__(self, regNo: str) -> UsbKey:  # as the wire document calls it
        with self._hall.world.lock:
            records = [each for each in self._hall.store.keys.values() if each.unit == regNo]
            if not records:
                raise KeyError(f"unit {regNo} has no key")
            return UsbKey(self._hall, records[-1].serial)

    def sign(self, regNo: str, pin: str, data: str) -> dict[str, str]:
        """Sign hex data, for the control plane; the signature comes back as hex."""
        return {"signature": self(regNo).sign(pin, bytes.fromhex(data)).hex()}

    def look(self, regNo: str) -> dict[str, object]:
        """The key as the control plane sees it."""
        key = self(regNo)
        return {
            "serial": key.serial,
            "certificate": key.certificate,
            "tries_left": key.tries_left,
            "locked": key.locked,
        }

    def pkcs12(self, regNo: str, password: str) -> bytes:
        """The key pair of a unit's key in a file."""
        return self(regNo).pkcs12(password)


class Bjca:
    """北京数字证书认证中心 at work, and its 证书受理点."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall

    @enforces("BJ-12")
    def issue(self, regNo: str, used_by: Iterable[str] = ()) -> UsbKey:
        """A new key; the old one is revoked."""
        with self._hall.world.lock:
            store = self._hall.store
            if regNo not in store.units:
                raise KeyError(f"unit {regNo}")
            for serial, record in list(store.keys.items()):
                if record.unit == regNo:
                    store.keys[serial] = replace(record, revoked=True)
            fresh = self._hall.office.new_record(store, regNo, self._hall.now, tuple(used_by))
            return UsbKey(self._hall, fresh.serial)

    def renew(self, regNo: str, used_by: Iterable[str] = ()) -> dict[str, str]:
        """:meth:`issue` for the control plane: the serial number of the new key."""
        return {"serial": self.issue(regNo, used_by).serial}

    def unlock(self, serial: str, new_pin: str) -> None:
        """Unlock a key, under a new PIN of 6 to 16 printable ASCII characters."""
        if not (6 <= len(new_pin) <= 16 and new_pin.isascii() and new_pin.isprintable()):
            raise ValueError("a PIN has 6 to 16 printable ASCII characters")
        self._change(serial, pin=new_pin, tries_left=MOST_TRIES)

    def revoke(self, serial: str) -> None:
        """Revoke a certificate."""
        self._change(serial, revoked=True)

    def authorise(self, serial: str) -> str:
        """The paper 《数字证书一证多用授权书》 for a key (BJ-13): its name, as ``papers`` of the counter has it."""
        if serial not in self._hall.store.keys:
            raise KeyError(f"key {serial}")
        return ONE_CERTIFICATE_MANY_USES

    def _change(self, serial: str, **changes: object) -> None:
        with self._hall.world.lock:
            record = self._hall.store.keys[serial]
            self._hall.store.keys[serial] = replace(record, **changes)  # type: ignore[arg-type]  # by name
