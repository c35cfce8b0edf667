"""What is filed for people who are nobody's employees, by a community desk 社区 (to the gateway a unit of its own) or by themselves."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from .base import Model
from .months import Month
from .statement import Money, PersonStatement, SchemeStatement


class AgreementStep(StrEnum):
    """What is done about an agreement."""

    SIGN = "sign"  #: 签订
    RENEW = "renew"  #: 续签
    END = "end"  #: 终止


class AgencyAgreement(PersonStatement):
    """Sign, renew or end the agreement by which a community acts for a person 社区代办协议.

    ``starts_on`` (to sign) and ``ends_on`` (to sign or renew) are its first and its last day.
    """

    type: Literal["agency_agreement"] = "agency_agreement"
    step: AgreementStep
    starts_on: date | None = None
    ends_on: date | None = None

    @model_validator(mode="after")
    def _dated(self) -> AgencyAgreement:
        if (self.starts_on is not None) is not (self.step is AgreementStep.SIGN):
            raise ValueError("签订协议时填写起始日期，续签和终止时不填")
        if (self.ends_on is not None) is (self.step is AgreementStep.END):
            raise ValueError("签订和续签协议时填写终止日期，终止时不填")
        if self.starts_on is not None and self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("协议终止日期不应早于起始日期")
        return self


class Material(Model):
    """A paper that is handed in with a filing 材料, as a file. ``what`` is the hall's word for it, such as 身份证正面."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    what: str = Field(min_length=1)
    file_name: str = Field(min_length=1, max_length=100, repr=False)
    content: bytes = Field(min_length=1, repr=False)


class FlexibleEnrolment(SchemeStatement):
    """Enrol a flexible worker 灵活就业人员增员(续保).

    ``base`` 缴费基数, chosen by the person, in yuan; ``first_paid_month`` 参保年月; ``materials`` the papers that the hall wants with it.
    """

    type: Literal["flexible_enrolment"] = "flexible_enrolment"
    base: Money = Field(repr=False)
    first_paid_month: Month
    materials: tuple[Material, ...] = Field(default=(), repr=False)

    @property
    def period(self) -> Month:
        """The first month paid for."""
        return self.first_paid_month


class FlexibleSuspension(SchemeStatement):
    """Stop a flexible worker's insurance 灵活就业人员社保中断(停保). ``last_paid_month`` is the last month paid for."""

    type: Literal["flexible_suspension"] = "flexible_suspension"
    last_paid_month: Month

    @property
    def period(self) -> Month:
        """The last month paid for."""
        return self.last_paid_month


class RelationTransfer(SchemeStatement):
    """Have one's insurance moved here from another place 社会保险关系转移接续. ``from_place`` 原参保地."""

    type: Literal["relation_transfer"] = "relation_transfer"
    from_place: str = Field(min_length=1, max_length=100, repr=False)
