"""The Shanghai hall in one World: its state, its desks, and what a test can do to it by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Self

from sigateway_mockservers.kernel.actions import plain
from sigateway_mockservers.kernel.hall_state import HallInWorld
from sigateway_mockservers.kernel.months import is_month
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.spells import Wage
from sigateway_mockservers.shanghai.access.office import ROOT_TITLE, CertificateOffice, Key
from sigateway_mockservers.shanghai.access.rights import RightsDesk
from sigateway_mockservers.shanghai.access.sessions import SessionDesk
from sigateway_mockservers.shanghai.declarations.desk import DeclarationDesk
from sigateway_mockservers.shanghai.declarations.facts import next_personal_number
from sigateway_mockservers.shanghai.declarations.withdrawal import WithdrawalDesk
from sigateway_mockservers.shanghai.figure_controls import FigureControls, read_injury_rate
from sigateway_mockservers.shanghai.invariants import find_violations
from sigateway_mockservers.shanghai.money import to_jiao
from sigateway_mockservers.shanghai.names import (
    ANY_DAY_OFF_MOVES,
    ANY_LATER_BLOCKS,
    HALL,
    RSA,
    WORKDAY_HOURS,
    business_of_kind,
)
from sigateway_mockservers.shanghai.records import (
    Agreement,
    CertificateRecord,
    Declaration,
    Given,
    Session,
    Spell,
    Standing,
    UnitRecord,
)
from sigateway_mockservers.shanghai.staff.authority import Hotline, ServicePoint
from sigateway_mockservers.shanghai.staff.centre import Centre
from sigateway_mockservers.shanghai.staff.filing import Clerk, Counter
from sigateway_mockservers.shanghai.store import Store
from sigateway_mockservers.shanghai.template import fresh_store, unit_record
from sigateway_mockservers.shanghai.window import OpeningRules


class ShanghaiHall(FigureControls, HallInWorld[Store]):
    """The hall of one World.

    ``units``, ``effects()``, ``declarations_taken()``, ``standing()`` and ``commits`` are what a test looks at;
    ``clerk``, ``counter``, ``centre``, ``ca`` and ``hotline`` are people at work.
    """

    name = HALL
    office: CertificateOffice

    def _settle_in(self, inherited: Self | None) -> None:
        if inherited is not None:
            self.office = inherited.office
        else:
            self.office = CertificateOffice(self._new_authority(ROOT_TITLE), self.world.seed)
        self.ca = ServicePoint(self)
        self.hotline = Hotline()
        self.centre = Centre(self)
        self.clerk = Clerk(self)
        self.counter = Counter(self)

    def _fresh_store(self) -> Store:
        return fresh_store(self.office, self.world.plan.now)

    def _furnish(self) -> None:
        self.sessions = SessionDesk(self)
        self.rights = RightsDesk(self)
        self.declarations = DeclarationDesk(self)
        self.withdrawals = WithdrawalDesk(self)

    # --- how this World reads the rules -------------------------------------------------------------------------

    @property
    def any_later_blocks(self) -> bool:
        """Whether other people's later declarations stand in the way of a withdrawal (SH-32)."""
        return ANY_LATER_BLOCKS in self.variants

    def opening(self) -> OpeningRules:
        """The window, as this World reads it."""
        return OpeningRules(
            self.store.figures,
            self.store.holidays,
            any_day_off_moves=ANY_DAY_OFF_MOVES in self.variants,
            workday_hours=WORKDAY_HOURS in self.variants,
        )

    def shut(self) -> Reason | None:
        """Why nothing is taken now; ``None`` inside the window."""
        return self.opening().shut(self.now)

    # --- what a test looks at -----------------------------------------------------------------------------------

    @property
    def units(self) -> dict[str, UnitRecord]:
        """The units of the hall by number; change them with the methods here."""
        return self.store.units

    def certificate(self, serial: str) -> CertificateRecord:
        """A certificate with its right."""
        return self.store.certificates[serial]

    def key(self, unit: str, role: str) -> Key:
        """The key that lies in a drawer of a template's unit: ``supervisor``, ``authorised``, ``pending``, ``unsigned``."""
        with self.world.lock:
            known = [each for place, each in self.store.roles if place == unit]
            if role not in known:
                raise KeyError(f"unit {unit} has no key {role!r}; keys: {', '.join(known) or 'none'}")
            return self.office.key(self.store.certificates[self.store.roles[unit, role]])

    def sign(self, serial: str, document: bytes) -> bytes:
        """What the key of a certificate would sign."""
        with self.world.lock:
            return self.office.sign(self.store.certificates[serial], document)

    def root(self, algorithm: str = RSA) -> bytes:
        """The root certificate of the hall, DER."""
        return self.office.root(algorithm)

    def effects(self, *, kind: str | None = None, include_withdrawn: bool = False) -> list[Declaration]:
        """Every declaration that stands, oldest first; with ``include_withdrawn`` also those taken back."""
        wanted = None if kind is None else business_of_kind(kind).kind
        with self.world.lock:
            return [
                each
                for each in self.store.declarations.values()
                if (include_withdrawn or each.is_valid) and wanted in (None, each.kind)
            ]

    def declaration(self, sbh: str) -> Declaration:
        """One declaration, whatever its state."""
        return self.store.declarations[sbh]

    def standing(self, unit: str, zjhm: str) -> Standing:
        """How a person stands at a unit: insurances, wages, months owed."""
        return self.store.standing(unit, zjhm)

    def is_insured(self, unit: str, zjhm: str) -> bool:
        """Whether an insurance of a person runs at a unit."""
        return self.standing(unit, zjhm).running is not None

    # --- what the World gives -----------------------------------------------------------------------------------

    def add_unit(
        self,
        *,
        number: str,
        name: str,
        founded_on: date,
        injury_rate: Decimal | str = "0.16",
        uscc: str | None = None,
    ) -> UnitRecord:
        """Open a unit without certificates."""
        with self.world.lock:
            if number in self.store.units:
                raise ValueError(f"unit {number} is open already")
            unit = unit_record(number, name, founded_on, read_injury_rate(injury_rate))
            self.store.units[number] = replace(unit, uscc=uscc) if uscc is not None else unit
            return self.store.units[number]

    def set_founded(self, unit: str, day: date) -> None:
        """Another day of founding."""
        with self.world.lock:
            self.store.units[unit] = replace(self.store.units[unit], founded_on=day)

    def insure(
        self, unit: str, zjhm: str, qsny: str, gzsr: Decimal | str, grxh: str | None = None
    ) -> Standing:
        """Insure somebody of the register: no declaration stands behind it."""
        with self.world.lock:
            self._require(unit, zjhm)
            if not is_month(qsny):
                raise ValueError(f"{qsny!r} is no month; write YYYYMM")
            if self.is_insured(unit, zjhm):
                raise ValueError(f"{zjhm} is insured at {unit} already")
            number = grxh or next_personal_number(self.store, unit, self.now)
            spell = Spell(qsny, (Wage(qsny, to_jiao(Decimal(gzsr))),), number=number)
            self.store.give(unit, zjhm, Given(spell))
            return self.standing(unit, zjhm)

    def add_unpaid(self, unit: str, zjhm: str, months: Iterable[str]) -> Standing:
        """Let months be owed for somebody."""
        with self.world.lock:
            self._require(unit, zjhm)
            self.store.give(unit, zjhm, Given(unpaid=tuple(months)))
            return self.standing(unit, zjhm)

    def set_agreement(self, version: str, text: str) -> Agreement:
        """Put another service agreement in force; who has signed has signed."""
        with self.world.lock:
            self.store.agreement = Agreement(version, text)
            return self.store.agreement

    def give_right(self, session: Session, right: str) -> None:
        """Let a session go on with another right."""
        self.store.sessions[session.token] = replace(self.store.sessions[session.token], right=right)

    def _require(self, unit: str, zjhm: str) -> None:
        if unit not in self.store.units or self.world.people.get(zjhm) is None:
            raise KeyError(f"unit {unit} or person {zjhm}")

    # --- what the kernel asks for (see kernel.hall.HallState) ---------------------------------------------------

    def violations(self) -> list[Violation]:
        """The invariants that do not hold."""
        return find_violations(self)

    def state(self) -> dict[str, Any]:
        """JSON-able state, without PINs and sessions."""
        certificates: list[dict[str, Any]] = [plain(each) for each in self.store.certificates.values()]
        standings = [
            {"unit": unit, "person": person, **plain(standing)}
            for (unit, person), standing in self.store.standings.items()
        ]
        return {
            "units": plain(self.store.units.values()),
            "certificates": [
                {name: value for name, value in each.items() if name not in ("pin", "slot")}
                for each in certificates
            ],
            "slips": plain(self.store.slips.values()),
            "declarations": plain(self.store.declarations.values()),
            "standings": standings,
        }
