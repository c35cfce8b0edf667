"""The records of the hall: immutable, so that Worlds can share them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sigateway_mockservers.beijing.names import (
    BUSINESSES,
    ENDED,
    FAILED,
    FOUR_SCHEMES,
    HEALTH,
    IMPORTED,
    ONLINE,
    RUNNING,
    UNDONE,
    UNSENT,
    Business,
)

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnitData:
    """What a system knows a unit by; the first four are those of BJ-06."""

    reg_no: str
    area: str
    unit_type: str
    org_code: str
    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit 参保单位: its data in both systems, how it is insured, whether the service is open to it."""

    number: str
    four: UnitData
    medical: UnitData | None
    schemes: tuple[str, ...] = (*FOUR_SCHEMES[:2], HEALTH, *FOUR_SCHEMES[2:])
    settle_cycle: str = "month"
    second_level: bool = False
    breach: bool = False
    injury_rate: Decimal = Decimal("0.40")
    opened_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A USB key with its certificate; the PIN is the key's matter and never the hall's."""

    serial: str
    unit: str
    slot: int
    pin: str
    valid_from: datetime
    tries_left: int = 10
    revoked: bool = False
    used_by: tuple[str, ...] = ()

    @property
    def locked(self) -> bool:
        """Ten wrong PINs in a row."""
        return self.tries_left == 0


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in at one site: a unit, or an insured person."""

    token: str
    site: str
    unit: str
    person: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Spell:
    """From the first month insured to the last, empty while it runs."""

    first: str
    last: str = ""

    def covers(self, month: str) -> bool:
        """Whether a month belongs to it."""
        return self.first <= month and (not self.last or month <= self.last)


@dataclass(frozen=True, slots=True)
class Wage:
    """A monthly wage from a month on."""

    since: str
    wage: Decimal


@dataclass(frozen=True, slots=True)
class BackPaid:
    """Months paid for afterwards; ``more``: the difference to a higher base only."""

    first: str
    last: str
    wage: Decimal
    more: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person, or (under the empty number) the unit itself, stands at a unit in one system."""

    spells: tuple[Spell, ...] = ()
    wages: tuple[Wage, ...] = ()
    back_paid: tuple[BackPaid, ...] = ()
    info: Fields = field(default_factory=dict)

    @property
    def running(self) -> Spell | None:
        """The insurance that runs."""
        return next((each for each in self.spells if not each.last), None)

    def covers(self, month: str) -> bool:
        """Insured in a month."""
        return any(each.covers(month) for each in self.spells)

    def wage_in(self, month: str) -> Decimal:
        """The declared wage of a month; nothing when there was none."""
        return next((each.wage for each in reversed(self.wages) if each.since <= month), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Given:
    """What the World gives without a filing."""

    spell: Spell | None = None
    wage: Wage | None = None
    info: Fields = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission of a half: what was sent, and what became of it."""

    version: int
    at: datetime
    order: int
    fields: Fields
    content: str
    shown: int = 0
    by_hand: bool = False
    ended_at: datetime | None = None
    flag: str = ""
    errors: tuple[str, ...] = ()
    undone_at: datetime | None = None
    #: When it ceased to count: ended without success, taken back, or undone.
    closed: int = 0

    def is_in_force(self, at: datetime | None = None) -> bool:
        """Imported, and not undone; with ``at``: as things stood then."""
        if self.ended_at is None or self.flag not in (IMPORTED, UNDONE):
            return False
        if at is not None and self.ended_at > at:
            return False
        return self.undone_at is None or (at is not None and self.undone_at > at)


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a declaration: ``number`` is ``lsh`` or ``slh``, ``serial`` the four system's ``lsh`` on the other."""

    number: str
    system: str
    unit: str
    business_code: str
    scope: str
    fields: Fields
    grey: frozenset[str]
    version: int
    highest: int
    month: str
    created_at: datetime
    order: int
    serial: str = ""
    status: str = UNSENT
    source: str = ONLINE
    file_no: str = ""
    line: int = 0
    submissions: tuple[Submission, ...] = ()
    handed_on: bool = True

    @property
    def business(self) -> Business:
        """The kind of filing."""
        return BUSINESSES[self.business_code]

    @property
    def kind(self) -> str:
        """The kind with its system, as journal and oracle have it."""
        return f"{self.business.kind}.{self.system}"

    @property
    def person(self) -> str:
        """Whom it is about; nobody when it is about the unit."""
        return self.fields.get("idCard", "")

    @property
    def last(self) -> Submission | None:
        """The last submission."""
        return self.submissions[-1] if self.submissions else None

    @property
    def flag(self) -> str:
        """What became of it, empty before it has ended."""
        return self.last.flag if self.status == ENDED and self.last is not None else ""

    @property
    def is_running(self) -> bool:
        """处理中."""
        return self.status == RUNNING

    @property
    def may_be_edited(self) -> bool:
        """Unsent, or ended without success."""
        return self.status == UNSENT or self.flag == FAILED

    @property
    def key(self) -> tuple[str, str]:
        """How the store finds it."""
        return (self.system, self.number)


@dataclass(frozen=True, slots=True)
class Arrear:
    """A month of a scheme that is owed: for these people, or for everybody."""

    unit: str
    scheme: str
    month: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileLine:
    """One record of a file, with what the hall says of it at upload."""

    number: int
    scope: str
    values: tuple[str, ...]
    raw: bytes
    words: tuple[str, ...] = ()
    lsh: str = ""
    slh: str = ""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A 报盘 file as the hall holds it."""

    number: str
    unit: str
    batch: str
    business_code: str
    month: str
    format: str
    header: bytes
    columns: tuple[str, ...]
    lines: tuple[FileLine, ...]
    uploaded_at: datetime
    order: int
    version: int = 1
    submitted_version: int = 0
    dropped: frozenset[int] = frozenset()
    submitted_at: datetime | None = None
    forwarded_at: datetime | None = None
    shown: int = 0

    @property
    def business(self) -> Business:
        """The kind of filing."""
        return BUSINESSES[self.business_code]

    @property
    def held(self) -> tuple[FileLine, ...]:
        """The lines that are in the draft, or were when it was submitted."""
        return tuple(each for each in self.lines if not each.words and each.number not in self.dropped)
