"""The rules of a write-off 当月欠费注销 (WH-104, WH-105, WH-106), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sigateway.plugin import Context, CurrentMonthWriteOff, Effect, Known, Month, Stage

from .businesses_arrears import WRITE_OFF
from .facts import facts_of
from .facts_arrears import WriteOffFacts
from .rules_arrears import all_schemes_together, sums_recomputed
from .rules_shared import (
    Findings,
    drafts_waiting,
    first_moment,
    refused_at_entrance,
    the_very_person,
)


def only_the_current_month(write_off: CurrentMonthWriteOff, context: Context) -> Findings:
    """网上仅提供当月的注销功能, by the hall's clock (WH-104)."""
    facts = facts_of(context, WriteOffFacts)
    current, month = (facts.month if facts and facts.month else Month.of(context.at)), write_off.month
    if month > current:
        yield context.rules.finding(
            "WH-104",
            Effect.WINDOW,
            f"网上仅提供当月（{current}）欠费注销，{month} 尚未到",
            f"如届时仍欠费，请在 {month} 当月申报",
            ("month",),
            opens_at=first_moment(month),
        )
    elif month < current:
        yield context.rules.finding(
            "WH-104",
            Effect.RETURNS,
            f"网上仅提供当月（{current}）欠费注销，{month} 的欠费不能注销",
            "请办理单位员工欠费补缴",
            ("month",),
        )


def cannot_be_undone(write_off: CurrentMonthWriteOff, context: Context) -> Findings:
    """欠费注销成功后将无法恢复: no rollback, no way back online or at the counter (WH-106)."""
    yield context.rules.finding(
        "WH-106",
        Effect.WARNS,
        f"{write_off.month} 的欠费注销成功后无法恢复，网上和窗口都不能撤回；注销对全部险种同时生效",
        "请谨慎操作：确认当月欠费是因未及时办理暂停缴费产生、员工已在情况说明上签字，再申报",
        ("irreversible",),
        known=Known.OFFLINE,
    )


def papers_kept(write_off: CurrentMonthWriteOff, context: Context) -> Findings:
    """The explanation that the employee has signed is kept by the unit (WH-105)."""
    yield context.rules.finding(
        "WH-105",
        Effect.WARNS,
        f"须留存备查：{'、'.join(WRITE_OFF.papers)}",
        "请在申报前备齐",
        papers=WRITE_OFF.papers,
        stage=Stage.SAVE,
        known=Known.OFFLINE,
    )


RULES: Final[tuple[Callable[[CurrentMonthWriteOff, Context], Findings], ...]] = (
    refused_at_entrance,
    only_the_current_month,
    all_schemes_together,
    cannot_be_undone,
    sums_recomputed,
    papers_kept,
    the_very_person,
    drafts_waiting,
)
