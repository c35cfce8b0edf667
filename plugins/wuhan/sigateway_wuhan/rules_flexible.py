"""The rules of a flexible worker's enrolment 灵活就业人员增员(续保) (WH-119), and those that it shares with every enrolment. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sigateway.plugin import Context, Effect, FlexibleEnrolment, Known, Month, Stage

from .facts import facts_of
from .facts_community import FlexibleFacts
from .fields import FLEXIBLE_SCHEMES
from .fields_flexible import joined
from .rules_enrolment import mandatory_fields, name_and_nation_by_register, writable_characters
from .rules_shared import Findings, assumed, drafts_waiting, first_moment, refused_at_entrance


def schemes_of_a_flexible_worker(enrolment: FlexibleEnrolment, context: Context) -> Findings:
    """At least one of those that the form has (WH-119)."""
    takes = joined(enrolment)
    if takes - set(FLEXIBLE_SCHEMES.values()):
        what, cure = "灵活就业人员只能参加养老、医疗、大额医疗", "请去掉其他险种"
    elif not takes:
        what, cure = "至少参加一个险种", "请填写参加险种，或不填（即三项都参加）"
    else:
        return
    yield assumed(context.rules.finding("WH-119", Effect.RETURNS, what, cure, ("schemes",), stage=Stage.SAVE))


def base_between_floor_and_ceiling(enrolment: FlexibleEnrolment, context: Context) -> Findings:
    """缴费基数应在保底至封顶之间 (WH-119): refused, not clamped. Only the hall shows both figures, so offline it warns."""
    facts = facts_of(context, FlexibleFacts)
    floor, ceiling = (facts.floor, facts.ceiling) if facts else (None, None)
    if facts is None:
        floor = context.rules.figure("WH-88", "floor", on=context.day)
        ceiling = context.rules.figure("WH-88", "ceiling", on=context.day)
    if floor is None or ceiling is None or floor <= enrolment.base <= ceiling:
        return
    found = context.rules.finding(
        "WH-119",
        Effect.RETURNS if facts else Effect.WARNS,
        f"缴费基数应在{floor:.2f}至{ceiling:.2f}之间",
        "请与本人核对所选的缴费基数",
        ("base",),
        stage=Stage.SAVE,
        known=Known.LOOKUP,
    )
    yield assumed(found)


def month_of_filing(enrolment: FlexibleEnrolment, context: Context) -> Findings:
    """参保年月 is the month of filing, by the hall's clock (WH-119)."""
    facts, first = facts_of(context, FlexibleFacts), enrolment.first_paid_month
    month = facts.month if facts and facts.month else Month.of(context.at)
    if first > month:
        yield context.rules.finding(
            "WH-119",
            Effect.WINDOW,
            f"参保年月为申报当月（{month}），不能提前申报 {first}",
            f"请在 {first} 当月申报",
            ("first_paid_month",),
            stage=Stage.SAVE,
            opens_at=first_moment(first),
        )
    elif first < month:
        yield context.rules.finding(
            "WH-119",
            Effect.RETURNS,
            f"参保年月为申报当月（{month}），{first} 已过",
            f"请把参保年月改为 {month}",
            ("first_paid_month",),
            stage=Stage.SAVE,
        )


RULES: Final[tuple[Callable[[FlexibleEnrolment, Context], Findings], ...]] = (
    refused_at_entrance,
    mandatory_fields,
    writable_characters,
    schemes_of_a_flexible_worker,
    base_between_floor_and_ceiling,
    month_of_filing,
    name_and_nation_by_register,
    drafts_waiting,
)
