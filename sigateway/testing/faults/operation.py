"""An operation that leaves something at a hall: what the vendor calls, about what, and how its effects are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sigateway.errors import CascadeStopped, HallRefused, PartlyFiled, PartlyUndone
from sigateway.filings.cases import Case, CaseState, Part
from sigateway.gateway.many import Filed
from sigateway.gateway.sync import Hall, Session
from sigateway.testing.stage import Stage


class Verb(StrEnum):
    """What the vendor calls."""

    FILE = "file"
    FILE_MANY = "file_many"
    WITHDRAW = "withdraw"
    CASCADE = "cascade"
    """Withdraw a case with all that must go before it: each is a commit of its own."""
    DISCARD = "discard"
    CORRECT = "correct"
    """Undo a case, or the part of it that came back, and file another thing in its place."""
    FETCH = "fetch"
    """Get a paper that the hall makes when it is asked: it files nothing, but is left there."""
    ACCESS = "access"
    SIGN_IN = "sign_in"
    BEFORE_LOG_IN = "before_log_in"
    """An errand of access for which nobody can sign in yet; ``Stage.answering`` shows the face that it takes."""


@dataclass(frozen=True)
class Operation:
    """Something that leaves an effect at the hall.

    ``about`` brings about what must stand before and answers what the verb is applied to: a filing, several (``FILE_MANY``), a
    case, a case and what is to be filed in its place (``CORRECT``), a printout, an action, ``None`` (``SIGN_IN``). ``effects`` counts
    how often the hall holds each thing asked for; of a cascade the latest first. ``expected`` says what it should be in the end: 1 for
    each unless said otherwise (0 for a row of a batch that the hall does not take). ``stage``: a World other than the kit's. ``parts``
    names the parts of the case where each takes effect for itself: then ``effects`` counts each. ``log_in``: the log-in's requests are
    struck too; for one operation of a region whose log-in leaves nothing by itself.
    """

    name: str
    verb: Verb
    about: Callable[[Stage], Any]
    effects: Callable[[Stage, Any], tuple[int, ...]]
    expected: tuple[int, ...] = (1,)
    stage: Callable[[Path, bool], Stage] | None = None
    parts: tuple[str, ...] = ()
    log_in: bool = False

    def of_each(self, answers: list[Any]) -> list[Any]:
        """What was said of each effect: of every part of a filing, where the parts take effect one by one; of every step of a cascade.

        Of a part that does not stand while others do, why it does not.
        """
        if self.parts:
            return [_of_part(end, name) for end in answers for name in self.parts]
        if self.verb is Verb.CASCADE:
            return [each for end in answers for each in _of_steps(end, len(self.expected))]
        return answers


def _of_part(end: Any, name: str) -> Any:
    if isinstance(end, PartlyFiled | PartlyUndone):
        part = _part(end.case, name)
        done = part.stands if isinstance(end, PartlyFiled) else part.state is end.undone
        return end.case if done else end.__cause__
    if isinstance(end, Case) and end.state is CaseState.PARTLY and not _part(end, name).stands:
        return HallRefused(_part(end, name).reasons)
    return end


def _of_steps(end: Any, steps: int) -> list[Any]:
    """Those that come first are withdrawn first: by this call, or by one before it."""
    if isinstance(end, CascadeStopped):
        left = len(end.left)
        return [end.left[0]] * (steps - left) + [end.__cause__] * left
    return [end] * steps


def _part(case: Case, name: str) -> Part:
    return next(each for each in case.parts if each.name == name)


def act(verb: Verb, hall: Hall, subject: Any) -> list[Any]:
    """What the vendor calls; the answers, one for each thing asked for. An error of a row of a batch is its answer."""
    if verb is Verb.BEFORE_LOG_IN:
        return [hall.access(subject)]
    with hall.sign_in() as session:
        return _act(verb, session, subject)


def _act(verb: Verb, session: Session, subject: Any) -> list[Any]:
    match verb:
        case Verb.FILE_MANY:
            filed: list[Filed] = session.file_many(subject)
            return [each.end for each in filed]
        case Verb.SIGN_IN:
            return [session]
        case Verb.CASCADE:
            return [session.withdraw(subject, cascade=session.plan_withdrawal(subject))]
        case Verb.CORRECT:
            return [session.correct(*subject)]
        case _:
            return [getattr(session, verb)(subject)]


OF_THE_WHOLE = (PartlyFiled, PartlyUndone, CascadeStopped)
"""Errors that say of each part, or of each step, what became of it."""


@dataclass(frozen=True)
class Acting:
    """`act` with its verb, in a form that travels to a child process."""

    verb: Verb

    def __call__(self, hall: Hall, subject: Any) -> list[Any]:
        return act(self.verb, hall, subject)
