"""What is filed. A filing is a frozen statement; it names no unit and no hall."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_serializer, model_validator

from .base import Model
from .months import Month
from .people import Employment, Person
from .units import Scheme

Money = Annotated[
    Decimal,
    Field(gt=0, max_digits=12, decimal_places=2),
    AfterValidator(lambda amount: amount.quantize(Decimal("0.01"))),
]
"""An amount in yuan 元, above zero, always held with two decimals (jiao 角 and fen 分)."""


class _PersonFiling(Model):
    """What the filings about one person share."""

    person: Person
    employment: Employment | None = None
    schemes: frozenset[Scheme] | None = None

    @field_serializer("schemes")
    def _in_order(self, schemes: frozenset[Scheme] | None) -> list[Scheme] | None:
        """A set has no order of its own; the digest must be the same in every process."""
        return None if schemes is None else sorted(schemes)

    def digest(self) -> str:
        """SHA-256 over the canonical JSON: two filings with one digest say the same."""
        return hashlib.sha256(self.model_dump_json(exclude_none=True).encode()).hexdigest()


class Enrolment(_PersonFiling):
    """Enrol a person 参保 / 增员(续保), for the first time or again.

    ``declared_wage`` 申报工资 in yuan; ``first_paid_month`` the first month paid for without back payment 参保年月;
    ``back_pay_from`` the first month of back payment 补缴开始年月, or ``None``; ``schemes`` 参加险种, ``None`` meaning the
    schemes of the unit.
    """

    type: Literal["enrolment"] = "enrolment"
    declared_wage: Money = Field(repr=False)
    first_paid_month: Month
    back_pay_from: Month | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Enrolment:
        if self.back_pay_from is not None and self.back_pay_from >= self.first_paid_month:
            raise ValueError("补缴开始年月应早于参保年月")
        return self

    @property
    def period(self) -> Month:
        """The effect period of the filing's slot. Fixed when the filing is made, never when it is sent."""
        return self.first_paid_month


class SuspensionReason(StrEnum):
    """Why payment stops 停保原因. Each region maps the list to its own; it decides unemployment benefit."""

    CONTRACT_ENDED = "contract_ended"  #: 合同期满
    DISMISSED = "dismissed"  #: 单位解除合同
    RESIGNED = "resigned"  #: 个人解除合同(辞职)
    MUTUAL = "mutual"  #: 双方协商一致解除
    RETIRED = "retired"  #: 达到法定退休年龄或申请养老待遇
    TRANSFERRED = "transferred"  #: 调动
    DIED = "died"  #: 死亡或失踪


class Suspension(_PersonFiling):
    """Stop paying for a person 停保 / 减员 / 暂停缴费.

    ``last_paid_month`` the last month paid for; each region's ``wire`` turns it into its own stop month.
    """

    type: Literal["suspension"] = "suspension"
    employment_ended_on: date
    last_paid_month: Month
    reason: SuspensionReason

    @property
    def period(self) -> Month:
        """The effect period of the filing's slot."""
        return self.last_paid_month


class WageChange(_PersonFiling):
    """Change the declared wage of an insured person 个人工资变更.

    ``declared_wage`` the new 申报工资 in yuan; ``effective_month`` the first month paid by it 生效年月. What base the hall
    assesses from it (保底, 封顶) is the hall's to say.
    """

    type: Literal["wage_change"] = "wage_change"
    declared_wage: Money = Field(repr=False)
    effective_month: Month

    @property
    def period(self) -> Month:
        """The effect period of the filing's slot."""
        return self.effective_month


Filing = Annotated[Enrolment | Suspension | WageChange, Field(discriminator="type")]
"""Any filing, told apart by its ``type``."""
