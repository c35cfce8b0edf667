"""The rules of an enrolment 增员(续保) (WH-29, WH-32, WH-53, WH-56, WH-57, WH-59, WH-63), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Final

from sigateway.plugin import (
    SHANGHAI,
    Context,
    Effect,
    Enrolment,
    FlexibleEnrolment,
    Known,
    Month,
    Sex,
    Stage,
)

from .businesses import business_of
from .documents_counter import papers_of
from .facts import EnrolmentFacts, NewcomerFacts, facts_of, full_years
from .fields import AGENCY, unwritable
from .fields_enrolment import CHECKED_KINDS
from .rules_shared import Findings, assumed, drafts_waiting, papers_by_the_day, refused_at_entrance


def age_at_first_enrolment(enrolment: Enrolment, context: Context) -> Findings:
    """首次参保 online: women from 16 to under 40, men from 16 to under 50, in full years on the day (WH-53)."""
    facts, document = facts_of(context, EnrolmentFacts), enrolment.person.document
    if document.born is None or document.sex is None or (facts and facts.first_enrolment is not True):
        return
    who = "women" if document.sex is Sex.FEMALE else "men"
    low = int(context.rules.figure("WH-53", f"{who}_from", on=context.day))
    below = int(context.rules.figure("WH-53", f"{who}_below", on=context.day))
    if low <= full_years(document.born, context.day) < below:
        return
    known_to_hall = facts is not None and document.kind in CHECKED_KINDS
    yield context.rules.finding(
        "WH-53",
        Effect.ELSEWHERE if known_to_hall else Effect.WARNS,
        f"{'' if facts else '如为首次参保：'}年龄不在网上办理范围（满{low}周岁、不满{below}周岁）",
        "请携资料到经办机构办理" if facts else "首次参保请到经办机构办理；续保不受此限",
        ("person.document",),
        place=AGENCY,
        papers=papers_of("WH-53", context.rules),
    )


def mandatory_fields(enrolment: Enrolment | FlexibleEnrolment, context: Context) -> Findings:
    """红色字段为必录项 (WH-32)."""
    business, facts = business_of(enrolment), facts_of(context, NewcomerFacts)
    said = business.stated(enrolment, context.unit.schemes)
    for field in business.fields:
        if not field.red or said[field.name] is not None:
            continue
        if field.name == "mz" and enrolment.person.document.kind not in CHECKED_KINDS:
            continue
        if not field.kept:
            yield context.rules.finding(
                "WH-32", Effect.RETURNS, f"{field.label}为必录项", f"请补充{field.label}", (field.path,)
            )
            continue
        # Sex and birth that neither the document nor the vendor tells: the hall may know them.
        asked = facts is not None and not facts.refusals
        if facts is not None and (facts.sex_known if field.name == "xb" else facts.birth_known):
            continue
        yield context.rules.finding(
            "WH-32",
            Effect.RETURNS if asked else Effect.WARNS,
            f"{field.label}为必录项，证件号码不含该信息"
            + ("，大厅也没有登记" if asked else "，以大厅登记的为准"),
            "请在申报中填写性别和出生日期，或确认大厅已有登记",
            (field.path,),
            known=Known.LOOKUP,
        )


def writable_characters(enrolment: Enrolment | FlexibleEnrolment, context: Context) -> Findings:
    """A character that GBK lacks cannot be written into the form as it is, and is never replaced (E0, filed under WH-32)."""
    business = business_of(enrolment)
    lacking = set(unwritable(business.fields, business.stated(enrolment, context.unit.schemes)))
    for field in business.fields:
        if field.label in lacking:
            found = context.rules.finding(
                "WH-32",
                Effect.RETURNS,
                f"{field.label}含有大厅字符集（GBK）没有的字，网上无法照实填写",
                "请核对用字；确为此字的，请到经办机构办理",
                (field.path,),
            )
            yield assumed(found)


def schemes_equal_the_units(enrolment: Enrolment, context: Context) -> Findings:
    """职工个人所参加险种须与该单位参保险种一致 (WH-57)."""
    facts = facts_of(context, EnrolmentFacts)
    unit_has = facts.unit_schemes if facts else context.unit.schemes
    if enrolment.schemes is not None and enrolment.schemes != unit_has:
        # Offline only the vendor's record of the unit is known, and it may be old.
        yield context.rules.finding(
            "WH-57",
            Effect.RETURNS if facts else Effect.WARNS,
            "职工参保险种与单位参保险种不一致" if facts else "所填险种与本单位记录的险种不一致",
            "请改为与单位参保险种一致，或不填险种（即按单位险种）",
            ("schemes",),
            known=Known.LOOKUP,
        )
    elif unit_has != context.unit.schemes:
        yield context.rules.finding(
            "WH-57",
            Effect.WARNS,
            "大厅登记的单位参保险种与本地记录不同，将按大厅的险种申报",
            "请核对并更新本地的单位险种",
            ("schemes",),
        )


def month_of_filing(enrolment: Enrolment, context: Context) -> Findings:
    """参保年月 is the month of filing; earlier months are paid back, later ones filed then (WH-56)."""
    month, first = filing_month(context), enrolment.first_paid_month
    if first > month:
        yield context.rules.finding(
            "WH-56",
            Effect.WINDOW,
            f"参保年月为申报当月（{month}），不能提前申报 {first}",
            f"请在 {first} 当月申报",
            ("first_paid_month",),
            opens_at=datetime.combine(first.first_day, time.min, SHANGHAI),
        )
    elif first < month:
        yield context.rules.finding(
            "WH-56",
            Effect.RETURNS,
            f"参保年月为申报当月（{month}），{first} 已过",
            f"请把参保年月改为 {month}；此前月份如需补缴，请填补缴开始年月",
            ("first_paid_month",),
        )


def filing_month(context: Context) -> Month:
    """The month of filing: the hall's, when it has been asked."""
    facts = facts_of(context, EnrolmentFacts)
    return facts.month if facts and facts.month else Month.of(context.at)


def back_payment(enrolment: Enrolment, context: Context) -> Findings:
    """追溯补缴: before this month, by the contract, at most three months with the current one (WH-56)."""
    start, month = enrolment.back_pay_from, filing_month(context)
    if start is None:
        return
    if start >= month:
        wrong = "补缴开始年月有误：应早于申报当月"
        yield context.rules.finding("WH-56", Effect.RETURNS, wrong, fields=("back_pay_from",))
        return
    if enrolment.employment and start < Month.of(enrolment.employment.contract_start):
        yield context.rules.finding(
            "WH-56",
            Effect.RETURNS,
            "补缴开始年月早于劳动合同起始年月",
            "请核对补缴开始年月和合同起始日期",
            ("back_pay_from", "employment.contract_start"),
        )
    most = int(context.rules.figure("WH-56", "months", on=context.day))
    with_current = context.rules.flag("WH-56", "includes_current", on=context.day)
    if month - start + (1 if with_current else 0) > most:
        counted = "（含当月）" if with_current else ""
        yield context.rules.finding(
            "WH-56",
            Effect.ELSEWHERE,
            f"补缴时间最长不得超过{most}个月{counted}",
            "请携资料到经办机构办理，或改晚补缴开始年月",
            ("back_pay_from",),
            place=AGENCY,
            papers=papers_of("WH-56", context.rules),
        )


def contract_has_begun(enrolment: Enrolment, context: Context) -> Findings:
    """已签订相关劳动合同: a contract that begins later is refused (WH-59)."""
    if enrolment.employment and enrolment.employment.contract_start > context.day:
        begins = enrolment.employment.contract_start
        yield context.rules.finding(
            "WH-59",
            Effect.RETURNS,
            "劳动合同尚未开始",
            f"请在 {begins:%Y-%m-%d} 或之后申报",
            ("employment.contract_start",),
        )


def name_and_nation_by_register(enrolment: Enrolment | FlexibleEnrolment, context: Context) -> Findings:
    """姓名 and 民族 as the register has them (WH-63): seen at the entrance, spoken at the review."""
    facts, person = facts_of(context, NewcomerFacts), enrolment.person
    differing = []
    if facts and facts.name not in (None, person.name.strip()):
        differing.append(("姓名", "person.name"))
    if facts and facts.nation and person.nation not in (None, facts.nation):
        differing.append(("民族", "person.nation"))
    for label, path in differing:
        yield context.rules.finding(
            "WH-63",
            Effect.RETURNS,
            f"{label}与公安信息不一致",
            f"请对照证件核对{label}",
            (path,),
            stage=Stage.REVIEW,
            known=Known.LOOKUP,
        )


def thirty_days_from_hiring(enrolment: Enrolment, context: Context) -> Findings:
    """自用工之日起三十日内 (WH-29): later is taken, but late."""
    days = int(context.rules.figure("WH-29", "days", on=context.day))
    if enrolment.employment and (context.day - enrolment.employment.contract_start).days > days:
        yield context.rules.finding(
            "WH-29",
            Effect.WARNS,
            f"已超过自用工之日起{days}日的参保期限",
            "请尽快申报，并核对是否需要补缴",
            ("employment.contract_start",),
        )


RULES: Final[tuple[Callable[[Enrolment, Context], Findings], ...]] = (
    refused_at_entrance,
    age_at_first_enrolment,
    mandatory_fields,
    writable_characters,
    schemes_equal_the_units,
    month_of_filing,
    back_payment,
    contract_has_begun,
    name_and_nation_by_register,
    papers_by_the_day,
    thirty_days_from_hiring,
    drafts_waiting,
)
