"""Opening a turn in the ledger, as work: what stands, what is in doubt, and who else is at work come first."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sigateway.errors import (
    AlreadyFiled,
    ConfigurationError,
    DraftLost,
    HallRefused,
    LandedDifferently,
    LaneBusy,
    OutcomeUnknown,
    SigatewayError,
)
from sigateway.filings.cases import Case, CaseState
from sigateway.filings.filing import Filing
from sigateway.filings.orders import Instruction

from .house import House
from .settling import Settled, settle
from .turns import Busy, Continues, Doubtful, Open, Stands, Taken, Turn, TurnState, new_turn, says_the_same
from .visits import Visit
from .work import Sleep, Work, blocking

_BUSY_POLL = 1.0


def begin(
    visit: Visit,
    filing: Filing,
    reference: str | None,
    instruction: Instruction | None,
    wanted: Callable[[Turn], bool] | None = None,
    known: Settled | None = None,
) -> Work[Turn | Case]:
    """Open a turn, or take on one of which a part is missing, or give back the case that stands.

    Waits for another worker at the same lane, and settles its doubts.

    ``wanted`` says of an earlier turn whether it is asked for again now; by default, whether it is this very filing. ``known``
    collects how earlier doubts ended in one call: what was unknown a moment ago is not waited for once more.
    """
    house = visit.house
    give_up = house.clock.now() + timedelta(seconds=house.patience)
    looked_at: set[str] = set()
    while True:
        now = house.clock.now()
        new = make_turn(house, filing, reference, instruction)
        decision = yield from blocking(partial(house.ledger.begin, new, house.worker, now, house.until()))
        match decision:
            case Open():
                return new
            case Stands(turn=turn):
                assert turn.case is not None
                return turn.case if turn.case.settled else (yield from track(visit, turn.case))
            case Continues(turn=turn):
                house.tell("completing", turn.id)
                return turn
            case Taken(turn=turn):
                assert turn.case is not None
                if not turn.case.settled and turn.id not in looked_at:
                    looked_at.add(turn.id)  # perhaps it is decided by now
                    yield from track(visit, turn.case)
                    continue
                raise AlreadyFiled(turn.case, decision.differences, decision.ways)
            case Doubtful(turn=turn):
                house.tell("settling", turn.id)
                # What landed is in doubt because of an undoing: that is not what is asked for now.
                yield from _settle_before(visit, turn, wanted or partial(is_asked_again, new), known)
            case Busy(turn=turn, until=until):
                if now >= give_up:
                    raise LaneBusy(turn.id, until)
                house.tell("waiting", turn.id)
                yield Sleep(min(_BUSY_POLL, max((until - now).total_seconds(), 0.01)))


def make_turn(house: House, filing: Filing, reference: str | None, instruction: Instruction | None) -> Turn:
    """The turn that would be opened for this filing now."""
    now = house.clock.now()
    identity = f"{now:%Y%m%d}-{secrets.token_hex(6)}"
    return new_turn(identity, house.unit, house.code, filing, reference, instruction, now)


def is_asked_again(new: Turn, turn: Turn) -> bool:
    """Whether an earlier turn is what the new one asks for. What landed is in doubt because of an undoing, or of the second of its
    parts: it is not, and is filed anew where that is what is missing."""
    return turn.state is TurnState.OPEN and turn.lane == new.lane and says_the_same(turn, new)


def _settle_before(
    visit: Visit, turn: Turn, wanted: Callable[[Turn], bool], known: Settled | None
) -> Work[None]:
    """End an earlier doubt of this lane. What nobody asks for now is not sent again, and its refusal is not ours to tell."""
    known = {} if known is None else known
    if isinstance(known.get(turn.id), OutcomeUnknown):
        yield from release_together(visit.house, turn)
    else:
        known.update((yield from settle(visit, turn, wanted)))
    ended = known[turn.id]
    if isinstance(ended, HallRefused | DraftLost | LandedDifferently):
        if wanted(turn):
            raise ended
    elif isinstance(ended, SigatewayError):
        raise ended


def release_together(house: House, turn: Turn) -> Work[None]:
    """Leave to others what `Ledger.begin` has claimed: the turn, and all that the same commit carries."""
    doubt = yield from blocking(partial(house.ledger.doubt, turn.id))
    for each in (turn.id,) if doubt is None else doubt.turns:
        yield from blocking(partial(house.ledger.release, each, house.worker))


def track(visit: Visit, case: Case) -> Work[Case]:
    """The case as it now stands at the hall."""
    house = visit.house
    check_ours(house, case.hall, case.unit)
    before = None if case.turn is None else (yield from turn_of_ours(house, case.turn)).case
    seen: Case = yield from visit.converse(
        lambda signed_in: visit.hook("track", case=case, signed_in=signed_in)
    )
    if before is not None and _shown_late(house, before, seen):
        return before
    ours = before or case  # the ledger's word goes before an old copy's
    # A state that is known is the hall's own word, whatever people attested before.
    attested = ours.attested if seen.state is CaseState.UNKNOWN else None
    now_stands = seen.model_copy(update={"turn": case.turn, "differs": ours.differs, "attested": attested})
    if case.turn is not None:
        yield from blocking(partial(house.ledger.keep, case.turn, now_stands, house.clock.now(), before))
    house.tell("tracked", now_stands.state)
    return now_stands


_STEPS = (
    {CaseState.DRAFT},
    {CaseState.IN_REVIEW, CaseState.AWAITING_COUNTER, CaseState.PARTLY},
    {CaseState.APPROVED, CaseState.RETURNED, CaseState.REFUSED},
    {CaseState.WITHDRAWN, CaseState.DISCARDED},
)
"""How far a case has come."""


def _shown_late(house: House, before: Case, seen: Case) -> bool:
    """Whether the hall still shows what was before its own last word: its list may be late by its settling time."""
    came, shown = (
        next((n for n, states in enumerate(_STEPS) if each.state in states), None) for each in (before, seen)
    )
    if came is None or shown is None or shown >= came:
        return False
    return house.clock.now() < before.at + house.settling


def check_ours(house: House, hall: str, unit: str) -> None:
    """A case is handled in a session of its own unit and hall only."""
    if not house.is_ours(hall, unit):
        raise ConfigurationError("这笔业务属于另一单位或另一大厅；请用它自己的 hall(…) 登录后再办理。")


def turn_of(house: House, turn_id: str) -> Work[Turn]:
    """The turn of that name in the ledger."""
    turn = yield from blocking(partial(house.ledger.turn, turn_id))
    if turn is None:
        raise ConfigurationError(f"账本中没有申报 {turn_id!r}。")
    return turn


def turn_of_ours(house: House, turn_id: str) -> Work[Turn]:
    """The turn of that name, filed for this unit at this hall."""
    turn = yield from turn_of(house, turn_id)
    check_ours(house, turn.hall, turn.unit)
    return turn


def claim(visit: Visit, turn: Turn) -> Work[None]:
    """Take the turn on, or LaneBusy. Another doubt in its lane is ended first, and is not sent again."""
    house = visit.house
    while True:
        now = house.clock.now()
        in_the_way = yield from blocking(
            partial(house.ledger.claim, turn.id, house.worker, now, house.until())
        )
        match in_the_way:
            case None:
                return
            case Busy(turn=other, until=until):
                raise LaneBusy(other.id, until)
            case Doubtful(turn=other):
                house.tell("settling", other.id)
                yield from _settle_before(visit, other, lambda turn: False, None)
