"""The form of 增员(续保): names, labels, which are red, which turn grey, and what each may hold."""

from __future__ import annotations

from collections.abc import Container, Mapping

from sigateway_mockservers.kernel.numbers import identity_birth_date, identity_sex
from sigateway_mockservers.wuhan import codes
from sigateway_mockservers.wuhan.documents import KIND, NUMBER
from sigateway_mockservers.wuhan.fields import FormField, at_most, is_day, is_mobile, is_month, is_wage
from sigateway_mockservers.wuhan.personal import FIELD_OF
from sigateway_mockservers.wuhan.records import SCHEMES
from sigateway_mockservers.wuhan.standing import Standing

#: Which field holds what of the hall's own record, and fills in the next form.
_HELD = {
    FIELD_OF[name]: name
    for name in ("education", "marital", "household_kind", "household_place", "address", "mobile")
}

#: What every enrolment says of the person.
PERSON_FIELDS: tuple[FormField, ...] = (
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
)
FIELDS: tuple[FormField, ...] = (
    *PERSON_FIELDS,
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


def known_of_person(asked: Mapping[str, str], standing: Standing) -> dict[str, str]:
    """The fields about the person, as the number, the register and the hall's own record say."""
    values: dict[str, str] = {}
    if asked["zjlx"] in codes.KINDS_WITH_RESIDENT_NUMBER:
        born = identity_birth_date(asked["zjhm"])
        values |= {"xb": identity_sex(asked["zjhm"]), "csrq": born.isoformat() if born else ""}
    person, held = standing.person, standing.personal
    if person is None:
        values["mz"] = held.nation
    else:
        key = {"xm": person.name, "xb": person.sex, "csrq": person.born.isoformat(), "mz": person.nation}
        values |= key
    return {**values, **{field: getattr(held, name) for field, name in _HELD.items()}}


def told_of_person(values: Mapping[str, str]) -> dict[str, str]:
    """What a form says of the person, for the hall to hold; what it leaves empty stays as it was."""
    said = {name: values[field] for field, name in _HELD.items() if values[field]}
    key = {"name": values["xm"], "sex": values["xb"], "born": values["csrq"], "nation": values["mz"]}
    return said | key


def chosen_schemes(values: Mapping[str, str]) -> tuple[str, ...]:
    """The scheme codes that a form says 参加 for."""
    return tuple(code for code in SCHEMES if values.get(f"xz_{code}") == "1")


def scheme_fields(schemes: Container[str]) -> dict[str, str]:
    """The fields of a form that says 参加 for these schemes and 不参加 for the others."""
    return {f"xz_{code}": "1" if code in schemes else "0" for code in SCHEMES}


def schemes_are_filled_in(values: Mapping[str, str]) -> bool:
    """Whether every scheme was decided upon."""
    return all(values[f"xz_{code}"] in codes.JOINS for code in SCHEMES)
