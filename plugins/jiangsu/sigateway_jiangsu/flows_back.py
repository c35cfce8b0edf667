"""回退: a filing is taken back within its collection period, later ones first (JS-07, JS-46). Generators, no I/O."""

from __future__ import annotations

from sigateway.plugin import (
    Absent,
    Case,
    CaseState,
    Commit,
    Context,
    Evidence,
    Filing,
    Flow,
    Intent,
    Landed,
    LaterFiling,
    SignedIn,
    Unclear,
    WayKind,
    WithdrawBlocked,
)

from . import ways, wire
from .access import me_of
from .cases import of_row
from .flows import number_of
from .matters import TITLES, matter_of
from .reading import ask, ask_at, commit

STEP = "withdraw"


def withdraw(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """Look, then take back. WithdrawBlocked lists what must go first; NotOffered names the counter after the period."""
    me_of(signed_in)
    number = number_of(case)
    row, at = yield from ask_at(wire.filing(number))
    now = of_row(case.filing, context, row, at)
    if now.state is CaseState.WITHDRAWN:
        return now
    if not any(way.kind.online for way in ways.ways_back(now, context)):
        raise ways.not_online(now, context)
    if blocking := row.texts("blockedBy"):
        raise WithdrawBlocked((yield from _later(blocking)), rule="JS-07")
    person = case.filing.subject
    assert person is not None
    request = wire.take_back(number, matter_of(case.filing).code, person.document.number)
    taken, at = yield from commit(Commit(request, step=STEP, draft=number))
    return of_row(case.filing, context, taken, at)


def what_blocks(case: Case, signed_in: SignedIn) -> Flow[tuple[LaterFiling, ...]]:
    """What must be taken back first, the latest first, filed by whomever."""
    me_of(signed_in)
    shown = yield from ask(wire.filing(number_of(case)))
    return (yield from _later(shown.texts("blockedBy")))


def _later(numbers: tuple[str, ...]) -> Flow[tuple[LaterFiling, ...]]:
    found = []
    for number in numbers:
        row = yield from ask(wire.filing(number))
        found.append(
            LaterFiling(
                number=number,
                business=TITLES.get(row.text("matter"), row.text("matter")),
                filed_at=row.moment("filedAt"),
                channel="柜面" if row.text("by") == "柜面" else "网上",
            )
        )
    return tuple(found)


def evidence(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether it is taken back, by the filing itself. After the period, or behind a later filing, it cannot be sent again (JS-07)."""
    me_of(signed_in)
    if intent.draft is None:
        return Unclear("no number to look for")
    row, at = yield from ask_at(wire.filing(intent.draft))
    case = of_row(filing, context, row, at)
    if case.state is CaseState.WITHDRAWN:
        return Landed(case)
    possible = any(way.kind is WayKind.WITHDRAW for way in ways.ways_back(case, context))
    return Absent(as_of=at, complete=True, intact=possible and not row.texts("blockedBy"))
