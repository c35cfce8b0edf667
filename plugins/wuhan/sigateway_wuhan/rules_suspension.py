"""The rules of a suspension 暂停缴费 (WH-69, WH-71, WH-73, WH-74), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sigateway.plugin import Context, Effect, Known, Month, Stage, Suspension

from .facts import SuspensionFacts, facts_of
from .fields import AGENCY
from .fields_suspension import REASON_WORDS, REASONS
from .rules_shared import (
    Findings,
    assumed,
    drafts_waiting,
    first_moment,
    papers_by_the_day,
    refused_at_entrance,
    the_very_person,
)


def employment_has_ended(suspension: Suspension, context: Context) -> Findings:
    """终止劳动关系日期 is not after the day of filing (WH-69)."""
    ended = suspension.employment_ended_on
    if ended > context.day:
        found = context.rules.finding(
            "WH-69",
            Effect.RETURNS,
            "终止劳动关系日期不能晚于当日",
            f"请在 {ended:%Y-%m-%d} 或之后申报",
            ("employment_ended_on",),
            stage=Stage.SAVE,
            known=Known.OFFLINE,
        )
        yield assumed(found)


def last_paid_month_is_this_one(suspension: Suspension, context: Context) -> Findings:
    """次月起不再缴纳: the month of filing is the last paid one, by the hall's clock (WH-74)."""
    facts = facts_of(context, SuspensionFacts)
    month = facts.month if facts and facts.month else Month.of(context.at)
    last = suspension.last_paid_month
    if last > month:
        yield context.rules.finding(
            "WH-74",
            Effect.WINDOW,
            f"最后缴费年月为申报当月（{month}），不能提前申报 {last}",
            f"请在 {last} 当月申报",
            ("last_paid_month",),
            opens_at=first_moment(last),
        )
    elif last < month:
        yield context.rules.finding(
            "WH-74",
            Effect.RETURNS,
            f"最后缴费年月为申报当月（{month}），{last} 已过，当月仍须缴费",
            f"请把最后缴费年月改为 {month}",
            ("last_paid_month",),
        )


def all_schemes_stop(suspension: Suspension, context: Context) -> Findings:
    """暂停缴费 stops everything that the person is insured for here, never one scheme alone (WH-69)."""
    facts, named = facts_of(context, SuspensionFacts), suspension.schemes
    insured = facts.schemes if facts else context.unit.schemes
    if named is None or insured is None or named == insured:
        return
    # Offline only the vendor's record of the unit is known, and it may be old.
    yield context.rules.finding(
        "WH-69",
        Effect.RETURNS if facts else Effect.WARNS,
        "暂停缴费将停止该人员在本单位的全部险种，与所填险种不一致"
        if facts
        else "暂停缴费将停止该人员在本单位的全部险种，所填险种与本单位记录的险种不一致",
        "请改为该人员在本单位参加的全部险种，或不填险种",
        ("schemes",),
        stage=Stage.SAVE,
        known=Known.LOOKUP,
    )


def reason_is_in_the_list(suspension: Suspension, context: Context) -> Findings:
    """停保原因 is one of the hall's own; for another reason there is no code, and none is guessed: the red field stays empty (WH-32)."""
    if suspension.reason not in REASONS:
        yield context.rules.finding(
            "WH-32",
            Effect.RETURNS,
            "大厅的停保原因中没有所填的原因",
            f"请与单位核实是否为大厅所列的原因（{'、'.join(REASON_WORDS.values())}）；都不是的，请到{AGENCY}办理",
            ("reason",),
            stage=Stage.SAVE,
            known=Known.OFFLINE,
        )


RULES: Final[tuple[Callable[[Suspension, Context], Findings], ...]] = (
    refused_at_entrance,
    employment_has_ended,
    reason_is_in_the_list,
    last_paid_month_is_this_one,
    all_schemes_stop,
    the_very_person,
    papers_by_the_day,
    drafts_waiting,
)
