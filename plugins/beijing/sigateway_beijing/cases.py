"""Cases: how the halves of a filing stand, in the words of the core, with who does what next. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sigateway.plugin import (
    Actor,
    Case,
    CaseState,
    Context,
    Filing,
    Month,
    NextStep,
    Part,
    Reason,
    RuleNotKnown,
    state_of,
)

from .business import BUSINESSES, TITLES
from .fields import SCHEMES
from .halves import Half
from .reading import read_words
from .rules_window import hall_window
from .wanted import month_of


def part(
    system: str,
    half: Half | None,
    context: Context,
    filing: Filing,
    *,
    state: CaseState | None = None,
    reasons: tuple[Reason, ...] = (),
    differs: tuple[str, ...] = (),
) -> Part:
    """One system's part. ``state`` where the half as it was shown last is older than what is known."""
    meant = filing.in_schemes if filing.in_schemes is not None else context.unit.schemes
    business = BUSINESSES[filing.type]
    shown = half is not None and state in (None, half.state)
    return Part(
        name=system,
        title=TITLES[system],
        schemes=meant & SCHEMES[system],
        number=half.number if half else None,
        state=state or (half.state if half else CaseState.DRAFT),
        word=half.word if half is not None and shown else None,
        reasons=reasons or (read_words(half.words, business) if half is not None and shown else ()),
        differs=differs,
    )


def case(
    filing: Filing, context: Context, parts: Sequence[Part], at: datetime, number: str | None = None
) -> Case:
    """The whole filing. Its number is the four system's, or the medical one's where only that is filed."""
    state = state_of(parts)
    first = next((each.number for each in parts if each.number), None)
    return Case(
        hall=context.unit.region,
        unit=context.unit.key,
        filing=filing,
        number=number or first,
        state=state,
        word=_word(parts),
        next_steps=_next_steps(state, parts, _last_day(filing, context)),
        at=at,
        differs=tuple(f"{each.title}：{name}" for each in parts for name in each.differs),
        parts=tuple(parts),
    )


def _word(parts: Sequence[Part]) -> str | None:
    """导入部分成功 is the hall's word for halves that ended differently; else what all of them show."""
    states = {each.state for each in parts}
    if states == {CaseState.APPROVED, CaseState.RETURNED}:
        return "处理结束，导入部分成功"
    words = {each.word for each in parts}
    return words.pop() if len(words) == 1 else None


def _next_steps(state: CaseState, parts: Sequence[Part], last: date | None) -> tuple[NextStep, ...]:
    if state is not CaseState.PARTLY:
        return ()
    failed = "、".join(each.title for each in parts if not each.stands and each.state is not CaseState.DRAFT)
    left = "、".join(each.title for each in parts if each.state is CaseState.DRAFT)
    steps = []
    if left:
        steps.append(
            NextStep(who=Actor.VENDOR, what=f"再次提交这笔申报，只补办{left}，已办的不重复", by=last)
        )
    if failed:
        steps.append(
            NextStep(who=Actor.VENDOR, what=f"按原因处理后再次提交这笔申报，只补办{failed}（BJ-18）", by=last)
        )
    return tuple(steps)


def _last_day(filing: Filing, context: Context) -> date | None:
    """The last day on which the rest of it is still of the filing's month (BJ-32): later, the two systems would differ in it."""
    month = month_of(filing)
    if month is None or month != Month.of(context.at):
        return None
    try:
        window = hall_window(context)
    except RuleNotKnown:
        return None
    return (window.closes - timedelta(days=1)).date() if window.open and window.closes else None


def replaced(parts: Mapping[str, Part], new: Part) -> dict[str, Part]:
    """The parts with one of them as it now stands."""
    return {**parts, new.name: new}
