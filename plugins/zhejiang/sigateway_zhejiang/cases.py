"""Cases: how an item 办件 of the hall stands, in the words of the core, with who does what next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    Actor,
    Amount,
    Case,
    CaseState,
    Context,
    EmployerOpening,
    Filing,
    FlexibleEnrolment,
    FlexibleSuspension,
    NextStep,
    Part,
    Scheme,
    state_of,
)

from .answers import FAILED, PASSED, REVIEWING, VOID
from .fields import insurances
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
ANEW_STAFF: Final = "另行申报参保登记（新办件）"
_ANEW: Final = NextStep(who=Actor.VENDOR, what="按原因更正后重新申报（新办件）")
_ASK: Final = NextStep(
    who=Actor.PERSON,
    what="大厅不显示未通过的原因：请本人查问后，再重新申报（新办件）",
    place="社保经办机构窗口",
)
"""Of the app's own list, which names no reason (ZJ-38)."""


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
        next_steps=_next_steps(filing, state),
        at=at,
        differs=differs,
        amounts=() if base is None else (Amount(label=_BASE, yuan=base),),
    )


def _next_steps(filing: Filing, state: CaseState) -> tuple[NextStep, ...]:
    if state is not CaseState.REFUSED:
        return ()
    return (_ASK if isinstance(filing, FlexibleEnrolment | FlexibleSuspension) else _ANEW,)


def withdrawn(before: Case, word: str, at: datetime) -> Case:
    """The case after 撤回: void for good, a new item is made (ZJ-13)."""
    changes = {"state": CaseState.WITHDRAWN, "word": word, "at": at, "reasons": (), "next_steps": ()}
    return before.model_copy(update=changes)


def opened(
    filing: EmployerOpening,
    context: Context,
    number: str,
    at: datetime,
    staff: Sequence[tuple[str, str, tuple[str, ...]] | None],
) -> Case:
    """The opening of a company (ZJ-15): it is done at once, and its staff is reviewed as everybody is (ZJ-11).

    ``staff``: in the filing's order, each one's item, the hall's word for its state and the reasons; ``None`` where it shows none.
    """
    schemes = insurances(filing, context)
    company = Part(
        name="company",
        title="单位开户",
        schemes=schemes,
        number=number,
        state=CaseState.APPROVED,
        word="已开户",
    )
    parts = [company, *(_of_staff(n, filing, schemes, item) for n, item in enumerate(staff, 1))]
    waiting = sum(part.state is CaseState.IN_REVIEW for part in parts)
    failed = "、".join(part.title for part in parts if part.state is CaseState.REFUSED)
    steps = (NextStep(who=Actor.VENDOR, what=f"{failed}按原因更正后{ANEW_STAFF}"),) if failed else ()
    word = f"{f'，{waiting} 人审核中' if waiting else ''}{f'，{failed}未通过' if failed else ''}"
    return Case(
        hall=context.unit.region,
        unit=context.unit.key,
        filing=filing,
        number=number,
        state=state_of(parts),
        word=f"已开户{word}",
        next_steps=steps,
        at=at,
        parts=tuple(parts),
    )


def _of_staff(
    place: int,
    filing: EmployerOpening,
    schemes: frozenset[Scheme],
    item: tuple[str, str, tuple[str, ...]] | None,
) -> Part:
    number, word, reasons = item or (None, None, ())
    own = filing.staff[place - 1].schemes
    return Part(
        name=f"staff.{place}",
        title=f"第{place}人",  # by his place, as the hall speaks of them: no name gets into a message
        schemes=schemes if own is None else own,
        number=number,
        state=STATES.get(word or "", CaseState.UNKNOWN),
        word=word,
        reasons=read_words(reasons),
    )
