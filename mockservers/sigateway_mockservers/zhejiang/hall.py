"""The Zhejiang hall in one World: its state, its desks, and what a test can do to it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from sigateway_mockservers.kernel.actions import plain
from sigateway_mockservers.kernel.clock import FiredEvent
from sigateway_mockservers.kernel.hall_state import HallInWorld
from sigateway_mockservers.kernel.months import is_month, month_of
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.zhejiang.entrance.sessions import SessionDesk
from sigateway_mockservers.zhejiang.figures import places
from sigateway_mockservers.zhejiang.filings.desk import FilingDesk
from sigateway_mockservers.zhejiang.filings.opening import OpeningDesk
from sigateway_mockservers.zhejiang.filings.review import Review
from sigateway_mockservers.zhejiang.filings.take_back import TakeBackDesk
from sigateway_mockservers.zhejiang.flexible.desk import FlexibleDesk
from sigateway_mockservers.zhejiang.invariants import find_violations
from sigateway_mockservers.zhejiang.names import (
    FILING_DAYS_1_25,
    FOLLOWS,
    HALL,
    INJURY_MONTH_FREE,
    INJURY_STOPS_THIS_MONTH,
    PROOF_SITE_IN_CITY,
    SCHEMES,
    SITES,
    SUSPENSION_TAKE_BACK,
    TAKE_BACK_AFTER_APPROVAL,
)
from sigateway_mockservers.zhejiang.portal.accounts import PortalDesk
from sigateway_mockservers.zhejiang.proofs.captcha import CaptchaDesk
from sigateway_mockservers.zhejiang.proofs.issuing import ProofDesk
from sigateway_mockservers.zhejiang.proofs.printed import Printing
from sigateway_mockservers.zhejiang.proofs.seal import root_der
from sigateway_mockservers.zhejiang.records import Item, Proof, Spell, UnitRecord
from sigateway_mockservers.zhejiang.staff.people import Clerk, Counter, Reviewer
from sigateway_mockservers.zhejiang.store import Store
from sigateway_mockservers.zhejiang.template import fresh_store, legal_account, unit_record


class ZhejiangHall(HallInWorld[Store]):
    """The hall of one World, and the portal before it.

    ``units``, ``effects()``, ``insured()`` and ``commits`` are what a test looks at; ``portal``, ``clerk``, ``counter`` and
    ``reviewer`` are people at work.
    """

    name = HALL

    def _settle_in(self, inherited: Self | None) -> None:
        self.portal = PortalDesk(self)
        self.clerk = Clerk(self)
        self.counter = Counter(self)
        self.reviewer = Reviewer(self)

    def _fresh_store(self) -> Store:
        return fresh_store()

    def _furnish(self) -> None:
        self.sessions = SessionDesk(self)
        self.filings = FilingDesk(self)
        self.review = Review(self)
        self.take_backs = TakeBackDesk(self)
        self.openings = OpeningDesk(self)
        self.captchas = CaptchaDesk(self)
        self.proofs = ProofDesk(self)
        self.printing = Printing(self)
        self.flexible = FlexibleDesk(self)

    # --- how this World reads the rules -------------------------------------------------------------------------

    @property
    def suspension_take_back(self) -> bool:
        """Whether a suspension can be taken back (ZJ-40)."""
        return SUSPENSION_TAKE_BACK in self.variants

    @property
    def take_back_after_approval(self) -> bool:
        """Whether what is approved can be taken back in its month (ZJ-40)."""
        return TAKE_BACK_AFTER_APPROVAL in self.variants

    @property
    def injury_month_free(self) -> bool:
        """Whether the default start month of injury insurance can be changed (ZJ-42)."""
        return INJURY_MONTH_FREE in self.variants

    @property
    def injury_follows(self) -> bool:
        """Whether the stop month of injury insurance follows the pension's (ZJ-23)."""
        return INJURY_STOPS_THIS_MONTH not in self.variants

    @property
    def filing_days_1_25(self) -> bool:
        """Whether filing ends with day 25 (ZJ-23)."""
        return FILING_DAYS_1_25 in self.variants

    @property
    def proof_site_in_city(self) -> bool:
        """Whether a personal proof asks for a site of the person's city (ZJ-31)."""
        return PROOF_SITE_IN_CITY in self.variants

    # --- what a test looks at -----------------------------------------------------------------------------------

    @property
    def units(self) -> dict[str, UnitRecord]:
        """The units of the hall by number."""
        return self.store.units

    def effects(self, kind: str | None = None, include_void: bool = False) -> list[Item]:
        """Every item that stands, oldest first; with ``include_void`` also those taken back or turned down."""
        if kind is not None and kind not in FOLLOWS:
            raise ValueError(f"there is no kind {kind!r}; kinds: {', '.join(FOLLOWS)}")
        with self.world.lock:
            return [
                item
                for item in self.store.items.values()
                if (include_void or item.stands) and kind in (None, item.kind)
            ]

    def insured(self, unit: str, idCard: str, scheme: str, month: str | None = None) -> bool:
        """Whether a month (now this one) is paid for somebody at a unit."""
        asked = month or month_of(self.world.clock.today())
        with self.world.lock:
            return any(
                spell.unit == unit and spell.scheme == scheme and spell.pays(asked)
                for spell in self.store.spells(idCard)
            )

    def sites(self, origin: str = "http://mock.invalid") -> dict[str, str]:
        """The base address of each site; ``origin`` where none was put elsewhere."""
        return {
            site: f"{self.store.origins.get(site, origin.rstrip('/'))}{self.world.path(HALL)}{site}/"
            for site in SITES
        }

    def read_captcha(self, captchaId: str) -> str:
        """What a person sees in a picture."""
        with self.world.lock:
            return self.captchas.read(captchaId)

    def seal_root(self) -> bytes:
        """The root of the seal, DER."""
        return root_der()

    # --- what the World gives -----------------------------------------------------------------------------------

    def place(self, site: str, origin: str) -> dict[str, str]:
        """Put a site on another origin: redirects lead there, and it answers there only."""
        if site not in SITES:
            raise ValueError(f"there is no site {site!r}; sites: {', '.join(SITES)}")
        with self.world.lock:
            self.store.origins[site] = origin.rstrip("/")
            return self.sites()

    def unit_record(
        self,
        *,
        number: str,
        name: str,
        place: str,
        uscc: str | None = None,
        schemes: tuple[str, ...] = SCHEMES,
        contact: tuple[str, str] | None = None,
    ) -> UnitRecord:
        """A unit that is not opened yet."""
        return unit_record(number, name, place, uscc=uscc, schemes=schemes, contact=contact)

    def add_unit(self, number: str, name: str, place: str, schemes: Sequence[str] = SCHEMES) -> UnitRecord:
        """Open a unit, with an account at the portal."""
        if place not in places() or set(schemes) - set(SCHEMES):
            raise ValueError(f"place {place!r} or schemes {schemes!r} are not known")
        with self.world.lock:
            if number in self.store.units:
                raise ValueError(f"unit {number} is open already")
            unit = unit_record(number, name, place, schemes=tuple(schemes))
            self.store.units[number] = unit
            account = legal_account(unit.uscc, name, place)
            self.store.accounts.setdefault(unit.uscc, account)
            return unit

    def insure(
        self,
        unit: str,
        idCard: str,
        scheme: str,
        since: str,
        wage: Decimal | str = "8000.00",
    ) -> Spell:
        """Insure somebody: no item stands behind it."""
        if unit not in self.store.units or self.world.people.get(idCard) is None:
            raise KeyError(f"unit {unit} or person {idCard}")
        if scheme not in SCHEMES or not is_month(since):
            raise ValueError(f"{scheme!r} is no scheme, or {since!r} no month; write YYYYMM")
        with self.world.lock:
            floor, ceiling = self.store.figures.limits_at(since)
            spell = Spell(unit, scheme, since, base=min(max(Decimal(wage), floor), ceiling))
            self.store.give(idCard, spell)
            return spell

    def set_resident(self, idCard: str, resident: bool) -> None:
        """Let somebody be insured, or not, as a resident."""
        with self.world.lock:
            self.store.residents[idCard] = resident

    def set_minimum_wage(self, place_prefix: str, yuan: Decimal | str, from_month: str) -> None:
        """Another lowest wage of a place."""
        with self.world.lock:
            figures = self.store.figures
            self.store.figures = figures.with_minimum_wage(place_prefix, Decimal(yuan), from_month)

    def set_launch(self, place_prefix: str, day: date) -> None:
        """Another day from which a place is on the provincial system (ZJ-01)."""
        with self.world.lock:
            self.store.figures = self.store.figures.with_launch(place_prefix, day)

    def set_limits(self, from_month: str, floor: Decimal | str, ceiling: Decimal | str) -> None:
        """Another floor and ceiling of the base."""
        with self.world.lock:
            figures = self.store.figures
            self.store.figures = figures.with_limits(from_month, Decimal(floor), Decimal(ceiling))

    def tamper(self, proofNo: str, how: str) -> Proof:
        """Let the file of a proof be another."""
        with self.world.lock:
            return self.printing.tamper(proofNo, how)

    # --- what the kernel asks for (see kernel.hall.HallState) ---------------------------------------------------

    def next_event_at(self) -> datetime | None:
        """When the next verdict falls."""
        return self.review.next_due()

    def fire(self, at: datetime) -> list[FiredEvent]:
        """Let the verdicts fall that are due."""
        return self.review.fire(at)

    def violations(self) -> list[Violation]:
        """The invariants that do not hold."""
        return find_violations(self)

    def state(self) -> dict[str, Any]:
        """JSON-able state, without passwords and sessions."""
        return {
            "units": plain(self.store.units.values()),
            "items": plain(self.store.items.values()),
            "insurances": plain(self.store.standings),
            "openings": plain(self.store.openings.values()),
            "proofs": [proof.number for proof in self.store.proofs.values()],
            "sites": self.sites(),
        }
