"""The Beijing hall in one World: its state, its desks, and what a test can do to it by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from sigateway_mockservers.beijing.access.counter import Counter
from sigateway_mockservers.beijing.access.keys import Bjca, KeyDrawer
from sigateway_mockservers.beijing.access.office import ROOT_TITLE, CertificateOffice
from sigateway_mockservers.beijing.access.sessions import SessionDesk
from sigateway_mockservers.beijing.clerk import Clerk
from sigateway_mockservers.beijing.files.desk import FileDesk
from sigateway_mockservers.beijing.files.layout import TEXT
from sigateway_mockservers.beijing.files.processing import FileProcessing
from sigateway_mockservers.beijing.files.writer import make_file
from sigateway_mockservers.beijing.filings.desk import DeclarationDesk
from sigateway_mockservers.beijing.filings.processing import Processing, is_running_half
from sigateway_mockservers.beijing.filings.window import Window, window_of
from sigateway_mockservers.beijing.invariants import find_violations, half_left
from sigateway_mockservers.beijing.looking.consistency import Consistency
from sigateway_mockservers.beijing.looking.queries import Queries
from sigateway_mockservers.beijing.names import (
    FOUR,
    HALL,
    MEDICAL,
    kind_in,
)
from sigateway_mockservers.beijing.records import FileRecord, Half, UnitRecord
from sigateway_mockservers.beijing.store import Store
from sigateway_mockservers.beijing.template import fresh_store
from sigateway_mockservers.beijing.world_controls import WorldControls
from sigateway_mockservers.kernel.actions import plain
from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.hall_state import HallInWorld
from sigateway_mockservers.kernel.oracle import Violation


class BeijingHall(WorldControls, HallInWorld[Store]):
    """The hall of one World.

    ``half()``, ``halves()``, ``insured()``, ``wage_of()``, ``effects()`` and ``commits`` are what a test looks at;
    ``key()``, ``bjca`` and ``counter`` are keys and people at work.
    """

    name = HALL
    office: CertificateOffice

    def _settle_in(self, inherited: Self | None) -> None:
        if inherited is not None:
            self.office = inherited.office
        else:
            self.office = CertificateOffice(self._new_authority(ROOT_TITLE), self.world.seed)
        self.key = KeyDrawer(self)
        self.bjca = Bjca(self)
        self.counter = Counter(self)

    def _fresh_store(self) -> Store:
        return fresh_store(self.office, self.world.plan.now)

    def _furnish(self) -> None:
        self.sessions = SessionDesk(self)
        self.declarations = DeclarationDesk(self)
        self.processing = Processing(self)
        self.file_desk = FileDesk(self)
        self.file_processing = FileProcessing(self)
        self.clerk = Clerk(self)
        self.queries = Queries(self)
        self.consistency_report = Consistency(self)

    @property
    def window(self) -> Window:
        """The window of now."""
        return self.store.windows[-1][1] if self.store.windows else window_of(self.variants)

    def windows_at(self, at: datetime) -> list[Window]:
        """The windows in force at a moment; more than one when it was changed at that very moment."""
        every = [(datetime.min.replace(tzinfo=at.tzinfo), window_of(self.variants)), *self.store.windows]
        before = [window for since, window in every if since < at]
        return before[-1:] + [window for since, window in every if since == at]

    # --- what a test looks at -----------------------------------------------------------------------------------

    @property
    def units(self) -> Mapping[str, UnitRecord]:
        """The units by number."""
        return self.store.units

    def half(self, number: str) -> Half:
        """A half by ``lsh`` or ``slh``, whatever its state."""
        return self.store.halves[MEDICAL if number.startswith("YB") else FOUR, number]

    def partner(self, number: str) -> Half | None:
        """The other half of the same declaration, ``None`` while there is none."""
        half = self.half(number)
        if half.system == MEDICAL:
            return self.store.halves.get((FOUR, half.serial))
        others = self.store.halves_of(MEDICAL, half.unit, half.person)
        return next((each for each in others if each.serial == number), None)

    def halves(self) -> list[Half]:
        """Every half, oldest first."""
        with self.world.lock:
            return sorted(self.store.halves.values(), key=lambda each: each.order)

    def insured(self, system: str, regNo: str, idCard: str, month: str | None = None) -> bool:
        """Whether somebody's insurance at a unit runs, or covered a month."""
        standing = self.store.standing(system, regNo, idCard)
        return standing.covers(month) if month is not None else standing.running is not None

    def wage_of(self, system: str, regNo: str, idCard: str, month: str | None = None) -> Decimal:
        """The declared wage of somebody, now or in a month."""
        return self.store.standing(system, regNo, idCard).wage_in(month or f"{self.now:%Y%m}")

    def effects(self, kind: str | None = None, include_failed: bool = False) -> list[Half]:
        """Every half that was submitted and stands, oldest first; with ``include_failed`` also those that ended ``10``."""
        with self.world.lock:
            return [
                each
                for each in self.halves()
                if kind in (None, each.business.kind, kind_in(each.business, each.system))
                and (each.is_running or each.flag == "11" or (include_failed and bool(each.submissions)))
            ]

    def halves_left(self) -> list[Violation]:
        """Filings that are half made: violations for whoever says that all is settled."""
        with self.world.lock:
            return half_left(self)

    def consistency(self, regNo: str) -> list[dict[str, Any]]:
        """The report on what was meant for both systems, as of the last exchange."""
        with self.world.lock:
            return self.consistency_report.rows(regNo)

    def files(self) -> list[FileRecord]:
        """Every file, oldest first."""
        return list(self.store.files.values())

    def file(self, fileNo: str) -> FileRecord:
        """A file, whatever its state."""
        return self.store.files[fileNo]

    # --- what people do -----------------------------------------------------------------------------------------

    def finish(self, number: str) -> list[FiredEvent]:
        """End a half that is 处理中 now."""
        with self.world.lock:
            return self.processing.end([is_running_half(self.half(number))])

    def reject(self, number: str, reasons: Iterable[str]) -> list[FiredEvent]:
        """Let a half that is 处理中 end without success, with these words."""
        words = tuple(reasons)
        if not words:
            raise ValueError("say why")
        with self.world.lock:
            return self.processing.end([is_running_half(self.half(number))], words)

    def hold(self, system: str) -> None:
        """Stop processing of ``four``, ``medical`` or the ``exchange`` between them."""
        with self.world.lock:
            self.processing.hold(system)

    def release(self, system: str) -> list[FiredEvent]:
        """Resume it."""
        with self.world.lock:
            return self.processing.release(system)

    def file_as_clerk(
        self,
        regNo: str,
        type: str,
        idCard: str = "",
        *,
        systems: str = "FM",
        submit: bool = True,
        **fields: str,
    ) -> tuple[str, ...]:
        """What somebody does in a browser; the numbers of the halves."""
        with self.world.lock:
            return self.clerk.file(regNo, type, idCard, systems=systems, submit=submit, fields=fields)

    def make_file(
        self, regNo: str, type: str, lines: Iterable[Mapping[str, str]], format: str = TEXT, **header: str
    ) -> bytes:
        """A 报盘 file, by the hall's own writer; see ``files/writer.py``."""
        return make_file(regNo, type, lines, format, self.now, header)

    def finish_file(self, fileNo: str) -> list[FiredEvent]:
        """End everything of a submitted file now."""
        with self.world.lock:
            return self.file_processing.finish(self.store.files[fileNo])

    def edit_as_clerk(self, number: str, **fields: str) -> Half:
        """Change a draft in a browser."""
        with self.world.lock:
            return self.clerk.edit(number, fields)

    # --- what the kernel asks for (see kernel.hall.HallState) ---------------------------------------------------

    def next_event_at(self) -> datetime | None:
        """When something next happens by itself."""
        return self.processing.next_event_at()

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Let happen what falls due."""
        return self.processing.fire(at)

    def violations(self) -> list[Violation]:
        """The invariants that do not hold."""
        return find_violations(self)

    def state(self) -> dict[str, Any]:
        """JSON-able state, without PINs and sessions."""
        keys = [plain(replace(each, pin="")) for each in self.store.keys.values()]
        standings = [
            {"system": system, "unit": unit, "person": person, **plain(standing)}
            for (system, unit, person), standing in self.store.standings.items()
        ]
        return {
            "units": plain(self.store.units.values()),
            "keys": [{name: value for name, value in each.items() if name != "pin"} for each in keys],
            "halves": [plain(each) | {"grey": sorted(each.grey)} for each in self.halves()],
            "arrears": plain(self.store.arrears),
            "standings": standings,
        }
