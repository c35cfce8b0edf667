"""The form of 增员(续保): names, labels, which are red, which turn grey, and what each may hold."""

from __future__ import annotations

from collections.abc import Mapping

from sigateway_mockservers.wuhan import codes
from sigateway_mockservers.wuhan.documents import KIND, NUMBER
from sigateway_mockservers.wuhan.fields import FormField, at_most, is_day, is_mobile, is_month, is_wage
from sigateway_mockservers.wuhan.records import SCHEMES

FIELDS: tuple[FormField, ...] = (
    KIND,
    NUMBER,
    FormField("xm", "姓名", red=True, grey=True, check=at_most(50)),
    FormField("xb", "性别", red=True, grey=True, options=codes.SEXES),
    FormField("csrq", "出生日期", red=True, grey=True, check=is_day),
    FormField("mz", "民族", red=True, options=codes.NATIONS),
    FormField("whcd", "文化程度", options=codes.EDUCATIONS),
    FormField("hyzk", "婚姻状况", options=codes.MARITALS),
    FormField("hkxz", "户口性质", options=codes.HOUSEHOLD_KINDS),
    FormField("hkszd", "户口所在地", check=at_most(100)),
    FormField("jzdz", "居住地地址", check=at_most(100)),
    FormField("sj", "手机", red=True, check=is_mobile),
    FormField("ygxs", "用工形式", options=codes.EMPLOYMENT_FORMS),
    FormField("htqsrq", "合同起始日期", red=True, check=is_day),
    FormField("htzzrq", "合同终止日期", check=is_day),
    FormField("sbgz", "申报工资", red=True, check=is_wage),
    *(
        FormField(f"xz_{code}", name, red=True, options=codes.JOINS)
        for code, name in codes.SCHEME_NAMES.items()
    ),
    FormField("zsbj", "追溯补缴", red=True, options=codes.YES_NO),
    FormField("bjksny", "补缴开始年月", check=is_month),
)
START_MONTH = FormField("cbny", "参保年月", grey=True, check=is_month)


def chosen_schemes(values: Mapping[str, str]) -> tuple[str, ...]:
    """The scheme codes that a form says 参加 for."""
    return tuple(code for code in SCHEMES if values.get(f"xz_{code}") == "1")


def schemes_are_filled_in(values: Mapping[str, str]) -> bool:
    """Whether every scheme was decided upon."""
    return all(values[f"xz_{code}"] in codes.JOINS for code in SCHEMES)
