"""Cases: how an item of the hall's lists stands, in the words of the core, with who does what next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

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
    WireChanged,
    load_reasons,
)

from .business import Business, Told
from .businesses import BUSINESSES, business_of
from .facts import if_closed, papers_due
from .fields import AGENCY
from .pages import Done, Task
from .pages_batch import PASSED, RETURNED, RUNNING, BatchRow
from .users import User

REASONS = load_reasons("sigateway_wuhan")
"""The hall's words, read (``reasons.toml``)."""

IN_A_BATCH: Final = NextStep(who=Actor.VENDOR, what="更正后重新申报；如退单，整个批量任务一并取消")
"""A person in a batch that is not with the hall: 退单 would cancel it for everybody in it (WH-82)."""

ALONE_RETURNED: Final = NextStep(who=Actor.VENDOR, what="更正后重新申报；同批其他人员不受影响，无须退单")
"""A person given back from a batch that the hall has otherwise kept: nothing of it stands on a list (WH-85)."""

_OF_ONE: Final = NextStep(who=Actor.VENDOR, what="更正后重新申报，或退单")


_VISITORS: Final[Mapping[str, Collection[UnitClass | None]]] = {
    "every_unit": (None, *UnitClass),
    "ordinary_units": (None, UnitClass.ORDINARY),
    "nobody": (),
}
"""Who brings papers, by the setting of WH-132. A unit of unknown class is taken for an ordinary one."""


def read_words(words: Iterable[str], business: Business[Any, Any] | None = None) -> tuple[Reason, ...]:
    """The hall's words as reasons, by the rules of the business in which they were said; unknown ones stay raw."""
    return tuple(_read(word, business) for word in words)


def read_refusal(words: Iterable[str], filing: Filing) -> tuple[Reason, ...]:
    """The hall's words about a filing as reasons."""
    return read_words(words, BUSINESSES.get(filing.type))


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
    unit_class: UnitClass | None,
    by: date | None,
) -> Case:
    """Submitted: audited by the system (WH-42), or at the counter where an ordinary unit brings papers (WH-43)."""
    business = business_of(filing)
    if not at_the_counter(business, unit_class, context):
        steps = (*_keep_papers(business, context, unit_class), *business.while_waiting)
        return case(filing, context, number, CaseState.IN_REVIEW, word, at, next_steps=steps)
    what = "携资料办理审核手续" + (if_closed(by, context) if by is not None else "")
    bring = NextStep(who=Actor.EMPLOYER, what=what, by=by, papers=business.papers, place=AGENCY)
    return case(filing, context, number, CaseState.AWAITING_COUNTER, word, at, next_steps=(bring,))


def of_done(
    filing: Filing,
    context: Context,
    item: Done,
    at: datetime,
    unit_class: UnitClass | None,
    told: Told | None = None,
) -> Case:
    """An item of 已办任务列表 (WH-38). ``told``: what its detail tells besides."""
    if item.finished:
        return of_ended(filing, context, item.number, item.word, at, unit_class, told)
    by = _papers_by(filing, context, item.submitted_at)
    return under_review(filing, context, item.number, item.word, at, unit_class=unit_class, by=by)


def of_task(filing: Filing, context: Context, item: Task, at: datetime) -> Case:
    """An item of 待办任务列表: a draft (WH-34), or returned with reasons (WH-39)."""
    if not item.returned:
        return case(filing, context, item.number, CaseState.DRAFT, item.word, at)
    return _returned(filing, context, item.number, item.reasons, at, _OF_ONE)


def of_row(
    filing: Filing,
    context: Context,
    item: Task | Done,
    row: BatchRow,
    at: datetime,
    unit_class: UnitClass | None,
) -> Case:
    """A person of a batch, by the row: the same states as a single item (WH-84, WH-85). ``item`` is the whole task."""
    number = item.number
    if isinstance(item, Task) and item.returned:
        return _returned(filing, context, number, row.reasons, at, IN_A_BATCH)
    if row.word == RETURNED:
        return _returned(filing, context, number, row.reasons, at, ALONE_RETURNED)
    if row.word == PASSED:
        return of_ended(filing, context, number, row.word, at, unit_class)
    if row.word == RUNNING:
        by = _papers_by(filing, context, item.submitted_at) if isinstance(item, Done) else None
        return under_review(filing, context, number, row.word, at, unit_class=unit_class, by=by)
    if isinstance(item, Task):
        return case(filing, context, number, CaseState.DRAFT, item.word, at, next_steps=(IN_A_BATCH,))
    return case(filing, context, number, CaseState.UNKNOWN, item.word, at)


def of_ended(
    filing: Filing,
    context: Context,
    number: str,
    word: str,
    at: datetime,
    unit_class: UnitClass | None,
    told: Told | None = None,
) -> Case:
    """What the hall has taken: who keeps the papers, and what it tells besides."""
    told = told or Told()
    steps = (*told.next_steps, *_keep_papers(business_of(filing), context, unit_class))
    taken = case(filing, context, number, CaseState.APPROVED, word, at, next_steps=steps)
    return taken.model_copy(update={"amounts": told.amounts})


def with_told(case: Case, told: Told | None) -> Case:
    """The case with what a page of the hall tells besides."""
    if told is None:
        return case
    steps, amounts = (*told.next_steps, *case.next_steps), told.amounts or case.amounts
    return case.model_copy(update={"next_steps": steps, "amounts": amounts})


def _returned(
    filing: Filing, context: Context, number: str, words: Iterable[str], at: datetime, last: NextStep
) -> Case:
    business = business_of(filing)
    reasons = read_words(words, business)
    again = (NextStep(who=Actor.VENDOR, what=business.again),) if business.again else ()
    cures = [NextStep(who=r.who, what=r.cure) for r in reasons if r.who is not None and r.cure]
    steps = (*cures, last, *again)
    return case(filing, context, number, CaseState.RETURNED, RETURNED, at, reasons=reasons, next_steps=steps)


def _papers_by(filing: Filing, context: Context, submitted_at: datetime) -> date | None:
    """The day by which papers are due for what was submitted then."""
    business = business_of(filing)
    if business.papers_rule is None:
        return None
    try:
        return papers_due(context, submitted_at, business.papers_rule, business.short).by.date()
    except RuleNotKnown:
        return None


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


def discarded(case: Case, at: datetime, *, also: tuple[NextStep, ...] = ()) -> Case:
    """The case after 退单."""
    return case.model_copy(
        update={
            "state": CaseState.DISCARDED,
            "word": "已退单",
            "at": at,
            "reasons": (),
            "next_steps": also,
        }
    )


def gone(before: Case, context: Context, number: str, at: datetime) -> Case:
    """What became of a case of which the hall shows nothing any more: what was never submitted has been discarded."""
    if before.state is CaseState.APPROVED:
        raise WireChanged("任务列表", "the approved item", "no such item")
    never_submitted = before.state in (CaseState.DRAFT, CaseState.RETURNED, CaseState.DISCARDED)
    state = CaseState.DISCARDED if never_submitted else CaseState.UNKNOWN
    return case(before.filing, context, number, state, None, at)


def at_the_counter(business: Business[Any, Any], unit_class: UnitClass | None, context: Context) -> bool:
    """Whether papers are brought to the counter: by any unit but a VIP one (WH-43), where the business asks for them.

    For the yearly wages the texts disagree who brings them, so a setting says it (WH-132); by the guide every unit does (WH-93).
    """
    if not business.by_visit_setting:
        return business.papers_rule is not None and unit_class is not UnitClass.VIP
    try:
        visitors = context.rules.choice("WH-132", "annual_wage_visit", _VISITORS, on=context.day)
    except RuleNotKnown:
        visitors = _VISITORS["every_unit"]
    return unit_class in visitors


def _keep_papers(
    business: Business[Any, Any], context: Context, unit_class: UnitClass | None
) -> tuple[NextStep, ...]:
    """Who keeps the papers for inspection (WH-51, WH-72, WH-87, WH-115), and who hands in a copy as well (WH-72, WH-133)."""
    if at_the_counter(business, unit_class, context) or not business.papers:
        return ()
    who = "（社区）" if business.user is User.COMMUNITY else ""
    keep = NextStep(who=Actor.EMPLOYER, what=f"{who}妥善留存资料并归档备查", papers=business.papers)
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
