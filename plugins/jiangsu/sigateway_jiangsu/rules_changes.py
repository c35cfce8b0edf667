"""The rules of 续签, 退工停保, 缴费基数 and 退休登记 (JS-06, JS-13, JS-45, JS-47). Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sigateway.plugin import (
    Context,
    ContractRenewal,
    Effect,
    Filing,
    Grade,
    Known,
    Month,
    Stage,
    Suspension,
    WageChange,
)

from .facts import day_of, person_of
from .fields import asked, one_decimal
from .rules_shared import (
    HERE,
    Findings,
    Rule,
    contract_has_begun,
    counts_from_the_fee_month,
    last_month_fits,
    only_if,
    refused,
    the_very_person,
    warned,
)


def insured_here(filing: Filing, context: Context) -> Findings:
    """此人未在本单位参保."""
    person = person_of(context)
    if person is not None and person.standing != HERE:
        yield refused(context, "JS-45", "此人未在本单位参保", "请核对人员与单位", "person")


def contract_is_new(filing: ContractRenewal, context: Context) -> Findings:
    """劳动合同没有变化."""
    person, fields = person_of(context), asked(filing)
    same = (fields["contractKind"], fields["contractFrom"], fields["contractTo"], fields["post"])
    if person is not None and person.standing == HERE and person.contract == same:
        yield refused(context, "JS-45", "劳动合同没有变化", "无须申报", "employment")


def employment_has_ended(filing: Suspension, context: Context) -> Findings:
    """终止(解除)日期不得晚于当日."""
    if filing.employment_ended_on > day_of(context):
        yield refused(
            context,
            "JS-45",
            "终止(解除)日期不得晚于当日",
            f"请在 {filing.employment_ended_on:%Y-%m-%d} 或之后申报",
            "employment_ended_on",
            known=Known.OFFLINE,
        )


def within_days_of_ending(filing: Suspension, context: Context) -> Findings:
    """自终止之日起10日内办理停保: told, not blocked."""
    days = int(context.rules.figure("JS-45", "stop_within_days", on=context.day))
    if (day_of(context) - filing.employment_ended_on).days > days:
        yield warned(
            context, "JS-45", f"应自终止之日起{days}日内办理停保，已超过", "请尽快办理", "employment_ended_on"
        )


def reason_decides_a_benefit(filing: Suspension, context: Context) -> Findings:
    """停保原因 decides unemployment benefit: told, so that it is looked at once more."""
    yield warned(context, "JS-45", "停保原因影响失业保险待遇", "请与离职证明核对一致", "reason")


def only_upward(filing: WageChange, context: Context) -> Findings:
    """网上仅可调高缴费基数 (JS-06): lower at the counter; equal is no declaration."""
    person = person_of(context)
    if person is None or person.wage is None or person.standing != HERE:
        return
    asked_for = Decimal(one_decimal(filing.declared_wage))
    if asked_for < person.wage:
        yield context.rules.finding(
            "JS-06",
            Effect.ELSEWHERE,
            "网上仅可调高缴费基数",
            "调低缴费基数请到经办窗口办理",
            ("declared_wage",),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
            place="经办窗口",
        )
    elif asked_for == person.wage:
        yield refused(context, "JS-06", "缴费基数没有变化", "无须申报", "declared_wage")


def no_retirement_running(filing: Filing, context: Context) -> Findings:
    """此人已有正在办理的退休登记 (JS-13)."""
    person = person_of(context)
    if person is not None and person.standing == HERE and person.retirement:
        yield refused(context, "JS-13", "此人已有正在办理的退休登记", "请等待其办结", "person")


def retires_from_now(filing: Any, context: Context) -> Findings:
    """退休时间不得早于申报当月: assumed (E0), for the leaflet's three steps (JS-13) know no such limit."""
    if Month.of(filing.retires_on) < Month.of(day_of(context)):
        found = refused(
            context,
            "JS-13",
            "退休时间不得早于申报当月",
            "请到退休受理窗口咨询",
            "retires_on",
            known=Known.OFFLINE,
        )
        yield found.model_copy(update={"grade": Grade.E0})


RENEWAL: Final[tuple[Rule, ...]] = (
    the_very_person,
    insured_here,
    contract_is_new,
    only_if(HERE, contract_has_begun),
)
SUSPENSION: Final[tuple[Rule, ...]] = (
    the_very_person,
    insured_here,
    only_if(HERE, employment_has_ended),
    only_if(HERE, last_month_fits),
    within_days_of_ending,
    reason_decides_a_benefit,
)
WAGE_CHANGE: Final[tuple[Rule, ...]] = (
    the_very_person,
    insured_here,
    only_upward,
    counts_from_the_fee_month,
)
RETIREMENT: Final[tuple[Rule, ...]] = (
    the_very_person,
    insured_here,
    no_retirement_running,
    only_if(HERE, retires_from_now),
)
