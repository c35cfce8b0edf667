"""The course of one trial: strike, call again as a new process while anything may be called again, compare with the hall."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from sigateway.errors import (
    AccessError,
    BeforeSending,
    ChallengeExpired,
    ChallengeFailed,
    HallRefused,
    HallUnavailable,
    LaneBusy,
    OutcomeUnknown,
    SigatewayError,
    WireChanged,
    WithdrawBlocked,
)
from sigateway.testing.stage import Stage
from sigateway_mockservers import InProcess, serve

from .killing import Job, Killed, Mortal, kill_a_child, vanish
from .operation import OF_THE_WHOLE, Acting, Operation, Verb, act
from .trial import Result, Trial

NOTHING_FILED = (BeforeSending, AccessError, HallUnavailable, HallRefused, WireChanged, WithdrawBlocked)
"""What says to the vendor that nothing took effect."""

_CALLS = 8
_PAUSE = 60.0


class Course:
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
            if self._operation.verb is Verb.FETCH:
                if why := self._fetched(end, held, closes):
                    return why
                continue
            if not isinstance(end, SigatewayError) and held != 1:
                return f"said that it was done, and the hall holds {held}"
            if held != expected and not (closes and held == 0):
                return f"the hall holds {held}, not {expected}"
        if violations := stage.world.verify():
            return f"the hall's own oracle: {violations[0].rule}: {violations[0].what}"
        if stage.world.attempts_after_landing():
            return "something was sent again after it had landed"
        return ""

    def _fetched(self, end: Any, held: int, closes: bool) -> str:
        """The file comes in the end. In one call the hall is asked to make it twice at most: again, when it has signed us out meanwhile."""
        if isinstance(end, SigatewayError):
            return "" if closes else f"no file came: {end.code}"
        return "" if held <= 2 * len(self._told) else f"{held} were made in {len(self._told)} calls"

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
                    act=Acting(self._operation.verb),
                    subject=self._subject,
                    position=trial.position,
                    when=trial.stroke.when,
                )
            )

    def _says_less(self) -> bool:
        """A paper files nothing; and the error of a cascade that is called again is about the steps that were left."""
        verb = self._operation.verb
        return verb is Verb.FETCH or (verb is Verb.CASCADE and len(self._told) > 1)

    def _until_clear(self) -> list[Any]:
        """Call, and call again what may be called again, each time as a new process; each answer is checked on the way."""
        for _ in range(_CALLS):
            ends = self._call()
            self._told.append(_in_words(ends))
            effects = self._operation.effects(self._stage, self._subject)
            for end, held in zip(ends, effects, strict=True):
                if isinstance(end, NOTHING_FILED) and not self._says_less():
                    assert held == 0 or self._stood(end), f"{self._told[-1]} said that nothing was filed"
            # What the hall shows is compared each time: the same difference twice is no accident of a broken page.
            if not any(self._may_call_again(end) for end in ends) or self._told[-2:] == ["echo_differs"] * 2:
                return ends
            self._stage.world.clock.advance(by=_pause(ends, self._stage.world.clock.now()))
        raise AssertionError("never came to an end")

    def _may_call_again(self, end: Any) -> bool:
        if not isinstance(end, SigatewayError):
            return False
        if self._operation.verb is Verb.FETCH and isinstance(end, ChallengeFailed | ChallengeExpired):
            return True  # somebody reads a new picture
        return end.retry or isinstance(end, WireChanged | OutcomeUnknown) or end.code == "echo_differs"

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
            if isinstance(error, OF_THE_WHOLE):
                return self._operation.of_each([error])
            return [error] * len(self._operation.expected)


def _pause(ends: list[Any], now: datetime) -> float:
    """Seconds until the next call: a minute, or as long as an answer says that nothing is to be had before."""
    said = (getattr(end, name, None) for end in ends for name in ("until", "settles_at"))
    return max([_PAUSE, *((moment - now).total_seconds() for moment in said if isinstance(moment, datetime))])


def _in_words(ends: list[Any]) -> str:
    words = [
        end.code if isinstance(end, SigatewayError) else str(getattr(end, "state", "done")) for end in ends
    ]
    return words[0] if len(set(words)) == 1 else ", ".join(words)
