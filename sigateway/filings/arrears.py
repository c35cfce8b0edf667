"""What is filed about arrears 欠费: assess, bill, go back, write off."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from .months import Month
from .statement import SchemeStatement, Statement

HallNumber = Annotated[str, Field(pattern=r"^[0-9A-Za-z]+$")]
"""A hall's own number of a case 业务顺序号."""


class ArrearsSettlement(SchemeStatement):
    """Have what the unit owes for a person assessed 单位员工欠费补缴: all months owed, in all insurances.

    ``from_month`` and ``to_month`` are the first and the last month owed, as the arrears query shows them.
    """

    type: Literal["arrears_settlement"] = "arrears_settlement"
    from_month: Month
    to_month: Month

    @model_validator(mode="after")
    def _ordered(self) -> ArrearsSettlement:
        if self.from_month > self.to_month:
            raise ValueError("欠费开始年月不应晚于结束年月")
        return self

    @property
    def period(self) -> Month:
        """The last month owed."""
        return self.to_month


class ArrearsBill(Statement):
    """Make one slip to pay by 生成欠费补缴单, for assessments that were taken. ``settlements`` are their case numbers."""

    type: Literal["arrears_bill"] = "arrears_bill"
    settlements: tuple[HallNumber, ...] = Field(min_length=1)

    @field_validator("settlements")
    @classmethod
    def _in_order(cls, numbers: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(numbers)) != len(numbers):
            raise ValueError("同一核定业务顺序号不应重复")
        return tuple(sorted(numbers))

    @property
    def lane(self) -> str:
        """The assessments themselves: bills of others do not wait for each other."""
        return f"{self.type} {','.join(self.settlements)}"


class ArrearsRollback(Statement):
    """Take an assessment back 欠费补缴回退, with the whole bill it is in. ``settlement`` is its case number."""

    type: Literal["arrears_rollback"] = "arrears_rollback"
    settlement: HallNumber

    @property
    def lane(self) -> str:
        """The assessment itself."""
        return f"{self.type} {self.settlement}"


class CurrentMonthWriteOff(SchemeStatement):
    """Write off what is owed for a person for the current month 当月欠费注销. It can never be undone.

    ``month`` the month written off; ``irreversible`` must be given as ``True``: whoever files this knows that no rollback, no way
    back online and none at the counter exists.
    """

    type: Literal["current_month_write_off"] = "current_month_write_off"
    month: Month
    irreversible: Literal[True]

    @property
    def period(self) -> Month:
        """The month written off."""
        return self.month
