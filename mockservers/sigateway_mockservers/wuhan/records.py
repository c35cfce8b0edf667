"""What the Wuhan hall holds: immutable records, replaced when something changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

NEVER_SUBMITTED = "未提交"
RUNNING = "进行中"
ENDED = "结束"

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
    """A form of a business that was handed out and not yet saved, with what must come back as it was shown."""

    id: str
    unit: str
    business: str
    fixed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Task:
    """One business item: a draft in 待办, or a filing in 已办. ``business`` is its 业务名称.

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


def yuan(amount: Decimal | str) -> Decimal:
    """An amount in yuan with two decimals; anything finer is a ``ValueError``."""
    try:
        exact = Decimal(amount)
        rounded = exact.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ValueError(f"{amount!r} is no amount in yuan") from error
    if rounded != exact:
        raise ValueError(f"{amount!r} has more than two decimals")
    return rounded


@dataclass(frozen=True, slots=True)
class WageLimits:
    """保底 and 封顶 of the contribution base (WH-88). The figures are the mock's own (E0)."""

    floor: Decimal = Decimal("4494.00")
    ceiling: Decimal = Decimal("22467.00")

    def __post_init__(self) -> None:
        if not 0 < self.floor <= self.ceiling:
            raise ValueError(f"0 < floor <= ceiling does not hold for {self.floor} and {self.ceiling}")

    def clamp(self, wage: Decimal) -> Decimal:
        """The base that a wage comes to: raised to the floor, lowered to the ceiling."""
        return min(max(wage, self.floor), self.ceiling)


@dataclass(frozen=True, slots=True)
class DeclaredWage:
    """A wage that was declared for a person. Of those begun, the one filed last counts."""

    wage: str
    from_month: str
    filed: int = 0


@dataclass(frozen=True, slots=True)
class Insurance:
    """A person insured at a unit of this hall until ``stopped``; ``sxh`` is that of the enrolment behind it."""

    unit: str
    person: str
    kind: str
    name: str
    nation: str
    schemes: tuple[str, ...]
    start_month: str
    sxh: str
    since: datetime
    wages: tuple[DeclaredWage, ...] = ()
    stopped: datetime | None = None

    def runs_at(self, moment: datetime) -> bool:
        """Whether it is still running at a moment; a stop that is filed may lie ahead."""
        return self.stopped is None or moment < self.stopped

    def wage_in(self, month: str) -> str:
        """The declared wage in force in a month; before the first, the first."""
        begun = [each for each in self.wages if each.from_month <= month] or self.wages[:1]
        return max(begun, key=lambda each: each.filed).wage


@dataclass(frozen=True, slots=True)
class Effect:
    """One accepted submission: what legally landed.

    ``kind`` is the business (``enrolment``, ``suspension``, ``wage_change``), ``start_month`` the month from which it
    works: the first insured one, the first not paid, the first by the new wage. ``insurance`` is the number of the
    insurance that it begins, ends or changes. ``returned`` ones were given back by the review and bind nobody;
    ``stopped`` is when the person that an enrolment insured was stopped.
    """

    number: int
    sxh: str
    unit: str
    zjhm: str
    start_month: str
    at: datetime
    content: str
    kind: str
    insurance: str
    in_force: bool = False
    returned: bool = False
    returned_at: datetime | None = None
    stopped: datetime | None = None
