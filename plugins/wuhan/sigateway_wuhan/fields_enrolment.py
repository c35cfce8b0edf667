"""The form 增员(续保), field by field: the hall's names, labels and codes, and what an enrolment says in each. Part of the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    EDUCATIONS,
    HOUSEHOLD_KINDS,
    MARITAL_STATUSES,
    NATIONS,
    SEXES,
    CodeTable,
    DocumentKind,
    EmploymentForm,
    Enrolment,
    Expected,
    FlexibleEnrolment,
    Private,
    Scheme,
)

from .facts import EnrolmentFacts
from .fields import (
    DOCUMENT_KINDS,
    JOINS,
    KIND,
    NO,
    NUMBER,
    SCHEMES,
    YES,
    YES_NO,
    AlsoNeeded,
    FormField,
    expected,
    iso_day,
    plain,
)

EMPLOYMENT_FORMS: Final[Mapping[EmploymentForm, str]] = MappingProxyType(
    {EmploymentForm.FULL_TIME: "1", EmploymentForm.PART_TIME: "2", EmploymentForm.DISPATCHED: "3"}
)
"""The hall's codes of 用工形式."""

CHECKED_KINDS: Final = (DocumentKind.RESIDENT_ID, DocumentKind.RESIDENCE_PERMIT)
"""Kinds whose number the hall checks, and whose holders must state a nation 民族."""


def _scheme_field(code: str, label: str) -> FormField:
    return FormField(f"xz_{code}", label, "schemes", red=True, options=JOINS)


def _of(table: CodeTable, *lacking: str) -> dict[str, str]:
    return {code: name for code, name in table.names.items() if code not in lacking}


NATION: Final = FormField("mz", "民族", "person.nation", red=True, options=_of(NATIONS, "81"), table=NATIONS)
EDUCATION: Final = FormField(
    "whcd", "文化程度", "person.education", kept=True, options=EDUCATIONS.names, table=EDUCATIONS
)
MARITAL: Final = FormField(
    "hyzk",
    "婚姻状况",
    "person.marital_status",
    kept=True,
    options=MARITAL_STATUSES.names,
    table=MARITAL_STATUSES,
)

OF_THE_PERSON: Final[tuple[FormField, ...]] = (
    KIND,
    NUMBER,
    FormField("xm", "姓名", "person.name", red=True),
    FormField(
        "xb", "性别", "person.stated_sex", red=True, kept=True, options=_of(SEXES, "0", "9"), table=SEXES
    ),
    FormField("csrq", "出生日期", "person.stated_birth", red=True, kept=True),
    NATION,
    EDUCATION,
    MARITAL,
    FormField(
        "hkxz",
        "户口性质",
        "person.household_kind",
        kept=True,
        options=HOUSEHOLD_KINDS.names,
        table=HOUSEHOLD_KINDS,
    ),
    FormField("hkszd", "户口所在地", "person.household_place", kept=True),
    FormField("jzdz", "居住地地址", "person.address", kept=True),
    FormField("sj", "手机", "person.mobile", red=True),
)
"""What every form of an enrolment asks about the person, in the hall's order."""

FIELDS: Final[tuple[FormField, ...]] = (
    *OF_THE_PERSON,
    FormField(
        "ygxs", "用工形式", "employment.form", options={"1": "全日制", "2": "非全日制", "3": "劳务派遣"}
    ),
    FormField("htqsrq", "合同起始日期", "employment.contract_start", red=True),
    FormField("htzzrq", "合同终止日期", "employment.contract_end"),
    FormField("sbgz", "申报工资", "declared_wage", red=True),
    _scheme_field("yanglao", "养老"),
    _scheme_field("yiliao", "医疗"),
    _scheme_field("dae", "大额医疗"),
    _scheme_field("gongshang", "工伤"),
    _scheme_field("shiye", "失业"),
    _scheme_field("shengyu", "生育"),
    FormField("zsbj", "追溯补缴", "back_pay_from", red=True, options=YES_NO),
    FormField("bjksny", "补缴开始年月", "back_pay_from"),
)
"""Every field of the form, in the hall's order."""

COLUMNS: Final = tuple(field for field in FIELDS if field.path != "schemes")
"""The columns of the batch template 批量增员: the form without the schemes, which are the unit's (WH-57)."""

MONTH: Final = "cbny"
"""参保年月: set by the hall when saved, shown on the check page only."""

ALSO: Final = (
    AlsoNeeded("schemes", "参加险种", mandatory=False, rule="WH-57"),
    AlsoNeeded("first_paid_month", "参保年月", mandatory=True, rule="WH-56"),
    AlsoNeeded("back_pay_from", "补缴开始年月", mandatory=False, rule="WH-56"),
)


def asked(enrolment: Enrolment) -> dict[str, str]:
    """What the search form is filled in with (WH-48)."""
    document = enrolment.person.document
    return {"zjlx": DOCUMENT_KINDS[document.kind], "zjhm": Private(document.number)}


def table(enrolment: Enrolment) -> tuple[FormField, ...]:
    """The fields as they are for this person: a foreigner's nation stays as the hall has it.

    About the person, the hall may know more than the filing, as a clerk would leave a filled-in field alone. Red fields
    that a filing can state (a mobile, the nation of a citizen) and an earlier contract's data are never taken over.
    """
    if enrolment.person.document.kind in CHECKED_KINDS:
        return FIELDS
    return tuple(replace(field, kept=True) if field.name == "mz" else field for field in FIELDS)


def of_the_person(enrolment: Enrolment | FlexibleEnrolment) -> dict[str, str | None]:
    """What a filing says about the person; ``None`` where it says nothing."""
    person = enrolment.person
    return {
        "zjlx": DOCUMENT_KINDS[person.document.kind],
        "zjhm": person.document.number,
        "xm": plain(person.name),
        "xb": person.sex.value if person.sex else None,
        "csrq": iso_day(person.born),
        "mz": person.nation,
        "whcd": person.education,
        "hyzk": person.marital_status,
        "hkxz": person.household_kind,
        "hkszd": plain(person.household_place),
        "jzdz": plain(person.address),
        "sj": person.mobile,
    }


def stated(enrolment: Enrolment, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field; ``None`` where it says nothing. ``schemes`` are those of the unit."""
    work, back_pay = enrolment.employment, enrolment.back_pay_from
    joined = enrolment.schemes if enrolment.schemes is not None else schemes
    return {
        **of_the_person(enrolment),
        "ygxs": EMPLOYMENT_FORMS[work.form] if work and work.form else None,
        "htqsrq": iso_day(work.contract_start) if work else None,
        "htzzrq": iso_day(work.contract_end) if work else None,
        "sbgz": f"{enrolment.declared_wage:.2f}",
        **{f"xz_{code}": YES if scheme in joined else NO for code, scheme in SCHEMES.items()},
        "zsbj": YES if back_pay else NO,
        "bjksny": back_pay.compact if back_pay else None,
    }


def expected_echo(
    enrolment: Enrolment, schemes: frozenset[Scheme], facts: EnrolmentFacts | None
) -> dict[str, Expected]:
    """What the hall should show back. With ``facts`` on the check page, where 参保年月 must show; without, on its lists."""
    month = enrolment.first_paid_month.compact
    return {
        **expected(table(enrolment), stated(enrolment, schemes)),
        MONTH: Expected("参保年月", month, must_show=facts is not None),
    }


def shown_before(facts: EnrolmentFacts) -> dict[str, str]:
    """Nothing of the form counts as an echo: its check page shows everything."""
    return {}
