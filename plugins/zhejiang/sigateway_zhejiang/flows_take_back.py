"""The way back online 撤回 (ZJ-12, ZJ-13, ZJ-40): the question, and one 确定 that voids the item for good. Generators, no I/O."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import (
    Absent,
    Case,
    Commit,
    Context,
    Enrolment,
    Entrance,
    Evidence,
    Expected,
    Flow,
    Intent,
    Landed,
    SignedIn,
    Suspension,
    Unclear,
    WireChanged,
    compare,
)

from . import answers, flows, wire
from .access import by_entrance, me_of
from .answers import VOID
from .cases import case as a_case
from .cases import withdrawn
from .reading import ask, commit
from .ways import may_take_back, not_online

STEP: Final = "withdraw"
QUESTION: Final = "是否作废该办件"
"""The words of the source (ZJ-12)."""

Movement = Enrolment | Suspension


def withdraw(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """撤回: what the hall says at that very moment decides; nothing is sent where it does not let an item be taken back."""
    by_entrance(me_of(signed_in), Entrance.LEGAL_PERSON, "撤回", "ZJ-12")
    number = flows.number_of(case)
    told, reply = yield from flows.opened(number)
    if told.item.state == VOID:
        return withdrawn(case, VOID, reply.at)  # by another hand: there is nothing left to do
    filing = case.filing
    assert isinstance(filing, Enrolment | Suspension)
    now = flows.case_of(filing, context, told, reply)
    if not told.can_take_back or not may_take_back(now, context):
        raise not_online(now, context)
    asked = yield from ask(wire.take_back_ask(number))
    if asked.text("question") != QUESTION:
        raise WireChanged("hall.take_back.ask", QUESTION, "another question")
    expected = {
        "itemNo": Expected("办件编号", number),
        "idCard": Expected("社会保障号", filing.person.document.number),
    }
    echo = compare(expected, {"itemNo": asked.text("itemNo"), "idCard": told.item.person})
    request = wire.take_back_confirm(number)
    answer, reply = yield from commit(Commit(request, step=STEP, echo=echo, draft=number))
    shown = answers.content(answer)
    if shown.needed("itemNo") != number or shown.needed("state") != VOID:
        raise WireChanged(request.operation, f"{VOID}, of this item", "something else")
    return withdrawn(case, VOID, reply.at)


def evidence(filing: Movement, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether it has been voided, by the item itself: it stays in the list, and only its state changes.

    What has been reviewed meanwhile cannot be taken back any more (ZJ-40): then nothing is left that could be sent again.
    """
    if intent.draft is None:
        return Unclear("no number to look for (step withdraw)")
    told, reply = yield from flows.opened(intent.draft)
    if told.item.state != VOID:
        return Absent(as_of=reply.at, complete=True, intact=told.can_take_back)
    return Landed(a_case(filing, context, intent.draft, VOID, reply.at))
