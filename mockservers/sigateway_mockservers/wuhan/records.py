"""What the Wuhan hall holds: immutable records, replaced when something changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sigateway_mockservers.wuhan.unit_contact import UnitContact

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


#: What a unit has that was not given an account yet.
NO_SLIP = Slip("", "", "", "")


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
    contact: UnitContact = field(default_factory=UnitContact)


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
    """A form of a business that was handed out and not yet saved, with what it showed: fixed fields must come back so.

    ``unit`` is whoever asked for it, unit or not; so with every record of the hall.
    """

    id: str
    unit: str
    business: str
    shown: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filing:
    """What an item files for one person. ``row`` is 行号 of a batch's workbook, 0 for an item of a single person.

    Of a batch's row, ``returned`` and ``reasons`` say that it was given back; a single item says so itself.
    """

    row: int
    fields: Mapping[str, str]
    returned: bool = False
    reasons: tuple[str, ...] = ()

    @property
    def person(self) -> str:
        """The document number of the person; empty where nobody is meant."""
        return self.fields.get("zjhm", "")


@dataclass(frozen=True, slots=True)
class Task:
    """One business item: a draft in 待办, or a filing in 已办. ``business`` is its 业务名称.

    ``due`` is when the system decides (VIP) or when the papers' time is over (ordinary); ``by_staff``: staff decide it,
    by the unit's class when it was submitted. A batch has ``rows`` and no fields of its own. ``shown`` is what the form
    showed when it was handed out; ``origin`` the number of the item that this one files once more; ``lines`` the
    table that the hall keeps with it; ``kind`` that of the business: one name may be that of several.
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
    rows: tuple[Filing, ...] = ()
    by_staff: bool = False
    shown: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    lines: tuple[Mapping[str, str], ...] = ()
    kind: str = ""

    @property
    def is_batch(self) -> bool:
        """True when it files for several people, by a workbook."""
        return bool(self.rows)

    @property
    def filings(self) -> tuple[Filing, ...]:
        """What it files, person by person."""
        return self.rows or (Filing(0, self.fields),)

    @property
    def person(self) -> str:
        """The document number of the person; empty for a batch, and where nobody is meant."""
        return "" if self.is_batch else self.fields.get("zjhm", "")

    @property
    def title(self) -> str:
        """What the lists show under 姓名."""
        return f"共{len(self.rows)}人" if self.is_batch else self.fields.get("xm", "")

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


def filing_number(sxh: str, row: int) -> str:
    """The number of one person's filing: the item's, and for a batch's row its 行号 too."""
    return f"{sxh}-{row}" if row else sxh


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
    """A person insured at a unit of this hall until ``stopped``; ``sxh`` is that of the enrolment behind it.

    That of a batch's row is followed by its 行号 (:func:`filing_number`).
    """

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

    def redeclared(self, filed: int, wage: str, from_month: str | None = None) -> Insurance:
        """The same insurance, with another wage where the filing of this number had declared one."""
        wages = tuple(
            replace(each, wage=wage, from_month=from_month or each.from_month)
            if each.filed == filed
            else each
            for each in self.wages
        )
        return replace(self, wages=wages)

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
    ``stopped`` is when the person that an enrolment insured was stopped, or when something else took the place of what a
    change had set; ``row`` is 行号 of a batch's row; ``corrected``: the counter corrected it, and may go beyond a window;
    ``year`` is 申报年度 of a yearly declaration.
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
    row: int = 0
    corrected: bool = False
    year: str = ""
