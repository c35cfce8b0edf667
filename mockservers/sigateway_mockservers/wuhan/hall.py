"""The Wuhan hall in one World: its state, its desks, and what a test can do to it by hand."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.journal import JournalEntry
from sigateway_mockservers.kernel.keys import CertificateAuthority, process_key_pool
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.kernel.people import PersonRecord
from sigateway_mockservers.wuhan.access import AccessDesk
from sigateway_mockservers.wuhan.as_json import effect_as_json, insurance_as_json, task_as_json
from sigateway_mockservers.wuhan.businesses import business_of_kind
from sigateway_mockservers.wuhan.clerk import Clerk
from sigateway_mockservers.wuhan.counter import Counter
from sigateway_mockservers.wuhan.filing_desk import FilingDesk
from sigateway_mockservers.wuhan.invariants import find_violations
from sigateway_mockservers.wuhan.lists import TaskLists
from sigateway_mockservers.wuhan.months import month_of
from sigateway_mockservers.wuhan.records import SCHEMES, Effect, Insurance, Task, UnitRecord, WageLimits, yuan
from sigateway_mockservers.wuhan.review import HALL, Review
from sigateway_mockservers.wuhan.seeds import AGENCY, slip_for, unit_uscc
from sigateway_mockservers.wuhan.seeds import insurances as template_insurances
from sigateway_mockservers.wuhan.seeds import units as template_units
from sigateway_mockservers.wuhan.store import Store

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World

ACCEPTS_DUPLICATES = "accepts_duplicates"
LATE_PAPERS_WAIT = "late_papers_wait"
VARIANTS = frozenset({ACCEPTS_DUPLICATES, LATE_PAPERS_WAIT})

_ROOT_TITLE = "模拟 MOCK 武汉社保根证书"


@cache
def template_store() -> Store:
    """The store every World begins with; it is copied, never changed."""
    store = Store()
    for unit in template_units():
        store.take_in(unit)
    for insurance in template_insurances():
        store.insure(insurance)
    return store


class WuhanHall:
    """The hall of one World.

    ``units``, ``effects()``, ``task()`` and ``commits`` are what a test looks at; ``counter``, the ``…_as_clerk``
    methods and the account controls are what people at the unit and at the agency would do.
    """

    def __init__(self, world: World, variants: frozenset[str], *, inherited: WuhanHall | None = None) -> None:
        self.world = world
        self.variants = variants
        if inherited is None:
            store = template_store().copy()
            authority = CertificateAuthority(_ROOT_TITLE, world.clock.now(), process_key_pool())
        else:
            store, authority = inherited.store.copy(), inherited.access.authority
        self.counter = Counter(self)
        self._furnish(store, authority)

    def _furnish(self, store: Store, authority: CertificateAuthority) -> None:
        guards_duplicates = ACCEPTS_DUPLICATES not in self.variants
        self.store = store
        self.access = AccessDesk(store, self.world.clock, authority, self.world.random)
        self.review = Review(self.world, store, late_papers_wait=LATE_PAPERS_WAIT in self.variants)
        self.filing = FilingDesk(self.world, store, self.review, guards_duplicates=guards_duplicates)
        self.lists = TaskLists(store, self.world.clock)
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

    @property
    def commits(self) -> list[JournalEntry]:
        """The requests that took effect at a commit point."""
        return self.world.journal.commits(HALL)

    def is_insured(self, unit: str, zjhm: str) -> bool:
        """Whether a person is insured at a unit of this hall now; a stop ends that with its last paid month."""
        return self._insurance(unit, zjhm) is not None

    def wage_of(self, unit: str, zjhm: str, *, month: str | None = None) -> str | None:
        """The declared wage of a person at a unit in a month (YYYYMM), in yuan with two decimals.

        Without ``month`` this month's, as the hall shows it under 原申报工资; ``None`` when not insured there now.
        """
        insurance = self._insurance(unit, zjhm)
        return None if insurance is None else insurance.wage_in(month or month_of(self.world.clock.now()))

    def personal_number(self, zjhm: str) -> str | None:
        """社保个人编号 of a person who is or was insured at this hall."""
        return self.store.personal_numbers.get(zjhm)

    @property
    def wage_limits(self) -> WageLimits:
        """保底 and 封顶 of this World's hall."""
        return self.store.wage_limits

    def _insurance(self, unit: str, zjhm: str) -> Insurance | None:
        with self.world.lock:
            self.world.settle()
            now = self.world.clock.now()
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
    ) -> UnitRecord:
        """Open a unit and give it a slip."""
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
            slip=slip_for(number),
            first_password_stands=first_password_stands,
        )
        with self.world.lock:
            if number in self.store.units:
                raise ValueError(f"unit {number} is open already")
            self.store.take_in(unit)
        return unit

    def reissue_slip(self, number: str) -> UnitRecord:
        """Hand out a new slip (WH-10): a new password that must be changed, a new certificate, no locks left."""
        with self.world.lock:
            unit = self.store.units[number]
            issue = self.store.issues[number] = self.store.issues.get(number, 1) + 1
            self.revoke_certificate(number)
            self.store.slips.pop(unit.slip.certificate_serial)
            self.access.end_sessions_of(unit.slip.username)
            renewed = replace(unit, slip=slip_for(number, issue), first_password_stands=True)
            self.store.take_in(renewed)
            return renewed

    def suspend_user(self, number: str, *, suspended: bool = True) -> None:
        """Suspend the user of a unit (WH-19), or let it in again."""
        with self.world.lock:
            username = self.store.units[number].slip.username
            self.store.accounts[username] = replace(self.store.accounts[username], suspended=suspended)

    def revoke_certificate(self, number: str) -> None:
        """Revoke the certificate of a unit's slip."""
        with self.world.lock:
            self.store.revoked[self.store.units[number].slip.certificate_serial] = self.world.clock.now()

    def sign(self, number: str, data: str) -> tuple[str, str]:
        """What a signing control at the unit would answer: certificate and signature, base64, for a log-in form."""
        with self.world.lock:
            issued = self.access.certificate(self.store.units[number].slip.certificate_serial)
            signature = self.access.authority.sign(issued, data.encode("ascii"))
        return base64.b64encode(issued.der()).decode("ascii"), base64.b64encode(signature).decode("ascii")

    def set_wage_limits(self, floor: Decimal | str, ceiling: Decimal | str) -> None:
        """Set 保底 and 封顶 (WH-88) of this World's hall, in yuan; what is saved already keeps its base."""
        limits = WageLimits(yuan(floor), yuan(ceiling))
        with self.world.lock:
            self.store.wage_limits = limits

    def settle_arrears(self, zjhm: str) -> PersonRecord:
        """The unit has paid what was owed for a person (WH-73)."""
        with self.world.lock:
            return self.world.people.change(zjhm, arrears=False)

    # --- what a clerk at the unit can do by hand ----------------------------------------------------------------

    def save_draft_as_clerk(self, unit: str, zjhm: str, *, kind: str = "enrolment", **fields: str) -> Task:
        """Save a clerk's own draft; fields not given are sensible, and the rules hold as in the browser."""
        with self.world.lock:
            return self._clerk.save_draft(business_of_kind(kind), unit, zjhm, fields)

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
        return self.review.next_event_at()

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Let happen what falls due."""
        return self.review.fire(at)

    def reopen(self) -> None:
        """Go back to the template."""
        self._furnish(template_store().copy(), self.access.authority)

    def copy_into(self, world: World) -> WuhanHall:
        """The same hall for a forked World."""
        return WuhanHall(world, self.variants, inherited=self)

    def picture(self) -> object:
        """What the lists show now."""
        return dict(self.store.tasks)

    def show_late(self, picture: object, until: datetime) -> None:
        """Keep showing ``picture`` until then for whatever has changed since."""
        assert isinstance(picture, dict)
        self.lists.show_late(picture, until)

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
        }
