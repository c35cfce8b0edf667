"""National code tables 国标代码 for what a filing says about a person.

No package carries these, so they stand here: GB/T 2261.1 性别, GB/T 2261.2 婚姻状况, GB/T 3304 民族,
GB/T 4658 学历, and the labour ministry's 户口性质 (AAC009). A region that has its own codes maps from these
in its ``wire``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator, Field

_SHOWN: Final = 10
_TIDY: Final = re.compile(r"[!-~\u4e00-\u9fff]*")


def tidy(text: str) -> str:
    """Half-width 半角, without any white space or invisible character, outer or inner; else as it was."""
    if _TIDY.fullmatch(text):
        return text  # nearly every cell of a workbook, at a fiftieth of the cost
    half = (chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text)
    return "".join(c for c in half if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


@dataclass(frozen=True, slots=True, eq=False)
class CodeTable:
    """One code table 代码表: its standard, what it is about, and the name of each code.

    ``aliases`` are further names that people write, each to its code.
    """

    standard: str
    title: str
    names: Mapping[str, str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    _codes: Mapping[str, str] = field(init=False, repr=False)
    _width: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_name = {name: code for code, name in self.names.items()}
        object.__setattr__(self, "names", MappingProxyType(dict(self.names)))
        object.__setattr__(self, "aliases", MappingProxyType(dict(self.aliases)))
        object.__setattr__(self, "_codes", MappingProxyType({**self.aliases, **by_name}))
        object.__setattr__(self, "_width", max(map(len, self.names)))

    def code_of(self, text: str) -> str:
        """The code, given a code (leading zeros may be missing) or a name. Else :class:`ValueError`."""
        written = tidy(text)
        if written.isascii() and written.isdigit():
            padded = written.zfill(self._width)
            if padded in self.names:
                return padded
        elif written in self._codes:
            return self._codes[written]
        raise ValueError(self._refusal())

    def name_of(self, code: str) -> str:
        """The Chinese name of a code; :class:`ValueError` if the table has no such code."""
        if code not in self.names:
            raise ValueError(self._refusal())
        return self.names[code]

    def _refusal(self) -> str:
        shown = "、".join(f"{code} {name}" for code, name in list(self.names.items())[:_SHOWN])
        more = f" 等{len(self.names)}项" if len(self.names) > _SHOWN else ""
        return f"{self.title}不在代码表中，请填代码或名称（{self.standard}）：{shown}{more}"


class Sex(StrEnum):
    """Sex 性别 as an identity number tells it: the codes of GB/T 2261.1."""

    MALE = "1"  #: 男
    FEMALE = "2"  #: 女


SEXES: Final = CodeTable(
    "GB/T 2261.1",
    "性别",
    {"0": "未知", "1": "男", "2": "女", "9": "未说明"},
    {"男性": "1", "女性": "2", "未知的性别": "0", "未说明的性别": "9"},
)

MARITAL_STATUSES: Final = CodeTable(
    "GB/T 2261.2",
    "婚姻状况",
    {
        "10": "未婚", "20": "已婚", "21": "初婚", "22": "再婚", "23": "复婚", "30": "丧偶", "40": "离婚",
        "90": "未说明",
    },
    {"离异": "40", "未说明的婚姻状况": "90"},
)  # fmt: skip

HOUSEHOLD_KINDS: Final = CodeTable(
    "AAC009",
    "户口性质",
    {"10": "城镇", "20": "农村"},
    {
        "非农业": "10", "非农": "10", "城镇户口": "10", "非农业户口": "10", "非农户口": "10",
        "农业": "20", "农村户口": "20", "农业户口": "20",
    },
)  # fmt: skip

_PEOPLES: Final = {
    "01": "汉", "02": "蒙古", "03": "回", "04": "藏", "05": "维吾尔", "06": "苗", "07": "彝",
    "08": "壮", "09": "布依",
    "10": "朝鲜", "11": "满", "12": "侗", "13": "瑶", "14": "白", "15": "土家", "16": "哈尼",
    "17": "哈萨克", "18": "傣",
    "19": "黎", "20": "傈僳", "21": "佤", "22": "畲", "23": "高山", "24": "拉祜", "25": "水",
    "26": "东乡", "27": "纳西",
    "28": "景颇", "29": "柯尔克孜", "30": "土", "31": "达斡尔", "32": "仫佬", "33": "羌",
    "34": "布朗", "35": "撒拉",
    "36": "毛南", "37": "仡佬", "38": "锡伯", "39": "阿昌", "40": "普米", "41": "塔吉克",
    "42": "怒", "43": "乌孜别克",
    "44": "俄罗斯", "45": "鄂温克", "46": "德昂", "47": "保安", "48": "裕固", "49": "京",
    "50": "塔塔尔", "51": "独龙",
    "52": "鄂伦春", "53": "赫哲", "54": "门巴", "55": "珞巴", "56": "基诺",
}  # fmt: skip

NATIONS: Final = CodeTable(
    "GB/T 3304",
    "民族",
    {**_PEOPLES, "81": "穿青人", "97": "其他", "98": "外国血统"},
    {**{f"{name}族": code for code, name in _PEOPLES.items()}, "穿青": "81", "外国血统中国籍人士": "98"},
)

EDUCATIONS: Final = CodeTable(
    "GB/T 4658",
    "学历",
    {
        "10": "研究生教育", "11": "博士研究生毕业", "12": "博士研究生结业", "13": "博士研究生肄业",
        "14": "硕士研究生毕业", "15": "硕士研究生结业", "16": "硕士研究生肄业",
        "17": "研究生班毕业", "18": "研究生班结业", "19": "研究生班肄业",
        "20": "大学本科教育", "21": "大学本科毕业", "22": "大学本科结业", "23": "大学本科肄业",
        "28": "大学普通班毕业",
        "30": "大学专科教育", "31": "大学专科毕业", "32": "大学专科结业", "33": "大学专科肄业",
        "40": "中等职业教育", "41": "中等专科毕业", "42": "中等专科结业", "43": "中等专科肄业",
        "44": "职业高中毕业", "45": "职业高中结业", "46": "职业高中肄业",
        "47": "技工学校毕业", "48": "技工学校结业", "49": "技工学校肄业",
        "60": "普通高级中学教育", "61": "普通高中毕业", "62": "普通高中结业", "63": "普通高中肄业",
        "70": "初级中学教育", "71": "初中毕业", "73": "初中肄业", "80": "小学教育",
        "81": "小学毕业", "83": "小学肄业",
        "90": "其他",
    },
    {
        # A bare level takes the code of the level where the table has one: it claims neither 毕业 nor 肄业.
        "研究生": "10", "大学本科": "20", "本科": "20", "大学专科": "30", "专科": "30", "大专": "30",
        "普通高中": "60", "高中": "60", "初级中学": "70", "初中": "70", "小学": "80",
        "博士毕业": "11", "硕士毕业": "14", "本科毕业": "21", "本科结业": "22", "本科肄业": "23",
        "大学普通班": "28",
        "专科毕业": "31", "大专毕业": "31", "专科结业": "32", "专科肄业": "33",
        "中专毕业": "41", "中专结业": "42", "中专肄业": "43", "职高毕业": "44", "技校毕业": "47",
        "高中毕业": "61", "高中结业": "62", "高中肄业": "63",
        # Without a code for the level, the plain name of a 学历 is the finished one.
        "博士研究生": "11", "博士": "11", "硕士研究生": "14", "硕士": "14", "研究生班": "17", "中专": "41",
        "职业高中": "44", "职高": "44", "技工学校": "47", "技校": "47",
    },
)  # fmt: skip

SexCode = Annotated[str, AfterValidator(SEXES.code_of), Field(description="性别，GB/T 2261.1 代码或名称")]
"""性别: takes the code or the name, holds the code."""

MaritalStatus = Annotated[
    str, AfterValidator(MARITAL_STATUSES.code_of), Field(description="婚姻状况，GB/T 2261.2 代码或名称")
]
"""婚姻状况: takes the code or the name, holds the code."""

HouseholdKind = Annotated[
    str, AfterValidator(HOUSEHOLD_KINDS.code_of), Field(description="户口性质，代码 10 城镇、20 农村，或名称")
]
"""户口性质: takes the code or the name, holds the code."""

Nation = Annotated[str, AfterValidator(NATIONS.code_of), Field(description="民族，GB/T 3304 代码或名称")]
"""民族: takes the code or the name (汉, 汉族), holds the code."""

Education = Annotated[
    str, AfterValidator(EDUCATIONS.code_of), Field(description="学历，GB/T 4658 代码或名称")
]
"""学历: takes the code or the name, holds the code."""


def sex_name(code: str) -> str:
    """The name of a GB/T 2261.1 code 性别: ``"1"`` is 男."""
    return SEXES.name_of(code)


def marital_status_name(code: str) -> str:
    """The name of a GB/T 2261.2 code 婚姻状况: ``"10"`` is 未婚."""
    return MARITAL_STATUSES.name_of(code)


def household_kind_name(code: str) -> str:
    """The name of a household kind 户口性质: ``"10"`` is 城镇."""
    return HOUSEHOLD_KINDS.name_of(code)


def nation_name(code: str) -> str:
    """The name of a GB/T 3304 code 民族, without 族: ``"01"`` is 汉."""
    return NATIONS.name_of(code)


def education_name(code: str) -> str:
    """The name of a GB/T 4658 code 学历: ``"21"`` is 大学本科毕业."""
    return EDUCATIONS.name_of(code)
