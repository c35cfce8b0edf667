"""The rules of 灵活就业人员参保登记 (ZJ-36 to ZJ-39): which form, which month, which base, which papers. Pure."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import (
    Context,
    Effect,
    FlexibleEnrolment,
    FlexibleSuspension,
    Known,
    Month,
    Scheme,
    Stage,
)

from .facts import FlexibleFacts, facts_of
from .rules_shared import Findings, last_or_this, month_finding, refused

Flexible = FlexibleEnrolment | FlexibleSuspension

KINDS: Final = {"flexible_enrolment": "enrol", "flexible_suspension": "interrupt"}
"""The hall's names of its two forms, by the filing's type."""

_STATES: Final = {"enrol": "社保中断", "interrupt": "灵活就业正常参保"}


def month_of(filing: Flexible) -> Month:
    """增减年月: the first month paid for, or the first one that is not (the stop month is itself unpaid)."""
    return (
        filing.first_paid_month if isinstance(filing, FlexibleEnrolment) else filing.last_paid_month.plus(1)
    )


def household(filing: Flexible, context: Context) -> Findings:
    """The site is that of the household (ZJ-36): without one the hall cannot be told where."""
    if not filing.person.household_place:
        yield context.rules.finding(
            "ZJ-36", Effect.RETURNS, "缺少户籍所在地，无法选择站点区域", "请填写户口所在地（省、市、区县）",
            ("person.household_place",), stage=Stage.ENTRANCE, known=Known.OFFLINE,
        )  # fmt: skip


def pension_only(filing: Flexible, context: Context) -> Findings:
    """A flexible worker is insured for pension here."""
    if filing.schemes is not None and filing.schemes != frozenset({Scheme.PENSION}):
        yield refused(
            context, "ZJ-38", "灵活就业人员在此只办理养老保险", "请只填养老保险，或不填险种", "schemes"
        )


def the_fitting_form(filing: Flexible, context: Context) -> Findings:
    """The form depends on the state (ZJ-39); one item at a time (ZJ-38)."""
    facts = facts_of(context, FlexibleFacts)
    if facts is None:
        return
    if facts.pending:
        yield refused(
            context, "ZJ-38", "此人已有一笔办件在审核中", "请待其审核后再申报", "person", known=Known.LOOKUP
        )
    if facts.kind != KINDS[filing.type]:
        state = _STATES.get(facts.kind, "不明")
        yield refused(
            context, "ZJ-39", f"此人现为{state}状态，大厅给出的表单不是所申报的业务", "请核对本人的参保状态", "person",
            known=Known.LOOKUP,
        )  # fmt: skip


def month_in_time(filing: Flexible, context: Context) -> Findings:
    """增减年月 is last month or this one (ZJ-39), and no month is insured twice, or stopped before it began."""
    facts, month = facts_of(context, FlexibleFacts), month_of(filing)
    field = "first_paid_month" if isinstance(filing, FlexibleEnrolment) else "last_paid_month"
    yield from month_finding(
        context,
        "ZJ-39",
        month,
        "增减年月只能为办理的上月或者当月",
        "请改为上月或当月（停保当月不缴费）",
        field,
    )
    if facts is None or last_or_this(context, month, "ZJ-39") or facts.kind != KINDS[filing.type]:
        return
    begins = isinstance(filing, FlexibleEnrolment)
    overlaps = facts.paid_until is not None and month <= facts.paid_until
    before = facts.since is not None and month <= facts.since
    if overlaps if begins else before:
        yield refused(
            context, "ZJ-39", "增减年月与此人已有的参保时间冲突", "请核对增减年月", field, known=Known.LOOKUP
        )


def mandatory(filing: Flexible, context: Context) -> Findings:
    """手机号码 (ZJ-38)."""
    if not filing.person.mobile:
        yield refused(context, "ZJ-38", "手机号码为必填项", "请填写本人手机号码", "person.mobile")


def base(filing: Flexible, context: Context) -> Findings:
    """缴费基数应在上下限之间 (ZJ-38): only the hall shows both."""
    facts = facts_of(context, FlexibleFacts)
    if not isinstance(filing, FlexibleEnrolment) or facts is None:
        return
    if facts.floor is None or facts.ceiling is None or facts.floor <= filing.base <= facts.ceiling:
        return
    yield refused(
        context, "ZJ-38", f"缴费基数应在{facts.floor:.2f}至{facts.ceiling:.2f}之间", "请与本人核对所选的缴费基数", "base",
        known=Known.LOOKUP,
    )  # fmt: skip


def papers(filing: Flexible, context: Context) -> Findings:
    """Step 3 材料申报 (ZJ-38): what the hall must have, by its names, and nothing that it does not know."""
    facts = facts_of(context, FlexibleFacts)
    if facts is None:
        return
    given = {each.what for each in filing.materials} if isinstance(filing, FlexibleEnrolment) else set()
    for missing in (
        name for name, needed in facts.materials.items() if needed == "required" and name not in given
    ):
        yield refused(
            context, "ZJ-38", f"请上传{missing}", "请补充该材料（FlexibleEnrolment.materials）", "materials",
            known=Known.LOOKUP, stage=Stage.REVIEW,
        )  # fmt: skip
    for unknown in sorted(given - set(facts.materials)):
        yield refused(
            context, "ZJ-38", f"大厅没有“{unknown}”这种材料", "请改用大厅的材料名称", "materials",
            known=Known.LOOKUP, stage=Stage.REVIEW,
        )  # fmt: skip


FORM: Final = (mandatory, pension_only)
CONTENT: Final = (the_fitting_form, month_in_time, base, papers)
