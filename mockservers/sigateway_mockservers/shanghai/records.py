"""What the hall remembers, record by record. All of it is immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sigateway_mockservers.kernel.spells import WagedSpell
from sigateway_mockservers.shanghai.names import (
    BUSINESSES,
    RSA,
    SCHEMES,
    SLIP_LAPSED,
    SLIP_OPEN,
    SLIP_USED,
    UNSIGNED,
    VALID,
    WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit in the register of social insurance."""

    number: str
    name: str
    uscc: str
    founded_on: date
    injury_rate: Decimal
    agency: str
    schemes: tuple[str, ...] = SCHEMES
    registered: bool = True


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """A certificate with the right that sits on it (SH-15); ``signed_order`` counts the signatures of the hall.

    ``slot`` says which key of its ``algorithm`` it has.
    """

    serial: str
    unit: str
    subject: str
    slot: int
    pin: str = field(repr=False)
    valid_from: datetime
    right: str = UNSIGNED
    signed_at: datetime | None = None
    signed_order: int = 0
    signed_first: bool = False
    authorised_at: datetime | None = None
    revoked_at: datetime | None = None
    expired_at: datetime | None = None
    algorithm: str = RSA


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in, with the right that the certificate had then (SH-14)."""

    token: str = field(repr=False)
    serial: str
    unit: str
    right: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """The service agreement in force."""

    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Spell(WagedSpell):
    """One insurance of a person at a unit, with its 个人序号 there."""

    number: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands at a unit: every insurance, and the months that are owed."""

    spells: tuple[Spell, ...] = ()
    unpaid: tuple[str, ...] = ()

    @property
    def running(self) -> Spell | None:
        """The insurance that runs."""
        return self.spells[-1] if self.spells and self.spells[-1].runs else None


@dataclass(frozen=True, slots=True)
class Given:
    """What the World gives without a declaration: an insurance, or months that are owed."""

    spell: Spell | None = None
    unpaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessedRow:
    """What is due for one scheme in one month."""

    month: str
    scheme: str
    base: Decimal
    unit_rate: Decimal
    person_rate: Decimal
    unit_part: Decimal
    person_part: Decimal

    @property
    def together(self) -> Decimal:
        """Both parts."""
        return self.unit_part + self.person_part


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a declaration would do, or does: 新进 or 转入, a notice, the month from which it works, what is due."""

    category: str = ""
    notice: str = ""
    works_from: str = ""
    rows: tuple[AssessedRow, ...] = ()

    @property
    def base(self) -> Decimal | None:
        """核定缴费基数: that of the first row."""
        return self.rows[0].base if self.rows else None

    @property
    def unit_part(self) -> Decimal:
        """The sum of the unit's parts."""
        return sum((row.unit_part for row in self.rows), Decimal("0.00"))

    @property
    def person_part(self) -> Decimal:
        """The sum of the person's parts."""
        return sum((row.person_part for row in self.rows), Decimal("0.00"))

    @property
    def together(self) -> Decimal:
        """The sum of both."""
        return self.unit_part + self.person_part


@dataclass(frozen=True, slots=True)
class CheckSlip:
    """A check that was passed: good for one submission until it lapses."""

    number: str
    unit: str
    asked: Mapping[str, str]
    fields: Mapping[str, str]
    outcome: Outcome
    lapses_at: datetime
    used_as: str = ""

    def state_at(self, now: datetime) -> str:
        """未用, 已用 or 已失效."""
        if self.used_as:
            return SLIP_USED
        return SLIP_OPEN if now < self.lapses_at else SLIP_LAPSED


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files: by which channel, with which certificate, under which right."""

    channel: str
    serial: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How a declaration was taken back; ``order`` counts all that is taken and withdrawn at the hall."""

    at: datetime
    order: int
    filer: Filer
    times: int = 1


@dataclass(frozen=True, slots=True)
class Declaration:
    """What was taken. ``content`` is the journal's digest of it."""

    number: str
    slip: str
    unit: str
    fields: Mapping[str, str]
    outcome: Outcome
    at: datetime
    order: int
    filer: Filer
    content: str
    withdrawal: Withdrawal | None = None

    @property
    def business(self) -> str:
        """The code of its business."""
        return self.fields["ywlx"]

    @property
    def kind(self) -> str:
        """Its kind, as the journal says it."""
        return BUSINESSES[self.business].kind

    @property
    def person(self) -> str:
        """Whom it is about."""
        return self.fields["zjhm"]

    @property
    def state(self) -> str:
        """有效 or 已撤销."""
        return VALID if self.withdrawal is None else WITHDRAWN

    @property
    def is_valid(self) -> bool:
        """True until it is withdrawn."""
        return self.withdrawal is None


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A signed request that took effect: the very bytes, for the oracle."""

    function: str
    serial: str
    document: bytes
    signature: bytes
    algorithm: str
    subject: str = ""
