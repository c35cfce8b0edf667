"""What this hall takes online, with its fields, and what is done elsewhere: as `offers` tells people."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import Elsewhere, FieldNeed, Offer, Rulebook

from .fields import LABELS

COUNTER: Final = "社保经办机构窗口"


def _needs(rule: str, **named: tuple[str, bool]) -> tuple[FieldNeed, ...]:
    return tuple(
        FieldNeed(name=path.replace("__", "."), label=label, mandatory=mandatory, rule=rule)
        for path, (label, mandatory) in named.items()
    )


_PERSON: Final = {
    "person__document__number": (LABELS["idCard"], True),
    "person__name": (LABELS["name"], True),
}
_ENROLMENT: Final = _needs(
    "ZJ-10",
    **_PERSON,
    person__mobile=(LABELS["mobile"], True),
    person__nation=(LABELS["nation"], True),
    person__household_kind=(LABELS["hukou"], True),
    person__household_place=(LABELS["hukouPlace"], False),
    person__address=(LABELS["address"], False),
    person__education=(LABELS["education"], False),
    employment__form=(LABELS["workForm"], True),
    employment__contract_start=(LABELS["contractStart"], True),
    employment__contract_end=(LABELS["contractEnd"], False),
    declared_wage=(LABELS["wage"], True),
    first_paid_month=("参保开始年月", True),
    schemes=("险种", False),
)

OFFERS: Final = (
    Offer(type="enrolment", title="社会保险职工参保登记", fields=_ENROLMENT, rule="ZJ-06"),
    Offer(
        type="suspension",
        title="社会保险职工暂停参保",
        fields=_needs(
            "ZJ-20",
            **_PERSON,
            last_paid_month=("停保年月（最后缴费月的次月，ZJ-19）", True),
            reason=(LABELS["reason"], True),
            employment_ended_on=(LABELS["endedOn"], True),
            schemes=("险种", False),
        ),
        rule="ZJ-16",
    ),
    Offer(
        type="employer_opening",
        title="企业参保开户（开办企业全程网上办平台）",
        fields=_needs(
            "ZJ-15",
            contact=("专管员姓名", True),
            contact_mobile=("专管员手机号", True),
            schemes=("险种", False),
            staff=("参保登记的员工", False),
        ),
        rule="ZJ-15",
    ),
    Offer(
        type="flexible_enrolment",
        title="灵活就业人员参保",
        fields=_needs(
            "ZJ-38",
            **_PERSON,
            person__mobile=("手机号码", True),
            person__household_place=("户籍所在地（站点区域）", True),
            base=("缴费基数", True),
            first_paid_month=("增减年月", True),
            materials=("材料", True),
        ),
        papers=("身份证正面",),
        rule="ZJ-37",
    ),
    Offer(
        type="flexible_suspension",
        title="灵活就业人员社保中断",
        fields=_needs(
            "ZJ-38",
            **_PERSON,
            person__mobile=("手机号码", True),
            person__household_place=("户籍所在地（站点区域）", True),
            last_paid_month=("增减年月（最后缴费月的次月）", True),
        ),
        rule="ZJ-37",
    ),
)
"""One by one: no batch is named, and none is modelled (ZJ-23)."""


def elsewhere(rules: Rulebook) -> tuple[Elsewhere, ...]:
    """Medical insurance has its own entrance (ZJ-22); of carrying a relation from place to place only the name is known (ZJ-43)."""
    entrance = next(
        (f.values["entrance"] for f in rules.rule("ZJ-22").figures if "entrance" in f.values), COUNTER
    )
    return (
        Elsewhere(
            type="medical_enrolment",
            title="职工医疗保险参保登记",
            rule="ZJ-22",
            why="本大厅只办理养老、失业、工伤保险，职工医疗保险仍按原入口申报",
            place=entrance,
        ),
        Elsewhere(
            type="relation_transfer",
            title="社保关系转移接续",
            rule="ZJ-43",
            why="指南只提到名称，没有步骤，未建模",
            place=COUNTER,
        ),
    )
