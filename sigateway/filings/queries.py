"""What can be asked of a hall 查询, and the typed records that come of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from pydantic import Field

from .access import HandlerRank, Serial
from .base import Model
from .months import Month
from .people import Person
from .units import Scheme

Answer = TypeVar("Answer")


class Query(Model, Generic[Answer]):
    """Something asked of a hall. Each kind is a type of its own, and says what it is answered with."""


class OwedMonth(Model):
    """One month that the unit owes for a person 欠费. Amounts in yuan; ``state`` is the hall's own word.

    ``settlement`` is the number of the assessment 核定业务顺序号 it is in, ``bill`` that of the slip 缴费单号, ``None`` while in none.
    """

    name: str = Field(repr=False)
    document_number: str = Field(repr=False)
    month: Month
    schemes: frozenset[Scheme]
    unit_part: Decimal = Field(repr=False)
    person_part: Decimal = Field(repr=False)
    total: Decimal = Field(repr=False)
    state: str
    settlement: str | None = None
    bill: str | None = None


class Bill(Model):
    """One slip 缴费单. Amounts in yuan; ``state`` is the hall's own word.

    ``case`` is the number of the case that made it, ``receipt`` 税票号码, ``arrived_at`` 到账时间.
    """

    number: str
    case: str
    settlements: tuple[str, ...]
    people: int
    unit_part: Decimal
    person_part: Decimal
    total: Decimal
    state: str
    made_at: datetime
    receipt: str | None = None
    arrived_at: datetime | None = None


class Arrears(Model):
    """What a unit owes, month by month, and the slips made for it."""

    months: tuple[OwedMonth, ...]
    bills: tuple[Bill, ...]


class ArrearsQuery(Query[Arrears]):
    """What the unit owes 单位欠费查询; for one ``person``, or for all."""

    person: Person | None = None


class DoneFiling(Model):
    """One row of the list of what was submitted 已办业务, by hand or through us. ``business`` and ``state`` are the hall's words."""

    number: str
    business: str
    state: str
    submitted_at: datetime
    ended_at: datetime | None = None
    name: str = Field(default="", repr=False)
    document_number: str = Field(default="", repr=False)


class DoneFilingsQuery(Query[tuple[DoneFiling, ...]]):
    """What was submitted 已办业务查询, newest first: of one business (the hall's name for it), from a day to a day, both included."""

    business: str | None = None
    first_day: date | None = None
    last_day: date | None = None


class BatchResult(Model):
    """How a batch ended 批量审核结果: how many people it had, how many were taken, how many given back."""

    number: str
    business: str
    state: str
    people: int
    taken: int
    returned: int
    submitted_at: datetime
    ended_at: datetime | None = None


class BatchResultsQuery(Query[tuple[BatchResult, ...]]):
    """The batches of one filing type that were submitted, newest first. ``filing_type`` as in `Filing.type`."""

    filing_type: str


class FreePlace(Model):
    """A time at which a visit can be booked. ``half`` as in `HalfDay`; ``left`` how many places are left."""

    day: date
    half: str
    left: int


class FreePlacesQuery(Query[tuple[FreePlace, ...]]):
    """The times at which a visit can be booked 申报业务预约, earliest first."""


class Agreement(Model):
    """An agreement by which a community acts for a person 代办协议. ``state`` is the hall's own word."""

    number: str
    name: str = Field(repr=False)
    document_number: str = Field(repr=False)
    starts_on: date
    ends_on: date
    state: str


class AgreementsQuery(Query[tuple[Agreement, ...]]):
    """This community's agreements, newest first; with one ``person``, or all."""

    person: Person | None = None


class BankOrder(Model):
    """What a flexible worker takes to the bank 加办信息: the number 加办单号, and what is paid a month, in yuan."""

    number: str
    case: str
    monthly_amount: Decimal = Field(repr=False)
    state: str


class BankOrderQuery(Query[BankOrder | None]):
    """The bank order of a flexible worker 查询加办信息; ``None`` while there is none."""

    person: Person


class ServiceAgreement(Model):
    """The agreement that a hall wants signed 服务约定. ``text_digest`` is the SHA-256 of ``text`` in UTF-8, hex.

    ``serial`` is that of the certificate of this log-in, which would sign; ``None`` where none signs.
    """

    version: str
    text: str
    text_digest: str
    serial: Serial | None = None


class ServiceAgreementQuery(Query[ServiceAgreement]):
    """The text of the hall's agreement, to be read before `AgreementSigning`."""


class UnitCertificate(Model):
    """A certificate of the unit. ``right`` 权限 is the hall's own word."""

    serial: str
    name: str = Field(repr=False)
    right: str
    signed_at: datetime | None = None
    authorised_at: datetime | None = None


class CertificatesQuery(Query[tuple[UnitCertificate, ...]]):
    """The unit's certificates that have signed, oldest first; ``waiting`` 待审核: only those that wait for the supervisor."""

    waiting: bool = False


class Handler(Model):
    """Somebody of the unit who may do business at the hall. ``scopes`` are filing types; ``state`` is the hall's own word.

    ``usable``: has proved to be himself, and can sign in.
    """

    name: str = Field(repr=False)
    document_number: str = Field(repr=False)
    rank: HandlerRank
    scopes: frozenset[str] = frozenset()
    state: str
    usable: bool


class HandlersQuery(Query[tuple[Handler, ...]]):
    """Who of the unit may do business at the hall 经办人管理: legal person, administrators, handlers."""
