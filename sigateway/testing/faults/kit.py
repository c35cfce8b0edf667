"""The kit: a region's operations as data, every trial of them, and one trial run."""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sigateway.errors import (
    AccessError,
    BeforeSending,
    HallRefused,
    HallUnavailable,
    LaneBusy,
    OutcomeUnknown,
    PartlyFiled,
    PartlyUndone,
    SigatewayError,
    WireChanged,
    WithdrawBlocked,
)
from sigateway.filings.cases import Case, CaseState, Part
from sigateway.flows.effects import Means
from sigateway.gateway.house import Event
from sigateway.gateway.many import Filed
from sigateway.gateway.sync import Hall, Session
from sigateway.testing.stage import Stage
from sigateway_mockservers import InProcess, serve

from .killing import Job, Killed, Mortal, kill_a_child, vanish
from .strokes import AT_THE_HALL, CONVERSATION_CLOSED, SIGKILL, Stroke
from .trial import Recorded, Result, Trial

NOTHING_FILED = (BeforeSending, AccessError, HallUnavailable, HallRefused, WireChanged, WithdrawBlocked)
"""What says to the vendor that nothing took effect."""

_CALLS = 8
_PAUSE = 60.0


class Verb(StrEnum):
    """What the vendor calls."""

    FILE = "file"
    FILE_MANY = "file_many"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    ACCESS = "access"
    SIGN_IN = "sign_in"
    BEFORE_LOG_IN = "before_log_in"
    """An errand of access for which nobody can sign in yet; ``Stage.answering`` shows the face that it takes."""


@dataclass(frozen=True)
class Operation:
    """Something that leaves an effect at the hall.

    ``about`` brings about what must stand before and answers what the verb is applied to: a filing, several (``FILE_MANY``), a
    case, an action, ``None`` (``SIGN_IN``). ``effects`` counts how often the hall holds each thing asked for. ``expected`` says what it
    should be in the end: 1 for each unless said otherwise (0 for a row of a batch that the hall does not take). ``stage``: a World other
    than the kit's. ``parts`` names the parts of the case where each takes effect for itself: then ``effects`` counts each. ``log_in``:
    the log-in's requests are struck too; for one operation of a region whose log-in leaves nothing by itself.
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
        """What was said of each effect: of every part of a filing, where the parts take effect one by one.

        Of a part that does not stand while others do, why it does not.
        """
        return [_of_part(end, name) for end in answers for name in self.parts] if self.parts else answers


def _of_part(end: Any, name: str) -> Any:
    if isinstance(end, PartlyFiled | PartlyUndone):
        part = _part(end.case, name)
        done = part.stands if isinstance(end, PartlyFiled) else part.state is end.undone
        return end.case if done else end.__cause__
    if isinstance(end, Case) and end.state is CaseState.PARTLY and not _part(end, name).stands:
        return HallRefused(_part(end, name).reasons)
    return end


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
        case _:
            return [getattr(session, verb)(subject)]


@dataclass(frozen=True)
class _Acting:
    """`act` with its verb, in a form that travels to a child process."""

    verb: Verb

    def __call__(self, hall: Hall, subject: Any) -> list[Any]:
        return act(self.verb, hall, subject)


@dataclass(frozen=True)
class FaultKit:
    """A region's operations, and how a World of it is set up: ``stage(folder, accepts_duplicates)``."""

    region: str
    stage: Callable[[Path, bool], Stage]
    operations: tuple[Operation, ...]
    _requests: dict[str, tuple[Recorded, ...]] = field(default_factory=dict, compare=False, repr=False)
    _prepared: dict[tuple[str, bool], tuple[Stage, Any]] = field(
        default_factory=dict, compare=False, repr=False
    )

    # --- planning ---------------------------------------------------------------------------------------------

    def record(self, operation: Operation) -> tuple[Recorded, ...]:
        """The requests of the undisturbed conversation, log-in included."""
        if operation.name not in self._requests:
            with tempfile.TemporaryDirectory() as folder:
                self._requests[operation.name] = self._record(operation, Path(folder))
        return self._requests[operation.name]

    def _record(self, operation: Operation, folder: Path) -> tuple[Recorded, ...]:
        stage, subject = self.staged(operation, folder)
        before = len(stage.world.journal.entries)
        means: list[Means] = []

        def note(event: Event) -> None:
            if event.means is not None:
                means.append(event.means)

        with stage.gateway(observers=[note], patience=30, on_challenge=stage.answering()) as gateway:
            answers = act(operation.verb, stage.hall(gateway), subject)
        effects = operation.effects(stage, subject)
        assert effects == operation.expected, f"undisturbed, {operation.name} left {effects}: {answers}"
        entries = [each for each in stage.world.journal.entries[before:] if each.method]
        stage.close()
        assert len(entries) == len(means), "the hall saw as many requests as were sent"
        return tuple(Recorded(entry.operation, mean) for entry, mean in zip(entries, means, strict=True))

    def trials(self) -> Iterator[Trial]:
        """The whole matrix. The log-in's requests are struck in the operation that is the log-in, or says so, and in no other."""
        for operation in self.operations:
            recorded = self.record(operation)
            logged_in = 0
            if operation.verb not in (Verb.SIGN_IN, Verb.BEFORE_LOG_IN) and not operation.log_in:
                logged_in = 1 + max(
                    (n for n, each in enumerate(recorded) if each.means is Means.SIGN_IN), default=-1
                )
            for position, request in enumerate(recorded[logged_in:], logged_in):
                for duplicates in (False, True):
                    if (
                        duplicates
                        and request.means is Means.READ
                        and not self._near_commit(recorded, position)
                    ):
                        continue  # what leaves nothing is the same in both variants
                    for stroke in _strokes_for(request):
                        nth = [each.operation for each in recorded[: position + 1]].count(request.operation)
                        yield Trial(self.region, operation.name, position, request, nth, stroke, duplicates)

    def _near_commit(self, recorded: tuple[Recorded, ...], position: int) -> bool:
        return position > 0 and recorded[position - 1].means in (Means.COMMIT, Means.DRAFT)

    def slice(self, size: int, seed: str = "slice") -> list[Trial]:
        """A representative slice: each operation's commits with every stroke first, then a choice of the rest."""
        chosen = random.Random(f"{self.region} {seed}")
        trials = list(self.trials())
        weight = {Means.COMMIT: 0, Means.DRAFT: 1, Means.SIGN_IN: 1, Means.READ: 2}
        chosen.shuffle(trials)
        trials.sort(key=lambda trial: weight[trial.request.means] + chosen.random() * 1.5)
        return trials[:size]

    def pairs(self, size: int, seed: str = "pairs") -> list[Trial]:
        """Pairs of faults, by random choice: the second strikes a request of the calls after the first."""
        chosen = random.Random(f"{self.region} {seed}")
        single = [trial for trial in self.trials() if not trial.stroke.ours]
        found = []
        for _ in range(size if single else 0):
            first = chosen.choice(single)
            others = [t for t in single if t.operation == first.operation]
            found.append(replace(first, second=chosen.choice(others)))
        return found

    # --- one trial --------------------------------------------------------------------------------------------

    def run(self, trial: Trial, folder: Path) -> Result:
        """One trial: strike, call again as a new process while anything may be called again, compare with the hall."""
        operation = next(each for each in self.operations if each.name == trial.operation)
        stage, subject = self.staged(operation, folder, trial.accepts_duplicates)
        try:
            return _Run(stage, operation, subject, trial).result()
        finally:
            stage.close()

    def staged(
        self, operation: Operation, folder: Path, accepts_duplicates: bool = False
    ) -> tuple[Stage, Any]:
        """A stage of its own in this folder, a copy of what stands before the operation, and what the verb is applied to."""
        prepared, subject = self._prepare(operation, accepts_duplicates)
        shutil.copytree(prepared.folder, folder, dirs_exist_ok=True)
        return replace(prepared, world=prepared.world.fork(), folder=folder), subject

    def _prepare(self, operation: Operation, accepts_duplicates: bool) -> tuple[Stage, Any]:
        """What stands before the operation, brought about once; each trial goes on from a copy of it."""
        key = (operation.name, accepts_duplicates)
        if key not in self._prepared:
            home = Path(tempfile.mkdtemp(prefix="sigateway-"))
            atexit.register(shutil.rmtree, home, ignore_errors=True)
            stage = (operation.stage or self.stage)(home, accepts_duplicates)
            self._prepared[key] = (stage, operation.about(stage))
        return self._prepared[key]


def _strokes_for(request: Recorded) -> Iterator[Stroke]:
    yield from AT_THE_HALL
    yield from CONVERSATION_CLOSED
    if request.means in (Means.DRAFT, Means.COMMIT):
        yield from SIGKILL


class _Run:
    """The course of one trial."""

    def __init__(self, stage: Stage, operation: Operation, subject: Any, trial: Trial) -> None:
        self._stage, self._operation, self._subject, self._trial = stage, operation, subject, trial
        self._told: list[str] = []

    def result(self) -> Result:
        try:
            why = self._why()
        except AssertionError as broken:
            why = str(broken)
        again = len(self._stage.world.attempts_after_landing())
        effects = self._operation.effects(self._stage, self._subject)
        return Result(self._trial, tuple(self._told), effects, again, why)

    def _why(self) -> str:
        """Empty when the promise held, else which part of it did not."""
        for trial in filter(None, (self._trial, self._trial.second)):
            if not trial.stroke.ours:
                stroke = trial.stroke
                self._stage.fault(
                    trial.request.operation, stroke.do, stroke.when, nth=trial.nth, **dict(stroke.shape)
                )
        if self._trial.stroke.ours:
            self._die()
        ends = self._until_clear()
        stage = self._stage
        if self._trial.second is None:
            stage.world.faults.assert_consumed()
        effects = self._operation.effects(stage, self._subject)
        closes = any(t.stroke.ends_the_window for t in (self._trial, self._trial.second) if t is not None)
        for end, held, expected in zip(ends, effects, self._operation.expected, strict=True):
            if isinstance(end, OutcomeUnknown):
                return "it never became clear"
            if isinstance(end, SigatewayError) and not isinstance(end, NOTHING_FILED):
                return f"ended with {end.code}"
            if not isinstance(end, SigatewayError) and held != 1:
                return f"said that it was done, and the hall holds {held}"
            if held != expected and not (closes and held == 0):
                return f"the hall holds {held}, not {expected}"
        if violations := stage.world.verify():
            return f"the hall's own oracle: {violations[0].rule}: {violations[0].what}"
        if stage.world.attempts_after_landing():
            return "something was sent again after it had landed"
        return ""

    def _die(self) -> None:
        """The vendor's process dies at the request."""
        trial, stage = self._trial, self._stage
        self._told.append("killed")
        if trial.stroke.do == "killed":
            mortal = Mortal(InProcess(stage.simulator), trial.position, trial.stroke.when, vanish)
            with suppress(Killed), stage.gateway(mortal, on_challenge=stage.answering()) as gateway:
                act(self._operation.verb, stage.hall(gateway), self._subject)
                raise AssertionError("it was not killed: fewer requests than when it was recorded")
            return
        with serve(stage.simulator) as server:
            kill_a_child(
                Job(
                    region=stage.region,
                    unit=stage.unit,
                    plugins=stage.plugins,
                    addresses=stage.addresses(server.url),
                    control=stage.control(server.url),
                    ledger=stage.ledger_file,
                    store=stage.credentials_file,
                    credentials=stage.credentials,
                    answering=stage.answering(server.url),
                    act=_Acting(self._operation.verb),
                    subject=self._subject,
                    position=trial.position,
                    when=trial.stroke.when,
                )
            )

    def _until_clear(self) -> list[Any]:
        """Call, and call again what may be called again, each time as a new process; each answer is checked on the way."""
        for _ in range(_CALLS):
            ends = self._call()
            self._told.append(_in_words(ends))
            effects = self._operation.effects(self._stage, self._subject)
            for end, held in zip(ends, effects, strict=True):
                if isinstance(end, NOTHING_FILED):
                    assert held == 0 or self._stood(end), f"{self._told[-1]} said that nothing was filed"
            # What the hall shows is compared each time: the same difference twice is no accident of a broken page.
            if not any(_may_call_again(end) for end in ends) or self._told[-2:] == ["echo_differs"] * 2:
                return ends
            self._stage.world.clock.advance(by=_pause(ends, self._stage.world.clock.now()))
        raise AssertionError("never came to an end")

    def _stood(self, end: Any) -> bool:
        """An earlier call may have landed it: then what says "not now" says nothing of that. Nor does a log-in that did not end say
        anything of the new password, which is staged and tried first the next time."""
        earlier = len(self._told) > 1 or self._operation.verb is Verb.SIGN_IN
        return isinstance(end, AccessError | HallUnavailable | LaneBusy | WireChanged) and earlier

    def _call(self) -> list[Any]:
        """Nothing is left of the last call but the ledger and the credentials."""
        stage = self._stage
        try:
            with stage.gateway(patience=30, on_challenge=stage.answering()) as gateway:
                answers = act(self._operation.verb, stage.hall(gateway), self._subject)
                return self._operation.of_each(answers)
        except SigatewayError as error:
            if isinstance(error, PartlyFiled | PartlyUndone):
                return self._operation.of_each([error])
            return [error] * len(self._operation.expected)


def _may_call_again(end: Any) -> bool:
    if not isinstance(end, SigatewayError):
        return False
    return end.retry or isinstance(end, WireChanged | OutcomeUnknown) or end.code == "echo_differs"


def _pause(ends: list[Any], now: datetime) -> float:
    """Seconds until the next call: a minute, or as long as an answer says that nothing is to be had before."""
    said = (getattr(end, name, None) for end in ends for name in ("until", "settles_at"))
    return max([_PAUSE, *((moment - now).total_seconds() for moment in said if isinstance(moment, datetime))])


def _in_words(ends: list[Any]) -> str:
    words = [
        end.code if isinstance(end, SigatewayError) else str(getattr(end, "state", "done")) for end in ends
    ]
    return words[0] if len(set(words)) == 1 else ", ".join(words)
