"""What the flow of each hook ends with. Another end is the region's bug: named before a commit, doubt after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from sigateway.filings.cases import Case
from sigateway.filings.documents import FetchedFile
from sigateway.flows.challenges import Challenge, Ticket
from sigateway.flows.effects import Flow
from sigateway.flows.evidence import Absent, Different, Landed, Unclear
from sigateway.flows.signed_in import SignedIn

T = TypeVar("T")

_ENDS: Mapping[str, tuple[type, ...]] = {
    "login": (SignedIn, Challenge),
    "submit": (Case, Challenge),
    "complete": (Case, Challenge),
    "resume": (Case, Challenge, FetchedFile, SignedIn),
    "evidence": (Landed, Absent, Different, Unclear),
    "track": (Case,),
    "withdraw": (Case,),
    "discard": (Case,),
    "fetch": (FetchedFile, Challenge),
    "open_challenge": (Ticket,),
}


def held_to_its_end(hook: str, flow: Flow[T]) -> Flow[T]:
    """The flow; raises TypeError from within it when it ends with something else. Other hooks' flows end as they like."""
    ended = yield from flow
    if not isinstance(ended, _ENDS.get(hook, (object,))):
        raise TypeError(f"{hook} ended with {type(ended).__name__}")
    return ended
