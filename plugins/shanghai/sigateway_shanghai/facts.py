"""What the hall shows beforehand: the right of the certificate, the unit with its window and figures, the person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from sigateway.plugin import Context, Facts, Month, ServiceAgreement, UnitCertificate


class Right(Facts):
    """权限: of the ``certificate``, and of this ``session``, which keeps what the certificate had at log-in (SH-14, SH-15)."""

    serial: str
    certificate: str
    session: str
    signed_at: datetime | None = None
    authorised_at: datetime | None = None


class Limits(Facts):
    """月最低工资标准, 保底 and 封顶 of one month, in yuan."""

    minimum_wage: Decimal | None
    floor: Decimal | None
    ceiling: Decimal | None


class UnitFacts(Facts):
    """The unit, and the window and the figures as the hall has them.

    ``opens`` and ``closes`` are the two ends of the current or next window; ``base_year`` 缴费年度 is declared from ``base_first_day`` to
    ``base_last_day``, both included, and counts from ``base_month``.
    """

    number: str
    name: str
    founded_on: date
    scheme_codes: tuple[str, ...]
    open: bool
    opens: datetime
    closes: datetime
    base_year: str = ""
    base_first_day: date | None = None
    base_last_day: date | None = None
    base_month: Month | None = None
    limits: Mapping[Month, Limits] = Field(default_factory=dict)


class PersonFacts(Facts):
    """A person as this hall knows him.

    ``first_month`` is the 缴费起始年月 of the latest insurance here, running or ended; ``last_end`` the latest 缴费截止年月 of one that
    ended, anywhere in this hall; ``unpaid`` the months unpaid here; ``number_taken``: the number to be tried is another's.
    """

    known: bool
    name: str = Field(default="", repr=False)
    insured_here: bool = False
    insured_elsewhere: bool = False
    personal_number: str = Field(default="", repr=False)
    first_month: Month | None = None
    wage: Decimal | None = Field(default=None, repr=False)
    last_end: Month | None = None
    unpaid: tuple[Month, ...] = ()
    year_declared: bool = False
    number_taken: bool = False


class HallFacts(Facts):
    """Everything that was looked up for one filing, by the hall's clock ``at``.

    ``unit`` and ``person`` are ``None`` while the certificate may not file: then the hall shows neither. ``agreement`` and
    ``other_certificate`` are looked up for filings about access only.
    """

    at: datetime
    right: Right
    unit: UnitFacts | None = None
    person: PersonFacts | None = None
    agreement: ServiceAgreement | None = None
    other_certificate: UnitCertificate | None = None

    @property
    def month(self) -> Month:
        """The month of the hall's clock."""
        return Month.of(self.at)

    @property
    def limits(self) -> Limits | None:
        """The figures of the month of the hall's clock."""
        return None if self.unit is None else self.unit.limits.get(self.month)


def facts_of(context: Context) -> HallFacts | None:
    """The facts, when the hall has been asked."""
    return context.facts if isinstance(context.facts, HallFacts) else None


def person_of(context: Context) -> PersonFacts | None:
    """The person, when the hall has been asked and has shown one."""
    facts = facts_of(context)
    return None if facts is None else facts.person


def month_of_filing(context: Context) -> Month:
    """The month in which it would be filed: the hall's, when it has been asked."""
    facts = facts_of(context)
    return Month.of(context.at) if facts is None else facts.month
