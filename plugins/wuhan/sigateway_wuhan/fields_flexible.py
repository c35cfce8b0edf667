"""The form 增员(续保) of a flexible worker, field by field: what is its own, the rest is that of an enrolment. Part of the wire."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

from sigateway.plugin import Context, Expected, FlexibleEnrolment, NotOffered, Private, RuleNotKnown, Scheme

from .facts_community import FlexibleFacts
from .fields import AGENCY, DOCUMENT_KINDS, FLEXIBLE_SCHEMES, JOINS, NO, YES, AlsoNeeded, FormField, expected
from .fields_enrolment import CHECKED_KINDS, OF_THE_PERSON, of_the_person

FIELDS: Final[tuple[FormField, ...]] = (
    *OF_THE_PERSON,
    *(
        FormField(f"xz_{code}", label, "schemes", red=True, options=JOINS)
        for code, label in (("yanglao", "养老"), ("yiliao", "医疗"), ("dae", "大额医疗"))
    ),
    FormField("jfjs", "缴费基数", "base", red=True),
)
"""Every field of the form, in the hall's order."""

FORM: Final = "《个人社保业务登记表》（一式二份）"
"""Printed, signed by both, kept (WH-116, WH-119, WH-120)."""

MONTH: Final = "cbny"
"""参保年月: set by the hall when saved, shown on check and detail pages."""

MONTHLY: Final = "ydjfje"
"""月度缴费金额: set by the hall when saved; what the person pays a month (WH-120)."""

ALSO: Final = (
    AlsoNeeded("schemes", "参加险种", mandatory=False, rule="WH-119"),
    AlsoNeeded("first_paid_month", "参保年月", mandatory=True, rule="WH-119"),
)


_PERCENTS: Final[Mapping[Scheme, str]] = MappingProxyType(
    {Scheme.PENSION: "pension_percent", Scheme.MEDICAL: "medical_percent"}
)
_HUNDRED: Final = Decimal(100)


def asked(enrolment: FlexibleEnrolment) -> dict[str, str]:
    """What the search form is filled in with. Schemes that the form does not have are never left out in silence (WH-119)."""
    if joined(enrolment) - set(FLEXIBLE_SCHEMES.values()):
        raise NotOffered("WH-119", "灵活就业人员在社区只能参加养老、医疗、大额医疗，未发送", place=AGENCY)
    document = enrolment.person.document
    return {"zjlx": DOCUMENT_KINDS[document.kind], "zjhm": Private(document.number)}


def table(enrolment: FlexibleEnrolment) -> tuple[FormField, ...]:
    """The fields as they are for this person: a foreigner's nation stays as the hall has it."""
    if enrolment.person.document.kind in CHECKED_KINDS:
        return FIELDS
    return tuple(replace(field, kept=True) if field.name == "mz" else field for field in FIELDS)


def joined(enrolment: FlexibleEnrolment) -> frozenset[Scheme]:
    """The schemes joined: those named, or all that a community enrols people in."""
    return enrolment.schemes if enrolment.schemes is not None else frozenset(FLEXIBLE_SCHEMES.values())


def stated(enrolment: FlexibleEnrolment, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field; ``None`` where it says nothing."""
    takes = joined(enrolment)
    return {
        **of_the_person(enrolment),
        **{f"xz_{code}": YES if scheme in takes else NO for code, scheme in FLEXIBLE_SCHEMES.items()},
        "jfjs": f"{enrolment.base:.2f}",
    }


def expected_echo(
    enrolment: FlexibleEnrolment, schemes: frozenset[Scheme], facts: FlexibleFacts | None
) -> dict[str, Expected]:
    """What the hall should show back. With ``facts`` on the check page, where month and monthly amount must show.

    The amount is the hall's to decide; what the figures make of it is compared apart, and warns (``monthly_amount``).
    """
    on_check = facts is not None
    month = enrolment.first_paid_month.compact
    return {
        **expected(table(enrolment), stated(enrolment, schemes)),
        MONTH: Expected("参保年月", month, must_show=on_check),
        MONTHLY: Expected("月度缴费金额", None, must_show=on_check),
    }


def shown_before(facts: FlexibleFacts) -> dict[str, str]:
    """The check page shows everything."""
    return {}


def monthly_amount(base: Decimal, takes: Collection[Scheme], context: Context) -> Decimal | None:
    """What is to be paid a month by the figures of WH-120, each part rounded half up; ``None`` when a figure is missing."""
    rules, day = context.rules, context.day
    total = Decimal(0)
    try:
        cent = rules.figure("WH-120", "round_to", on=day)
        for scheme, percent in _PERCENTS.items():
            if scheme in takes:
                part = base * rules.figure("WH-120", percent, on=day) / _HUNDRED
                total += part.quantize(cent, rounding=ROUND_HALF_UP)
        if Scheme.LARGE_MEDICAL in takes:
            total += rules.figure("WH-120", "large_medical", on=day)
    except RuleNotKnown:
        return None
    return total
