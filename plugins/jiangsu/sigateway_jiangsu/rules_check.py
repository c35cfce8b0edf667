"""The rules of the check (JS-06, JS-08, JS-13, JS-45): what the hall refuses by when the form is right. Pure.

What needs the hall's facts is said only with them; offline nothing is blocked that the hall might take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from sigateway.plugin import (
    Context,
    ContractRenewal,
    Effect,
    Enrolment,
    Filing,
    Finding,
    Known,
    Month,
    PreRegistration,
    Stage,
    Suspension,
    WageChange,
)

from .facts import PersonFacts, day_of, facts_of, fee_month_of, person_of, unit_of
from .fields import asked, first_month, one_decimal

Findings = Iterator[Finding]
Rule = Callable[[Any, Context], Findings]
HERE, ELSEWHERE, FLEXIBLE, NOT_INSURED = "本单位参保", "外单位参保", "灵活就业", "未参保"


def _refused(
    context: Context, rule: str, message: str, cure: str, *fields: str, known: Known = Known.LOOKUP
) -> Finding:
    return context.rules.finding(rule, Effect.RETURNS, message, cure, fields, stage=Stage.SAVE, known=known)


def _warned(context: Context, rule: str, message: str, cure: str, *fields: str) -> Finding:
    return context.rules.finding(rule, Effect.WARNS, message, cure, fields, known=Known.OFFLINE)


def unknown_person(filing: Filing, context: Context) -> Findings:
    """未查询到人员基础信息: basic data first, and nothing else can be said of him (JS-45)."""
    yield _refused(
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
        yield _refused(
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
        yield _refused(
            context, "JS-08", "个人登录后只能为本人办理", "请用此人本人的账号登录", "person.document"
        )


# --- 用工参保 ---------------------------------------------------------------------------------------------------


def not_insured_yet(filing: Enrolment | PreRegistration, context: Context) -> Findings:
    """Neither here, nor at another unit, nor as a flexible worker; and after what was paid before."""
    person = person_of(context)
    if person is None:
        return
    if person.standing == HERE:
        yield _refused(
            context, "JS-45", "此人在本单位已经参保", "如为新合同请办理续签（ContractRenewal）", "person"
        )
    elif person.standing == ELSEWHERE:
        yield _refused(
            context,
            "JS-45",
            "此人在其他单位参保，尚未停保",
            "请员工联系原单位办理退工停保，成功后再申报",
            "person",
        )
    else:
        yield from _after_what_was_paid(filing, person, context)
    if person.standing == FLEXIBLE:
        yield _refused(
            context, "JS-45", "此人正以灵活就业人员身份参保", "请员工本人先办理灵活就业停保", "person"
        )


def _after_what_was_paid(
    filing: Enrolment | PreRegistration, person: PersonFacts, context: Context
) -> Findings:
    if filing.employment is None or person.last_paid is None:
        return
    if Month.of(filing.employment.contract_start) <= person.last_paid:
        yield _refused(
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
        yield _refused(
            context,
            "JS-45",
            f"劳动合同开始日期不得早于申报当月之前的{back}个月（{earliest}）",
            "更早的月份请到人社窗口补缴",
            "employment.contract_start",
            known=Known.OFFLINE,
        )


def contract_has_begun(filing: Enrolment | PreRegistration | ContractRenewal, context: Context) -> Findings:
    """劳动合同尚未开始."""
    if filing.employment is not None and filing.employment.contract_start > day_of(context):
        yield _refused(
            context,
            "JS-45",
            "劳动合同尚未开始",
            f"请在 {filing.employment.contract_start:%Y-%m-%d} 或之后申报",
            "employment.contract_start",
            known=Known.OFFLINE,
        )


def starts_with_the_contract(filing: Enrolment, context: Context) -> Findings:
    """The person is insured from the month in which the contract begins: there is no field for another."""
    work = filing.employment
    if work is not None and first_month(filing) != Month.of(work.contract_start):
        yield _warned(
            context,
            "JS-45",
            f"大厅从劳动合同开始的月份（{Month.of(work.contract_start)}）起参保，与所填开始年月不一致，核对回显时将停止",
            "请把 back_pay_from 或 first_paid_month 改为合同开始的月份",
            "first_paid_month",
        )


def within_days_of_hiring(filing: Enrolment, context: Context) -> Findings:
    """自用工之日起30日内办理参保: told, not blocked."""
    days = int(context.rules.figure("JS-45", "enrol_within_days", on=context.day))
    work = filing.employment
    if work is not None and (day_of(context) - work.contract_start).days > days:
        yield _warned(
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
        yield _refused(context, "JS-04", "此人本月已预登记", "请从11日起办理用工参保登记", "person")


# --- 续签, 停保, 基数, 退休 ---------------------------------------------------------------------------------------


def insured_here(filing: Filing, context: Context) -> Findings:
    """此人未在本单位参保."""
    person = person_of(context)
    if person is not None and person.standing != HERE:
        yield _refused(context, "JS-45", "此人未在本单位参保", "请核对人员与单位", "person")


def _only_if(standing: str, rule: Rule) -> Rule:
    """Of somebody who is not insured so the hall says nothing more."""

    def asked_of_the_insured(filing: Any, context: Context) -> Findings:
        person = person_of(context)
        if person is None or person.standing == standing:
            yield from rule(filing, context)

    return asked_of_the_insured


def contract_is_new(filing: ContractRenewal, context: Context) -> Findings:
    """劳动合同没有变化."""
    person, fields = person_of(context), asked(filing)
    same = (fields["contractKind"], fields["contractFrom"], fields["contractTo"], fields["post"])
    if person is not None and person.standing == HERE and person.contract == same:
        yield _refused(context, "JS-45", "劳动合同没有变化", "无须申报", "employment")


def employment_has_ended(filing: Suspension, context: Context) -> Findings:
    """终止(解除)日期不得晚于当日."""
    if filing.employment_ended_on > day_of(context):
        yield _refused(
            context,
            "JS-45",
            "终止(解除)日期不得晚于当日",
            f"请在 {filing.employment_ended_on:%Y-%m-%d} 或之后申报",
            "employment_ended_on",
            known=Known.OFFLINE,
        )


def last_month_fits(filing: Any, context: Context) -> Findings:
    """缴费终止年月 is the fee month or the one before (JS-47), and not before the insurance began."""
    fee, last = fee_month_of(context), filing.last_paid_month
    if last not in (fee, fee.plus(-1)):
        yield _refused(
            context,
            "JS-45",
            f"缴费终止年月只能为核定年月（{fee}）或其上月",
            f"请改为 {fee} 或 {fee.plus(-1)}",
            "last_paid_month",
        )
    person = person_of(context)
    if person is not None and person.since is not None and last < person.since.plus(-1):
        yield _refused(context, "JS-45", "缴费终止年月早于参保开始年月的上月", "请核对", "last_paid_month")


def within_days_of_ending(filing: Suspension, context: Context) -> Findings:
    """自终止之日起10日内办理停保: told, not blocked."""
    days = int(context.rules.figure("JS-45", "stop_within_days", on=context.day))
    if (day_of(context) - filing.employment_ended_on).days > days:
        yield _warned(
            context, "JS-45", f"应自终止之日起{days}日内办理停保，已超过", "请尽快办理", "employment_ended_on"
        )


def reason_has_a_code(filing: Suspension, context: Context) -> Findings:
    """停保原因 decides unemployment benefit: told, so that it is looked at once more."""
    yield _warned(context, "JS-45", "停保原因影响失业保险待遇", "请与离职证明核对一致", "reason")


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
        yield _refused(context, "JS-06", "缴费基数没有变化", "无须申报", "declared_wage")


def counts_from_the_fee_month(filing: WageChange, context: Context) -> Findings:
    """A base counts from the fee month of the filing: there is no field for another (JS-47)."""
    fee = fee_month_of(context)
    if filing.effective_month != fee:
        yield _warned(
            context,
            "JS-47",
            f"缴费基数自核定年月（{fee}）起生效，与所填生效年月不一致，核对回显时将停止",
            f"请把 effective_month 改为 {fee}，或在相应的受理期申报",
            "effective_month",
        )


def no_retirement_running(filing: Filing, context: Context) -> Findings:
    """此人已有正在办理的退休登记 (JS-13)."""
    person = person_of(context)
    if person is not None and person.standing == HERE and person.retirement:
        yield _refused(context, "JS-13", "此人已有正在办理的退休登记", "请等待其办结", "person")


def retires_from_now(filing: Any, context: Context) -> Findings:
    """退休时间不得早于申报当月 (JS-13)."""
    if Month.of(filing.retires_on) < Month.of(day_of(context)):
        yield _refused(
            context,
            "JS-13",
            "退休时间不得早于申报当月",
            "请到退休受理窗口咨询",
            "retires_on",
            known=Known.OFFLINE,
        )


# --- 基础信息, 灵活就业, 转移 ---------------------------------------------------------------------------------------


def not_known_yet(filing: Filing, context: Context) -> Findings:
    """证件号码已存在: the enrolment can be filed at once."""
    person = person_of(context)
    if person is not None and person.known:
        yield _refused(
            context, "JS-45", "大厅已有此人的基础信息", "请直接办理用工参保登记", "person.document"
        )


def flexible_is_free(filing: Filing, context: Context) -> Findings:
    """本人已在单位参保或已灵活就业参保 (JS-08)."""
    person = person_of(context)
    if person is not None and person.standing in (HERE, ELSEWHERE, FLEXIBLE):
        yield _refused(context, "JS-08", "本人已在单位参保或已灵活就业参保", "请先停保", "person")


def is_flexible(filing: Filing, context: Context) -> Findings:
    """本人未以灵活就业人员身份参保 (JS-08)."""
    person = person_of(context)
    if person is not None and person.standing != FLEXIBLE:
        yield _refused(context, "JS-08", "本人未以灵活就业人员身份参保", "请核对", "person")


def no_transfer_running(filing: Filing, context: Context) -> Findings:
    """已有正在办理的转移 (JS-08)."""
    person = person_of(context)
    if person is not None and person.transfer:
        yield _refused(context, "JS-08", "已有正在办理的转移", "请等待其办结", "person")


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
RENEWAL: Final[tuple[Rule, ...]] = (
    the_very_person,
    insured_here,
    contract_is_new,
    _only_if(HERE, contract_has_begun),
)
SUSPENSION: Final[tuple[Rule, ...]] = (
    the_very_person,
    insured_here,
    _only_if(HERE, employment_has_ended),
    _only_if(HERE, last_month_fits),
    within_days_of_ending,
    reason_has_a_code,
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
    _only_if(HERE, retires_from_now),
)
BASIC_DATA: Final[tuple[Rule, ...]] = (the_very_person, not_known_yet)
FLEXIBLE_ENROLMENT: Final[tuple[Rule, ...]] = (own_business, the_very_person, flexible_is_free)
FLEXIBLE_SUSPENSION: Final[tuple[Rule, ...]] = (
    own_business,
    the_very_person,
    is_flexible,
    _only_if(FLEXIBLE, last_month_fits),
)
TRANSFER: Final[tuple[Rule, ...]] = (own_business, the_very_person, no_transfer_running)
