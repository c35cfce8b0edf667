"""The rules of the yearly wages (WH-88, WH-90, WH-93, WH-95, WH-96, WH-132), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

from sigateway.plugin import (
    SHANGHAI,
    AnnualWageDeclaration,
    Context,
    Deadline,
    Effect,
    Grade,
    Known,
    RetireeWageDeclaration,
    Stage,
    Window,
    safe_before,
)

from .businesses import business_of
from .cases import at_the_counter
from .facts import facts_of
from .facts_annual import AnnualFacts
from .fields import AGENCY
from .fields_annual import Declaration
from .fields_wage import assessed
from .rules_shared import Findings, refused_at_entrance, the_very_person

_DAY_END: Final = time(23, 59, 59)


def assumed_period(year: int, context: Context) -> tuple[date, date]:
    """The days of a year's declaration, where the hall has not been asked: each year's document sets them anew (WH-96, E0)."""
    on = context.day
    first, last = (context.rules.text("WH-96", name, on=on) for name in ("first_day", "last_day"))
    return date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}")


def window(context: Context) -> Window:
    """When an upload is taken: the hall's own period if it has been asked, else the assumed one, of this year or the next."""
    facts = facts_of(context, AnnualFacts)
    first, last = (facts.period if facts else None) or assumed_period(context.day.year, context)
    if context.day > last:
        first, last = assumed_period(context.day.year + 1, context)
    what = "年度工资申报上传"
    due = Deadline(what=what, by=datetime.combine(last, _DAY_END, SHANGHAI), rule="WH-96")
    safe_until, calendar_known = safe_before(due, included=True, calendar=context.calendar)
    return Window(
        open=first <= context.day,
        opens=_midnight(first),
        closes=_midnight(last + timedelta(days=1)),
        safe_until=safe_until,
        deadlines=(due,),
        calendar_known=calendar_known,
    )


def within_the_period(declaration: Declaration, context: Context) -> Findings:
    """以对应年度下发的文件为准 (WH-96): the hall's page names the days. The assumed ones warn, and never block."""
    facts, day = facts_of(context, AnnualFacts), context.day
    told = facts.period if facts else None
    first, last = told or assumed_period(day.year, context)
    if first <= day <= last:
        return
    opens = _midnight(first) if day < first else None
    if told is not None:
        what = f"不在年度工资申报期内（{first}至{last}）"
        cure = f"请在 {first} 至 {last} 上传" if opens else "申报期已过，请向经办机构了解是否另行安排"
        yield context.rules.finding(
            "WH-96", Effect.WINDOW, what, cure, stage=Stage.ENTRANCE, known=Known.LOOKUP, opens_at=opens
        )
        return
    yield context.rules.finding(
        "WH-96",
        Effect.WINDOW,
        f"年度工资申报期每年由文件规定，通常为 {first} 至 {last}，现在可能不在申报期内",
        "请核对当年文件；以大厅显示的申报期为准",
        opens_at=opens or _midnight(assumed_period(day.year + 1, context)[0]),
    ).model_copy(update={"grade": Grade.E0, "blocking": False})


def refused(declaration: Declaration, context: Context) -> Findings:
    """The hall's words about the person (WH-90, WH-95); outside its period it has said no before it looks at anybody."""
    if not any(found.blocks for found in within_the_period(declaration, context)):
        yield from refused_at_entrance(declaration, context)


def year_of_the_hall(declaration: Declaration, context: Context) -> Findings:
    """The hall declares for the year of its clock, and for no other (WH-96)."""
    facts = facts_of(context, AnnualFacts)
    year = facts.year if facts and facts.year else context.day.year
    if declaration.year > year:
        yield context.rules.finding(
            "WH-96",
            Effect.WINDOW,
            f"大厅现在办理 {year} 年度申报，不能提前申报 {declaration.year} 年度",
            f"请在 {declaration.year} 年的申报期内申报",
            ("year",),
            stage=Stage.SAVE,
            opens_at=_midnight(assumed_period(declaration.year, context)[0]),
        )
    elif declaration.year < year:
        yield context.rules.finding(
            "WH-96",
            Effect.RETURNS,
            f"大厅现在办理 {year} 年度申报，{declaration.year} 年度已过",
            "请核对申报年度；往年度的更正请到经办机构办理",
            ("year",),
            stage=Stage.SAVE,
        )


def base_within_floor_and_ceiling(declaration: AnnualWageDeclaration, context: Context) -> Findings:
    """保底或封顶处理 (WH-88): taken as declared, but assessed otherwise."""
    facts, wage = facts_of(context, AnnualFacts), declaration.average_monthly_wage
    floor, ceiling = (facts.floor, facts.ceiling) if facts else (None, None)
    if facts is None:
        floor = context.rules.figure("WH-88", "floor", on=context.day)
        ceiling = context.rules.figure("WH-88", "ceiling", on=context.day)
    if floor is None or ceiling is None:
        return
    base = assessed(wage, floor, ceiling)
    if base != wage:
        low = base > wage
        yield context.rules.finding(
            "WH-88",
            Effect.WARNS,
            f"上年月均工资{'低于保底' if low else '高于封顶'}，缴费基数将按{'保底' if low else '封顶'} {base:.2f} 元核定",
            "请确认；工资照实申报，缴费按核定后的基数",
            ("average_monthly_wage",),
        )


def papers_to_the_counter(declaration: Declaration, context: Context) -> Findings:
    """携带相关资料审核 (WH-93): by every unit, by ordinary ones, or by nobody (WH-132). No day is named."""
    facts, business = facts_of(context, AnnualFacts), business_of(declaration)
    unit_class = facts.unit_class if facts else context.unit.unit_class
    if at_the_counter(business, unit_class, context):
        yield context.rules.finding(
            "WH-93",
            Effect.WARNS,
            f"提交后还须携资料到{AGENCY}审核，审核通过才生效",
            f"携带：{'、'.join(business.papers)}",
            place=AGENCY,
            papers=business.papers,
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


_FOR_ALL: Final[tuple[Callable[[Declaration, Context], Findings], ...]] = (
    within_the_period,
    refused,
    year_of_the_hall,
    the_very_person,
    papers_to_the_counter,
)
WAGE_RULES: Final[tuple[Callable[[AnnualWageDeclaration, Context], Findings], ...]] = (
    *_FOR_ALL,
    base_within_floor_and_ceiling,
)
PENSION_RULES: Final[tuple[Callable[[RetireeWageDeclaration, Context], Findings], ...]] = _FOR_ALL
