"""The fields of the enrolment form: names, labels, which are red, which turn grey, and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sigateway_mockservers.wuhan.records import SCHEMES

_YES_NO = {"0": "否", "1": "是"}
_JOINS = {"1": "参加", "0": "不参加"}

KINDS = {"01": "居民身份证", "02": "港澳台居民居住证", "03": "外国人永久居留身份证", "04": "护照"}
SEXES = {"1": "男", "2": "女"}

# GB/T 3304: 汉 is 01, then the 55 others in the order of the standard.
_NATIONS_IN_ORDER = (
    "汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 "
    "黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 "
    "毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 "
    "独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族"
)
NATIONS = {f"{position:02d}": name for position, name in enumerate(_NATIONS_IN_ORDER.split(), start=1)} | {
    "97": "其他",
    "98": "外国血统中国籍人士",
}
# GB/T 4658, its main classes and the classes below them.
EDUCATIONS = {
    "10": "研究生教育",
    "11": "博士研究生毕业",
    "12": "博士研究生结业",
    "13": "博士研究生肄业",
    "14": "硕士研究生毕业",
    "15": "硕士研究生结业",
    "16": "硕士研究生肄业",
    "17": "研究生班毕业",
    "18": "研究生班结业",
    "19": "研究生班肄业",
    "20": "大学本科教育",
    "21": "大学本科毕业",
    "22": "大学本科结业",
    "23": "大学本科肄业",
    "28": "大学普通班毕业",
    "30": "大学专科教育",
    "31": "大学专科毕业",
    "32": "大学专科结业",
    "33": "大学专科肄业",
    "40": "中等职业教育",
    "41": "中等专科毕业",
    "42": "中等专科结业",
    "43": "中等专科肄业",
    "44": "职业高中毕业",
    "45": "职业高中结业",
    "46": "职业高中肄业",
    "47": "技工学校毕业",
    "48": "技工学校结业",
    "49": "技工学校肄业",
    "60": "普通高级中学教育",
    "61": "普通高中毕业",
    "62": "普通高中结业",
    "63": "普通高中肄业",
    "70": "初级中学教育",
    "71": "初中毕业",
    "73": "初中肄业",
    "80": "小学教育",
    "81": "小学毕业",
    "83": "小学肄业",
    "90": "其他",
}
MARITALS = {
    "10": "未婚",
    "20": "已婚",
    "21": "初婚",
    "22": "再婚",
    "23": "复婚",
    "30": "丧偶",
    "40": "离婚",
    "90": "未说明的婚姻状况",
}
HOUSEHOLD_KINDS = {"10": "城镇", "20": "农村"}
EMPLOYMENT_FORMS = {"1": "全日制", "2": "非全日制", "3": "劳务派遣"}
SCHEME_NAMES = dict(zip(SCHEMES, ("养老", "医疗", "大额医疗", "工伤", "失业", "生育"), strict=True))

KINDS_WITH_RESIDENT_NUMBER = frozenset({"01", "02"})

_MOBILE = re.compile(r"1[0-9]{10}")
_WAGE = re.compile(r"(?:0|[1-9][0-9]{0,9})\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}(?:0[1-9]|1[0-2])")


def read_day(text: str) -> date | None:
    """A day written YYYY-MM-DD, or ``None``."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_month(text: str) -> tuple[int, int] | None:
    """Year and month of YYYYMM, or ``None``."""
    return (int(text[:4]), int(text[4:])) if _MONTH.fullmatch(text) and text[:4] != "0000" else None


def _is_day(text: str) -> bool:
    return read_day(text) is not None


def _is_month(text: str) -> bool:
    return read_month(text) is not None


def _is_wage(text: str) -> bool:
    return bool(_WAGE.fullmatch(text)) and Decimal(text) > 0


def _is_mobile(text: str) -> bool:
    return bool(_MOBILE.fullmatch(text))


def _at_most(length: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= length


def _anything(_text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the form. ``options`` are the codes it takes; otherwise ``check`` judges a filled-in value."""

    name: str
    label: str
    red: bool = False
    grey: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[str], bool] = _anything

    def takes(self, value: str) -> bool:
        """True when a value that is not empty is well formed."""
        return value in self.options if self.options else self.check(value)


FIELDS: tuple[FormField, ...] = (
    FormField("zjlx", "证件类型", red=True, grey=True, options=KINDS),
    FormField("zjhm", "证件号码", red=True, grey=True),
    FormField("xm", "姓名", red=True, grey=True, check=_at_most(50)),
    FormField("xb", "性别", red=True, grey=True, options=SEXES),
    FormField("csrq", "出生日期", red=True, grey=True, check=_is_day),
    FormField("mz", "民族", red=True, options=NATIONS),
    FormField("whcd", "文化程度", options=EDUCATIONS),
    FormField("hyzk", "婚姻状况", options=MARITALS),
    FormField("hkxz", "户口性质", options=HOUSEHOLD_KINDS),
    FormField("hkszd", "户口所在地", check=_at_most(100)),
    FormField("jzdz", "居住地地址", check=_at_most(100)),
    FormField("sj", "手机", red=True, check=_is_mobile),
    FormField("ygxs", "用工形式", options=EMPLOYMENT_FORMS),
    FormField("htqsrq", "合同起始日期", red=True, check=_is_day),
    FormField("htzzrq", "合同终止日期", check=_is_day),
    FormField("sbgz", "申报工资", red=True, check=_is_wage),
    *(FormField(f"xz_{code}", name, red=True, options=_JOINS) for code, name in SCHEME_NAMES.items()),
    FormField("zsbj", "追溯补缴", red=True, options=_YES_NO),
    FormField("bjksny", "补缴开始年月", check=_is_month),
)
#: Set by the hall when a form is saved; shown on the check page only.
START_MONTH = FormField("cbny", "参保年月", grey=True, check=_is_month)

GREY_NAMES = tuple(each.name for each in FIELDS if each.grey)
BLACK_NAMES = tuple(each.name for each in FIELDS if not each.grey)


def is_required(each: FormField, values: Mapping[str, str]) -> bool:
    """Whether a field must be filled in, given the others: nation not for foreigners, back-pay start only if any."""
    if each.name == "mz":
        return values.get("zjlx") in KINDS_WITH_RESIDENT_NUMBER
    if each.name == "bjksny":
        return values.get("zsbj") == "1"
    return each.red


def chosen_schemes(values: Mapping[str, str]) -> tuple[str, ...]:
    """The scheme codes that a form says 参加 for."""
    return tuple(code for code in SCHEMES if values.get(f"xz_{code}") == "1")
