"""The forms 申报业务预约 (WH-113) and 问题报告 (WH-111), field by field, and what a filing says in each. Part of the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sigateway.plugin import Appointment, Expected, HalfDay, Matter, ProblemReport, Scheme

from .facts import WuhanFacts
from .fields import AlsoNeeded, FormField, expected, is_phone, iso_day

MATTERS: Final[Mapping[Matter, str]] = MappingProxyType(
    {
        Matter.ENROLMENT_REVIEW: "01",
        Matter.ANNUAL_WAGE_REVIEW: "02",
        Matter.ARREARS_ARRIVAL: "03",
        Matter.CORRECTION: "04",
        Matter.OTHER: "09",
    }
)
"""The hall's codes of 预约业务."""

HALVES: Final[Mapping[HalfDay, str]] = MappingProxyType({HalfDay.MORNING: "1", HalfDay.AFTERNOON: "2"})
"""The hall's codes of 时段."""

_MATTER_WORDS: Final = {
    "01": "增减员审核",
    "02": "年度工资申报审核",
    "03": "欠费到账确认",
    "04": "信息变更或订正",
    "09": "其他",
}
_HALF_WORDS: Final = {"1": "上午", "2": "下午"}

APPOINTMENT: Final[tuple[FormField, ...]] = (
    FormField("yyyw", "预约业务", "matter", red=True, options=_MATTER_WORDS),
    FormField("yyrq", "预约日期", "day", red=True),
    FormField("yysd", "时段", "half", red=True, options=_HALF_WORDS),
    FormField("lxrxm", "联系人姓名", "contact_name", red=True),
    FormField("lxrdh", "联系人电话", "contact_phone", red=True),
)

BOOKING: Final = "yyh"
"""预约号 on the detail page, once it is taken."""

PROBLEM: Final[tuple[FormField, ...]] = (
    FormField("wtbt", "标题", "title", red=True),
    FormField("wtnr", "内容", "text", red=True),
    FormField("lxrdh", "联系人电话", "contact_phone", red=True),
)

ANSWER: Final = "hf"
"""回复 on the detail page, once the agency has answered."""

ALSO: Final[tuple[AlsoNeeded, ...]] = ()

_LONGEST_NAME: Final = 50
_LONGEST_TEXT: Final = 500


def _line(most: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= most and not set("\r\n") & set(text)


APPOINTMENT_FORMATS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {"lxrxm": _line(_LONGEST_NAME), "lxrdh": is_phone}
)
PROBLEM_FORMATS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {"wtbt": _line(_LONGEST_NAME), "wtnr": _line(_LONGEST_TEXT), "lxrdh": is_phone}
)
"""What the hall takes in a field that is filled in."""


def nothing_asked(filing: Appointment | ProblemReport) -> dict[str, str]:
    """There is nobody to search."""
    return {}


def appointment_table(filing: Appointment) -> tuple[FormField, ...]:
    """The fields, the same for everybody."""
    return APPOINTMENT


def problem_table(filing: ProblemReport) -> tuple[FormField, ...]:
    """The fields, the same for everybody."""
    return PROBLEM


def of_appointment(filing: Appointment, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What an appointment says in each field."""
    return {
        "yyyw": MATTERS[filing.matter],
        "yyrq": iso_day(filing.day),
        "yysd": HALVES[filing.half],
        "lxrxm": filing.contact_name.strip(),
        "lxrdh": filing.contact_phone.strip(),
    }


def of_problem(filing: ProblemReport, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What a problem report says in each field."""
    return {
        "wtbt": filing.title.strip(),
        "wtnr": filing.text.strip(),
        "lxrdh": filing.contact_phone.strip(),
    }


def appointment_echo(
    filing: Appointment, schemes: frozenset[Scheme], facts: WuhanFacts | None
) -> dict[str, Expected]:
    """What the hall should show back: every field."""
    return expected(APPOINTMENT, of_appointment(filing, schemes))


def problem_echo(
    filing: ProblemReport, schemes: frozenset[Scheme], facts: WuhanFacts | None
) -> dict[str, Expected]:
    """What the hall should show back: every field."""
    return expected(PROBLEM, of_problem(filing, schemes))


def shown_before(facts: WuhanFacts) -> dict[str, str]:
    """Nothing of the form counts as an echo: the check page shows everything."""
    return {}
