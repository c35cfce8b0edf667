"""The fields of each kind of filing: their names on both wires, their labels, what they may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sigateway_mockservers.beijing.names import (
    ADD,
    BACK,
    CUT,
    FOUR,
    HEALTH,
    MEDICAL,
    PERSON,
    SCHEMES,
    SYSTEMS,
    UNIT,
    WAGE,
    Business,
)
from sigateway_mockservers.beijing.reasons import malformed, required
from sigateway_mockservers.kernel.months import is_month, read_day
from sigateway_mockservers.kernel.reasons import Reason

RED, BLACK, GREY = "red", "black", "grey"
MOST_NUMBER, MOST_NAME, MOST_ADDRESS = 20, 50, 100

EDUCATION: Mapping[str, str] = {
    "10": "研究生教育",
    "11": "博士研究生毕业",
    "14": "硕士研究生毕业",
    "17": "研究生班毕业",
    "20": "大学本科教育",
    "21": "本科毕业",
    "28": "大学普通班",
    "30": "大学专科教育",
    "31": "专科毕业",
    "40": "中等职业教育",
    "41": "中专毕业",
    "44": "职业高中毕业",
    "47": "技工学校毕业",
    "60": "普通高级中学教育",
    "61": "高中毕业",
    "70": "初级中学教育",
    "71": "初中毕业",
    "80": "小学教育",
    "81": "小学毕业",
    "90": "其他",
}
ID_TYPES: Mapping[str, str] = {
    "01": "居民身份证",
    "02": "港澳台居民居住证",
    "03": "外国人永久居留身份证",
    "04": "护照",
}
FEE_PERSON_TYPES: Mapping[str, str] = {
    "11": "本市城镇职工",
    "12": "本市农村劳动力",
    "21": "外埠城镇职工",
    "22": "外埠农村劳动力",
}
ADD_REASONS: Mapping[str, str] = {"01": "转入", "02": "新参保", "03": "中断失业恢复"}
CUT_REASONS: Mapping[str, str] = {
    "01": "转出",
    "02": "合同期满",
    "03": "单位解除",
    "04": "个人辞职",
    "05": "协商解除",
    "06": "退休",
    "07": "死亡或失踪",
    "99": "法律、法规规定的其他情形",
}
BACK_REASONS: Mapping[str, str] = {"01": "漏报", "02": "少报", "03": "劳动仲裁或判决"}
ADDED_BY_MISTAKE, TOO_LITTLE = "99", "02"

_MONEY = re.compile(r"(0|[1-9][0-9]{0,8})\.[0-9]{2}", re.ASCII)
_MOBILE = re.compile(r"1[0-9]{10}", re.ASCII)
_PHONE = re.compile(r"[0-9-]{7,20}", re.ASCII)
_POSTCODE = re.compile(r"[0-9]{6}", re.ASCII)
_HOSPITAL = re.compile(r"[0-9]{8}", re.ASCII)
_NATIONS = frozenset(f"{n:02d}" for n in range(1, 57)) | {"81", "97", "98"}


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


def _one_of(codes: Iterable[str]) -> Callable[[str], bool]:
    known = frozenset(codes)
    return lambda text: text in known


def _at_most(length: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= length


def is_wage(text: str) -> bool:
    """Yuan with two decimals, above nothing."""
    return _MONEY.fullmatch(text) is not None and Decimal(text) > 0


def _is_schemes(text: str) -> bool:
    codes = text.split(",")
    return len(set(codes)) == len(codes) and set(codes) <= set(SCHEMES)


_FITS_ANYTHING = _at_most(MOST_ADDRESS)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``name`` is its key at home and on the four system's wire, ``medical`` that on the other."""

    name: str
    medical: str
    label: str
    uses: Mapping[str, str]
    fits: Callable[[str], bool] = _FITS_ANYTHING
    systems: tuple[str, ...] = SYSTEMS

    def key(self, system: str) -> str:
        """Its key on a wire."""
        return self.name if system == FOUR else self.medical


def _all(use: str, *codes: str) -> Mapping[str, str]:
    return dict.fromkeys(codes, use)


_PEOPLE = (ADD, CUT, WAGE, BACK, PERSON)
_ONLY_FOUR, _ONLY_MEDICAL = (FOUR,), (MEDICAL,)

#: Every field, in the order in which pages, details and prints show them.
FIELDS: tuple[Field, ...] = (
    Field("idType", "zjlx", "证件类型", _all(RED, *_PEOPLE), _one_of(ID_TYPES)),
    Field("idCard", "zjhm", "公民身份证号码", _all(RED, *_PEOPLE), _at_most(MOST_NUMBER)),
    Field("name", "xm", "姓名", {**_all(GREY, *_PEOPLE), ADD: RED}, _at_most(MOST_NAME)),
    Field(
        "feePsnType",
        "jfrylb",
        "缴费人员类别",
        _all(RED, ADD, PERSON),
        _one_of(FEE_PERSON_TYPES),
        _ONLY_FOUR,
    ),
    Field("medPsnType", "ylrylb", "医疗参保人员类别", _all(RED, ADD), _one_of(("11",)), _ONLY_MEDICAL),
    Field("avgSalary", "yjgz", "月均工资收入", _all(RED, ADD, WAGE, BACK), is_wage),
    Field("insuranceType", "xz", "参加险种", _all(RED, ADD, CUT, BACK), _is_schemes),
    Field("indAddReason", "zjyy", "增员原因", _all(RED, ADD), _one_of(ADD_REASONS)),
    Field("contractStart", "htqsrq", "合同起始日期", _all(RED, ADD), lambda text: read_day(text) is not None),
    Field("mobile", "sj", "手机", {ADD: RED, PERSON: BLACK}, _matches(_MOBILE)),
    Field("nation", "mz", "民族", _all(BLACK, ADD, PERSON), _one_of(_NATIONS), _ONLY_FOUR),
    Field("education", "whcd", "文化程度", _all(BLACK, ADD, PERSON), _one_of(EDUCATION), _ONLY_FOUR),
    Field("hukou", "hkxz", "户口性质", _all(BLACK, ADD, PERSON), _one_of(("10", "20")), _ONLY_FOUR),
    Field("contact", "lxr", "联系人", _all(RED, UNIT), _at_most(MOST_NAME)),
    Field("phone", "lxdh", "联系电话", _all(RED, UNIT), _matches(_PHONE)),
    Field("address", "dz", "居住地址", {**_all(BLACK, ADD, PERSON), UNIT: RED}),
    Field("postcode", "yb", "邮编", _all(BLACK, UNIT), _matches(_POSTCODE)),
    *(
        Field(
            f"hospital{n}",
            f"ddyy{n}",
            "定点医疗机构",
            _all(BLACK, ADD, PERSON),
            _matches(_HOSPITAL),
            _ONLY_MEDICAL,
        )
        for n in range(1, 5)
    ),
    Field("startMonth", "ksny", "缴费起始年月", _all(GREY, ADD, WAGE)),
    Field("endDate", "jsrq", "解除劳动关系日期", _all(RED, CUT), lambda text: read_day(text) is not None),
    Field("stopMonth", "jzny", "缴费截止月份", _all(GREY, CUT)),
    Field("chgReason", "tzyy", "停止缴费原因", _all(RED, CUT), _one_of(CUT_REASONS)),
    Field("oldSalary", "ygz", "原月均工资", _all(GREY, WAGE)),
    Field("backFrom", "bjksny", "补缴起始年月", _all(RED, BACK), is_month),
    Field("backTo", "bjjsny", "补缴截止年月", _all(RED, BACK), is_month),
    Field("backReason", "bjyy", "补缴原因", _all(RED, BACK), _one_of(BACK_REASONS)),
    Field("feeBase", "jfjs", "缴费基数", _all(GREY, ADD, WAGE, BACK)),
    Field("months", "ys", "月数", _all(GREY, BACK)),
    Field("unitAmt", "dwje", "单位金额", _all(GREY, BACK)),
    Field("personAmt", "grje", "个人金额", _all(GREY, BACK)),
    Field("total", "hj", "合计", _all(GREY, BACK)),
)
_BY_NAME: Mapping[str, Field] = {each.name: each for each in FIELDS}
HOSPITALS = tuple(f"hospital{n}" for n in range(1, 5))


def field_named(name: str) -> Field:
    """A field by its key at home."""
    return _BY_NAME[name]


def label_of(field: Field, business: Business) -> str:
    """What a page calls a field."""
    return "地址" if field.name == "address" and business.code == UNIT else field.label


def fields_of(business: Business, system: str) -> tuple[Field, ...]:
    """The fields of a kind of filing in a system."""
    return tuple(each for each in FIELDS if business.code in each.uses and system in each.systems)


def grey_fields(business: Business, system: str) -> frozenset[str]:
    """Those that the hall sets before anything is saved."""
    return frozenset(each.name for each in fields_of(business, system) if each.uses[business.code] == GREY)


def is_red(field: Field, business: Business, *, never_insured: bool) -> bool:
    """Whether a field must be filled; somebody who was never insured needs nation and household too."""
    if field.uses[business.code] == RED:
        return True
    return business.code == ADD and never_insured and field.name in ("nation", "hukou")


def judge_forms(
    business: Business, fields: Iterable[Field], values: Mapping[str, str], *, never_insured: bool
) -> list[Reason]:
    """What is said about empty and malformed fields; grey ones are judged elsewhere."""
    found: list[Reason] = []
    for field in fields:
        if field.uses[business.code] == GREY or field.name == "idCard":
            continue
        value, label = values.get(field.name, ""), label_of(field, business)
        if not value:
            if is_red(field, business, never_insured=never_insured):
                found.append(required(business.rule, label, field.name))
        elif not field.fits(value):
            found.append(malformed(business.rule, label, field.name))
    return found + _judge_hospitals(business, values)


def _judge_hospitals(business: Business, values: Mapping[str, str]) -> list[Reason]:
    """No two alike, none after an empty one."""
    chosen = [values.get(name, "") for name in HOSPITALS]
    filled = [each for each in chosen if each]
    if len(set(filled)) == len(filled) and chosen[: len(filled)] == filled:
        return []
    return [malformed(business.rule, field_named(HOSPITALS[0]).label, HOSPITALS[0])]


def own_schemes(system: str, schemes: tuple[str, ...]) -> str:
    """参加险种 as the wire has it."""
    return HEALTH if system == MEDICAL else ",".join(sorted(each for each in schemes if each != HEALTH))
