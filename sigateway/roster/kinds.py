"""The kinds of row: which filing each becomes, and what people call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sigateway.filings.arrears import ArrearsSettlement
from sigateway.filings.declarations import AnnualWageDeclaration
from sigateway.filings.employees import BackPayment, Enrolment, Suspension, WageChange


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row. ``code`` is the type of its filing; ``whole`` is the field at which a refusal of the filing as a whole is shown."""

    code: str
    word: str
    model: type[Enrolment | Suspension | WageChange | AnnualWageDeclaration | ArrearsSettlement | BackPayment]
    whole: str


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            Kind("enrolment", "增员", Enrolment, "back_pay_from"),
            Kind("suspension", "减员", Suspension, "last_paid_month"),
            Kind("wage_change", "工资变更", WageChange, "effective_month"),
            Kind("annual_wage", "年度工资申报", AnnualWageDeclaration, "year"),
            Kind("arrears_settlement", "欠费补缴", ArrearsSettlement, "to_month"),
            Kind("back_payment", "补缴", BackPayment, "to_month"),
        )
    }
)
"""Each kind by the type of its filing."""


def word_of(filing_type: str) -> str:
    """What people call a filing of this type; the type itself where it is none of a roster's."""
    kind = KINDS.get(filing_type)
    return kind.word if kind else filing_type
