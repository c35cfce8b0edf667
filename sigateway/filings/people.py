"""Whom a filing is about, and the work relation it rests on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from .base import Model
from .codes import Education, HouseholdKind, MaritalStatus, Nation, Sex, tidy
from .identity import Document


def _mobile(text: str) -> str:
    digits = tidy(text).replace("-", "")
    if len(digits) != 11 or not (digits.isascii() and digits.isdigit()) or digits[0] != "1":
        raise ValueError("手机号码应为以1开头的11位数字")
    return digits


Mobile = Annotated[str, AfterValidator(_mobile)]


class Person(Model):
    """An insured person 参保人. What is missing is missing: nothing is ever defaulted.

    ``document`` is the identity paper 证件; ``mobile`` is the person's own number 本人手机; ``nation`` GB/T 3304,
    ``education`` GB/T 4658, ``marital_status`` GB/T 2261.2 (each takes the code or the Chinese name);
    ``household_kind`` 户口性质; ``household_place`` 户口所在地; ``address`` 居住地地址;
    ``clinics`` 定点医疗机构 by the hall's codes, where it asks for them. ``sex`` and ``born`` are derived from the
    document; for papers that tell neither (a passport 护照), state them in ``stated_sex`` and ``stated_birth``.
    """

    document: Document
    name: str = Field(min_length=1, max_length=50, repr=False)
    mobile: Mobile | None = Field(default=None, repr=False)
    nation: Nation | None = Field(default=None, repr=False)
    education: Education | None = Field(default=None, repr=False)
    marital_status: MaritalStatus | None = Field(default=None, repr=False)
    household_kind: HouseholdKind | None = Field(default=None, repr=False)
    household_place: str | None = Field(default=None, max_length=100, repr=False)
    address: str | None = Field(default=None, max_length=100, repr=False)
    clinics: tuple[str, ...] | None = Field(default=None, max_length=5, repr=False)
    stated_sex: Sex | None = Field(default=None, repr=False)
    stated_birth: date | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _agrees_with_the_document(self) -> Person:
        if self.stated_sex is not None and self.stated_sex != self.sex:
            raise ValueError("所填性别与证件号码不一致")
        if self.stated_birth is not None and self.stated_birth != self.born:
            raise ValueError("所填出生日期与证件号码不一致")
        return self

    @property
    def sex(self) -> Sex | None:
        """性别 by the document, else as stated."""
        return self.document.sex or self.stated_sex

    @property
    def born(self) -> date | None:
        """出生日期 by the document, else as stated."""
        return self.document.born or self.stated_birth

    @property
    def key(self) -> str:
        """One name for the person in a lane: document kind and number. Personal: never logged."""
        return f"{self.document.kind}:{self.document.number}"


class EmploymentForm(StrEnum):
    """用工形式."""

    FULL_TIME = "full_time"  #: 全日制
    PART_TIME = "part_time"  #: 非全日制
    DISPATCHED = "dispatched"  #: 劳务派遣


class ContractKind(StrEnum):
    """合同类别."""

    FIXED_TERM = "fixed_term"  #: 固定期限
    OPEN_ENDED = "open_ended"  #: 无固定期限
    TASK = "task"  #: 以完成一定工作任务为期限


class Employment(Model):
    """The labour relation 劳动关系: contract dates, form of work 用工形式, and ``contract_kind`` 合同类别 where a hall asks for it."""

    contract_start: date
    contract_end: date | None = None
    form: EmploymentForm | None = None
    post: str | None = Field(default=None, max_length=50)
    contract_kind: ContractKind | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Employment:
        if self.contract_end is not None and self.contract_end < self.contract_start:
            raise ValueError("合同终止日期早于合同起始日期")
        return self
