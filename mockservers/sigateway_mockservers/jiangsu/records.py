"""What the hall remembers, record by record. All of it is immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sigateway_mockservers.jiangsu.names import (
    CHANGED,
    COMPLETED,
    DONE,
    DRAFT_LAPSED,
    DRAFT_OPEN,
    DRAFT_USED,
    EXPIRED,
    MATTERS,
    SCANNED,
    TAKEN_BACK,
    TURNED_AWAY,
    WAITING,
)
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.spells import WagedSpell


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit in the register, with its legal representative; ``linked_at``: the first account was linked in the app."""

    number: str
    name: str
    uscc: str
    area: str
    agency: str
    legal_name: str
    legal_number: str
    legal_is_foreign: bool = False
    registered_at: datetime | None = None
    registered_way: str = ""
    linked_at: datetime | None = None
    consented_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """A certificate of a unit, with the PIN of its key."""

    serial: str
    unit: str
    subject: str
    slot: int
    pin: str
    valid_from: datetime
    revoked_at: datetime | None = None
    expired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A person at a unit (then it is a grant, with rank and scopes), or a person's own account (``unit`` empty).

    ``proof``: the ticket of the passed scan, or how else the person was verified.
    """

    number: str
    unit: str
    person: str
    name: str
    mobile: str
    state: str
    granted_at: datetime
    rank: str = ""
    scopes: tuple[str, ...] = ()
    by: str = ""
    by_rank: str = ""
    password: str = ""
    wrong_tries: int = 0
    locked: bool = False
    proof: str = ""
    activated_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in: by the certificate ``serial``, or by the account ``account``. Rank and scopes are looked up each time."""

    token: str
    unit: str
    person: str
    last_seen: datetime
    serial: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request to show a face."""

    number: str
    purpose: str
    unit: str
    person: str
    area: str
    apps: tuple[str, ...]
    started_at: datetime
    expires_at: datetime
    state: str = WAITING
    reason: Reason | None = None
    secret: str = ""
    passed_at: datetime | None = None
    pass_expires_at: datetime | None = None
    used_at: datetime | None = None

    def state_at(self, now: datetime) -> str:
        """What a poll would see now."""
        return EXPIRED if self.state in (WAITING, SCANNED) and now >= self.expires_at else self.state

    def is_live_at(self, now: datetime) -> bool:
        """Still to be answered."""
        return self.state_at(now) in (WAITING, SCANNED)


@dataclass(frozen=True, slots=True)
class Contract:
    """A labour contract."""

    kind: str = ""
    begins: str = ""
    ends: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Spell(WagedSpell):
    """One insurance of a person, with its contract."""

    contract: Contract = Contract()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands at a unit, or as 灵活就业: every insurance; ``retired_from``: retired from that month."""

    spells: tuple[Spell, ...] = ()
    retired_from: str = ""

    @property
    def running(self) -> Spell | None:
        """The insurance that runs."""
        return self.spells[-1] if self.spells and self.spells[-1].runs else None


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files, with the rank and the scopes of that moment: ``CA``, a person's number, or 柜面."""

    by: str
    rank: str = ""
    scopes: tuple[str, ...] = ()
    account: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A check that was passed: good for one submission until it lapses. ``owner``: of this person, if of no unit."""

    number: str
    unit: str
    owner: str
    matter: str
    asked: Mapping[str, str]
    fields: Mapping[str, str]
    replaces: str
    lapses_at: datetime
    filing: str = ""

    def state_at(self, now: datetime) -> str:
        """未提交, 已提交 or 已失效."""
        if self.filing:
            return DRAFT_USED
        return DRAFT_OPEN if now < self.lapses_at else DRAFT_LAPSED


@dataclass(frozen=True, slots=True)
class Undoing:
    """How a filing was taken back."""

    at: datetime
    order: int
    filer: Filer
    times: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a filing that takes days."""

    name: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """What was taken. ``unit`` is empty for what a person filed; ``content`` is the journal's digest."""

    number: str
    draft: str
    unit: str
    matter: str
    fields: Mapping[str, str]
    fee_month: str
    start_month: str
    base: Decimal | None
    state: str
    at: datetime
    order: int
    filer: Filer
    content: str
    replaces: str = ""
    replaced_by: str = ""
    replaced_at: int = 0
    preregistered: str = ""
    undoing: Undoing | None = None
    steps: tuple[Step, ...] = ()
    due_by: datetime | None = None
    papers: tuple[str, ...] = ()
    former_wage: Decimal | None = None

    @property
    def kind(self) -> str:
        """Its kind, as the journal says it."""
        return MATTERS[self.matter].kind

    @property
    def person(self) -> str:
        """Whom it is about."""
        return self.fields["idNumber"]

    @property
    def works(self) -> bool:
        """Whether it has taken effect, and has it still."""
        return self.state in (DONE, COMPLETED)

    @property
    def stands(self) -> bool:
        """Whether it was neither taken back nor changed nor turned away."""
        return self.state not in (TAKEN_BACK, CHANGED, TURNED_AWAY)
