"""The Wuhan hall in one World: its state, its desks, and what a test can do to it by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Self

from sigateway_mockservers.kernel.actions import plain
from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.hall_state import HallInWorld
from sigateway_mockservers.kernel.keys import CertificateAuthority
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.wuhan.access import AccessDesk
from sigateway_mockservers.wuhan.accounts import AccountControls
from sigateway_mockservers.wuhan.annual.controls import AnnualControls, annual_as_json
from sigateway_mockservers.wuhan.annual.variants import (
    FAILED_ROWS_RETURN,
    VIP_NEVER_VISITS,
    visit_of,
)
from sigateway_mockservers.wuhan.arrears.controls import ArrearsControls, arrears_as_json
from sigateway_mockservers.wuhan.arrears.tax_desk import TaxDesk
from sigateway_mockservers.wuhan.as_json import effect_as_json, insurance_as_json, task_as_json
from sigateway_mockservers.wuhan.batch_desk import BatchDesk
from sigateway_mockservers.wuhan.businesses import business_of_kind
from sigateway_mockservers.wuhan.clerk import Clerk
from sigateway_mockservers.wuhan.community.controls import CommunityControls, PostBank, users_as_json
from sigateway_mockservers.wuhan.counter import Counter
from sigateway_mockservers.wuhan.counters.controls import PeopleControls
from sigateway_mockservers.wuhan.filing_desk import FilingDesk
from sigateway_mockservers.wuhan.invariants import find_violations
from sigateway_mockservers.wuhan.lists import TaskLists
from sigateway_mockservers.wuhan.names import DAY_20_EXCLUDED, HALL, LATE_PAPERS_WAIT
from sigateway_mockservers.wuhan.records import NO_SLIP, SCHEMES, Effect, Insurance, Task, UnitRecord
from sigateway_mockservers.wuhan.review import Review
from sigateway_mockservers.wuhan.store import Store
from sigateway_mockservers.wuhan.template import AGENCY, fresh_store, slip_for, unit_uscc

_ROOT_TITLE = "模拟 MOCK 武汉社保根证书"


class WuhanHall(
    ArrearsControls, PeopleControls, AnnualControls, CommunityControls, AccountControls, HallInWorld[Store]
):
    """The hall of one World.

    ``units``, ``effects()``, ``task()`` and ``commits`` are what a test looks at; ``counter``, the ``…_as_clerk``
    methods and the account controls are what people at the unit and at the agency would do.
    """

    name = HALL
    authority: CertificateAuthority

    def _settle_in(self, inherited: Self | None) -> None:
        self.authority = self._new_authority(_ROOT_TITLE) if inherited is None else inherited.authority
        self.counter = Counter(self)
        self.tax_desk = TaxDesk(self)
        self.post_bank = PostBank(self)

    def _fresh_store(self) -> Store:
        return fresh_store()

    def _furnish(self) -> None:
        store, clock = self.store, self.world.clock
        store.papers_day = 19 if DAY_20_EXCLUDED in self.variants else 20
        store.annual_visit = visit_of(self.variants)
        store.failed_rows_return = FAILED_ROWS_RETURN in self.variants
        self.access = AccessDesk(store, clock, self.authority, self.world.random)
        self.review = Review(self.world, store, late_papers_wait=LATE_PAPERS_WAIT in self.variants)
        self.filing = FilingDesk(self.world, store, self.review, guards_duplicates=self.guards_duplicates)
        self.batches = BatchDesk(store, clock, self.filing)
        self.lists = TaskLists(store, clock)
        self._clerk = Clerk(self.world, store, self.filing)

    # --- what a test looks at -----------------------------------------------------------------------------------

    @property
    def units(self) -> dict[str, UnitRecord]:
        """The units of the hall by number; change them with the methods here."""
        return self.store.units

    def unit_named(self, name: str) -> UnitRecord:
        """The unit of this name."""
        for unit in self.store.units.values():
            if unit.name == name:
                return unit
        raise KeyError(f"there is no unit {name!r}")

    def effects(self, *, kind: str | None = None, include_returned: bool = False) -> list[Effect]:
        """Every accepted submission that binds, oldest first; with ``include_returned`` also those given back.

        ``kind`` is ``"enrolment"``, ``"suspension"`` or ``"wage_change"``; without it all kinds are listed.
        """
        wanted = None if kind is None else business_of_kind(kind).kind
        with self.world.lock:
            self.world.settle()
            return [
                effect
                for effect in self.store.effects.values()
                if (include_returned or not effect.returned) and wanted in (None, effect.kind)
            ]

    def task(self, sxh: str) -> Task:
        """One business item by its number, whatever its state."""
        with self.world.lock:
            self.world.settle()
            return self.store.tasks[sxh]

    def tasks(self) -> list[Task]:
        """Every business item, oldest first, discarded ones too."""
        with self.world.lock:
            self.world.settle()
            return list(self.store.tasks.values())

    def is_insured(self, unit: str, zjhm: str) -> bool:
        """Whether a person is insured at a unit of this hall now; a stop ends that with its last paid month."""
        return self._insurance(unit, zjhm) is not None

    def wage_of(self, unit: str, zjhm: str, *, month: str | None = None) -> str | None:
        """The declared wage of a person at a unit in a month (YYYYMM), in yuan with two decimals.

        Without ``month`` this month's, as the hall shows it under 原申报工资; ``None`` when not insured there now.
        """
        insurance = self._insurance(unit, zjhm)
        return None if insurance is None else insurance.wage_in(month or month_of(self.now))

    def personal_number(self, zjhm: str) -> str | None:
        """社保个人编号 of a person who is or was insured at this hall."""
        return self.store.personal_numbers.get(zjhm)

    @property
    def vip_never_visits(self) -> bool:
        """Whether VIP units go nowhere, as the questions and answers have it (WH-133)."""
        return VIP_NEVER_VISITS in self.variants

    def _insurance(self, unit: str, zjhm: str) -> Insurance | None:
        with self.world.lock:
            self.world.settle()
            now = self.now
            of_person = self.store.insurances_of(zjhm)
            return next((each for each in of_person if each.unit == unit and each.runs_at(now)), None)

    # --- what the agency can do ---------------------------------------------------------------------------------

    def add_unit(
        self,
        *,
        number: str,
        name: str,
        uscc: str | None = None,
        vip: bool = True,
        schemes: Iterable[str] = SCHEMES,
        first_password_stands: bool = True,
        agency: str = AGENCY,
        account: bool = True,
    ) -> UnitRecord:
        """Open a unit and give it a slip; without an account ``counter.open_account`` does that later."""
        schemes = tuple(schemes)
        if unknown := set(schemes) - set(SCHEMES):
            raise ValueError(f"unknown schemes {sorted(unknown)}; known: {', '.join(SCHEMES)}")
        name.encode("gbk")
        unit = UnitRecord(
            number=number,
            name=name,
            uscc=uscc if uscc is not None else unit_uscc(number),
            vip=vip,
            schemes=schemes,
            agency=agency,
            slip=slip_for(number) if account else NO_SLIP,
            first_password_stands=first_password_stands,
        )
        with self.world.lock:
            if number in self.store.units:
                raise ValueError(f"unit {number} is open already")
            self.store.take_in(unit)
        return unit

    # --- what a clerk at the unit can do by hand ----------------------------------------------------------------

    def save_draft_as_clerk(self, unit: str, zjhm: str, *, kind: str = "enrolment", **fields: str) -> Task:
        """Save a clerk's own draft; fields not given are sensible, and the rules hold as in the browser."""
        with self.world.lock:
            user = self.user(unit).number
            return self._clerk.save_draft(business_of_kind(kind), user, zjhm, fields)

    def submit_as_clerk(self, sxh: str) -> Task:
        """Submit a draft as a clerk does in the browser."""
        with self.world.lock:
            return self._clerk.submit(sxh)

    def suspend_as_clerk(self, unit: str, zjhm: str) -> Task:
        """Stop a person at a unit, in force at once; the stop stands in 已办 as 暂停缴费."""
        with self.world.lock:
            self.world.settle()
            return self._clerk.suspend(unit, zjhm)

    # --- what the kernel asks for (see kernel.hall.HallState) ---------------------------------------------------

    def next_event_at(self) -> datetime | None:
        """When something next happens by itself."""
        moments = (self.review.next_event_at(), self.tax_desk.next_event_at())
        return min((each for each in moments if each is not None), default=None)

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Let happen what falls due."""
        return self.review.fire(at) + self.tax_desk.fire(at)

    def violations(self) -> list[Violation]:
        """The invariants that do not hold."""
        return find_violations(self.store, self.lists)

    def state(self) -> dict[str, Any]:
        """JSON-able state, without passwords and sessions."""
        return {
            "units": [
                {name: value for name, value in asdict(unit).items() if name != "slip"}
                for unit in self.store.units.values()
            ],
            "tasks": [task_as_json(task) for task in self.store.tasks.values()],
            "insurances": [insurance_as_json(each) for each in self.store.insurances.values()],
            "effects": [effect_as_json(effect) for effect in self.store.effects.values()],
            "arrears": arrears_as_json(self.store),
            "bills": plain(self.store.bills.values()),
            **plain(annual_as_json(self.store)),
            **plain(users_as_json(self.store)),
        }
