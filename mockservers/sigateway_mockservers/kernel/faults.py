"""Scripted faults: what goes wrong, at which operation, on which side of the commit.

A fault that never fires proves nothing, so each must be consumed: :meth:`FaultQueue.assert_consumed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import InitVar, asdict, dataclass, field, fields, replace
from typing import Any

BEFORE = "before_commit"
AFTER = "after_commit"
MID_BODY = "mid_body"

#: Each kind of fault, with the sides of the commit on which it makes sense; the first is the default.
KINDS: Mapping[str, tuple[str, ...]] = {
    "refuse": (BEFORE,),
    "reset": (BEFORE, AFTER),
    "disconnect": (BEFORE, AFTER),
    "stall": (BEFORE, AFTER),
    "status_5xx": (BEFORE, AFTER),
    "truncate": (MID_BODY,),
    "maintenance": (BEFORE, AFTER),
    "login_page": (BEFORE, AFTER),
    "session_expired": (BEFORE, AFTER),
    "session_taken": (BEFORE, AFTER),
    "window_closes": (BEFORE,),
    "shown_late": (AFTER,),
}

#: Kinds that no WSGI reply can express: the transport itself has to misbehave.
TRANSPORT_KINDS = frozenset({"refuse", "reset", "disconnect", "stall"})
#: Kinds answered by a page of the hall in place of the one asked for.
PAGE_KINDS = frozenset({"maintenance", "login_page", "session_expired", "session_taken"})

#: How a site is told of a ``login_page`` that does not leave the session alive.
LOGIN_PAGE_SIGNED_OUT = "login_page_signed_out"


def ends_session(instead: str) -> bool:
    """Whether the page of a fault, in place of the one asked for, is one after which the session is over."""
    return instead in (LOGIN_PAGE_SIGNED_OUT, "session_expired", "session_taken")


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, ``times`` times in a row, from the ``nth`` matching request on.

    ``before_commit``: the hall did not act. ``after_commit``: it acted, and the client never learns.
    ``mid_body``: it acted and the reply is cut. Optional figures (also accepted as ``params={...}``):

    - ``seconds``: ``stall``, at most so long (30); ``shown_late``, by the World's clock (600)
    - ``status``: ``status_5xx``, 502 or 503 (503)
    - ``keep_session``: ``login_page`` leaves the session alive (True)
    - ``advance``: ``window_closes``, seconds the clock moves (to the next month)
    - ``silent``: ``truncate`` with a Content-Length of the cut body, so that only the missing end mark tells
    - ``connect_timeout``: ``refuse`` as a connection that is never accepted, not one refused
    """

    hall: str
    operation: str
    do: str
    when: str = ""
    nth: int = 1
    times: int = 1
    seconds: float | None = None
    status: int = 503
    keep_session: bool = True
    advance: float | None = None
    silent: bool = False
    connect_timeout: bool = False
    params: InitVar[Mapping[str, Any] | None] = field(default=None, kw_only=True)

    def __post_init__(self, params: Mapping[str, Any] | None) -> None:
        known = {each.name for each in fields(self)}
        for name, value in (params or {}).items():
            if name not in known:
                raise ValueError(f"a fault has no parameter {name!r}")
            object.__setattr__(self, name, value)
        if self.do not in KINDS:
            raise ValueError(f"do={self.do!r} is not known; known: {', '.join(KINDS)}")
        allowed = KINDS[self.do]
        if not self.when:
            object.__setattr__(self, "when", allowed[0])
        if self.when not in allowed:
            raise ValueError(f"{self.do} cannot be {self.when!r}; it is {' or '.join(allowed)}")
        if self.nth < 1 or self.times < 1:
            raise ValueError("nth and times count from 1")
        if not 500 <= self.status <= 599:
            raise ValueError("status is a 5xx status, such as 502 or 503")

    @property
    def label(self) -> str:
        """How the journal names this fault."""
        return f"{self.do}/{self.when}"

    def as_json(self) -> dict[str, Any]:
        """The fault as JSON-able data, accepted again by ``Fault(**data)``."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ArmedFault:
    """A fault in the queue, with how often its operation was seen and how often it fired."""

    fault: Fault
    seen: int = 0
    fired: int = 0

    @property
    def consumed(self) -> bool:
        """True when it fired as often as it was told to."""
        return self.fired >= self.fault.times

    def matches(self, hall: str, operation: str) -> bool:
        """True when a request for this operation at this hall counts for this fault."""
        return not self.consumed and self.fault.hall == hall and self.fault.operation in ("*", operation)


class FaultQueue:
    """The faults of one World, in the order in which they were added."""

    def __init__(self, operations: Mapping[str, frozenset[str]], armed: Iterable[ArmedFault] = ()) -> None:
        self._operations = operations
        self._armed = list(armed)

    def add(self, fault: Fault) -> Fault:
        """Arm a fault. A hall or an operation that does not exist is a ``ValueError``: it would never fire."""
        if fault.hall not in self._operations:
            raise ValueError(f"there is no hall {fault.hall!r}; halls: {', '.join(sorted(self._operations))}")
        known = self._operations[fault.hall]
        if fault.operation != "*" and fault.operation not in known:
            raise ValueError(
                f"{fault.hall} has no operation {fault.operation!r}; known: {', '.join(sorted(known))}"
            )
        self._armed.append(ArmedFault(fault))
        return fault

    def take(self, hall: str, operation: str) -> Fault | None:
        """Count a request, and return the fault that strikes it. Faults behind the striking one do not count it."""
        for position, armed in enumerate(self._armed):
            if not armed.matches(hall, operation):
                continue
            strikes = armed.seen + 1 >= armed.fault.nth
            self._armed[position] = replace(armed, seen=armed.seen + 1, fired=armed.fired + strikes)
            if strikes:
                return armed.fault
        return None

    def all(self) -> list[ArmedFault]:
        """Every fault ever armed here, consumed or not."""
        return list(self._armed)

    def unconsumed(self) -> list[Fault]:
        """The faults that have not yet fired as often as they were told to."""
        return [armed.fault for armed in self._armed if not armed.consumed]

    def assert_consumed(self) -> None:
        """Fail unless every fault fired: a test whose fault never struck has shown nothing."""
        left = self.unconsumed()
        if left:
            names = "; ".join(
                f"{fault.label} at {fault.hall} {fault.operation} (nth={fault.nth})" for fault in left
            )
            raise AssertionError(f"{len(left)} fault(s) never struck: {names}")

    def clear(self) -> None:
        """Forget all faults."""
        self._armed.clear()

    def copy(self) -> FaultQueue:
        """An independent queue in the same position."""
        return FaultQueue(self._operations, self._armed)
