"""The rules of 用工参保 and 预登记 (JS-04, JS-45). Pure."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import (
    Context,
    Enrolment,
    Known,
    Month,
    PreRegistration,
)

from .facts import PersonFacts, day_of, person_of, unit_of
from .fields import first_month
from .rules_shared import (
    ELSEWHERE,
    FLEXIBLE,
    HERE,
    Findings,
    Rule,
    contract_has_begun,
    refused,
    the_very_person,
    warned,
)
from .rules_window import opening_day


def not_insured_yet(filing: Enrolment | PreRegistration, context: Context) -> Findings:
    """Neither here, nor at another unit, nor as a flexible worker; and after what was paid before."""
    person = person_of(context)
    if person is None:
        return
    if person.standing == HERE:
        yield refused(
            context, "JS-45", "此人在本单位已经参保", "如为新合同请办理续签（ContractRenewal）", "person"
        )
    elif person.standing == ELSEWHERE:
        yield refused(
            context,
            "JS-45",
            "此人在其他单位参保，尚未停保",
            "请员工联系原单位办理退工停保，成功后再申报",
            "person",
        )
    else:
        yield from _after_what_was_paid(filing, person, context)
    if person.standing == FLEXIBLE:
        yield refused(
            context, "JS-45", "此人正以灵活就业人员身份参保", "请员工本人先办理灵活就业停保", "person"
        )


def _after_what_was_paid(
    filing: Enrolment | PreRegistration, person: PersonFacts, context: Context
) -> Findings:
    if filing.employment is None or person.last_paid is None:
        return
    if Month.of(filing.employment.contract_start) <= person.last_paid:
        yield refused(
            context,
            "JS-45",
            f"此人已缴费至 {person.last_paid}，参保开始年月应在其后",
            "请核对劳动合同开始日期；或请原单位更正缴费终止年月",
            "employment.contract_start",
        )


def contract_begins_in_time(filing: Enrolment | PreRegistration, context: Context) -> Findings:
    """The contract begins at most six months back."""
    if filing.employment is None:
        return
    unit = unit_of(context)
    back = int(context.rules.figure("JS-45", "months_back", on=context.day))
    earliest = unit.minimum_month if unit else Month.of(context.at).plus(-back)
    if Month.of(filing.employment.contract_start) < earliest:
        yield refused(
            context,
            "JS-45",
            f"劳动合同开始日期不得早于申报当月之前的{back}个月（{earliest}）",
            "更早的月份请到人社窗口补缴",
            "employment.contract_start",
            known=Known.OFFLINE,
        )


def starts_with_the_contract(filing: Enrolment, context: Context) -> Findings:
    """The person is insured from the month in which the contract begins: there is no field for another."""
    work = filing.employment
    if work is not None and first_month(filing) != Month.of(work.contract_start):
        yield warned(
            context,
            "JS-45",
            f"大厅从劳动合同开始的月份（{Month.of(work.contract_start)}）起参保，与所填开始年月不一致，核对回显时将停止",
            "请把参保开始年月（first_paid_month，或 back_pay_from）改为合同开始的月份",
            "first_paid_month",
        )


def within_days_of_hiring(filing: Enrolment, context: Context) -> Findings:
    """自用工之日起30日内办理参保: told, not blocked."""
    days = int(context.rules.figure("JS-45", "enrol_within_days", on=context.day))
    work = filing.employment
    if work is not None and (day_of(context) - work.contract_start).days > days:
        yield warned(
            context,
            "JS-45",
            f"用人单位应自用工之日起{days}日内办理参保，已超过",
            "请尽快办理",
            "employment.contract_start",
        )


def not_announced_yet(filing: PreRegistration, context: Context) -> Findings:
    """One pre-registration of this unit, person and month (JS-04)."""
    person = person_of(context)
    if person is not None and person.preregistered:
        yield refused(
            context, "JS-04", "此人本月已预登记", f"请从{opening_day(context)}日起办理用工参保登记", "person"
        )


ENROLMENT: Final[tuple[Rule, ...]] = (
    the_very_person,
    not_insured_yet,
    contract_begins_in_time,
    contract_has_begun,
    starts_with_the_contract,
    within_days_of_hiring,
)
PREREGISTRATION: Final[tuple[Rule, ...]] = (
    the_very_person,
    not_insured_yet,
    contract_begins_in_time,
    contract_has_begun,
    not_announced_yet,
)
