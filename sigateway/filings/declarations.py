"""What is declared once a year for everybody 年度申报."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .statement import Money, PersonStatement


class _YearlyStatement(PersonStatement):
    year: int = Field(ge=1990, le=2100)

    @property
    def period(self) -> str:
        """The year declared for."""
        return str(self.year)


class AnnualWageDeclaration(_YearlyStatement):
    """Declare somebody's average monthly wage of last year 年度工资申报: the base of the coming twelve months.

    ``year`` 申报年度; ``average_monthly_wage`` 上年月均工资 in yuan. From which month it counts is the hall's to say.
    """

    type: Literal["annual_wage"] = "annual_wage"
    average_monthly_wage: Money = Field(repr=False)


class RetireeWageDeclaration(_YearlyStatement):
    """Declare the monthly pension of a retiree outside the city's pool 非统筹退休人员工资申报.

    ``year`` 申报年度; ``monthly_pension`` 月养老金 of last year, in yuan.
    """

    type: Literal["retiree_wage"] = "retiree_wage"
    monthly_pension: Money = Field(repr=False)
