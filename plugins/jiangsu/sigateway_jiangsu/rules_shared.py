"""What the rules of several matters share (JS-08, JS-45): how a refusal is said, who somebody is, and months. Pure.

What needs the hall's facts is said only with them; offline nothing is blocked that the hall might take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sigateway.plugin import (
    Context,
    ContractRenewal,
    Effect,
    Enrolment,
    Filing,
    Finding,
    FlexibleEnrolment,
    Known,
    PreRegistration,
    Stage,
    WageChange,
)

from .facts import day_of, facts_of, fee_month_of, person_of

Findings = Iterator[Finding]
Rule = Callable[[Any, Context], Findings]
HERE, ELSEWHERE, FLEXIBLE = "本单位参保", "外单位参保", "灵活就业"
"""参保情况, in the hall's words."""


def refused(
    context: Context, rule: str, message: str, cure: str, *fields: str, known: Known = Known.LOOKUP
) -> Finding:
    """The hall's check would refuse it."""
    return context.rules.finding(rule, Effect.RETURNS, message, cure, fields, stage=Stage.SAVE, known=known)


def warned(context: Context, rule: str, message: str, cure: str, *fields: str) -> Finding:
    """Told, and never blocked."""
    return context.rules.finding(rule, Effect.WARNS, message, cure, fields, known=Known.OFFLINE)


def unknown_person(filing: Filing, context: Context) -> Findings:
    """未查询到人员基础信息: basic data first, and nothing else can be said of him (JS-45)."""
    yield refused(
        context,
        "JS-45",
        "大厅没有此人的基础信息",
        "请先办理人员基础信息采集（BasicData），再申报本业务",
        "person.document",
    )


def the_very_person(filing: Filing, context: Context) -> Findings:
    """姓名与身份证号相符, by the register."""
    person, subject = person_of(context), filing.subject
    if person is not None and person.known and subject is not None and person.name != subject.name:
        yield refused(
            context,
            "JS-45",
            "姓名与大厅登记的不符，可能是另一个人",
            "请对照证件核对姓名与号码",
            "person.name",
        )


def own_business(filing: Filing, context: Context) -> Findings:
    """仅可为本人办理 (JS-08)."""
    facts, subject = facts_of(context), filing.subject
    if facts is not None and facts.own and subject is not None and facts.own != subject.document.number:
        yield refused(
            context, "JS-08", "个人登录后只能为本人办理", "请用此人本人的账号登录", "person.document"
        )


def only_if(standing: str, rule: Rule) -> Rule:
    """Of somebody who is not insured so the hall says nothing more."""

    def asked_of_the_insured(filing: Any, context: Context) -> Findings:
        person = person_of(context)
        if person is None or person.standing == standing:
            yield from rule(filing, context)

    return asked_of_the_insured


def contract_has_begun(filing: Enrolment | PreRegistration | ContractRenewal, context: Context) -> Findings:
    """劳动合同尚未开始."""
    if filing.employment is not None and filing.employment.contract_start > day_of(context):
        yield refused(
            context,
            "JS-45",
            "劳动合同尚未开始",
            f"请在 {filing.employment.contract_start:%Y-%m-%d} 或之后申报",
            "employment.contract_start",
            known=Known.OFFLINE,
        )


def counts_from_the_fee_month(filing: WageChange | FlexibleEnrolment, context: Context) -> Findings:
    """A base counts from the fee month of the filing: there is no field for another (JS-47)."""
    fee = fee_month_of(context)
    if isinstance(filing, FlexibleEnrolment):
        month, field = filing.first_paid_month, "first_paid_month"
    else:
        month, field = filing.effective_month, "effective_month"
    if month != fee:
        yield warned(
            context,
            "JS-47",
            f"缴费基数自核定年月（{fee}）起生效，与所填年月（{month}）不一致，核对回显时将停止",
            f"请把年月改为 {fee}，或在相应的受理期申报",
            field,
        )


def last_month_fits(filing: Any, context: Context) -> Findings:
    """缴费终止年月 is the fee month or the one before (JS-47), and not before the insurance began."""
    fee, last = fee_month_of(context), filing.last_paid_month
    if last not in (fee, fee.plus(-1)):
        yield refused(
            context,
            "JS-45",
            f"缴费终止年月只能为核定年月（{fee}）或其上月",
            f"请改为 {fee} 或 {fee.plus(-1)}",
            "last_paid_month",
        )
    person = person_of(context)
    if person is not None and person.since is not None and last < person.since.plus(-1):
        yield refused(context, "JS-45", "缴费终止年月早于参保开始年月的上月", "请核对", "last_paid_month")
