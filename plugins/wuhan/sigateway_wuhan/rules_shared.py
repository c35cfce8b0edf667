"""Rules that every business has, each with its own rule id: the entrance, papers by the day, drafts that wait. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from sigateway.plugin import (
    SHANGHAI,
    Context,
    Effect,
    Filing,
    Finding,
    Grade,
    Known,
    Month,
    Stage,
)

from .businesses import business_of
from .cases import at_the_counter
from .documents_counter import papers_of
from .facts import WuhanFacts, facts_of, if_closed, papers_due
from .fields import AGENCY, plain

Findings = Iterator[Finding]

_COUNTER_RULES = ("WH-53", "WH-101")
"""What these refuse is done at the counter."""


def assumed(found: Finding) -> Finding:
    """The same, graded as assumed: no document says it, however well the rest of its rule is sourced."""
    return found.model_copy(update={"grade": Grade.E0})


def refused_at_entrance(filing: Filing, context: Context) -> Findings:
    """The hall's own words at the entrance, by the rule that ``reasons.toml`` gives them.

    Insured here or elsewhere (WH-54, WH-60, WH-61, WH-62), not insured here (WH-69, WH-86), in arrears (WH-73), too old for a
    first enrolment (WH-53), arrears at another unit (WH-101); other words of the entrance stand under the business's own rule
    (WH-48 for an enrolment).
    """
    facts, business = facts_of(context, WuhanFacts), business_of(filing)
    for reason in facts.refusals if facts else ():
        # Words that nobody has read yet are still words of the entrance.
        known = reason.rule is not None and reason.rule in context.rules
        rule = reason.rule if known and reason.rule else business.entrance_rule
        elsewhere = rule in _COUNTER_RULES
        yield context.rules.finding(
            rule,
            Effect.ELSEWHERE if elsewhere else Effect.RETURNS,
            f"大厅提示“{reason.words}”" + (f"：{reason.plain}" if reason.plain else ""),
            reason.cure or "",
            ("person.document",) if filing.subject is not None else (),
            stage=Stage.ENTRANCE,
            known=Known.LOOKUP,
            place=AGENCY if elsewhere else None,
            papers=papers_of(rule, context.rules) if elsewhere else (),
        )


def papers_by_the_day(filing: Filing, context: Context) -> Findings:
    """An ordinary unit brings the papers by day 20 of the month (WH-50 or WH-71, WH-134, WH-43)."""
    facts, business = facts_of(context, WuhanFacts), business_of(filing)
    unit_class = facts.unit_class if facts else context.unit.unit_class
    if business.papers_rule is None or not at_the_counter(business, unit_class, context):
        return
    due = papers_due(context, context.at, business.papers_rule, business.short)
    yield context.rules.finding(
        business.papers_rule,
        Effect.WARNS,
        f"{'' if unit_class else '如为普通单位：'}提交后最迟 {due.by:%Y-%m-%d} 携资料到{AGENCY}审核{if_closed(due.by.date(), context)}",
        f"携带：{'、'.join(business.papers)}",
        papers=business.papers,
        place=AGENCY,
    )


def drafts_waiting(filing: Filing, context: Context) -> Findings:
    """Somebody has saved the same business for this person and not submitted it (WH-34)."""
    facts = facts_of(context, WuhanFacts)
    whose = "本单位" if filing.subject is None else "该人员"
    if facts and facts.waiting:
        yield context.rules.finding(
            "WH-34",
            Effect.WARNS,
            f"待办任务列表中已有{whose}未提交的{business_of(filing).short}：{'、'.join(facts.waiting)}",
            "请与经办人核对，避免重复申报",
        )


def the_very_person(filing: Filing, context: Context) -> Findings:
    """The hall names the person it found: another name is another person, or a wrongly written one (WH-63).

    The hall would take it, under the name it shows; the echo would differ and stop it before it is submitted (WH-52).
    """
    facts, person = facts_of(context, WuhanFacts), filing.subject
    if person and facts and facts.name is not None and facts.name != plain(person.name):
        yield context.rules.finding(
            "WH-63",
            Effect.WARNS,
            "大厅登记的姓名与申报的姓名不同，可能是证件号码填错、指向了另一人；回显不一致，不会提交",
            "请对照证件核对姓名和证件号码，按大厅登记的姓名申报",
            ("person.name", "person.document"),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


def first_moment(month: Month) -> datetime:
    """When a month begins at the hall."""
    return datetime.combine(month.first_day, time.min, SHANGHAI)
