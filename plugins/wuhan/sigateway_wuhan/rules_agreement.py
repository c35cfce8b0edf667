"""The rules of an agreement between a community and a person 社区代办协议 (WH-116, WH-117, WH-118), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sigateway.plugin import AgencyAgreement, AgreementStep, Context, Effect, Known, Stage

from .facts import facts_of
from .facts_community import AgreementFacts
from .rules_shared import Findings, assumed, drafts_waiting, refused_at_entrance, the_very_person


def days_of_the_agreement(agreement: AgencyAgreement, context: Context) -> Findings:
    """协议起止日期有误 (WH-116): one begins today at the earliest, and is renewed to a later day than its last one."""
    day, ends_on = context.day, agreement.ends_on
    if agreement.starts_on is not None and agreement.starts_on < day:
        found = context.rules.finding(
            "WH-116",
            Effect.RETURNS,
            "协议起止日期有误：起始日期不能早于申报当日",
            f"请把起始日期改为 {day} 或之后",
            ("starts_on",),
            stage=Stage.SAVE,
        )
        yield assumed(found)
    if agreement.step is not AgreementStep.RENEW or ends_on is None:
        return
    facts = facts_of(context, AgreementFacts)
    before = facts.ends_on if facts and facts.may_be_renewed else None
    if ends_on < day or (before is not None and ends_on <= before):
        least = f"晚于原终止日期 {before}，且" if before is not None else ""
        found = context.rules.finding(
            "WH-116",
            Effect.RETURNS,
            "协议起止日期有误：续签后的终止日期太早",
            f"终止日期应{least}不早于 {day}",
            ("ends_on",),
            stage=Stage.SAVE,
            known=Known.OFFLINE if ends_on < day else Known.LOOKUP,
        )
        yield assumed(found)


def how_the_latest_one_stands(agreement: AgencyAgreement, context: Context) -> Findings:
    """One agreement at a time (WH-116, WH-118); an expired one can be renewed, an ended one cannot (WH-117).

    Only this community's are shown beforehand: one with another community is the hall's to tell (WH-118).
    """
    facts = facts_of(context, AgreementFacts)
    if facts is None or facts.agreements is None:
        return
    match agreement.step:
        case AgreementStep.SIGN if facts.stands:
            found = ("WH-116", "此人与本社区已有代办协议", "无须再签；如需延长，请申报续签")
        case AgreementStep.RENEW if not facts.may_be_renewed:
            found = ("WH-117", "此人与本社区没有可续签的代办协议", "请申报签订新协议")
        case AgreementStep.END if not facts.stands:
            found = ("WH-118", "此人与本社区没有有效的代办协议", "协议到期后自动终止，无须再办终止")
        case _:
            return
    rule, what, cure = found
    yield context.rules.finding(
        rule, Effect.RETURNS, what, cure, ("step",), stage=Stage.SAVE, known=Known.LOOKUP
    )


RULES: Final[tuple[Callable[[AgencyAgreement, Context], Findings], ...]] = (
    refused_at_entrance,
    days_of_the_agreement,
    how_the_latest_one_stands,
    the_very_person,
    drafts_waiting,
)
