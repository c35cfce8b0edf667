"""What the hall and the portal remember: records that never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sigateway_mockservers.zhejiang.names import APPROVED, IN_REVIEW, VOID


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """An insured unit."""

    number: str
    name: str
    uscc: str
    place: str
    agency: str
    contact_name: str
    contact_mobile: str
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the portal. ``name`` is a company's or a person's; ``place`` that of a company."""

    account: str
    password: str = field(repr=False)
    kind: str
    name: str
    real_name: bool = True
    place: str = ""
    wrong: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PortalSession:
    """Somebody at the portal."""

    account: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ``ssotoken``: who came in by which entrance."""

    account: str
    entrance: str
    issued_at: datetime
    exchanged: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody in the hall."""

    token: str
    account: str
    entrance: str
    csrf: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Spell:
    """One insurance of a person at a unit, from a month to a last paid one, or running (``last`` is empty)."""

    unit: str
    scheme: str
    since: str
    last: str = ""
    base: Decimal = Decimal(0)

    @property
    def is_running(self) -> bool:
        """True until it is stopped."""
        return not self.last

    def pays(self, month: str) -> bool:
        """True when that month is paid."""
        return self.since <= month and (self.is_running or month <= self.last)


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as an enrolment made them known to the hall."""

    name: str
    sex: str
    birth: str
    nation: str
    hukou: str
    place: str
    address: str
    mobile: str
    education: str


@dataclass(frozen=True, slots=True)
class Item:
    """One 办件: an enrolment or a suspension, of an employee or of somebody without a unit.

    ``starts`` and ``paid_until`` are by scheme; ``order`` counts all that happens, as a frozen clock cannot.
    """

    number: str
    order: int
    kind: str
    unit: str
    person: str
    filed: Mapping[str, str]
    content: str
    submitted_at: datetime
    due: datetime
    channel: str
    state: str = IN_REVIEW
    change_kind: str = ""
    starts: Mapping[str, str] = field(default_factory=dict)
    paid_until: Mapping[str, str] = field(default_factory=dict)
    base: Decimal | None = None
    decided_at: datetime | None = None
    decided_order: int = 0
    voided_at: datetime | None = None
    voided_order: int = 0
    voided_in: str = ""
    reasons: tuple[str, ...] = ()
    receipt: str = ""
    place: str = ""

    @property
    def stands(self) -> bool:
        """True while it is under review or in force."""
        return self.state in (IN_REVIEW, APPROVED)

    @property
    def is_void(self) -> bool:
        """True once it was taken back."""
        return self.state == VOID

    @property
    def ended_order(self) -> int:
        """When it was voided or turned down, in the order of things; 0 while it stands."""
        if self.stands:
            return 0
        return self.voided_order if self.is_void else self.decided_order


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody without a unit declares, before the receipt."""

    number: str
    person: str
    kind: str
    filed: Mapping[str, str]
    state_then: str
    materials: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False
    item: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A company that opened, with the staff that it named."""

    number: str
    account: str
    unit: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Captcha:
    """A picture with digits, for one use."""

    account: str
    digits: str
    issued_at: datetime
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof as it was issued: the fields of its preview, and its rows."""

    number: str
    account: str
    kind: str
    title: str
    who: str
    place: str
    issued_at: datetime
    fields: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]
    tampered: str = ""
    other: str = ""
    captcha: str = ""
