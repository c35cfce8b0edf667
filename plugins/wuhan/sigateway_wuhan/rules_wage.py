"""The rules of a wage change 个人工资变更 (WH-25, WH-86, WH-88, WH-89), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sigateway.plugin import Context, Effect, Known, Month, Stage, WageChange

from .facts import WageFacts, facts_of
from .fields_wage import assessed
from .rules_shared import Findings, drafts_waiting, first_moment, refused_at_entrance, the_very_person


def effective_next_month(change: WageChange, context: Context) -> Findings:
    """次月起按核定后的缴费基数: the new base holds from the month after, by the hall's clock (WH-89)."""
    facts = facts_of(context, WageFacts)
    coming = facts.month if facts and facts.month else Month.of(context.at).plus(1)
    asked = change.effective_month
    if asked > coming:
        yield context.rules.finding(
            "WH-89",
            Effect.WINDOW,
            f"工资变更自申报次月（{coming}）起生效，不能提前申报 {asked}",
            f"请在 {asked.plus(-1)} 当月申报",
            ("effective_month",),
            opens_at=first_moment(asked.plus(-1)),
        )
    elif asked < coming:
        yield context.rules.finding(
            "WH-89",
            Effect.RETURNS,
            f"工资变更自申报次月（{coming}）起生效，不能自 {asked} 起生效",
            f"请把生效年月改为 {coming}",
            ("effective_month",),
        )


def base_within_floor_and_ceiling(change: WageChange, context: Context) -> Findings:
    """保底或封顶处理 (WH-88): taken, but assessed otherwise. The hall shows both figures; no published source does."""
    facts = facts_of(context, WageFacts)
    floor, ceiling = (facts.floor, facts.ceiling) if facts else (None, None)
    if facts is None:
        floor = context.rules.figure("WH-88", "floor", on=context.day)
        ceiling = context.rules.figure("WH-88", "ceiling", on=context.day)
    if floor is None or ceiling is None:
        return
    base = assessed(change.declared_wage, floor, ceiling)
    if base != change.declared_wage:
        low = base > change.declared_wage
        yield context.rules.finding(
            "WH-88",
            Effect.WARNS,
            f"变更后申报工资{'低于保底' if low else '高于封顶'}，缴费基数将按{'保底' if low else '封顶'} {base:.2f} 元核定",
            "请确认；申报工资照填，缴费按核定后的基数",
            ("declared_wage",),
        )


def all_schemes_change(change: WageChange, context: Context) -> Findings:
    """同口径: the base changes for all insurances together (WH-25)."""
    facts, named = facts_of(context, WageFacts), change.schemes
    unit_has = facts.unit_schemes if facts else context.unit.schemes
    if named is not None and named != unit_has:
        yield context.rules.finding(
            "WH-25",
            Effect.RETURNS if facts else Effect.WARNS,
            "个人工资变更对全部险种同时生效，与所填险种不一致",
            "请改为单位的全部险种，或不填险种",
            ("schemes",),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


RULES: Final[tuple[Callable[[WageChange, Context], Findings], ...]] = (
    refused_at_entrance,
    effective_next_month,
    base_within_floor_and_ceiling,
    all_schemes_change,
    the_very_person,
    drafts_waiting,
)
