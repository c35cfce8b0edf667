"""The businesses that insure nobody: changes of general data, appointments and problem reports."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    Actor,
    Appointment,
    EmployerUpdate,
    HalfDay,
    Matter,
    NextStep,
    PersonUpdate,
    ProblemReport,
    WireChanged,
)

from . import fields_employer_update, fields_errands, fields_person_update, pages_desk, wire_addresses
from .business import Business, Told
from .facts import WuhanFacts
from .facts_desk import AppointmentFacts, EmployerChangeFacts, PersonChangeFacts
from .fields import AGENCY

_MATTER_WORDS: Final[Mapping[Matter, str]] = {
    Matter.ENROLMENT_REVIEW: "增减员审核",
    Matter.ANNUAL_WAGE_REVIEW: "年度工资申报审核",
    Matter.ARREARS_ARRIVAL: "欠费到账确认",
    Matter.CORRECTION: "信息变更或订正",
    Matter.OTHER: "其他业务",
}
_HALF_WORDS: Final[Mapping[HalfDay, str]] = {HalfDay.MORNING: "上午", HalfDay.AFTERNOON: "下午"}


def _told_of_appointment(filing: Appointment, detail: Mapping[str, str]) -> Told:
    """Who comes when, with which number 预约号. Being late or early has no effect on any filing."""
    number = detail.get(fields_errands.BOOKING, "")
    if detail and not number:
        raise WireChanged("申报业务预约", "a 预约号 of what is taken", "none")
    by_number = f"凭预约号 {number} " if number else "（预约号见已办业务详情）"
    when = f"{filing.day:%Y年%m月%d日}{_HALF_WORDS[filing.half]}"
    come = NextStep(
        who=Actor.EMPLOYER,
        what=f"{by_number}于 {when}到窗口办理{_MATTER_WORDS[filing.matter]}",
        by=filing.day,
        place=AGENCY,
    )
    return Told((come,))


def _told_of_problem(filing: ProblemReport, detail: Mapping[str, str]) -> Told:
    """What the agency has answered."""
    answer = detail.get(fields_errands.ANSWER, "")
    read = f"阅读经办机构的回复：{answer}" if answer else "阅读经办机构的回复（见已办业务详情）"
    return Told((NextStep(who=Actor.VENDOR, what=read),))


PERSON_UPDATE: Final = Business[PersonUpdate, PersonChangeFacts](
    filing_type="person_update",
    name="个人一般信息变更",
    title="个人一般信息变更",
    short="个人一般信息变更",
    rule="WH-107",
    entrance_rule="WH-107",
    addresses=wire_addresses.PERSON,
    facts=PersonChangeFacts,
    read_facts=pages_desk.person_change_facts,
    asked=fields_person_update.asked,
    fields=fields_person_update.FIELDS,
    also=fields_person_update.ALSO,
    table=fields_person_update.table,
    stated=fields_person_update.stated,
    expected_echo=fields_person_update.expected_echo,
    shown_before=fields_person_update.shown_before,
    # The papers of WH-107, kept by every unit.
    papers=("经职工本人签字确认的信息变更相关的证明及说明材料",),
    rule_of=MappingProxyType({"not_insured_here": "WH-107"}),
    files=(fields_person_update.PHOTO,),
    uploads=fields_person_update.uploads,
    looks_again=True,
)

EMPLOYER_UPDATE: Final = Business[EmployerUpdate, EmployerChangeFacts](
    filing_type="employer_update",
    name="单位一般信息变更",
    title="单位一般信息变更",
    short="单位一般信息变更",
    rule="WH-109",
    entrance_rule="WH-109",
    addresses=wire_addresses.UNIT,
    facts=EmployerChangeFacts,
    read_facts=pages_desk.employer_change_facts,
    asked=fields_employer_update.asked,
    fields=fields_employer_update.FIELDS,
    also=fields_employer_update.ALSO,
    table=fields_employer_update.table,
    stated=fields_employer_update.stated,
    expected_echo=fields_employer_update.expected_echo,
    shown_before=fields_employer_update.shown_before,
    # The papers of WH-131, kept by every unit.
    papers=("信息变更相关的证明及说明材料",),
    rule_of=MappingProxyType({"nothing_changes": "WH-109", "key_data": "WH-110"}),
    looks_again=True,
)

APPOINTMENT: Final = Business[Appointment, AppointmentFacts](
    filing_type="appointment",
    name="申报业务预约",
    title="申报业务预约",
    short="申报业务预约",
    rule="WH-113",
    entrance_rule="WH-113",
    addresses=wire_addresses.APPOINTMENT,
    facts=AppointmentFacts,
    read_facts=pages_desk.appointment_facts,
    asked=fields_errands.nothing_asked,
    fields=fields_errands.APPOINTMENT,
    also=fields_errands.ALSO,
    table=fields_errands.appointment_table,
    stated=fields_errands.of_appointment,
    expected_echo=fields_errands.appointment_echo,
    shown_before=fields_errands.shown_before,
    papers=(),
    of_detail=_told_of_appointment,
)

PROBLEM_REPORT: Final = Business[ProblemReport, WuhanFacts](
    filing_type="problem_report",
    name="问题报告",
    title="问题报告",
    short="问题报告",
    rule="WH-111",
    entrance_rule="WH-111",
    addresses=wire_addresses.PROBLEM,
    facts=WuhanFacts,
    read_facts=pages_desk.no_facts,
    asked=fields_errands.nothing_asked,
    fields=fields_errands.PROBLEM,
    also=fields_errands.ALSO,
    table=fields_errands.problem_table,
    stated=fields_errands.of_problem,
    expected_echo=fields_errands.problem_echo,
    shown_before=fields_errands.shown_before,
    papers=(),
    of_detail=_told_of_problem,
    while_waiting=(NextStep(who=Actor.HALL, what="答复问题报告"),),
)

ALL: Final = (PERSON_UPDATE, EMPLOYER_UPDATE, APPOINTMENT, PROBLEM_REPORT)
