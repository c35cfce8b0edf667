"""What the end of a doubt makes of a case. Pure."""

from __future__ import annotations

from sigateway.errors import DraftLost, HallUnavailable, SigatewayError
from sigateway.filings.attestation import Attestation
from sigateway.filings.cases import Case, CaseState, state_of
from sigateway.flows.evidence import Intent

from .turns import Turn

UNDONE = {"discard": CaseState.DISCARDED, "withdraw": CaseState.WITHDRAWN}
"""What an undoing makes of a case."""


def is_step(name: str, step: str) -> bool:
    """Whether a commit of this name belongs to that undoing: ``withdraw``, or ``withdraw.four`` of a case in parts."""
    return name.partition(".")[0] == step


def with_its_other_parts(turn: Turn, shown: Case) -> Case:
    """Evidence about one part may not see the others, for nothing leads to them from a draft that is gone: they stand as the ledger
    has them."""
    known = () if turn.case is None else turn.case.parts
    seen = {part.name: part for part in shown.parts}
    if not seen or seen.keys() >= {part.name for part in known}:
        return shown
    parts = tuple(seen.pop(part.name, part) for part in known) + tuple(seen.values())
    number = shown.number if turn.case is None else turn.case.number
    return shown.model_copy(update={"parts": parts, "state": state_of(parts), "number": number})


def no_longer_as_it_was(intent: Intent) -> SigatewayError:
    """What was to be submitted is gone; a withdrawal that cannot be made any more was simply never made."""
    if is_step(intent.step, "withdraw"):
        return HallUnavailable("大厅没有收到这次撤销")
    return DraftLost(intent.draft)


def attested_case(turn: Turn, step: str, said: Attestation) -> Case:
    """The case as two people say that it stands; of an undoing, what was undone."""
    if turn.case is not None:
        return turn.case.model_copy(
            update={"state": UNDONE.get(step, CaseState.UNKNOWN), "at": said.at, "attested": said}
        )
    return Case(
        hall=turn.hall,
        unit=turn.unit,
        filing=turn.filing,
        number=said.number,
        state=CaseState.UNKNOWN,
        at=said.at,
        attested=said,
    )
