"""The rules of wages and bases: 月最低工资标准, 保底 and 封顶, and the yearly period (SH-23, SH-29). Pure.

The hall shows its own figures (``zb``), and they decide. Without them there are the published ones, which only warn.
"""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from sigateway.plugin import (
    SHANGHAI,
    AnnualWageDeclaration,
    BackPayment,
    Context,
    Effect,
    Enrolment,
    Known,
    Stage,
    WageChange,
)

from .facts import facts_of
from .fields import to_jiao
from .rules_shared import Findings, refused

Waged = Enrolment | BackPayment | WageChange | AnnualWageDeclaration


def _wage(filing: Waged) -> tuple[Decimal, str]:
    if isinstance(filing, AnnualWageDeclaration):
        return to_jiao(filing.average_monthly_wage), "average_monthly_wage"
    return to_jiao(filing.declared_wage), "declared_wage"


def minimum_wage(filing: Waged, context: Context) -> Findings:
    """不得低于本市月最低工资标准, of the month of filing; compared after keeping it to the jiao."""
    facts = facts_of(context)
    if facts is None:
        least: Decimal | None = context.rules.figure("SH-29", "minimum_wage", on=context.day)
    else:
        least = None if facts.limits is None else facts.limits.minimum_wage
    wage, field = _wage(filing)
    if least is None or wage >= least:
        return
    message, cure = f"低于本市月最低工资标准 {least} 元", "请核对工资；不得低于该标准"
    if facts is not None:
        yield refused(context, "SH-29", message, cure, field)
    else:
        yield context.rules.finding(
            "SH-29",
            Effect.WARNS,
            f"{message}（以大厅公布为准）",
            cure,
            (field,),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


def assessed_base(filing: Enrolment | WageChange, context: Context) -> Findings:
    """Taken as declared, and assessed by 保底 or 封顶 (SH-23)."""
    facts = facts_of(context)
    if facts is None:
        floor: Decimal | None = context.rules.figure("SH-23", "floor", on=context.day)
        ceiling: Decimal | None = context.rules.figure("SH-23", "ceiling", on=context.day)
    else:
        limits = facts.limits
        floor, ceiling = (limits.floor, limits.ceiling) if limits else (None, None)
    if floor is None or ceiling is None:
        return
    wage, field = _wage(filing)
    base = min(max(wage, floor), ceiling)
    if base != wage:
        which = "低于保底" if wage < floor else "高于封顶"
        yield context.rules.finding(
            "SH-23",
            Effect.WARNS,
            f"月平均工资性收入{which}，缴费基数将按 {base} 元核定",
            "请确认；工资照实申报，缴费按核定的基数",
            (field,),
            known=Known.LOOKUP,
        )


def base_year(filing: AnnualWageDeclaration, context: Context) -> Findings:
    """年度缴费基数申报期: which year, and from which day to which, the hall says; no source does."""
    facts = facts_of(context)
    unit = None if facts is None else facts.unit
    if facts is None or unit is None or unit.base_first_day is None or unit.base_last_day is None:
        return
    first, last, today = unit.base_first_day, unit.base_last_day, facts.at.date()
    message = f"不在年度缴费基数申报期内（{unit.base_year}年度，{first}至{last}）"
    if unit.base_year == str(filing.year) and today < first:
        yield context.rules.finding(
            "SH-29",
            Effect.WINDOW,
            message,
            "请在申报期内申报",
            ("year",),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
            opens_at=datetime.combine(first, time.min, SHANGHAI),
        )
    elif unit.base_year != str(filing.year) or today > last:
        yield refused(context, "SH-29", message, "请核对年度；申报期已过的，请到社保中心办理", "year")
