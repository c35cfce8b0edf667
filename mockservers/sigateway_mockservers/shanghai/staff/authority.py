"""The certificate authority's service point, and the telephone (SH-02..05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.staff import require_papers
from sigateway_mockservers.shanghai.access.office import Key, require_algorithm
from sigateway_mockservers.shanghai.help import HELP, PAPERS_FOR_CERTIFICATE, HelpRow
from sigateway_mockservers.shanghai.names import RSA
from sigateway_mockservers.shanghai.records import CertificateRecord

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall


class ServicePoint:
    """上海市数字证书认证中心服务受理点."""

    def __init__(self, hall: ShanghaiHall) -> None:
        self._hall = hall

    @enforces("SH-02", "SH-04")
    def issue(self, unit: str, papers: Iterable[str], algorithm: str = RSA) -> Key:
        """A certificate for a registered unit, with its initial password, for the papers that are named."""
        require_algorithm(algorithm)
        with self._hall.world.lock:
            if unit not in self._hall.store.units:
                raise KeyError(f"unit {unit}")
            require_papers("SH-04", PAPERS_FOR_CERTIFICATE, papers)
            now = self._hall.world.clock.now()
            record = self._hall.office.issue(self._hall.store, unit, now, algorithm)
            return self._hall.office.key(record)

    def revoke(self, serial: str) -> None:
        """Revoke a certificate; its sessions are over."""
        with self._hall.world.lock:
            self._change(serial, revoked_at=self._now())
            self._hall.sessions.end_all_of(serial)

    def expire(self, serial: str) -> None:
        """Let the hall take a certificate for expired from now on, whatever is written in it."""
        with self._hall.world.lock:
            self._change(serial, expired_at=self._now())

    def _change(self, serial: str, **changes: Any) -> None:
        record: CertificateRecord = self._hall.store.certificates[serial]
        self._hall.store.certificates[serial] = replace(record, **changes)

    def _now(self) -> datetime:
        return self._hall.world.clock.now()


class Hotline:
    """12333 and 962600."""

    @enforces("SH-03")
    def ask(self, number: str) -> tuple[HelpRow, ...]:
        """What is said there: where and with which papers one applies, and whose number it is."""
        own = [row for row in HELP if row.telephone == number and number]
        if not own:
            raise ValueError(f"nobody answers {number!r}; 12333 and 962600 do")
        return (HELP[0], *own)
