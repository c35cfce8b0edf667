"""Cases: how an item 办件 of the hall stands, in the words of the core, with who does what next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from sigateway.plugin import Actor, Amount, Case, CaseState, Context, Filing, NextStep, Reason

from .answers import FAILED, PASSED, REVIEWING, VOID
from .reading import read_words

STATES: Final[Mapping[str, CaseState]] = MappingProxyType(
    {
        REVIEWING: CaseState.IN_REVIEW,
        PASSED: CaseState.APPROVED,
        FAILED: CaseState.REFUSED,
        VOID: CaseState.WITHDRAWN,
    }
)
"""The hall's words for its states (ZJ-11, ZJ-41): what did not pass is over, and a new item is made."""

_BASE: Final = "核定缴费基数"
_ANEW: Final = NextStep(who=Actor.VENDOR, what="按原因更正后重新申报（新办件）")


def case(
    filing: Filing,
    context: Context,
    number: str,
    word: str,
    at: datetime,
    *,
    base: Decimal | None = None,
    reasons: tuple[str, ...] = (),
    differs: tuple[str, ...] = (),
) -> Case:
    """The item as a case of this hall and unit. A state that is not known is shown raw, never guessed."""
    state = STATES.get(word, CaseState.UNKNOWN)
    return Case(
        hall=context.unit.region,
        unit=context.unit.key,
        filing=filing,
        number=number,
        state=state,
        word=word,
        reasons=read_words(reasons),
        next_steps=(_ANEW,) if state is CaseState.REFUSED else (),
        at=at,
        differs=differs,
        amounts=() if base is None else (Amount(label=_BASE, yuan=base),),
    )


def withdrawn(before: Case, word: str, at: datetime) -> Case:
    """The case after 撤回: void for good, a new item is made (ZJ-13)."""
    changes = {"state": CaseState.WITHDRAWN, "word": word, "at": at, "reasons": (), "next_steps": ()}
    return before.model_copy(update=changes)


def opened(
    filing: Filing,
    context: Context,
    number: str,
    at: datetime,
    *,
    waiting: int = 0,
    refused: tuple[Reason, ...] = (),
) -> Case:
    """The opening of a company (ZJ-15): it is done at once, and its staff is reviewed as everybody is."""
    steps = (NextStep(who=Actor.VENDOR, what="未通过审核的员工另行申报参保登记"),) if refused else ()
    return Case(
        hall=context.unit.region,
        unit=context.unit.key,
        filing=filing,
        number=number,
        state=CaseState.IN_REVIEW if waiting else CaseState.APPROVED,
        word=f"已开户，{waiting} 人审核中" if waiting else "已开户",
        reasons=refused,
        next_steps=steps,
        at=at,
    )
