"""What can be asked of this hall (BJ-23 to BJ-30), and the typed records that come of it. Amounts in yuan.

"Four only" 仅提供四险信息: no record is ever about medical insurance. ``session.query(UnitPaymentsQuery(…))``.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from sigateway.plugin import Model, Month, Query, Scheme


class UnitPayment(Model):
    """One month and insurance of 单位缴费情况过录表; ``state`` is the hall's own word (已缴, 未缴)."""

    month: Month
    scheme: Scheme
    people: int
    base_total: Decimal
    unit_part: Decimal
    person_part: Decimal
    total: Decimal
    state: str
    paid_on: date | None


class UnitPaymentsQuery(Query[tuple[UnitPayment, ...]]):
    """单位缴费情况过录表 (BJ-23), oldest first: from November 2004 on, four only."""

    from_month: Month
    to_month: Month


class UnitArrear(Model):
    """One month and insurance that the unit owes."""

    month: Month
    scheme: Scheme
    people: int
    unit_part: Decimal
    person_part: Decimal
    total: Decimal


class UnitArrearsQuery(Query[tuple[UnitArrear, ...]]):
    """单位欠费情况 (BJ-24), oldest first."""


class ContributionBase(Model):
    """One person's base 缴费基数 in one insurance; ``until`` is ``None`` while it is in force."""

    name: str = Field(repr=False)
    id_number: str = Field(repr=False)
    scheme: Scheme
    wage: Decimal = Field(repr=False)
    base: Decimal = Field(repr=False)
    since: Month
    until: Month | None


class ContributionBasesQuery(Query[tuple[ContributionBase, ...]]):
    """本单位员工缴费基数 (BJ-25) of a year; of one person, or of all."""

    year: int
    id_number: str = Field(default="", repr=False)


class InsuredPerson(Model):
    """本单位个人基本信息: codes are the hall's. ``state`` 参保状态."""

    name: str = Field(repr=False)
    id_type: str
    id_number: str = Field(repr=False)
    sex: str = Field(repr=False)
    birth: str = Field(repr=False)
    nation: str = Field(repr=False)
    education: str = Field(repr=False)
    household: str = Field(repr=False)
    fee_kind: str = Field(repr=False)
    mobile: str = Field(repr=False)
    address: str = Field(repr=False)
    schemes: frozenset[Scheme]
    since: Month | None
    state: str


class InsuredPersonsQuery(Query[tuple[InsuredPerson, ...]]):
    """本单位个人基本信息 (BJ-26), four only; of one person, or of all."""

    id_number: str = Field(default="", repr=False)


class PensionYear(Model):
    """One year of 养老历年对账单. What a list does not show is ``None``."""

    year: int
    months: int | None = None
    base: Decimal | None = Field(default=None, repr=False)
    opening: Decimal | None = Field(default=None, repr=False)
    unit_part: Decimal | None = Field(default=None, repr=False)
    person_part: Decimal | None = Field(default=None, repr=False)
    interest: Decimal | None = Field(default=None, repr=False)
    balance: Decimal = Field(repr=False)


class PensionYearsQuery(Query[tuple[PensionYear, ...]]):
    """养老保险历年对账单 of one person (BJ-27), oldest first."""

    id_number: str = Field(repr=False)


class PensionYearQuery(Query[PensionYear | None]):
    """养老保险年账户 of one person and year (BJ-27); ``None`` for a year without an account."""

    id_number: str = Field(repr=False)
    year: int


class PersonPayment(Model):
    """One month and insurance of a person."""

    month: Month
    scheme: Scheme
    base: Decimal = Field(repr=False)
    unit_part: Decimal = Field(repr=False)
    person_part: Decimal = Field(repr=False)
    state: str


class PersonPaymentsQuery(Query[tuple[PersonPayment, ...]]):
    """单位人员当年各月缴费情况 (BJ-28), four only, of the hall's year."""

    id_number: str = Field(repr=False)
    year: int


class EarlyPensionQuery(Query[tuple[PensionYear, ...]]):
    """1992年至1995年养老账户情况 of one person (BJ-29); none, when there is no such account."""

    id_number: str = Field(repr=False)


class OwnDataQuery(Query[InsuredPerson]):
    """An insured person's own basic data (BJ-30)."""


class OwnPaymentsQuery(Query[tuple[PersonPayment, ...]]):
    """An insured person's own payments of this year (BJ-30)."""


class OwnPensionYearsQuery(Query[tuple[PensionYear, ...]]):
    """An insured person's own pension account by year (BJ-30)."""


class Agreement(Model):
    """One datum of the unit in both systems (BJ-06)."""

    item: str
    four: str
    medical: str
    same: bool


class UnitAgreementQuery(Query[tuple[Agreement, ...]]):
    """Whether the unit's data agree in both systems (BJ-06)."""


class Divergence(Model):
    """One declaration that was meant for both systems. ``verdict`` is the hall's word; never evidence, for it is late (``as_of``)."""

    four_number: str
    medical_number: str
    business: str
    name: str = Field(repr=False)
    id_number: str = Field(repr=False)
    verdict: str
    differs: tuple[str, ...]
    as_of: datetime


class DivergencesQuery(Query[tuple[Divergence, ...]]):
    """What stands in one system only, or differently in the two: of a month, newest first. ``verdict`` as the hall numbers it, or all."""

    month: Month
    verdict: str = ""


class OneSided(Model):
    """Somebody who is insured in one system only."""

    id_number: str = Field(repr=False)
    name: str = Field(repr=False)
    four: bool
    medical: bool


class OneSidedPeopleQuery(Query[tuple[OneSided, ...]]):
    """Who is insured at the unit in that month in one system only."""

    month: Month
