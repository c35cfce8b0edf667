"""The matters 事项 of the hall: which filing goes by which, in whose session, and by which scope (JS-03, JS-06, JS-08, JS-36)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sigateway.plugin import FieldNeed, Filing

ENTITLEMENT: Final = "entitlement_slip"
"""The name of scope S05 单位权益单, by which nothing is filed."""

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "enrolment": "S01",
        "suspension": "S02",
        "wage_change": "S03",
        "retirement_registration": "S04",
        ENTITLEMENT: "S05",
    }
)
"""What `HandlerGrant.scopes` may name, and the hall's code of each 事项."""

RANKS: Final[Mapping[str, str]] = MappingProxyType(
    {"legal_person": "1", "administrator": "2", "handler": "3"}
)
"""法人, 单位管理员, 单位经办人员 (JS-34)."""

RANK_NAMES: Final[Mapping[str, str]] = MappingProxyType({code: name for name, code in RANKS.items()})

GRANTING: Final = frozenset({"granting_consent", "handler_grant", "handler_revocation"})
"""What administrators and the legal person do about others (JS-35, JS-36)."""

FACES: Final = frozenset({"unit_registration", "handler_verification", "password_reset"})
"""What is done before any log-in, by somebody's face (JS-19, JS-23, JS-42)."""

PERSONAL: Final = frozenset({"flexible_enrolment", "flexible_suspension", "relation_transfer"})
"""What people do for themselves (JS-08)."""


@dataclass(frozen=True)
class Matter:
    """One matter: the hall's name ``code``, the hall's ``scope`` (empty: a person's own), and the fields that it needs."""

    filing_type: str
    code: str
    title: str
    scope: str
    rule: str
    needs: tuple[FieldNeed, ...] = ()


def _needs(*fields: tuple[str, str]) -> tuple[FieldNeed, ...]:
    return tuple(FieldNeed(name=name, label=label, mandatory=True, rule="JS-45") for name, label in fields)


_WHO: Final = (("person.document", "身份证号"), ("person.name", "姓名"))
_CONTRACT: Final = (
    ("employment.contract_kind", "合同类别"),
    ("employment.contract_start", "劳动合同开始日期"),
    ("employment.post", "岗位工种"),
)
_WAGE: Final = (("declared_wage", "月缴费工资"),)

MATTERS: Final[Mapping[str, Matter]] = MappingProxyType(
    {
        matter.filing_type: matter
        for matter in (
            Matter(
                "enrolment", "enrolment", "用工参保登记", "S01", "JS-03", _needs(*_WHO, *_CONTRACT, *_WAGE)
            ),
            Matter(
                "contract_renewal",
                "renewal",
                "用工参保登记（续签）",
                "S01",
                "JS-45",
                _needs(*_WHO, *_CONTRACT),
            ),
            Matter(
                "preregistration",
                "preregistration",
                "用工参保预登记",
                "S01",
                "JS-04",
                _needs(*_WHO, *_CONTRACT, *_WAGE),
            ),
            Matter(
                "basic_data",
                "basic_data",
                "人员基础信息采集",
                "S01",
                "JS-45",
                _needs(
                    *_WHO,
                    ("person.mobile", "手机号"),
                    ("person.nation", "民族"),
                    ("person.household_kind", "户籍性质"),
                ),
            ),
            Matter(
                "suspension",
                "suspension",
                "退工停保登记",
                "S02",
                "JS-03",
                _needs(
                    *_WHO,
                    ("reason", "停保原因"),
                    ("employment_ended_on", "终止(解除)日期"),
                    ("last_paid_month", "缴费终止年月"),
                ),
            ),
            Matter("wage_change", "base", "缴费基数申报", "S03", "JS-06", _needs(*_WHO, *_WAGE)),
            Matter(
                "retirement_registration",
                "retirement",
                "退休登记(申请)",
                "S04",
                "JS-13",
                _needs(
                    *_WHO, ("retires_on", "退休时间"), ("person.mobile", "职工手机"), ("post_to", "邮寄地址")
                ),
            ),
            Matter(
                "flexible_enrolment",
                "flexible_enrolment",
                "灵活就业参保",
                "",
                "JS-08",
                _needs(*_WHO, ("base", "月缴费工资")),
            ),
            Matter(
                "flexible_suspension",
                "flexible_suspension",
                "灵活就业停保",
                "",
                "JS-08",
                _needs(*_WHO, ("last_paid_month", "缴费终止年月")),
            ),
            Matter(
                "relation_transfer",
                "transfer",
                "社保关系转移接续",
                "",
                "JS-08",
                _needs(*_WHO, ("from_place", "原参保地")),
            ),
        )
    }
)
"""By the filing's type."""

SCOPE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {name: MATTERS[name].title if name in MATTERS else "单位权益单" for name in CODES}
)
"""What people call each 事项 that can be granted."""

TITLES: Final[Mapping[str, str]] = MappingProxyType({each.code: each.title for each in MATTERS.values()})


def matter_of(filing: Filing) -> Matter:
    """The matter by which this is filed."""
    return MATTERS[filing.type]


def scopes_of(kind: str, rank: str, codes: Iterable[str]) -> frozenset[str]:
    """The filing types that an account may file: a person's own, or those of the unit's matters (JS-36, JS-37)."""
    if kind == "person":
        return PERSONAL | {ENTITLEMENT}
    held = frozenset(codes)
    types = {each.filing_type for each in MATTERS.values() if each.scope in held}
    types |= {ENTITLEMENT} if CODES[ENTITLEMENT] in held else set()
    return frozenset(types | (GRANTING if rank in ("1", "2") else set()))
