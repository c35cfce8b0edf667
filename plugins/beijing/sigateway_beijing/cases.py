"""Cases: how the halves of a filing stand, in the words of the core, with who does what next. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sigateway.plugin import Actor, Case, CaseState, Context, Filing, NextStep, Part, Reason, state_of

from .business import BUSINESSES, TITLES
from .fields import SCHEMES
from .halves import Half
from .reading import read_words


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
        next_steps=_next_steps(state, parts),
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


def _next_steps(state: CaseState, parts: Sequence[Part]) -> tuple[NextStep, ...]:
    if state is not CaseState.PARTLY:
        return ()
    failed = "、".join(each.title for each in parts if not each.stands and each.state is not CaseState.DRAFT)
    left = "、".join(each.title for each in parts if each.state is CaseState.DRAFT)
    steps = []
    if left:
        steps.append(NextStep(who=Actor.VENDOR, what=f"再次调用同一申报，补办{left}"))
    if failed:
        steps.append(NextStep(who=Actor.VENDOR, what=f"按原因处理后再次申报或更正，只补办{failed}（BJ-18）"))
    return tuple(steps)


def replaced(parts: Mapping[str, Part], new: Part) -> dict[str, Part]:
    """The parts with one of them as it now stands."""
    return {**parts, new.name: new}
