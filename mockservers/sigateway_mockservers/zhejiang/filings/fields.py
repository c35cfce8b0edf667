"""The fields of an enrolment and of a suspension, and what is looked at in each alone (ZJ-10, ZJ-20)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sigateway_mockservers.kernel.months import is_day, is_month
from sigateway_mockservers.kernel.reasons import Reason

_MONEY = re.compile(r"(0|[1-9][0-9]{0,8})\.[0-9]{2}", re.ASCII)
_MOBILE = re.compile(r"1[0-9]{10}", re.ASCII)
_NATION = re.compile(r"0[1-9]|[1-4][0-9]|5[0-6]|81|97|98", re.ASCII)
_EDUCATION = re.compile(r"[1-467-8][0-9]|90", re.ASCII)
_LONGEST_NAME, _LONGEST_TEXT = 50, 100

Check = Callable[[str], bool]


def is_money(text: str) -> bool:
    """True for yuan with exactly two decimals, above 0."""
    return _MONEY.fullmatch(text) is not None and Decimal(text) > 0


def is_mobile(text: str) -> bool:
    """True for 11 digits that begin with 1."""
    return _MOBILE.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_TEXT


def _one_of(*codes: str) -> Check:
    return lambda text: text in codes


def _anything(_text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its key, its label, whether it carries a *, and its form."""

    key: str
    label: str
    mandatory: bool
    check: Check


ENROL_FIELDS = (
    Field("idCard", "社会保障号", True, _anything),  # looked at before everything else
    Field("name", "姓名", True, _is_name),
    Field("mobile", "手机号码", True, is_mobile),
    Field("nation", "民族", True, lambda text: _NATION.fullmatch(text) is not None),
    Field("hukou", "户口性质", True, _one_of("10", "20")),
    Field("hukouPlace", "户口所在地", False, _is_short),
    Field("address", "居住地址", False, _is_short),
    Field("education", "文化程度", False, lambda text: _EDUCATION.fullmatch(text) is not None),
    Field("workForm", "用工形式", True, _one_of("1", "2", "3")),
    Field("contractStart", "合同起始日期", True, is_day),
    Field("contractEnd", "合同终止日期", False, is_day),
    Field("wage", "月缴费工资", True, is_money),
    Field("pensionFrom", "养老参保开始年月", False, is_month),
    Field("unemploymentFrom", "失业参保开始年月", False, is_month),
    Field("injuryFrom", "工伤参保开始年月", False, is_month),
    Field("injury", "参加工伤保险", True, _one_of("0", "1")),
)
SUSPEND_FIELDS = (
    Field("idCard", "社会保障号", True, _anything),
    Field("name", "姓名", True, _is_name),
    Field("pensionStop", "养老停保年月", False, is_month),
    Field("unemploymentStop", "失业停保年月", False, is_month),
    Field("injuryStop", "工伤停保年月", False, is_month),
    Field("reason", "停保原因", True, _one_of(*(f"0{n}" for n in range(1, 8)))),
    Field("endedOn", "终止劳动关系日期", True, is_day),
    Field("remark", "备注", False, _is_short),
)
ENROL_KEYS = tuple(each.key for each in ENROL_FIELDS)
SUSPEND_KEYS = tuple(each.key for each in SUSPEND_FIELDS)


def wrong_form(fields: tuple[Field, ...], asked: Mapping[str, str], rule: str) -> list[Reason]:
    """What is missing or not of its form, in the order of the fields."""
    found: list[Reason] = []
    for field in fields:
        text = asked[field.key]
        if not text and field.mandatory:
            found.append(Reason(rule, f"{field.label}为必填项", field.key))
        elif text and not field.check(text):
            found.append(Reason(rule, f"{field.label}格式有误", field.key))
    return found
