"""One request that has come through the door of a hall: whose it is, when, and what is noted about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sigateway_mockservers.kernel.hall_state import HallInWorld
from sigateway_mockservers.kernel.journal import RequestNotes
from sigateway_mockservers.kernel.reasons import Reason, Refused, rules_behind

AnySession = TypeVar("AnySession")


@dataclass(slots=True)
class VisitBase(Generic[AnySession]):
    """A request at a hall; what was asked, and how it is answered, is the hall's own."""

    #: A hall says here which it is.
    hall: HallInWorld[Any]
    notes: RequestNotes
    #: The session, where a door asked for one.
    caller: AnySession | None = field(default=None, kw_only=True)

    @property
    def session(self) -> AnySession:
        """The session; only what lies behind a door that asks for one asks."""
        assert self.caller is not None, "this is open to anybody"
        return self.caller

    @property
    def now(self) -> datetime:
        """The moment at which the request is looked at."""
        return self.hall.now

    def note_refusal(self, refused: Reason | Refused) -> None:
        """Note the rules behind a refusal."""
        self.notes.rule_ids = rules_behind([refused] if isinstance(refused, Reason) else refused.reasons)

    def took_effect(self, subject: str) -> None:
        """Note that the request took effect, and upon what."""
        self.notes.committed = True
        self.notes.subject = subject
