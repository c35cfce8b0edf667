"""What this hall takes online, and what is done elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sigateway.plugin import Elsewhere, FieldNeed, Offer, Rulebook

from .business import BUSINESSES
from .fields import CHANGED_OF_A_PERSON, CHANGED_OF_A_UNIT, FIELDS


def _changed(names: Mapping[str, str]) -> tuple[FieldNeed, ...]:
    labels = {"clinics": "定点医疗机构"}
    return tuple(
        FieldNeed(
            name=f"changes.{name}",
            label=labels.get(ours) or FIELDS[ours].label,
            mandatory=False,
            rule="BJ-19",
        )
        for name, ours in names.items()
    )


_WAGE: Final = FieldNeed(name="declared_wage", label="月均工资收入", mandatory=True, rule="BJ-21")
_NEEDS: Final[Mapping[str, tuple[FieldNeed, ...]]] = {
    "enrolment": (
        _WAGE,
        FieldNeed(name="employment.contract_start", label="合同起始日期", mandatory=True, rule="BJ-18"),
        FieldNeed(name="person.mobile", label="手机", mandatory=True, rule="BJ-18"),
        FieldNeed(name="person.household_kind", label="户口性质", mandatory=True, rule="BJ-18"),
        FieldNeed(name="person.household_place", label="户口所在地", mandatory=True, rule="BJ-18"),
        FieldNeed(name="person.nation", label="民族", mandatory=False, rule="BJ-18"),
        FieldNeed(name="person.clinics", label="定点医疗机构", mandatory=False, rule="BJ-18"),
    ),
    "suspension": (
        FieldNeed(name="employment_ended_on", label="解除劳动关系日期", mandatory=True, rule="BJ-18"),
        FieldNeed(name="reason", label="停止缴费原因", mandatory=True, rule="BJ-18"),
    ),
    "wage_change": (_WAGE,),
    "back_payment": (
        _WAGE,
        FieldNeed(name="from_month", label="补缴起始年月", mandatory=True, rule="BJ-22"),
        FieldNeed(name="to_month", label="补缴截止年月", mandatory=True, rule="BJ-22"),
        FieldNeed(name="reason", label="补缴原因", mandatory=True, rule="BJ-22"),
    ),
    "person_update": _changed(CHANGED_OF_A_PERSON),
    "employer_update": _changed(CHANGED_OF_A_UNIT),
}


def elsewhere(rules: Rulebook) -> tuple[Elsewhere, ...]:
    """Opening, certificate and payment (BJ-12, BJ-16, BJ-34)."""
    opening = rules.rule("BJ-16").figures[-1].values
    return (
        Elsewhere(
            type="service_opening",
            title="开通网上申报业务",
            rule="BJ-16",
            why="网上申报自愿申请（BJ-03），在窗口开户；先核对开通条件（sigateway_beijing.opening）",
            place="所属社保经办机构",
            papers=(
                "《北京市社会保险网上申报业务申请表》两份",
                "《组织机构代码证书》",
                "《社会保险登记证》复印件",
                "单位数字证书（USB Key）",
                "证书已用于其他系统的：《数字证书一证多用授权书》一份",
            ),
            days=f"每月{opening['day_from']}-{opening['day_to']}日",
        ),
        Elsewhere(
            type="certificate",
            title="申请单位数字证书",
            rule="BJ-12",
            why="没有证书的先申请证书，再申请开通",
            place="证书受理点",
        ),
        Elsewhere(
            type="payment",
            title="缴费",
            rule="BJ-34",
            why="网上申报不含缴费：单位网上业务中没有这一项",
            place="税务机关或经办机构的缴费渠道",
        ),
    )


def offers(rules: Rulebook) -> list[Offer | Elsewhere]:
    """The businesses of BJ-18 to BJ-22; all but 单位信息变更 in a file too."""
    limit = _most_people(rules)
    online = (
        Offer(
            type=each.filing_type,
            title=each.name,
            fields=_NEEDS[each.filing_type],
            rule=each.rule,
            batch_limit=limit if each.in_a_file else None,
        )
        for each in BUSINESSES.values()
    )
    return [*online, *elsewhere(rules)]


def _most_people(rules: Rulebook) -> int:
    """How many one file may hold (BJ-20); the newest figure."""
    return int(rules.rule("BJ-20").figures[-1].values["most_people"])
