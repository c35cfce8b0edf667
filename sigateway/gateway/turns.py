"""Turns: whether a filing may be sent now, decided from what the ledger holds. Pure.

A **lane** is one person at one unit of one hall, or one matter of the unit itself: one filing is in flight in it at a time. A city's
overlay is its province's hall: however the unit is written, it has one lane a person. A **slot** is a lane, an operation, schemes and
an effect period; two filings that share a scheme share the slot. A slot has **turns**: each is one attempt to get one filing done,
and doubt is settled within its own turn. A new turn opens only when the last one is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field

from sigateway.filings.base import Model
from sigateway.filings.cases import Case, CaseState
from sigateway.filings.filing import Filing
from sigateway.filings.orders import Instruction
from sigateway.filings.units import InsuredUnit, at_its_hall, hall_of


class TurnState(StrEnum):
    """Where a turn stands in the ledger."""

    OPEN = "open"  #: being worked on, or left by a worker that died, or in doubt
    LANDED = "landed"  #: the hall holds it; ``case`` says how
    OVER = "over"  #: ended without effect


class Turn(Model):
    """One attempt to get one filing done.

    ``in_doubt``: a commit left and nothing has shown yet what became of it. ``why_over``: why it ended without effect, for
    people; it may repeat the hall's words.
    """

    id: str
    hall: str
    unit: str
    lane: str = Field(repr=False)
    reference: str | None
    digest: str = Field(repr=False)
    filing: Filing
    instruction: Instruction | None = None
    state: TurnState = TurnState.OPEN
    in_doubt: bool = False
    case: Case | None = None
    why_over: str | None = Field(default=None, repr=False)
    worker: str | None = None
    worker_until: datetime | None = None
    opened_at: datetime


def new_turn(
    identity: str,
    unit: InsuredUnit,
    hall: str,
    filing: Filing,
    reference: str | None,
    instruction: Instruction | None,
    opened_at: datetime,
) -> Turn:
    """The turn that would be opened for this filing."""
    return Turn(
        id=identity,
        hall=hall,
        unit=unit.key,
        lane=f"{hall_of(hall)}|{at_its_hall(unit.key)}|{filing.lane}",
        reference=reference,
        digest=filing.digest(),
        filing=filing,
        instruction=instruction,
        opened_at=opened_at,
    )


@dataclass(frozen=True)
class Open:
    """Nothing stands in the way: open the new turn."""


@dataclass(frozen=True)
class Stands:
    """This very filing stands already: nothing is sent, its case is given back."""

    turn: Turn


@dataclass(frozen=True)
class Continues:
    """A part of this very filing stands and another does not: only that one is filed."""

    turn: Turn


@dataclass(frozen=True)
class Taken:
    """Something else stands in its place; ``differences`` names the fields, ``ways`` what can be done."""

    turn: Turn
    differences: tuple[str, ...]
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Doubtful:
    """An earlier turn of this lane is in doubt: its evidence comes first."""

    turn: Turn


@dataclass(frozen=True)
class Busy:
    """Somebody is at work in this lane until then."""

    turn: Turn
    until: datetime


LONGEST_LEASE = timedelta(hours=1)
"""A worker's time beyond this was written by a clock that was wrong: it counts as past."""

_IN_FORCE = (CaseState.APPROVED, CaseState.PARTLY)
_NEVER_IN_FORCE = (CaseState.RETURNED, CaseState.REFUSED, CaseState.DISCARDED)

Decision = Open | Stands | Continues | Taken | Doubtful | Busy


def at_work(turn: Turn, now: datetime) -> datetime | None:
    """Until when somebody is at work on this turn; None when nobody is."""
    until = turn.worker_until
    return until if until is not None and now < until <= now + LONGEST_LEASE else None


def left_behind(lane: Sequence[Turn], now: datetime) -> list[Turn]:
    """The turns whose worker died before any commit: they are over, and say nothing of what stands in the lane."""
    return [t for t in lane if t.state is TurnState.OPEN and not t.in_doubt and at_work(t, now) is None]


def decide(lane: Sequence[Turn], new: Turn, now: datetime) -> Decision:
    """What may happen, from the lane's turns in the order in which they were opened."""
    # What landed can be in flight once more: somebody is withdrawing it, or nobody knows whether it was withdrawn.
    for turn in lane:
        if (until := at_work(turn, now)) is not None:
            return Busy(turn, until)
    doubtful = next((t for t in lane if t.in_doubt), None)
    if doubtful is not None:
        return Doubtful(doubtful)
    landed = [t for t in lane if t.state is TurnState.LANDED and t.case is not None]
    pending = next((t for t in landed if t.case is not None and not t.case.settled), None)
    if pending is not None:
        if _same_slot(pending, new) and says_the_same(pending, new):
            return _standing(pending)
        return Taken(pending, differences(pending, new), ("等待这笔业务办结或被回退后再申报",))
    in_slot = [t for t in landed if _same_slot(t, new)]
    # A reference that was used before is no new instruction, whatever was filed under others since.
    named = [t for t in in_slot if new.reference is not None and t.reference == new.reference]
    # What never took effect hides nothing that did.
    last = next(
        (t for t in reversed(named or in_slot) if t.case and t.case.state not in _NEVER_IN_FORCE), None
    )
    if last is None or last.case is None or last.case.state not in _IN_FORCE:
        return Open()
    since = landed[landed.index(last) + 1 :]
    later = any(t.case is not None and t.case.state in _IN_FORCE for t in since)
    if says_the_same(last, new) and not later:
        return _standing(last)
    if new.reference is not None and new.reference != last.reference:
        return Open()
    return Taken(
        last,
        differences(last, new),
        ("若确为另一笔业务，请换一个 reference 再申报", "若要更正，请按该大厅的更正办法办理"),
    )


def _standing(turn: Turn) -> Stands | Continues:
    return Continues(turn) if turn.case is not None and turn.case.state is CaseState.PARTLY else Stands(turn)


def _same_slot(old: Turn, new: Turn) -> bool:
    """The same operation and effect period, and a scheme in common. ``None`` schemes are all of the unit's."""
    one, other = old.filing, new.filing
    if (one.type, one.slot) != (other.type, other.slot):
        return False
    ours, theirs = one.in_schemes, other.in_schemes
    return ours is None or theirs is None or bool(ours & theirs)


def says_the_same(old: Turn, new: Turn) -> bool:
    """The same body, asked for by the same instruction, and held by the hall as it was asked."""
    differs = old.case is not None and bool(old.case.differs)
    return old.digest == new.digest and _same_instruction(old, new) and not differs


def _same_instruction(old: Turn, new: Turn) -> bool:
    """Another reference is another instruction; a reference given to one that had none is not."""
    return old.reference is None or new.reference is None or old.reference == new.reference


def differences(old: Turn, new: Turn) -> tuple[str, ...]:
    """The dotted names of the fields in which two filings differ, and those which the hall holds otherwise.

    Names only: the values are personal.
    """
    by_hall = old.case.differs if old.case is not None else ()
    return by_hall + tuple(
        sorted(_paths(old.filing.model_dump(mode="json"), new.filing.model_dump(mode="json")))
    )


def _paths(old: object, new: object, path: str = "") -> set[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        found: set[str] = set()
        for key in old.keys() | new.keys():
            found |= _paths(old.get(key), new.get(key), f"{path}.{key}" if path else key)
        return found
    return set() if old == new else {path}
