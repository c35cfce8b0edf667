"""Cases: how an item of the hall's lists stands, in the words of the core, with who does what next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

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

from .facts import PAPERS, papers_due
from .fields import AGENCY
from .pages import Done, Task

REASONS = load_reasons("sigateway_wuhan")
"""The hall's words, read (``reasons.toml``)."""


def read_words(words: Iterable[str]) -> tuple[Reason, ...]:
    """The hall's words as reasons; unknown ones stay raw."""
    return tuple(REASONS.read(word) for word in words)


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
    """Submitted: a VIP unit's business is audited by the system (WH-42), an ordinary one's at the counter (WH-43)."""
    if unit_class is UnitClass.VIP:
        return case(filing, context, number, CaseState.IN_REVIEW, word, at, next_steps=(_keep_papers(),))
    bring = NextStep(who=Actor.EMPLOYER, what="携资料办理审核手续", by=by, papers=PAPERS, place=AGENCY)
    return case(filing, context, number, CaseState.AWAITING_COUNTER, word, at, next_steps=(bring,))


def of_done(filing: Filing, context: Context, item: Done, at: datetime, unit_class: UnitClass) -> Case:
    """An item of 已办任务列表 (WH-38)."""
    if item.finished:
        steps = (_keep_papers(),) if unit_class is UnitClass.VIP else ()
        return case(filing, context, item.number, CaseState.APPROVED, item.word, at, next_steps=steps)
    try:
        by = papers_due(context, item.submitted_at).by.date()
    except RuleNotKnown:
        by = None
    return under_review(
        filing,
        context,
        item.number,
        item.word,
        at,
        unit_class=unit_class,
        by=by,
    )


def of_task(filing: Filing, context: Context, item: Task, at: datetime) -> Case:
    """An item of 待办任务列表: a draft (WH-34), or returned with reasons (WH-39)."""
    if not item.returned:
        return case(filing, context, item.number, CaseState.DRAFT, item.word, at)
    reasons = read_words(item.reasons)
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


def _keep_papers() -> NextStep:
    """A VIP unit keeps the papers for inspection (WH-51)."""
    return NextStep(who=Actor.EMPLOYER, what="妥善留存资料并归档备查", papers=PAPERS)
