"""Cases: how an item of the hall's lists stands, in the words of the core, with who does what next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sigateway.plugin import (
    Actor,
    Case,
    CaseState,
    Context,
    Filing,
    NextStep,
    Reason,
    RuleNotKnown,
    UnitClass,
    load_reasons,
)

from .businesses import Business, business_of
from .facts import papers_due
from .fields import AGENCY
from .pages import Done, Task

REASONS = load_reasons("sigateway_wuhan")
"""The hall's words, read (``reasons.toml``)."""


def read_words(words: Iterable[str], business: Business[Any, Any] | None = None) -> tuple[Reason, ...]:
    """The hall's words as reasons, by the rules of the business in which they were said; unknown ones stay raw."""
    return tuple(_read(word, business) for word in words)


def _read(word: str, business: Business[Any, Any] | None) -> Reason:
    reason = REASONS.read(word)
    rule = business.rule_of.get(reason.code) if business and reason.code else None
    return reason if rule is None else reason.model_copy(update={"rule": rule})


def under_review(
    filing: Filing,
    context: Context,
    number: str,
    word: str,
    at: datetime,
    *,
    unit_class: UnitClass,
    by: date | None,
) -> Case:
    """Submitted: audited by the system (WH-42), or at the counter where an ordinary unit brings papers (WH-43)."""
    business = business_of(filing)
    if not at_the_counter(business, unit_class):
        steps = _keep_papers(business, context, unit_class)
        return case(filing, context, number, CaseState.IN_REVIEW, word, at, next_steps=steps)
    bring = NextStep(
        who=Actor.EMPLOYER, what="携资料办理审核手续", by=by, papers=business.papers, place=AGENCY
    )
    return case(filing, context, number, CaseState.AWAITING_COUNTER, word, at, next_steps=(bring,))


def of_done(filing: Filing, context: Context, item: Done, at: datetime, unit_class: UnitClass) -> Case:
    """An item of 已办任务列表 (WH-38)."""
    business = business_of(filing)
    if item.finished:
        steps = _keep_papers(business, context, unit_class)
        return case(filing, context, item.number, CaseState.APPROVED, item.word, at, next_steps=steps)
    by = None
    if business.papers_rule is not None:
        try:
            due = papers_due(context, item.submitted_at, business.papers_rule, business.short)
            by = due.by.date()
        except RuleNotKnown:
            by = None
    return under_review(filing, context, item.number, item.word, at, unit_class=unit_class, by=by)


def of_task(filing: Filing, context: Context, item: Task, at: datetime) -> Case:
    """An item of 待办任务列表: a draft (WH-34), or returned with reasons (WH-39)."""
    if not item.returned:
        return case(filing, context, item.number, CaseState.DRAFT, item.word, at)
    reasons = read_words(item.reasons, business_of(filing))
    steps = [NextStep(who=r.who, what=r.cure) for r in reasons if r.who is not None and r.cure]
    steps.append(NextStep(who=Actor.VENDOR, what="更正后重新申报，或退单"))
    return case(
        filing, context, item.number, CaseState.RETURNED, "回退", at, reasons=reasons, next_steps=tuple(steps)
    )


def case(
    filing: Filing,
    context: Context,
    number: str,
    state: CaseState,
    word: str | None,
    at: datetime,
    *,
    reasons: tuple[Reason, ...] = (),
    next_steps: tuple[NextStep, ...] = (),
) -> Case:
    """A case of this hall and unit."""
    return Case(
        hall=context.unit.region,
        unit=context.unit.key,
        filing=filing,
        number=number,
        state=state,
        word=word,
        reasons=reasons,
        next_steps=next_steps,
        at=at,
    )


def at_the_counter(business: Business[Any, Any], unit_class: UnitClass | None) -> bool:
    """Whether papers are brought to the counter: by any unit but a VIP one (WH-43), where the business asks for them."""
    return business.papers_rule is not None and unit_class is not UnitClass.VIP


def _keep_papers(
    business: Business[Any, Any], context: Context, unit_class: UnitClass
) -> tuple[NextStep, ...]:
    """Who keeps the papers for inspection (WH-51, WH-72, WH-87), and who hands in a copy as well (WH-72, WH-133)."""
    if at_the_counter(business, unit_class):
        return ()
    keep = NextStep(who=Actor.EMPLOYER, what="妥善留存资料并归档备查", papers=business.papers)
    if not _hands_in_a_copy(business, context):
        return (keep,)
    copy = NextStep(
        who=Actor.EMPLOYER, what="提交一份资料到经办机构留存", papers=business.papers, place=AGENCY
    )
    return (keep, copy)


def _hands_in_a_copy(business: Business[Any, Any], context: Context) -> bool:
    """The texts disagree (WH-133); an unknown setting is read as the guide has it (WH-72)."""
    if business.copy_setting is None:
        return False
    try:
        return context.rules.flag("WH-133", business.copy_setting, on=context.day)
    except RuleNotKnown:
        return True
