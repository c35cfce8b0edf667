"""The rules of a settlement 单位员工欠费补缴 (WH-27, WH-88, WH-98, WH-100, WH-101, WH-102), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sigateway.plugin import (
    ArrearsSettlement,
    Context,
    CurrentMonthWriteOff,
    Effect,
    Known,
    Stage,
)

from . import fields, sums_arrears
from .facts import facts_of
from .facts_arrears import OwedFacts, SettlementFacts
from .rules_shared import Findings, drafts_waiting, refused_at_entrance, the_very_person

AboutOnePerson = ArrearsSettlement | CurrentMonthWriteOff


def months_owed(settlement: ArrearsSettlement, context: Context) -> Findings:
    """All months owed are taken together: first and last month are the hall's (WH-98).

    The hall would take it, for the months that it shows; the echo would differ and stop it before it is submitted (WH-52).
    """
    facts = facts_of(context, SettlementFacts)
    if facts is None or not facts.months:
        return
    first, last = facts.months[0], facts.months[-1]
    if (settlement.from_month, settlement.to_month) != (first, last):
        yield context.rules.finding(
            "WH-98",
            Effect.WARNS,
            f"大厅的欠费为 {first} 至 {last}，与申报的 {settlement.from_month} 至 {settlement.to_month} 不同；回显不一致，不会提交",
            f"请把欠费开始年月改为 {first}、欠费结束年月改为 {last}",
            ("from_month", "to_month"),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


def all_schemes_together(filing: AboutOnePerson, context: Context) -> Findings:
    """同步处理: everything owed at once (WH-100, of a write-off WH-106), and nothing that is not owed (WH-32)."""
    facts, named = facts_of(context, OwedFacts), filing.schemes
    if facts is None or not facts.rows or named is None:
        return
    settles = isinstance(filing, ArrearsSettlement)
    left = fields.scheme_labels(facts.schemes - named)
    if left:
        yield context.rules.finding(
            "WH-100" if settles else "WH-106",
            Effect.RETURNS,
            f"还欠{'、'.join(left)}，必须对所有险种的欠费同步{'处理' if settles else '注销'}",
            "请补全险种，或不填险种",
            ("schemes",),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )
    extra = fields.scheme_labels(named - facts.schemes)
    if extra:
        yield context.rules.finding(
            "WH-32",
            Effect.RETURNS,
            f"{'、'.join(extra)}没有欠费，不能选",
            "请去掉没有欠费的险种，或不填险种",
            ("schemes",),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


def sums_recomputed(filing: AboutOnePerson, context: Context) -> Findings:
    """The hall's sums beside our own (WH-27, WH-PROJECT-27), and its bases beside floor and ceiling (WH-88, WH-PROJECT-88).

    The hall decides; nothing is silent.
    """
    facts = facts_of(context, OwedFacts)
    if facts is None:
        return
    said: dict[str, list[str]] = {}
    rows, rules = facts.rows, context.rules
    for rule, words in (
        *sums_arrears.otherwise(rows, rules, facts.injury_rate),
        *sums_arrears.bases_otherwise(rows, rules),
    ):
        said.setdefault(rule, []).append(words)
    for rule, each in said.items():
        yield rules.finding(
            rule,
            Effect.WARNS,
            f"大厅核定的金额与本项目所知的费率、基数算得不同：{'；'.join(each)}",
            "以大厅核定为准；请核对本单位的费率、缴费基数和申报工资，有疑问先到经办机构核实再缴费",
            _fields_of(filing),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )
    for rule, months in sums_arrears.unknown_figures(rows, rules).items():
        listed = "、".join(str(month) for month in sorted(months))
        yield rules.finding(
            rule,
            Effect.UNKNOWN,
            f"规则 {rule} 没有 {listed} 的{'保底和封顶' if rule == 'WH-88' else '费率'}，大厅核定的金额无法完全复核",
            "请在自己的规则层中补充该数值及其出处",
            _fields_of(filing),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


def before_day_20(settlement: ArrearsSettlement, context: Context) -> Findings:
    """每月20日之前: later it may affect other business, and is not refused (WH-102, WH-134)."""
    last = int(context.rules.figure("WH-102", "day", on=context.day))
    included = context.rules.flag("WH-134", "included", on=context.day)
    if context.day.day > last or (context.day.day == last and not included):
        yield context.rules.finding(
            "WH-102",
            Effect.WARNS,
            f"欠费补缴应在每月{last}日之前办理，之后办理的可能会影响其他相关业务的办理",
            "可以照常申报；当月还要为此人办理暂停缴费等业务的，请先向经办机构核实",
            known=Known.OFFLINE,
        )


def _fields_of(filing: AboutOnePerson) -> tuple[str, ...]:
    return ("from_month", "to_month") if isinstance(filing, ArrearsSettlement) else ("month",)


RULES: Final[tuple[Callable[[ArrearsSettlement, Context], Findings], ...]] = (
    refused_at_entrance,
    months_owed,
    all_schemes_together,
    sums_recomputed,
    before_day_20,
    the_very_person,
    drafts_waiting,
)
