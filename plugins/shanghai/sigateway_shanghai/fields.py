"""What a filing says in each field of a declaration, and what the hall may show back. Part of the wire; pure.

With ``answers.py`` the only place that knows the hall's field names and codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    AnnualWageDeclaration,
    BackPayment,
    Enrolment,
    Expected,
    Month,
    Scheme,
    Suspension,
    SuspensionReason,
    WageChange,
)

FIELDS_RULE: Final = "SH-29"
"""The rule of all fields: the manual names none, so they are third parties' and ours."""

JIAO: Final = Decimal("0.1")

PERSONAL_NUMBER: Final = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
"""个人序号: digits, no leading 0, at most 10."""

CITIZEN_NUMBER: Final = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
"""公民身份号码. Date and check character are the document's own to have been checked."""

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ywlx": "业务类型",
        "zjhm": "公民身份号码",
        "xm": "姓名",
        "grxh": "个人序号",
        "qsny": "缴费起始年月",
        "gzsr": "月平均工资性收入",
        "wlry": "外来从业人员",
        "rczh": "人才证号",
        "zcyy": "转出原因",
        "jzny": "缴费截止年月",
        "bz": "备注",
        "ksny": "补缴开始年月",
        "jsny": "补缴截止年月",
        "sxny": "生效年月",
        "nd": "缴费年度",
    }
)
"""The hall's words for its fields, in the order in which they stand."""

REASONS: Final[Mapping[SuspensionReason, str]] = MappingProxyType(
    {
        SuspensionReason.CONTRACT_ENDED: "01",
        SuspensionReason.DISMISSED: "02",
        SuspensionReason.RESIGNED: "03",
        SuspensionReason.MUTUAL: "04",
        SuspensionReason.RETIRED: "05",
        SuspensionReason.TRANSFERRED: "06",
        SuspensionReason.DIED: "07",
    }
)
"""The hall's codes of 转出原因: one for each reason, none a default."""

REASON_WORDS: Final = ("合同期满", "单位解除", "个人辞职", "协商解除", "退休", "调出", "死亡")
"""The hall's words for them, in the order of the codes."""

SCHEMES: Final[Mapping[str, frozenset[Scheme]]] = MappingProxyType(
    {
        "yanglao": frozenset({Scheme.PENSION}),
        "yiliao": frozenset({Scheme.MEDICAL, Scheme.MATERNITY}),
        "shiye": frozenset({Scheme.UNEMPLOYMENT}),
        "gongshang": frozenset({Scheme.INJURY}),
    }
)
"""The hall's codes of 险种: maternity is within 医疗."""


def to_jiao(wage: Decimal) -> Decimal:
    """Kept to the jiao 角, half up, as the hall keeps wages."""
    return wage.quantize(JIAO, ROUND_HALF_UP)


def wage_text(wage: Decimal) -> str:
    """A wage as it is sent: to the jiao where that is all there is, else as it was declared."""
    kept = to_jiao(wage)
    return f"{kept:f}" if kept == wage else f"{wage:f}"


def scheme_codes(schemes: frozenset[Scheme]) -> tuple[str, ...]:
    """The hall's codes of these schemes, in the hall's order."""
    return tuple(code for code, covered in SCHEMES.items() if covered & schemes)


def first_month(filing: Enrolment) -> Month:
    """缴费起始年月: from when the person is insured. What lies before the month of filing is to be paid for apart (补缴)."""
    return filing.back_pay_from or filing.first_paid_month


def enrolment(filing: Enrolment) -> dict[str, str]:
    """转入."""
    return {
        "zjhm": filing.person.document.number,
        "xm": filing.person.name,
        "grxh": filing.personal_number or "",
        "qsny": first_month(filing).compact,
        "gzsr": wage_text(filing.declared_wage),
        "wlry": "1" if filing.talent_permit is not None else "0",
        "rczh": filing.talent_permit or "",
    }


def suspension(filing: Suspension) -> dict[str, str]:
    """转出: the hall names the last month paid for; the day on which the work ended has no field."""
    return {
        "zjhm": filing.person.document.number,
        "xm": filing.person.name,
        "zcyy": REASONS.get(filing.reason, ""),  # the hall has no other: then it is a field left empty
        "jzny": filing.last_paid_month.compact,
        "bz": "",
    }


def back_payment(filing: BackPayment) -> dict[str, str]:
    """补缴."""
    return {
        "zjhm": filing.person.document.number,
        "xm": filing.person.name,
        "gzsr": wage_text(filing.declared_wage),
        "ksny": filing.from_month.compact,
        "jsny": filing.to_month.compact,
    }


def wage_change(filing: WageChange) -> dict[str, str]:
    """工资性收入申报."""
    return {
        "zjhm": filing.person.document.number,
        "xm": filing.person.name,
        "gzsr": wage_text(filing.declared_wage),
        "sxny": filing.effective_month.compact,
    }


def annual_wage(filing: AnnualWageDeclaration) -> dict[str, str]:
    """年度缴费基数申报."""
    return {
        "zjhm": filing.person.document.number,
        "xm": filing.person.name,
        "gzsr": wage_text(filing.average_monthly_wage),
        "nd": f"{filing.year:04d}",
    }


def expected_echo(asked: Mapping[str, str]) -> dict[str, Expected]:
    """What check, slip and list should show of this: the same, but for a number left to the hall and a wage kept to the jiao."""
    return {name: _expected(name, value) for name, value in asked.items()}


def _expected(name: str, value: str) -> Expected:
    if name == "grxh" and not value:
        return Expected(LABELS[name], None)
    if name == "gzsr":
        kept = f"{to_jiao(Decimal(value)):f}"
        normalised = {} if kept == value else {kept: FIELDS_RULE}
        return Expected(LABELS[name], value, normalised)
    return Expected(LABELS[name], value)
