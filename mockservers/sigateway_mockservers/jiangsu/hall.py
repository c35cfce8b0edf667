"""The Jiangsu hall in one World: its state, its desks, and what a test can do to it by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from sigateway_mockservers.jiangsu.access.accounts import AccountDesk, papers_to_register
from sigateway_mockservers.jiangsu.access.faces import FaceDesk
from sigateway_mockservers.jiangsu.access.helper import Helper
from sigateway_mockservers.jiangsu.access.office import ROOT_TITLE, CertificateOffice
from sigateway_mockservers.jiangsu.access.passwords import is_good_password
from sigateway_mockservers.jiangsu.access.ranks import RankDesk
from sigateway_mockservers.jiangsu.access.sessions import SessionDesk
from sigateway_mockservers.jiangsu.areas import AREAS
from sigateway_mockservers.jiangsu.filings.desk import FilingDesk
from sigateway_mockservers.jiangsu.filings.long_run import LongRun
from sigateway_mockservers.jiangsu.filings.ways_back import WaysBack
from sigateway_mockservers.jiangsu.invariants import find_violations
from sigateway_mockservers.jiangsu.money import to_tenth
from sigateway_mockservers.jiangsu.names import (
    COLLECTION_PERIOD_IS_MONTH,
    FACE_AT_LOGIN,
    FEE_MONTH_IS_OPENING,
    FOR_ACTIVATION,
    HALL,
    MISMATCH_NEEDS_TWO_PAPERS,
    OPENS_FROM_AUGUST_FIRST,
    PREREGISTRATION_OFFERED,
    known_kind,
)
from sigateway_mockservers.jiangsu.reasons import PASSWORD_WEAK
from sigateway_mockservers.jiangsu.records import Account, Contract, Filing, Spell, Standing, UnitRecord
from sigateway_mockservers.jiangsu.staff.app import App
from sigateway_mockservers.jiangsu.staff.filing import Clerk, Counter
from sigateway_mockservers.jiangsu.staff.legal import LegalRepresentative
from sigateway_mockservers.jiangsu.store import Store
from sigateway_mockservers.jiangsu.template import PASSWORD, fresh_store, unit_record
from sigateway_mockservers.jiangsu.window import Opening, WindowDays
from sigateway_mockservers.kernel.actions import plain
from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.hall_state import HallInWorld
from sigateway_mockservers.kernel.months import is_month
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.spells import Wage
from sigateway_mockservers.kernel.staff import refuse_for


class JiangsuHall(HallInWorld[Store]):
    """The hall of one World.

    ``units``, ``effects()``, ``filing()``, ``standing()``, ``account()`` and ``commits`` are what a test looks at;
    ``app``, ``helper``, ``counter``, ``clerk`` and ``legal`` are people at work.
    """

    name = HALL
    office: CertificateOffice

    def _settle_in(self, inherited: Self | None) -> None:
        if inherited is not None:
            self.office = inherited.office
        else:
            self.office = CertificateOffice(self._new_authority(ROOT_TITLE), self.world.seed)
        self.app = App(self)
        self.helper = Helper(self)
        self.counter = Counter(self)
        self.clerk = Clerk(self)
        self.legal = LegalRepresentative(self)

    def _fresh_store(self) -> Store:
        return fresh_store(self.office, self.world.plan.now)

    def _furnish(self) -> None:
        self.sessions = SessionDesk(self)
        self.faces = FaceDesk(self)
        self.accounts = AccountDesk(self)
        self.ranks = RankDesk(self)
        self.filing_desk = FilingDesk(self)
        self.ways_back = WaysBack(self)
        self.long_run = LongRun(self)

    # --- how this World reads the rules -------------------------------------------------------------------------

    @property
    def asks_face_at_login(self) -> bool:
        """Whether an account logs in only with a passed face."""
        return FACE_AT_LOGIN in self.variants

    @property
    def offers_preregistration(self) -> bool:
        """Whether 预登记 can be filed from day 7 to 10."""
        return PREREGISTRATION_OFFERED in self.variants

    def papers_to_register(self, *, mismatch: bool) -> tuple[str, ...]:
        """What is brought to the desk; for a mismatch two papers may be enough (JS-49)."""
        return papers_to_register(two_are_enough=mismatch and MISMATCH_NEEDS_TWO_PAPERS in self.variants)

    def opening(self) -> Opening:
        """The windows, as this World reads them."""
        return Opening(
            self.store.days,
            from_august_first=OPENS_FROM_AUGUST_FIRST in self.variants,
            period_is_month=COLLECTION_PERIOD_IS_MONTH in self.variants,
            fee_month_is_opening=FEE_MONTH_IS_OPENING in self.variants,
        )

    def shut(self) -> Reason | None:
        """Why no business is taken now; ``None`` inside the window."""
        return self.opening().shut(self.now)

    # --- what a test looks at -----------------------------------------------------------------------------------

    @property
    def units(self) -> dict[str, UnitRecord]:
        """The units of the hall by number; change them with the methods here."""
        return self.store.units

    def effects(self, *, kind: str | None = None) -> list[Filing]:
        """Every filing that stands, oldest first: neither taken back nor changed nor turned away."""
        wanted = None if kind is None else known_kind(kind)
        with self.world.lock:
            return [
                each for each in self.store.filings.values() if each.stands and wanted in (None, each.kind)
            ]

    def filing(self, number: str) -> Filing:
        """One filing, whatever its state."""
        return self.store.filings[number]

    def standing(self, unit: str, person: str) -> Standing:
        """How a person stands at a unit; ``""`` for 灵活就业."""
        return self.store.standing(unit, person)

    def is_insured(self, unit: str, person: str) -> bool:
        """Whether an insurance of a person runs at a unit."""
        return self.standing(unit, person).running is not None

    def account(self, unit: str, person: str) -> Account:
        """The latest account of somebody at a unit; ``""`` for a person's own."""
        found = self.store.account_of(unit, person)
        if found is None:
            raise KeyError(f"{person} has no account at {unit!r}")
        return found

    # --- what the World gives -----------------------------------------------------------------------------------

    def ready(
        self, unit: str, rank: str, person: str, scopes: tuple[str, ...] = (), password: str = PASSWORD
    ) -> Account:
        """Grant, scan and set the password at a stroke."""
        if not is_good_password(password):
            raise refuse_for(PASSWORD_WEAK)
        with self.world.lock:
            granted = self.legal.grant(unit, rank, person, scopes)
            ticket = self.faces.start(FOR_ACTIVATION, self.store.units[unit].area, unit, person)
            answered = self.faces.answer(ticket, person, face_is_right=True)
            if answered.reason is not None:
                raise refuse_for(answered.reason)
            return self.accounts.make_usable(granted, password, self.faces.use(answered).number)

    def add_unit(self, number: str, name: str, area: str, legal: str, foreign: bool = False) -> UnitRecord:
        """Open a unit that is not yet registered on the platform; ``legal`` is a number in the register."""
        with self.world.lock:
            person = self.world.people.get(legal)
            if number in self.store.units or area not in AREAS:
                raise ValueError(f"unit {number} is open already, or {area} is no area")
            if person is None and not foreign:
                raise KeyError(f"{legal} is not in the register")
            named = person if person is not None else ("模拟 MOCK", legal)
            self.store.units[number] = unit_record(number, name, area, named, foreign=foreign)
            return self.store.units[number]

    def know(self, person: str) -> None:
        """Let the hall have basic data of somebody of the register."""
        with self.world.lock:
            if self.world.people.get(person) is None:
                raise KeyError(f"{person} is not in the register")
            self.store.known[person] = True

    def insure(self, unit: str, person: str, first_month: str, wage: Decimal | str) -> Standing:
        """Insure somebody of the register (``unit`` ``""``: 灵活就业): no filing stands behind it."""
        with self.world.lock:
            if unit and unit not in self.store.units:
                raise KeyError(f"unit {unit}")
            if not is_month(first_month):
                raise ValueError(f"{first_month!r} is no month; write YYYYMM")
            if self.is_insured(unit, person):
                raise ValueError(f"{person} is insured at {unit!r} already")
            self.know(person)
            begins = f"{first_month[:4]}-{first_month[4:]}-01"
            contract = Contract("42", begins, "", "07") if unit else Contract()
            spell = Spell(first_month, (Wage(first_month, to_tenth(Decimal(wage))),), contract=contract)
            self.store.given[person] = (*self.store.given.get(person, ()), (unit, spell))
            return self.standing(unit, person)

    def set_limits(self, from_month: str, floor: Decimal | str, ceiling: Decimal | str) -> None:
        """Another floor and ceiling, from a month on."""
        with self.world.lock:
            limits = (to_tenth(Decimal(floor)), to_tenth(Decimal(ceiling)))
            if not is_month(from_month) or limits[0] > limits[1]:
                raise ValueError("a month YYYYMM, and a floor that is not above the ceiling")
            self.store.limits[from_month] = limits

    def set_window(self, from_month: str, day_from: int, day_to: int, next_month: bool) -> None:
        """Other days, for the windows that open in a month and later."""
        with self.world.lock:
            if not is_month(from_month) or not (1 <= day_from <= 28 and 1 <= day_to <= 28):
                raise ValueError("a month YYYYMM, and days from 1 to 28")
            if (day_to < day_from) != next_month:
                raise ValueError("a window ends before it begins only when it ends in the next month")
            self.store.days[from_month] = WindowDays(day_from, day_to, next_month)

    # --- the journal --------------------------------------------------------------------------------------------

    def note_by_hand(self, operation: str, subject: str, *, rule: str = "") -> None:
        """Write what people did beside the wire into the journal."""
        rules = (rule,) if rule else ()
        self.world.journal.add(at=self.now, hall=HALL, operation=operation, subject=subject, rule_ids=rules)

    # --- what the kernel asks for (see kernel.hall.HallState) ---------------------------------------------------

    def next_event_at(self) -> datetime | None:
        """When the next retirement or transfer is done."""
        return self.long_run.next_at()

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Finish what is due."""
        return self.long_run.fire(at)

    def violations(self) -> list[Violation]:
        """The invariants that do not hold."""
        return find_violations(self)

    def state(self) -> dict[str, Any]:
        """JSON-able state, without passwords, PINs, passes and sessions."""
        return {
            "units": plain(self.store.units.values()),
            "accounts": [plain(replace(each, password="")) for each in self.store.accounts.values()],
            "tickets": [plain(replace(each, secret="")) for each in self.store.tickets.values()],
            "drafts": plain(self.store.drafts.values()),
            "filings": plain(self.store.filings.values()),
            "known": sorted(self.store.known),
        }
