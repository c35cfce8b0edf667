"""The kit: every mutation of every reply before a commit, and one trial run."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sigateway.errors import (
    CorrectionStopped,
    EchoDiffers,
    HallRefused,
    SigatewayError,
    WireChanged,
)
from sigateway.flows.effects import Means
from sigateway.testing.faults.kit import FaultKit
from sigateway.testing.faults.operation import OF_THE_WHOLE, Operation, Verb, act
from sigateway.testing.stage import Stage
from sigateway_mockservers import InProcess

from . import in_html
from .changing import Changed, mutations_of
from .mutation import Change, Content, Mutation
from .privacy import personal
from .recording import Conversation, Landing, Listening, Recorder, landings
from .trial import LANDED, Result, Trial

STOPS = (WireChanged, EchoDiffers, HallRefused)
"""How a changed page may stop an operation before its commit."""

_LEAVE_NO_FILING = (Means.DRAFT, Means.SIGN_IN)


@dataclass(frozen=True)
class MutationKit:
    """The mutations of the operations of a `FaultKit`."""

    kit: FaultKit
    _conversations: dict[str, Conversation] = field(default_factory=dict, compare=False, repr=False)

    @property
    def region(self) -> str:
        """Whose pages they are."""
        return self.kit.region

    # --- planning -------------------------------------------------------------------------------------------------

    def record(self, operation: Operation) -> Conversation:
        """The undisturbed conversation."""
        if operation.name not in self._conversations:
            with tempfile.TemporaryDirectory() as folder:
                self._conversations[operation.name] = self._record(operation, Path(folder))
        return self._conversations[operation.name]

    def _record(self, operation: Operation, folder: Path) -> Conversation:
        stage, subject = self.kit.staged(operation, folder)
        before, listening = len(stage.world.journal.entries), Listening()
        recorder = Recorder(
            InProcess(stage.simulator), lambda: _last_operation(stage), lambda: listening.means[-1]
        )
        with stage.gateway(
            recorder, observers=[listening], patience=30, on_challenge=stage.answering()
        ) as gateway:
            act(operation.verb, stage.hall(gateway), subject)
        asked = tuple(recorder.asked)
        logged_in = 0
        if operation.verb not in (Verb.SIGN_IN, Verb.BEFORE_LOG_IN) and not operation.log_in:
            logged_in = 1 + max(
                (n for n, each in enumerate(asked) if each.means is Means.SIGN_IN), default=-1
            )
        drafts = {each.operation for each in asked if each.means in _LEAVE_NO_FILING}
        landed, effects = landings(stage.world, before, drafts), operation.effects(stage, subject)
        stage.close()
        assert effects == operation.expected, f"undisturbed, {operation.name} left {effects}"
        return Conversation(asked, logged_in, landed, effects)

    def trials(self) -> Iterator[Trial]:
        """Every mutation of every reply that a commit follows; those of the log-in where the operation says so."""
        for operation in self.kit.operations:
            conversation, seen = self.record(operation), set()
            for position in conversation.positions:
                asked, committed = conversation.asked[position], conversation.committed_by(position)
                written = conversation.written_after(position)
                for mutation in mutations_of(asked.content, written):
                    if (asked.operation, mutation, committed) not in seen:
                        seen.add((asked.operation, mutation, committed))
                        essential = _is_essential(mutation, asked.content, conversation, position)
                        yield Trial(
                            self.region,
                            operation.name,
                            position,
                            asked.operation,
                            mutation,
                            essential,
                            committed,
                        )

    def slice(self, size: int, seed: str = "slice") -> list[Trial]:
        """A representative slice: of each kind of change some, those first that strike what is written."""
        chosen = random.Random(f"{self.region} {seed}")
        trials = list(self.trials())
        chosen.shuffle(trials)
        rank: Counter[tuple[Change, bool]] = Counter()
        ranked: list[tuple[int, bool, int, Trial]] = []
        for trial in trials:
            kind = (trial.mutation.change, trial.essential)
            rank[kind] += 1
            ranked.append((rank[kind], not trial.essential, len(ranked), trial))
        return [trial for *_, trial in sorted(ranked)[:size]]

    # --- one trial ------------------------------------------------------------------------------------------------

    def run(self, trial: Trial, folder: Path) -> Result:
        """One trial: the page is another from after the log-in, or the last commit, until the next commit is sent."""
        operation = next(each for each in self.kit.operations if each.name == trial.operation)
        conversation = self.record(operation)
        stage, subject = self.kit.staged(operation, folder)
        try:
            return _Run(stage, operation, subject, trial, conversation).result()
        finally:
            stage.close()


class _Run:
    """The course of one trial."""

    def __init__(
        self, stage: Stage, operation: Operation, subject: Any, trial: Trial, conversation: Conversation
    ) -> None:
        self._stage, self._operation, self._subject = stage, operation, subject
        self._trial, self._conversation = trial, conversation
        self._listening = Listening()
        self._said: list[str] = []

    def result(self) -> Result:
        before = len(self._stage.world.journal.entries)
        position, conversation = self._trial.position, self._conversation
        changed = Changed(
            InProcess(self._stage.simulator),
            self._trial.request,
            self._trial.mutation,
            conversation.begins(position),
            lambda: _last_operation(self._stage),
            lambda: self._listening.count(Means.COMMIT) > self._trial.committed,
        )
        ends = self._ends(changed)
        drafts = {each.operation for each in conversation.asked if each.means in _LEAVE_NO_FILING}
        landed = landings(self._stage.world, before, drafts)
        effects = self._operation.effects(self._stage, self._subject)
        errors = [end for end in ends if isinstance(end, SigatewayError)]
        expected = sum(count == 0 for count in self._operation.expected)
        stopped = errors[-1] if len(errors) > expected else None
        why = "" if changed.struck else "nothing was changed"
        why = why or self._wrongly_filed(ends, effects, landed)
        why = why or (self._stopped_badly(stopped) if stopped is not None else self._landed_badly())
        return Result(
            self._trial,
            LANDED if stopped is None else stopped.code,
            "" if stopped is None else stopped.message,
            effects,
            self._sent_after(),
            why,
        )

    def _ends(self, changed: Changed) -> list[Any]:
        stage, operation = self._stage, self._operation
        try:
            with stage.gateway(
                changed, observers=[self._listening], patience=30, on_challenge=stage.answering()
            ) as gateway:
                return operation.of_each(act(operation.verb, stage.hall(gateway), self._subject))
        except SigatewayError as error:
            self._said.append(error.message)
            if isinstance(error, OF_THE_WHOLE):
                return operation.of_each([error])
            return [error] * len(operation.expected)

    def _sent_after(self) -> int:
        """Drafts and commits sent after the page had changed."""
        before = self._conversation.asked[: self._conversation.logged_in]
        return self._listening.count(Means.DRAFT, Means.COMMIT) - sum(
            each.means is Means.DRAFT for each in before
        )

    def _wrongly_filed(self, ends: list[Any], effects: tuple[int, ...], landed: tuple[Landing, ...]) -> str:
        """Whether something landed that was not asked, or not said."""
        asked = Counter(self._conversation.landings)
        if other := Counter(landed) - asked:
            return f"a wrong filing: {sorted(other)[0][:2]} with another content"
        for end, held, expected in zip(ends, effects, self._operation.expected, strict=True):
            if isinstance(end, SigatewayError) and held:
                return f"said {end.code}, and the hall holds {held}"
            if not isinstance(end, SigatewayError) and held != expected:
                return f"said that it was done, and the hall holds {held}"
        if violations := self._stage.world.verify():
            return f"the hall's own oracle: {violations[0].rule}: {violations[0].what}"
        return ""

    def _stopped_badly(self, error: SigatewayError) -> str:
        """Whether it stopped in another way than it should, or said too much or too little."""
        trial = self._trial
        said = "".join([error.message, *self._said])
        if leaked := [text for text in personal(self._stage, self._subject) if text in said]:
            return f"the message holds personal data ({len(leaked)})"
        if trial.committed and isinstance(error, CorrectionStopped) and isinstance(error.__cause__, STOPS):
            error = error.__cause__  # what is undone is said, and why the rest stopped
        if not isinstance(error, STOPS):
            return f"stopped with {error.code}"
        if trial.essential and self._sent_after() > self._conversation.written_before(trial.position):
            return "noticed only after something was written"
        if isinstance(error, WireChanged) and trial.essential and trial.mutation.name not in error.message:
            return f"the message does not name {trial.mutation.name}"
        return ""

    def _landed_badly(self) -> str:
        return "filed in a form that has changed where it was written" if self._trial.essential else ""


def _is_essential(mutation: Mutation, content: Content, conversation: Conversation, position: int) -> bool:
    """Whether it strikes a form that is sent afterwards, in what is sent."""
    if content.kind != "html":
        return False
    written, pages = conversation.written_after(position), conversation.pages_after(position)
    actions = {action for action in in_html.actions(content.text) if action.rpartition("/")[2] in pages}
    match mutation.change:
        case Change.FIELD_ADDED | Change.FORM_MOVED:
            return mutation.target in actions
        case Change.FIELD_RENAMED | Change.FIELD_REMOVED:
            sent = mutation.name in {name for name, _ in written}
            return sent and bool(in_html.forms_with(content.text, mutation.name) & actions)
        case Change.FIELD_MANDATORY:
            sent = (mutation.name, "") in written
            return sent and bool(in_html.forms_with(content.text, mutation.name) & actions)
        case Change.OPTION_CODE | Change.OPTION_REMOVED | Change.OPTION_LABEL | Change.OPTION_SWAPPED:
            name, _, code = mutation.target.partition("=")
            here = bool(in_html.forms_with(content.text, name) & actions)
            return here and (name, code) in written
        case Change.ENCODING | Change.ENCODING_UNSAID:
            return bool(actions)
    return False


def _last_operation(stage: Stage) -> str:
    """The hall's name of what it answered last."""
    return stage.world.journal.entries[-1].operation
