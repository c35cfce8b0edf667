"""A filing in the hall's fields, and what the hall should show back. Pure; the codes are those of ``docs/wire/jiangsu-filings.md``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    BasicData,
    ContractKind,
    ContractRenewal,
    DocumentKind,
    Enrolment,
    Expected,
    Filing,
    FlexibleEnrolment,
    FlexibleSuspension,
    Month,
    PreRegistration,
    RelationTransfer,
    RetirementRegistration,
    Scheme,
    Suspension,
    SuspensionReason,
    WageChange,
)

CONTRACT_KINDS: Final[Mapping[ContractKind, str]] = MappingProxyType(
    {ContractKind.FIXED_TERM: "41", ContractKind.OPEN_ENDED: "42", ContractKind.TASK: "43"}
)
POSTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "01": "单位负责人",
        "02": "管理人员",
        "03": "专业技术人员",
        "04": "生产运输操作人员",
        "05": "商业和其他服务业",
        "06": "农林牧渔从业人员",
        "07": "普通员工",
    }
)
"""岗位工种."""
REASONS: Final[Mapping[SuspensionReason, str]] = MappingProxyType(
    {
        SuspensionReason.CONTRACT_ENDED: "6301",
        SuspensionReason.DISMISSED: "6303",
        SuspensionReason.MUTUAL: "6304",
        SuspensionReason.RESIGNED: "6305",
        SuspensionReason.BANKRUPT: "6306",
        SuspensionReason.WENT_ABROAD: "6307",
        SuspensionReason.IMPRISONED: "6309",
        SuspensionReason.RETIRED: "6313",
        SuspensionReason.DIED: "6315",
        SuspensionReason.TRANSFERRED: "6316",
        SuspensionReason.LAID_OFF: "6317",
        SuspensionReason.CLOSED: "6323",
        SuspensionReason.DISABILITY_ALLOWANCE: "6328",
    }
)
"""停保原因: each has one code, and none is a default, for the reason decides unemployment benefit."""
SCHEMES: Final[Mapping[Scheme, str]] = MappingProxyType({Scheme.PENSION: "110", Scheme.UNEMPLOYMENT: "210"})
HERE: Final = ("江苏", "江苏省")
_FROM_ABROAD: Final[Mapping[DocumentKind, str]] = MappingProxyType(
    {DocumentKind.RESIDENCE_PERMIT: "15", DocumentKind.FOREIGN_PERMANENT_RESIDENT: "16"}
)
"""户籍性质 of people without a household here: 港澳台 and 外国人."""
LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "idNumber": "身份证号", "name": "姓名", "increase": "合同增加原因", "contractKind": "合同类别",
        "contractFrom": "劳动合同开始日期", "contractTo": "劳动合同终止日期", "post": "岗位工种", "identity": "参保身份",
        "wage": "月缴费工资", "reason": "停保原因", "endedOn": "终止(解除)日期", "lastPaidMonth": "缴费终止年月",
        "retireOn": "退休时间", "mobile": "手机", "postTo": "邮寄地址", "nation": "民族", "householdKind": "户籍性质",
        "province": "省", "city": "市", "county": "区县", "street": "街道", "community": "社区村", "fromPlace": "原参保地",
        "schemes": "险种",
    }
)  # fmt: skip


def one_decimal(amount: Decimal) -> str:
    """As the hall keeps a wage: to one decimal, half up (JS-45)."""
    return f"{amount.quantize(Decimal('0.1'), ROUND_HALF_UP)}"


def post_code(text: str | None) -> str:
    """岗位工种 by its code or its name; other words as they stand, for the check to refuse."""
    if text is None:
        return ""
    return next((code for code, name in POSTS.items() if text in (code, name)), text)


def household_code(filing: BasicData) -> str:
    """户籍性质: town or country, and whether in this province; empty where the filing does not say."""
    person = filing.person
    if person.document.kind in _FROM_ABROAD:
        return _FROM_ABROAD[person.document.kind]
    if person.household_kind is None:
        return ""
    here = filing.household.province in HERE
    town = person.household_kind == "10"
    return {(True, True): "11", (True, False): "12", (False, True): "13", (False, False): "14"}[here, town]


def _contract(filing: Enrolment | ContractRenewal | PreRegistration, increase: str) -> dict[str, str]:
    work = filing.employment
    kind = work.contract_kind if work else None
    return {
        "increase": increase,
        "contractKind": CONTRACT_KINDS[kind] if kind else "",
        "contractFrom": work.contract_start.isoformat() if work else "",
        "contractTo": work.contract_end.isoformat() if work and work.contract_end else "",
        "post": post_code(work.post) if work else "",
    }


def asked(filing: Filing) -> dict[str, str]:
    """Exactly the fields of the matter, in the hall's words."""
    person = filing.subject
    assert person is not None
    return {"idNumber": person.document.number, "name": person.name, **_of_the_matter(filing)}


def _of_the_matter(filing: Filing) -> dict[str, str]:
    match filing:
        case Enrolment() | PreRegistration():
            return {
                **_contract(filing, "1"),
                "identity": "101",
                "wage": f"{filing.declared_wage:f}",
            }
        case ContractRenewal():
            return _contract(filing, "3")
        case Suspension():
            return {
                "reason": REASONS.get(filing.reason, ""),
                "endedOn": filing.employment_ended_on.isoformat(),
                "lastPaidMonth": filing.last_paid_month.compact,
            }
        case WageChange():
            return {"wage": f"{filing.declared_wage:f}"}
        case RetirementRegistration():
            return {
                "retireOn": filing.retires_on.isoformat(),
                "mobile": filing.person.mobile or "",
                "postTo": filing.post_to,
            }
        case BasicData():
            place = filing.household
            return {
                "mobile": filing.person.mobile or "",
                "nation": filing.person.nation or "",
                "householdKind": household_code(filing),
                "province": place.province,
                "city": place.city,
                "county": place.county,
                "street": place.street,
                "community": place.community,
            }
        case FlexibleEnrolment():
            return {"wage": f"{filing.base:f}"}
        case FlexibleSuspension():
            return {"lastPaidMonth": filing.last_paid_month.compact}
        case RelationTransfer():
            wanted = filing.schemes if filing.schemes is not None else frozenset(SCHEMES)
            codes = [code for scheme, code in SCHEMES.items() if scheme in wanted]
            return {"fromPlace": filing.from_place, "schemes": " ".join(codes)}
    raise TypeError(f"{filing.type} is no matter of this hall")


def expected_echo(filing: Filing) -> dict[str, Expected]:
    """What the hall should hold: every field as asked, a wage to one decimal; and the months in which it counts."""
    fields = asked(filing)
    if "wage" in fields:
        fields["wage"] = one_decimal(Decimal(fields["wage"]))
    expected = {name: Expected(LABELS[name], value) for name, value in fields.items()}
    match filing:
        case Enrolment():
            expected["startMonth"] = Expected("参保开始年月", first_month(filing).compact)
        case WageChange():
            expected["feeMonth"] = Expected("生效年月", filing.effective_month.compact)
        case FlexibleEnrolment():
            expected["feeMonth"] = Expected("参保年月", filing.first_paid_month.compact)
    return expected


def first_month(filing: Enrolment) -> Month:
    """The month from which the person is insured."""
    return filing.back_pay_from or filing.first_paid_month
