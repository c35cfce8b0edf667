"""The fields of each declaration: their names, what they may hold, what is said when they do not (SH-29)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import is_month
from sigateway_mockservers.kernel.numbers import identity_number_is_sound
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.shanghai.money import written_jiao
from sigateway_mockservers.shanghai.names import (
    ANNUAL_WAGE,
    BACK_PAYMENT,
    BUSINESSES,
    ENROLMENT,
    NO,
    SUSPENSION,
    WAGE_CHANGE,
    YES,
)
from sigateway_mockservers.shanghai.reasons import NUMBER_MALFORMED, PERMIT_MALFORMED, malformed, required

Fields = Mapping[str, str]

_NUMBER = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
_WAGE = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,2})?", re.ASCII)
_YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
_PERMIT_BEGINS = re.compile(r"[A-Z]{2}", re.ASCII)
_PERMIT = re.compile(r"[A-Z]{2}[0-9]{1,18}", re.ASCII)
_CAUSES = frozenset({"01", "02", "03", "04", "05", "06", "07"})
_MOST_NAME, _MOST_REMARK = 50, 100
_ANNUAL_WAGE_LABEL = "上年度月平均工资性收入"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: of which businesses, and what its value must be when there is one."""

    name: str
    label: str
    of: frozenset[str]
    fits: Callable[[str], bool]
    optional: bool = False
    misfit: Reason | None = None


def is_personal_number(text: str) -> bool:
    """True for a number that can be a 个人序号."""
    return _NUMBER.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """True for a year that there is."""
    return _YEAR.fullmatch(text) is not None


def _is_wage(text: str) -> bool:
    return _WAGE.fullmatch(text) is not None and Decimal(text) > 0


def _of(*codes: str) -> frozenset[str]:
    return frozenset(codes)


_ALL = frozenset(BUSINESSES)
_WITH_WAGE = _of(ENROLMENT, BACK_PAYMENT, WAGE_CHANGE, ANNUAL_WAGE)

#: Every field, in the order in which it stands in ``sb``. The talent permit is judged apart.
FIELDS: tuple[Field, ...] = (
    Field("zjhm", "公民身份号码", _ALL, identity_number_is_sound),
    Field("xm", "姓名", _ALL, lambda text: len(text) <= _MOST_NAME),
    Field("grxh", "个人序号", _of(ENROLMENT), is_personal_number, optional=True, misfit=NUMBER_MALFORMED),
    Field("qsny", "缴费起始年月", _of(ENROLMENT), is_month),
    Field("gzsr", "月平均工资性收入", _WITH_WAGE, _is_wage),
    Field("wlry", "外来从业人员", _of(ENROLMENT), lambda text: text in (YES, NO)),
    Field("rczh", "人才证号", _of(ENROLMENT), lambda text: True, optional=True),
    Field("zcyy", "转出原因", _of(SUSPENSION), lambda text: text in _CAUSES),
    Field("jzny", "缴费截止年月", _of(SUSPENSION), is_month),
    Field("bz", "备注", _of(SUSPENSION), lambda text: len(text) <= _MOST_REMARK, optional=True),
    Field("ksny", "补缴开始年月", _of(BACK_PAYMENT), is_month),
    Field("jsny", "补缴截止年月", _of(BACK_PAYMENT), is_month),
    Field("sxny", "生效年月", _of(WAGE_CHANGE), is_month),
    Field("nd", "缴费年度", _of(ANNUAL_WAGE), is_year),
)
_BY_NAME = {each.name: each for each in FIELDS}


def names_of(business: str) -> tuple[str, ...] | None:
    """What ``sb`` of a business holds, in order; ``None`` when there is no such business."""
    if business not in BUSINESSES:
        return None
    return ("ywlx", *(each.name for each in FIELDS if business in each.of))


def label_of(name: str, business: str = "") -> str:
    """The name of a field, as people read it."""
    if name == "ywlx":
        return "业务类型"
    if name == "gzsr" and business == ANNUAL_WAGE:
        return _ANNUAL_WAGE_LABEL
    return _BY_NAME[name].label


@enforces("SH-29")
def judge_fields(fields: Fields) -> tuple[Reason, ...]:
    """What is wrong with the fields of a declaration by themselves; at most one reason a field."""
    found: list[Reason | None] = []
    for name, value in fields.items():
        if name == "rczh":
            found.append(_judge_permit(value, fields["wlry"]))
        elif name != "ywlx":
            found.append(judge_field(name, value, fields["ywlx"]))
    return tuple(reason for reason in found if reason is not None)


def judge_field(name: str, value: str, business: str = "") -> Reason | None:
    """What is wrong with one field by itself."""
    field, label = _BY_NAME[name], label_of(name, business)
    if not value:
        return None if field.optional else required(label)
    return None if field.fits(value) else field.misfit or malformed(label)


def _judge_permit(permit: str, from_elsewhere: str) -> Reason | None:
    label = label_of("rczh")
    if from_elsewhere == NO:
        return malformed(label) if permit else None
    if not permit:
        return required(label) if from_elsewhere == YES else None
    if not _PERMIT_BEGINS.match(permit):
        return PERMIT_MALFORMED
    return None if _PERMIT.fullmatch(permit) else malformed(label)


def kept(fields: Fields) -> dict[str, str]:
    """The fields as the hall holds them: the wage kept to the jiao, half up, always with one decimal."""
    if "gzsr" not in fields:
        return dict(fields)
    return {**fields, "gzsr": written_jiao(Decimal(fields["gzsr"]))}
