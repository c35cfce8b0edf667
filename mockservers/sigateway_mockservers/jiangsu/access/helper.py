"""The helper 证书助手, which shows the hall's certificates at the unit's own machine (JS-24..26)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.kernel.certificates import Key
from sigateway_mockservers.kernel.enforcement import enforces

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    """A row of 证书列表."""

    serial: str
    unit: str
    uscc: str
    name: str


class Helper:
    """江苏省人社证书助手, with every key of the World plugged in."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall

    @enforces("JS-24", "JS-25")
    def certificates(self) -> tuple[ListedCertificate, ...]:
        """证书列表: one picks the unit."""
        with self._hall.world.lock:
            units = self._hall.store.units
            return tuple(
                ListedCertificate(each.serial, each.unit, units[each.unit].uscc, units[each.unit].name)
                for each in self._hall.store.certificates.values()
            )

    @enforces("JS-26")
    def key(self, unit: str, n: int = 1) -> Key:
        """The n-th key of a unit, with its PIN."""
        with self._hall.world.lock:
            own = [each for each in self._hall.store.certificates.values() if each.unit == unit]
            if not 1 <= n <= len(own):
                raise KeyError(f"unit {unit} has {len(own)} keys, no key {n}")
            return self._hall.office.key(own[n - 1])

    def sign(self, serial: str, document: bytes) -> bytes:
        """What the key would sign."""
        with self._hall.world.lock:
            return self._hall.office.sign(self._hall.store.certificates[serial], document)

    def change_pin(self, serial: str, pin: str) -> None:
        """Another PIN: the key file that is given out from now on opens with it."""
        if not (pin.isascii() and pin):
            raise ValueError("a PIN is of ASCII characters")
        self._change(serial, pin=pin)

    def issue(self, unit: str) -> Key:
        """One more certificate for a unit, with the initial PIN."""
        with self._hall.world.lock:
            if unit not in self._hall.store.units:
                raise KeyError(f"unit {unit}")
            record = self._hall.office.issue(self._hall.store, unit, self._hall.world.clock.now())
            return self._hall.office.key(record)

    def revoke(self, serial: str) -> None:
        """Revoke a certificate; its sessions are over."""
        with self._hall.world.lock:
            self._change(serial, revoked_at=self._hall.world.clock.now())
            self._hall.sessions.end_where(lambda session: session.serial == serial)

    def expire(self, serial: str) -> None:
        """Let the hall take a certificate for expired from now on, whatever is written in it."""
        self._change(serial, expired_at=self._hall.world.clock.now())

    def root(self) -> bytes:
        """The root certificate, DER."""
        return self._hall.office.root()

    def _change(self, serial: str, **changes: Any) -> None:
        with self._hall.world.lock:
            known = self._hall.store.certificates
            known[serial] = replace(known[serial], **changes)
