"""The fields of each matter, and what each must look like; nothing here looks at anything but the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sigateway_mockservers.jiangsu.money import to_tenth
from sigateway_mockservers.jiangsu.names import (
    BASE,
    BASIC_DATA,
    ENROLMENT,
    FLEXIBLE_ENROLMENT,
    FLEXIBLE_SUSPENSION,
    PREREGISTRATION,
    RENEWAL,
    RETIREMENT,
    SUSPENSION,
    TRANSFER,
)
from sigateway_mockservers.jiangsu.reasons import bad, missing
from sigateway_mockservers.kernel.months import is_day, is_month
from sigateway_mockservers.kernel.numbers import identity_number_is_sound
from sigateway_mockservers.kernel.reasons import Reason

Fields = Mapping[str, str]
Check = Callable[[str], bool]

NEW_CONTRACT, RENEWED = "1", "3"
FIXED_TERM, OPEN_ENDED, BY_TASK = "41", "42", "43"
STOP_REASONS: Mapping[str, str] = {
    "6301": "合同期满",
    "6303": "单位解除合同",
    "6304": "双方协商一致解除",
    "6305": "个人解除合同",
    "6306": "企业破产",
    "6307": "出国",
    "6309": "服刑",
    "6313": "申请养老待遇核定（或达到法定退休年龄）",
    "6315": "死亡或失踪",
    "6316": "组织调动",
    "6317": "企业裁员",
    "6323": "企业关闭或企业撤销、解散",
    "6328": "申领病残津贴",
}
POSTS = frozenset({"01", "02", "03", "04", "05", "06", "07"})
SCHEMES = frozenset({"110", "210", "110 210"})

_WAGE = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,2})?", re.ASCII)
_MOBILE = re.compile(r"1[0-9]{10}", re.ASCII)
_NATION = re.compile(r"[0-9]{2}", re.ASCII)


def is_identity_number(text: str) -> bool:
    """18 characters, the X upper case."""
    return text == text.upper() and identity_number_is_sound(text)


def _is_wage(text: str) -> bool:
    return _WAGE.fullmatch(text) is not None and Decimal(text) > 0


def _up_to(most: int) -> Check:
    return lambda text: 1 <= len(text) <= most


def _one_of(*values: str) -> Check:
    return lambda text: text in values


@dataclass(frozen=True, slots=True)
class Field:
    """One field; ``optional`` when an empty one may stand, by itself or by :func:`_joint_rules`."""

    name: str
    label: str
    check: Check
    optional: bool = False


_PERSON = (Field("idNumber", "身份证号", is_identity_number), Field("name", "姓名", _up_to(50)))
_CONTRACT = (
    Field("contractKind", "合同类别", _one_of(FIXED_TERM, OPEN_ENDED, BY_TASK)),
    Field("contractFrom", "劳动合同开始日期", is_day),
    Field("contractTo", "劳动合同终止日期", is_day, optional=True),
    Field("post", "岗位工种", _one_of(*POSTS)),
)
_MONTHLY_WAGE = Field("wage", "月缴费工资", _is_wage)
_NEW = (
    *_PERSON,
    Field("increase", "合同增加原因", _one_of(NEW_CONTRACT)),
    *_CONTRACT,
    Field("identity", "参保身份", _one_of("101")),
    _MONTHLY_WAGE,
)
_LAST_MONTH = Field("lastPaidMonth", "缴费终止年月", is_month)
_ADDRESS = tuple(
    Field(name, label, _up_to(50), optional=True)
    for name, label in (
        ("province", "省"),
        ("city", "市"),
        ("county", "区县"),
        ("street", "街道"),
        ("community", "社区村"),
    )
)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    ENROLMENT: _NEW,
    PREREGISTRATION: _NEW,
    RENEWAL: (*_PERSON, Field("increase", "合同增加原因", _one_of(RENEWED)), *_CONTRACT),
    BASIC_DATA: (
        *_PERSON,
        Field("mobile", "手机号", lambda text: _MOBILE.fullmatch(text) is not None),
        Field("nation", "民族", lambda text: _NATION.fullmatch(text) is not None),
        Field("householdKind", "户籍性质", _one_of("11", "12", "13", "14", "15", "16")),
        *_ADDRESS,
    ),
    SUSPENSION: (
        *_PERSON,
        Field("reason", "停保原因", _one_of(*STOP_REASONS)),
        Field("endedOn", "终止(解除)日期", is_day),
        _LAST_MONTH,
    ),
    BASE: (*_PERSON, _MONTHLY_WAGE),
    RETIREMENT: (
        *_PERSON,
        Field("retireOn", "退休时间", is_day),
        Field("mobile", "职工手机", lambda text: _MOBILE.fullmatch(text) is not None),
        Field("postTo", "邮寄地址", _up_to(100)),
    ),
    FLEXIBLE_ENROLMENT: (*_PERSON, _MONTHLY_WAGE),
    FLEXIBLE_SUSPENSION: (*_PERSON, _LAST_MONTH),
    TRANSFER: (
        *_PERSON,
        Field("fromPlace", "原参保地", _up_to(100)),
        Field("schemes", "险种", _one_of(*SCHEMES)),
    ),
}

#: How many parts of the address each kind of household wants.
_ADDRESS_PARTS = {"11": 5, "12": 5, "13": 3, "14": 3, "15": 0, "16": 0}


def names_of(matter: str) -> tuple[str, ...] | None:
    """The fields of a matter; ``None`` for a matter that there is not."""
    fields = FIELDS.get(matter)
    return tuple(each.name for each in fields) if fields is not None else None


def judge_fields(matter: str, asked: Fields) -> tuple[Reason, ...]:
    """Everything that is wrong with the form, one reason a field."""
    found: dict[str, Reason] = {}
    for each in FIELDS[matter]:
        value = asked[each.name]
        if not value:
            if not each.optional:
                found[each.name] = missing(each.label)
        elif not each.check(value):
            found[each.name] = bad(each.label)
    for name, reason in _joint_rules(matter, asked):
        found.setdefault(name, reason)
    return tuple(found.values())


def _joint_rules(matter: str, asked: Fields) -> Iterator[tuple[str, Reason]]:
    """What one field asks of another."""
    if "contractKind" in asked:
        begins, ends, label = asked["contractFrom"], asked["contractTo"], "劳动合同终止日期"
        if asked["contractKind"] == FIXED_TERM and not ends:
            yield "contractTo", missing(label)
        if ends and (
            asked["contractKind"] == OPEN_ENDED or (is_day(begins) and is_day(ends) and ends < begins)
        ):
            yield "contractTo", bad(label)
    wanted = _ADDRESS_PARTS.get(asked.get("householdKind", ""))
    if matter == BASIC_DATA and wanted is not None:
        for place, each in enumerate(_ADDRESS):
            if place < wanted and not asked[each.name]:
                yield each.name, missing(each.label)
            if place >= wanted and asked[each.name]:
                yield each.name, bad(each.label)


def kept(asked: Fields) -> dict[str, str]:
    """The fields as the hall holds them: the wage to one decimal, half up."""
    held = dict(asked)
    if held.get("wage"):
        held["wage"] = str(to_tenth(Decimal(held["wage"])))
    return held
