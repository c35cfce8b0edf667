"""What is filed about employees: enrolment 参保/增员, suspension 停保/减员/暂停缴费, wage change 个人工资变更."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from .months import Month
from .people import Employment
from .statement import EmployeeStatement, Money, PersonStatement


class Enrolment(EmployeeStatement):
    """Enrol a person 参保 / 增员(续保), for the first time or again.

    ``declared_wage`` 申报工资 in yuan; ``first_paid_month`` the first month paid for without back payment 参保年月;
    ``back_pay_from`` the first month of back payment 补缴开始年月, or ``None``; ``schemes`` 参加险种, ``None`` meaning the
    schemes of the unit. ``personal_number`` 个人序号 is the unit's own number for the person, where the hall lets it choose; ``None``
    leaves it to the hall. ``talent_permit`` 人才证号 of a person from elsewhere, where the hall asks for it.
    """

    type: Literal["enrolment"] = "enrolment"
    declared_wage: Money = Field(repr=False)
    first_paid_month: Month
    back_pay_from: Month | None = None
    personal_number: str | None = Field(default=None, repr=False)
    talent_permit: str | None = Field(default=None, repr=False)

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
    LAID_OFF = "laid_off"  #: 企业裁员
    BANKRUPT = "bankrupt"  #: 企业破产
    CLOSED = "closed"  #: 企业关闭或撤销、解散
    WENT_ABROAD = "went_abroad"  #: 出国
    IMPRISONED = "imprisoned"  #: 服刑
    DISABILITY_ALLOWANCE = "disability_allowance"  #: 申领病残津贴
    ENROLLED_BY_MISTAKE = "enrolled_by_mistake"  #: 误增:从未有劳动关系,当月增加当月撤下


class Suspension(EmployeeStatement):
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


class ContractRenewal(EmployeeStatement):
    """Tell the hall of a new contract with somebody who is insured here 续签; ``employment`` is the new one."""

    type: Literal["contract_renewal"] = "contract_renewal"
    employment: Employment

    @property
    def period(self) -> str:
        """The first day of the new contract."""
        return f"{self.employment.contract_start:%Y-%m-%d}"


class PreRegistration(EmployeeStatement):
    """Announce an enrolment while the hall takes none 用工参保预登记. It never takes effect by itself: the enrolment follows."""

    type: Literal["preregistration"] = "preregistration"
    declared_wage: Money = Field(repr=False)
    employment: Employment

    @property
    def period(self) -> Month:
        """The month in which the contract begins."""
        return Month.of(self.employment.contract_start)


class RetirementRegistration(PersonStatement):
    """Register that somebody retires 退休登记(申请); papers at the window follow, and the result is posted.

    ``retires_on`` 退休时间; ``post_to`` 邮寄地址, where the hall asks for it. The person's ``mobile`` is needed.
    """

    type: Literal["retirement_registration"] = "retirement_registration"
    retires_on: date
    post_to: str = Field(min_length=1, max_length=100, repr=False)

    @property
    def period(self) -> str:
        """The day: somebody retires once."""
        return f"{self.retires_on:%Y-%m-%d}"


class WageChange(EmployeeStatement):
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


class BackPaymentReason(StrEnum):
    """Why months are paid for afterwards 补缴原因."""

    MISSED = "missed"  #: 漏报
    UNDERPAID = "underpaid"  #: 少报
    RULED = "ruled"  #: 劳动仲裁或判决


class BackPayment(EmployeeStatement):
    """Pay for months that were not paid 补缴.

    ``from_month`` and ``to_month`` both included 补缴开始年月, 补缴截止年月; ``declared_wage`` the wage to pay by, in yuan;
    ``reason`` why, where the hall asks for it.
    """

    type: Literal["back_payment"] = "back_payment"
    declared_wage: Money = Field(repr=False)
    from_month: Month
    to_month: Month
    reason: BackPaymentReason | None = None

    @model_validator(mode="after")
    def _ordered(self) -> BackPayment:
        if self.from_month > self.to_month:
            raise ValueError("补缴开始年月不应晚于补缴截止年月")
        return self

    @property
    def period(self) -> str:
        """The months paid for."""
        return f"{self.from_month}..{self.to_month}"
