"""What the Wuhan hall holds: immutable records, replaced when something changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

NEVER_SUBMITTED = "未提交"
RUNNING = "进行中"
ENDED = "结束"

ENROLMENT = "增员(续保)"
SUSPENSION = "暂停缴费"

SCHEMES = ("yanglao", "yiliao", "dae", "gongshang", "shiye", "shengyu")


@dataclass(frozen=True, slots=True)
class Slip:
    """单位用户密码条: what the agency hands to a unit (WH-11)."""

    username: str
    password: str
    certificate_serial: str
    certificate_password: str


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit of the hall, and the slip it was given last."""

    number: str
    name: str
    uscc: str
    vip: bool
    schemes: tuple[str, ...]
    agency: str
    slip: Slip
    first_password_stands: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """The user of a unit, as the log-in sees it."""

    username: str
    unit: str
    password: str
    first_password_stands: bool
    bad_tries: int = 0
    locked: bool = False
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class SlipState:
    """The certificate side of a slip: tries, and the slot of its key."""

    serial: str
    password: str
    username: str
    key_slot: int
    bad_tries: int = 0
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser."""

    id: str
    username: str
    unit: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to download one pair of certificates, for half an hour."""

    id: str
    serial: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class OpenForm:
    """An enrolment form that was handed out and not yet saved."""

    id: str
    unit: str
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Task:
    """One business item: a draft in 待办, or a filing in 已办.

    ``due`` is when the system decides (VIP) or when the papers' time is over (ordinary).
    """

    sxh: str
    ordinal: int
    unit: str
    business: str
    fields: Mapping[str, str]
    created: datetime
    submitted: datetime | None = None
    finished: datetime | None = None
    due: datetime | None = None
    papers_until: date | None = None
    returned: bool = False
    reasons: tuple[str, ...] = ()
    discarded: bool = False
    times_submitted: int = 0

    @property
    def person(self) -> str:
        """The document number of the person."""
        return self.fields["zjhm"]

    @property
    def is_draft(self) -> bool:
        """True while it stands in 待办任务列表: never submitted, or returned."""
        return not self.discarded and self.submitted is None

    @property
    def is_running(self) -> bool:
        """True between submission and decision."""
        return self.submitted is not None and self.finished is None

    @property
    def result(self) -> str:
        """审批结果 of a submitted item."""
        return ENDED if self.finished is not None else RUNNING

    @property
    def start_month(self) -> str:
        """The month from which the person is insured by this filing, YYYYMM."""
        return self.fields.get("bjksny") or self.fields.get("cbny", "")


@dataclass(frozen=True, slots=True)
class Insurance:
    """A person insured at a unit of this hall, in force until stopped."""

    unit: str
    person: str
    schemes: tuple[str, ...]
    start_month: str
    sxh: str
    since: datetime
    stopped: datetime | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One accepted submission: what legally landed.

    ``returned`` ones were given back by the review and bind nobody; ``stopped`` is when the person was stopped.
    """

    number: int
    sxh: str
    unit: str
    zjhm: str
    start_month: str
    at: datetime
    content: str
    in_force: bool = False
    returned: bool = False
    stopped: datetime | None = None
