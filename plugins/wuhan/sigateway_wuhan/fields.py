"""The form 增员(续保), field by field: the hall's names and labels, its codes, and what a filing says in each.

Part of the wire: with ``wire.py`` and ``pages.py`` the only place that knows the hall's field names and codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    DocumentKind,
    EmploymentForm,
    Enrolment,
    Expected,
    NotOffered,
    Private,
    Scheme,
)

AGENCY: Final = "辖区社保经办机构"
"""Where everything is done that the hall does not take online."""

CHARSET: Final = "gbk"

YES: Final = "1"
NO: Final = "0"

SCHEMES: Final[Mapping[str, Scheme]] = MappingProxyType(
    {
        "yanglao": Scheme.PENSION,
        "yiliao": Scheme.MEDICAL,
        "dae": Scheme.LARGE_MEDICAL,
        "gongshang": Scheme.INJURY,
        "shiye": Scheme.UNEMPLOYMENT,
        "shengyu": Scheme.MATERNITY,
    }
)
"""The hall's scheme codes 参保险种."""

DOCUMENT_KINDS: Final[Mapping[DocumentKind, str]] = MappingProxyType(
    {
        DocumentKind.RESIDENT_ID: "01",
        DocumentKind.RESIDENCE_PERMIT: "02",
        DocumentKind.FOREIGN_PERMANENT_RESIDENT: "03",
        DocumentKind.PASSPORT: "04",
    }
)
"""The hall's codes of 证件类型."""

EMPLOYMENT_FORMS: Final[Mapping[EmploymentForm, str]] = MappingProxyType(
    {EmploymentForm.FULL_TIME: "1", EmploymentForm.PART_TIME: "2", EmploymentForm.DISPATCHED: "3"}
)
"""The hall's codes of 用工形式."""

CHECKED_KINDS: Final = (DocumentKind.RESIDENT_ID, DocumentKind.RESIDENCE_PERMIT)
"""Kinds whose number the hall checks, and whose holders must state a nation 民族."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. ``red`` is mandatory 必录 (WH-32); ``kept`` keeps what the hall shows when the filing says nothing.

    ``path`` is the filing's field, ``options`` the codes this region writes, if the field has codes of its own.
    """

    name: str
    label: str
    path: str
    red: bool = False
    kept: bool = False
    options: frozenset[str] = frozenset()


def _scheme_field(code: str, label: str) -> FormField:
    return FormField(f"xz_{code}", label, "schemes", red=True, options=frozenset((YES, NO)))


FIELDS: Final[tuple[FormField, ...]] = (
    FormField(
        "zjlx", "证件类型", "person.document.kind", red=True, options=frozenset(DOCUMENT_KINDS.values())
    ),
    FormField("zjhm", "证件号码", "person.document.number", red=True),
    FormField("xm", "姓名", "person.name", red=True),
    FormField("xb", "性别", "person.stated_sex", red=True, kept=True, options=frozenset(("1", "2"))),
    FormField("csrq", "出生日期", "person.stated_birth", red=True, kept=True),
    FormField("mz", "民族", "person.nation", red=True),
    FormField("whcd", "文化程度", "person.education", kept=True),
    FormField("hyzk", "婚姻状况", "person.marital_status", kept=True),
    FormField("hkxz", "户口性质", "person.household_kind", kept=True, options=frozenset(("10", "20"))),
    FormField("hkszd", "户口所在地", "person.household_place", kept=True),
    FormField("jzdz", "居住地地址", "person.address", kept=True),
    FormField("sj", "手机", "person.mobile", red=True),
    FormField("ygxs", "用工形式", "employment.form", options=frozenset(EMPLOYMENT_FORMS.values())),
    FormField("htqsrq", "合同起始日期", "employment.contract_start", red=True),
    FormField("htzzrq", "合同终止日期", "employment.contract_end"),
    FormField("sbgz", "申报工资", "declared_wage", red=True),
    _scheme_field("yanglao", "养老"),
    _scheme_field("yiliao", "医疗"),
    _scheme_field("dae", "大额医疗"),
    _scheme_field("gongshang", "工伤"),
    _scheme_field("shiye", "失业"),
    _scheme_field("shengyu", "生育"),
    FormField("zsbj", "追溯补缴", "back_pay_from", red=True, options=frozenset((YES, NO))),
    FormField("bjksny", "补缴开始年月", "back_pay_from"),
)
"""Every field of the form, in the hall's order."""

MONTH: Final = "cbny"
"""参保年月: set by the hall when saved, shown on the check page only."""


def stated(enrolment: Enrolment, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field; ``None`` where it says nothing. ``schemes`` are those of the unit."""
    person, work = enrolment.person, enrolment.employment
    document, back_pay = person.document, enrolment.back_pay_from
    joined = enrolment.schemes if enrolment.schemes is not None else schemes
    return {
        "zjlx": DOCUMENT_KINDS[document.kind],
        "zjhm": document.number,
        "xm": _text(person.name),
        "xb": person.sex.value if person.sex else None,
        "csrq": _day(person.born),
        "mz": person.nation,
        "whcd": person.education,
        "hyzk": person.marital_status,
        "hkxz": person.household_kind,
        "hkszd": _text(person.household_place),
        "jzdz": _text(person.address),
        "sj": person.mobile,
        "ygxs": EMPLOYMENT_FORMS[work.form] if work and work.form else None,
        "htqsrq": _day(work.contract_start) if work else None,
        "htzzrq": _day(work.contract_end) if work else None,
        "sbgz": f"{enrolment.declared_wage:.2f}",
        **{f"xz_{code}": YES if scheme in joined else NO for code, scheme in SCHEMES.items()},
        "zsbj": YES if back_pay else NO,
        "bjksny": back_pay.compact if back_pay else None,
    }


def keeps(field: FormField, enrolment: Enrolment) -> bool:
    """Whether the hall's own value stands where the filing says nothing.

    About the person, the hall may know more than the filing, as a clerk would leave a filled-in field alone. Red fields
    that a filing can state (a mobile, the nation of a citizen) and an earlier contract's data are never taken over.
    """
    return field.kept or (field.name == "mz" and enrolment.person.document.kind not in CHECKED_KINDS)


def filled(enrolment: Enrolment, schemes: frozenset[Scheme], shown: Mapping[str, str]) -> dict[str, str]:
    """The form as it is sent, given what the hall ``shown`` filled in. Every value is personal."""
    said = stated(enrolment, schemes)
    values = {
        field.name: value
        if (value := said[field.name]) is not None
        else shown.get(field.name, "")
        if keeps(field, enrolment)
        else ""
        for field in FIELDS
    }
    lacking = unwritable(values)
    if lacking:
        raise NotOffered(
            "WH-32",
            f"{'、'.join(lacking)}含有大厅字符集（GBK）没有的字，网上无法照实填写，未发送",
            place=AGENCY,
        )
    return {name: Private(value) for name, value in values.items()}


def unwritable(values: Mapping[str, str | None]) -> tuple[str, ...]:
    """The labels of the fields with a character that the hall's charset lacks."""
    return tuple(field.label for field in FIELDS if not in_charset(values[field.name] or ""))


def in_charset(text: str) -> bool:
    """Whether the hall's charset can write it."""
    try:
        text.encode(CHARSET)
    except UnicodeEncodeError:
        return False
    return True


def expected_echo(
    enrolment: Enrolment, schemes: frozenset[Scheme], *, month_shown: bool = True
) -> dict[str, Expected]:
    """What the hall should show back of this filing. ``month_shown``: on the check page it must show 参保年月 too."""
    said = stated(enrolment, schemes)
    expected: dict[str, Expected] = {}
    for field in FIELDS:
        value = said[field.name]
        if value is None and keeps(field, enrolment):
            expected[field.name] = Expected(field.label, None, must_show=False)
        else:
            expected[field.name] = Expected(field.label, value or "", must_show=bool(value))
    month = enrolment.first_paid_month.compact
    expected[MONTH] = Expected("参保年月", month, must_show=month_shown)
    return expected


def _text(text: str | None) -> str | None:
    return (text.strip() or None) if text is not None else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
