"""The rules of the check (SH-28 standing, SH-29 content), by business, in the hall's order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from sigateway.plugin import (
    AnnualWageDeclaration,
    BackPayment,
    Context,
    Effect,
    Enrolment,
    Filing,
    Finding,
    Known,
    Month,
    Suspension,
    WageChange,
)

from .businesses import CENTRE, business_of
from .facts import facts_of, month_of_filing, person_of
from .fields import first_month, to_jiao
from .rules_money import assessed_base, base_year, minimum_wage
from .rules_shared import Findings, not_before, not_yet, refused, schemes_of_the_unit


def unknown_person(filing: Filing, context: Context) -> Findings:
    """查无此人."""
    yield context.rules.finding(
        "SH-29",
        Effect.ELSEWHERE,
        "大厅查无此人，网上不能办理",
        "请对照证件核对号码；号码无误的，请到社保中心办理",
        ("person.document",),
        known=Known.LOOKUP,
        place=CENTRE,
    )


def the_very_person(filing: Filing, context: Context) -> Findings:
    """姓名与公民身份号码不符."""
    person, subject = person_of(context), filing.subject
    if person is not None and subject is not None and person.name != subject.name:
        yield refused(
            context,
            "SH-29",
            "大厅登记的姓名与申报的姓名不同，可能是号码填错、指向了另一人",
            "请对照证件核对姓名和号码",
            "person.name",
            "person.document",
        )


def insured_already(filing: Enrolment, context: Context) -> Findings:
    """Insured here, or at another unit that has not let go: no second insurance (SH-28)."""
    person = person_of(context)
    if person is None:
        return
    if person.insured_here:
        yield refused(context, "SH-28", "此人已在本单位参保", "请核对是否重复申报", "person.document")
    elif person.insured_elsewhere:
        yield refused(
            context,
            "SH-28",
            "此人在其他单位参保",
            "请员工联系原单位先办理转出，成功后再申报转入",
            "person.document",
        )
    elif person.last_end is not None and first_month(filing) <= person.last_end:
        yield refused(
            context,
            "SH-28",
            f"缴费起始年月应晚于上次缴费截止年月（{person.last_end}）",
            f"请改为 {person.last_end.plus(1)} 或以后",
            "first_paid_month",
            "back_pay_from",
        )


def start_month(filing: Enrolment, context: Context) -> Findings:
    """Not before the unit was founded, not earlier than six months before the month of filing, not later than it."""
    facts, month, start = facts_of(context), month_of_filing(context), first_month(filing)
    if facts is not None and facts.unit is not None and start < Month.of(facts.unit.founded_on):
        founded = Month.of(facts.unit.founded_on)
        yield refused(
            context, "SH-29", f"缴费起始年月不得早于单位成立年月（{founded}）", f"请改为 {founded} 或以后",
            "first_paid_month", "back_pay_from",
        )  # fmt: skip
    yield from not_before(context, start, "缴费起始年月", "first_paid_month", "back_pay_from")
    if filing.first_paid_month > month:
        yield not_yet(context, filing.first_paid_month, "缴费起始年月不得晚于申报当月", "first_paid_month")
    elif start < month:
        until = month.plus(-1)
        yield context.rules.finding(
            "SH-28",
            Effect.WARNS,
            f"{start} 至 {until} 将成为未缴月份，转入不含这些月份的费用",
            f"转入成功后请另行申报补缴（{start} 至 {until}）",
            ("first_paid_month", "back_pay_from"),
        )


def number_taken(filing: Enrolment, context: Context) -> Findings:
    """个人序号重复."""
    person = person_of(context)
    if person is not None and filing.personal_number and person.number_taken:
        yield refused(
            context, "SH-29", "个人序号重复，已是（或曾是）本单位另一人的序号", "请换一个序号，或不填",
            "personal_number",
        )  # fmt: skip


def insured_here(filing: Filing, context: Context) -> Findings:
    """转出 and both declarations of wages are for somebody who is insured here (SH-28)."""
    if _not_here(context):
        name = business_of(filing).name
        yield refused(
            context, "SH-28", f"此人未在本单位参保，不能申报{name}", "请核对人员和单位", "person.document"
        )


def last_month(filing: Suspension, context: Context) -> Findings:
    """缴费截止年月: this month or the last one, and not before the insurance began (SH-29)."""
    person, month, last = person_of(context), month_of_filing(context), filing.last_paid_month
    if _not_here(context):
        return
    if last > month:
        yield not_yet(context, last, "缴费截止年月只能为申报当月或上月", "last_paid_month")
    elif last < month.plus(-1):
        yield refused(
            context,
            "SH-29",
            "缴费截止年月只能为申报当月或上月",
            f"请改为 {month.plus(-1)} 或 {month}；更早停缴的，请到社保中心办理",
            "last_paid_month",
            known=Known.OFFLINE,
        )
    if person is not None and person.first_month is not None and last < person.first_month:
        yield refused(
            context, "SH-29", f"缴费截止年月早于缴费起始年月（{person.first_month}）", "请更正缴费截止年月",
            "last_paid_month",
        )  # fmt: skip


def back_payment(filing: BackPayment, context: Context) -> Findings:
    """补缴: months that are unpaid here, up to six back, before the month of filing (SH-28, SH-29)."""
    person, month = person_of(context), month_of_filing(context)
    if person is not None and person.first_month is None:
        yield refused(
            context, "SH-28", "此人在本单位没有参保记录，不能补缴", "请先申报转入", "person.document"
        )
        return
    found = [
        *_not_after_last_month(filing, context, month),
        *not_before(context, filing.from_month, "补缴开始年月", "from_month"),
    ]
    yield from found
    if person is None or found:
        return
    asked = [filing.from_month.plus(n) for n in range(filing.to_month - filing.from_month + 1)]
    paid = [str(each) for each in asked if each not in person.unpaid]
    if paid:
        yield refused(
            context,
            "SH-28",
            f"补缴月份不在参保期间或已缴费：{'、'.join(paid)}",
            f"本单位未缴的月份：{'、'.join(map(str, person.unpaid)) or '无'}",
            "from_month",
            "to_month",
        )


def _not_after_last_month(filing: BackPayment, context: Context, month: Month) -> Iterator[Finding]:
    if filing.to_month >= month:
        yield not_yet(context, filing.to_month.plus(1), "补缴截止年月不得晚于申报当月的上月", "to_month")


def effective_this_month(filing: WageChange, context: Context) -> Findings:
    """生效年月只能为申报当月; and it must be a change (SH-28, SH-29)."""
    person, month, asked = person_of(context), month_of_filing(context), filing.effective_month
    if _not_here(context):
        return
    if asked > month:
        yield not_yet(context, asked, "生效年月只能为申报当月", "effective_month")
    elif asked < month:
        yield refused(
            context, "SH-29", f"生效年月只能为申报当月（{month}）", f"请改为 {month}", "effective_month",
            known=Known.OFFLINE,
        )  # fmt: skip
    if person is not None and person.wage is not None and to_jiao(filing.declared_wage) == person.wage:
        yield refused(
            context, "SH-28", "月平均工资性收入没有变化", "现行工资已是此数，无须申报", "declared_wage"
        )


def _here_or_offline(rule: Callable[[Any, Context], Findings]) -> Callable[[Any, Context], Findings]:
    """Of somebody who is not insured here the hall says that, and nothing of months and wages beside it."""

    def asked(filing: Any, context: Context) -> Findings:
        if not _not_here(context):
            yield from rule(filing, context)

    return asked


def _not_here(context: Context) -> bool:
    person = person_of(context)
    return person is not None and person.known and not person.insured_here


def declared_already(filing: AnnualWageDeclaration, context: Context) -> Findings:
    """Once for each year (SH-28)."""
    person = person_of(context)
    if person is not None and person.year_declared:
        yield refused(
            context, "SH-28", "此人本年度缴费基数已申报", "如须更正，请先撤销原申报（SH-25）", "year"
        )


Rule = Callable[[Any, Context], Findings]

ENROLMENT: Final[tuple[Rule, ...]] = (
    the_very_person, insured_already, start_month, minimum_wage, number_taken, schemes_of_the_unit, assessed_base,
)  # fmt: skip
SUSPENSION: Final[tuple[Rule, ...]] = (the_very_person, insured_here, last_month, schemes_of_the_unit)
BACK_PAYMENT: Final[tuple[Rule, ...]] = (
    the_very_person, back_payment, minimum_wage, schemes_of_the_unit,
)  # fmt: skip
WAGE_CHANGE: Final[tuple[Rule, ...]] = (
    the_very_person, insured_here, effective_this_month, _here_or_offline(minimum_wage), schemes_of_the_unit,
    _here_or_offline(assessed_base),
)  # fmt: skip
ANNUAL_WAGE: Final[tuple[Rule, ...]] = (
    the_very_person, insured_here, _here_or_offline(base_year), _here_or_offline(declared_already),
    _here_or_offline(minimum_wage),
)  # fmt: skip
