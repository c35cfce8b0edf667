"""The kit: a region's operations as data, every trial of them, and one trial run."""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sigateway.flows.effects import Means
from sigateway.gateway.house import Event
from sigateway.testing.stage import Stage

from .course import Course
from .operation import Operation, Verb, act
from .strokes import AT_THE_HALL, CONVERSATION_CLOSED, SIGKILL, Stroke
from .trial import Recorded, Result, Trial


@dataclass(frozen=True)
class FaultKit:
    """A region's operations, and how a World of it is set up: ``stage(folder, accepts_duplicates)``.

    ``left_out``: what leaves something at the hall and is in no operation, and why: by the names that `uncovered` gives it, or a
    pattern of them.
    """

    region: str
    stage: Callable[[Path, bool], Stage]
    operations: tuple[Operation, ...]
    left_out: Mapping[str, str] = field(default_factory=dict, compare=False)
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
            return Course(stage, operation, subject, trial).result()
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
