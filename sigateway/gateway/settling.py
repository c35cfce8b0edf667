"""Doubt: a commit left and its answer was lost. Only evidence ends it, and here is the only place that sends again.

A commit carries one turn, or the turns of a batch: the doubt about them is one, and is ended by one worker for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sigateway.errors import (
    HallRefused,
    HallUnavailable,
    LandedDifferently,
    LedgerError,
    OutcomeUnknown,
    SessionTaken,
    SigatewayError,
)
from sigateway.filings.cases import Case
from sigateway.flows.effects import Body, Commit, Flow, Means, Request
from sigateway.flows.evidence import Absent, Different, Evidence, Landed
from sigateway.flows.signed_in import SignedIn

from .desk import TurnDesk
from .house import left_if_interrupted
from .interpreter import InDoubt
from .ledger import OpenIntent, Outcome, RecordedRequest
from .turns import Turn
from .verdicts import attested_case, no_longer_as_it_was, with_its_other_parts
from .visits import Visit
from .work import Sleep, Work, blocking

_RESENDS = 2
_LEAST_PAUSE = 1.0
_MOST_PAUSE = 30.0
_MARGIN = 1.0  # the Date header has whole seconds only

Settled = dict[str, Case | SigatewayError | None]
"""How the doubt about each turn ended: its case, the error that fits it, or None: it did not land, and was not sent again."""


def settle(visit: Visit, turn: Turn, wanted: Callable[[Turn], bool] = lambda turn: True) -> Work[Settled]:
    """End the doubt about a turn that this worker holds, and about all that the same commit carries.

    A turn ends with its case once the hall shows it. When the hall has shown, past its settling time, that it holds none of them,
    the very same draft is sent once more, if that is allowed and every one of them is ``wanted``; else they end with None. So does
    what the hall does not hold while it holds others of the same commit. Errors: LandedDifferently when the hall holds something
    different, DraftLost when our draft is no longer there as we left it (HallUnavailable when what was to be withdrawn is not),
    HallRefused when it refuses in words, OutcomeUnknown when it has not shown enough within the gateway's patience. The ledger knows
    each end when this returns.
    """
    settlement = _Settlement(visit, turn, wanted)
    with left_if_interrupted(visit.house, settlement.turns.values()):
        try:
            yield from settlement.run()
        except LedgerError as error:
            # Somebody else has taken the turn on, or the disk is full. Neither says what became of the commit.
            settlement.unknown(visit.house.clock.now(), error)
        yield from settlement.leave()
    return settlement.ended


class _Settlement:
    """One worker's attempt to end the doubt about the turns of one commit."""

    def __init__(self, visit: Visit, turn: Turn, wanted: Callable[[Turn], bool]) -> None:
        self._visit, self._house, self._wanted = visit, visit.house, wanted
        self._pending: dict[str, Turn] = {turn.id: turn}
        self.turns = dict(self._pending)  # all that the commit carries, also those whose doubt has ended
        self.ended: Settled = {}
        self._settling = self._house.settling + timedelta(seconds=_MARGIN)
        self._resends = 0
        # The hall's no to what was sent again, when nothing sent before it had landed: there is nothing to wait for any more.
        self._refusal: tuple[str, ...] = ()
        self._taken = False  # the hall said yes to what was sent again: whatever it shows, no third time

    def run(self) -> Work[None]:
        house, least = self._house, _LEAST_PAUSE
        give_up = house.clock.now() + timedelta(seconds=house.patience)
        yield from self._gather()
        while True:
            doubt = yield from self._doubt()
            try:
                evidence = yield from self._ask(doubt)
            except SigatewayError as error:
                if isinstance(error, LedgerError):
                    raise
                # Refused at the door, or a region's bug: that says nothing about what was committed.
                return self.unknown(self._settles_at(doubt, _earliest(error, house.clock.now())), error)
            yield from self._adopt(evidence or ())
            if not self._pending:
                return None
            now = house.clock.now()
            absent = [each for each in evidence or () if isinstance(each, Absent)]
            final = self._refusal or all(self._is_final(each, doubt, now) for each in absent)
            if len(absent) == len(self._pending) and all(each.complete for each in absent) and final:
                if (yield from self._contradicted()):
                    return self.unknown(self._settles_at(doubt, now))
                if not (yield from self._absent(absent, doubt)):
                    return None
                continue
            if evidence is not None:
                yield from self._by_people()
                if not self._pending:
                    return None
            pause = max(self._until_final(absent, doubt, now), least)
            least = min(2 * least, _MOST_PAUSE)  # a hall that is down or unclear is not asked every second
            # Longer than the whole patience: somebody has set the clock back.
            if now + timedelta(seconds=pause) > give_up or pause > house.patience:
                return self.unknown(self._settles_at(doubt, now))
            yield from self._stay(pause)
            yield from self._visit.drop()  # nobody waits with a session in hand
            yield Sleep(pause)

    def unknown(self, settles_at: datetime, cause: Exception | None = None) -> None:
        """Nobody knows yet what became of those that are left."""
        for turn in self._pending:
            error = OutcomeUnknown(turn, settles_at)
            error.__cause__ = cause
            self.ended[turn] = error
        self._pending = {}

    def leave(self) -> Work[None]:
        """Leave every turn as its end leaves it: in doubt for whoever comes next, or over."""
        ledger, worker, now = self._house.ledger, self._house.worker, self._house.clock.now()
        for turn, end in self.ended.items():
            with suppress(
                LedgerError
            ):  # the end is known all the same; the turn is free when its time has passed
                if isinstance(end, OutcomeUnknown):
                    yield from blocking(partial(ledger.release, turn, worker))
                elif end is None:
                    why = "大厅没有收到，也未再要求申报"
                    yield from blocking(partial(ledger.over, turn, why, now, worker))
                elif isinstance(end, SigatewayError) and not isinstance(end, LandedDifferently):
                    yield from blocking(partial(ledger.over, turn, end.message, now, worker))

    def _gather(self) -> Work[None]:
        """All that the commit carries, in the order of the batch. This worker holds them all already."""
        [first] = self._pending.values()
        doubt = yield from blocking(partial(self._house.ledger.doubt, first.id))
        for other in doubt.turns if doubt is not None else ():
            turn = yield from blocking(partial(self._house.ledger.turn, other))
            if turn is not None:
                self._pending.pop(other, None)
                self._pending[other] = self.turns[other] = turn

    def _stay(self, extra: float = 0.0) -> Work[None]:
        for turn in self._pending:
            yield from blocking(
                partial(self._house.ledger.renew, turn, self._house.worker, self._house.until(extra))
            )

    def _doubt(self) -> Work[OpenIntent]:
        yield from self._stay()
        first = next(iter(self._pending))
        doubt = yield from blocking(partial(self._house.ledger.doubt, first))
        if doubt is None:
            raise LedgerError(f"申报 {first} 没有待定的步骤，无需核实。")
        return doubt

    def _ask(self, doubt: OpenIntent) -> Work[Sequence[Evidence] | None]:
        """The hall's own word about each that is left; None when it cannot be had now."""

        def flow(signed_in: SignedIn) -> Flow[Sequence[Evidence]]:
            return self._evidence(doubt, signed_in)

        try:
            return (yield from self._visit.converse(flow))
        except HallUnavailable:
            return None

    def _evidence(self, doubt: OpenIntent, signed_in: SignedIn) -> Flow[Sequence[Evidence]]:
        turns = list(self._pending.values())
        if len(turns) > 1:
            filings = tuple(turn.filing for turn in turns)
            whole = self._visit.hook_or_none(
                "batch_evidence", filings=filings, intent=doubt.intent, signed_in=signed_in
            )
            if whole is not None:
                answers: Sequence[Evidence] = yield from whole
                if len(answers) != len(turns):
                    raise ValueError(f"{len(answers)} answers about {len(turns)} filings")
                return answers
        found: list[Evidence] = []
        for turn in turns:
            intent = replace(doubt.intent, turn=turn.id)
            found.append(
                (
                    yield from self._visit.hook(
                        "evidence", filing=turn.filing, intent=intent, signed_in=signed_in
                    )
                )
            )
        return found

    def _adopt(self, evidence: Sequence[Evidence]) -> Work[None]:
        """What the hall holds is taken over at once, row by row."""
        for turn, shown in zip(list(self._pending.values()), evidence, strict=False):
            if isinstance(shown, Landed):
                self.ended[turn.id] = yield from self._visit.landed(
                    turn, with_its_other_parts(turn, shown.case)
                )
            elif isinstance(shown, Different):
                whole = with_its_other_parts(turn, shown.case)
                differing = whole.model_copy(update={"differs": shown.fields})
                case = yield from self._visit.landed(turn, differing)
                self.ended[turn.id] = LandedDifferently(case, shown.fields)
            else:
                continue
            del self._pending[turn.id]

    def _by_people(self) -> Work[None]:
        """Where the hall has not shown enough, what two people have attested ends the doubt about a turn."""
        house = self._house
        for turn in list(self._pending.values()):
            doubt = yield from blocking(partial(house.ledger.doubt, turn.id))
            said = None if doubt is None else doubt.attested
            if doubt is None or said is None:
                continue
            if not said.landed and house.clock.now() < doubt.lease_until:
                continue  # it can still be under way, whoever says that it has not landed
            del self._pending[turn.id]
            if said.landed:
                case = attested_case(turn, doubt.intent.step, said)
                self.ended[turn.id] = yield from self._visit.landed(turn, case)
                continue
            now, step = house.clock.now(), doubt.intent.step
            yield from blocking(
                partial(
                    house.ledger.conclude,
                    turn.id,
                    step,
                    Outcome.ATTESTED_ABSENT,
                    now,
                    house.worker,
                    alone=True,
                )
            )
            self.ended[turn.id] = None

    def _contradicted(self) -> Work[bool]:
        """Whether people say that one of them landed, which the hall says it does not hold: then nothing may be sent again."""
        for turn in self._pending:
            doubt = yield from blocking(partial(self._house.ledger.doubt, turn))
            if doubt is not None and doubt.attested is not None and doubt.attested.landed:
                return True
        return False

    def _absent(self, evidence: Sequence[Absent], doubt: OpenIntent) -> Work[bool]:
        """They have certainly not landed. True: they were sent again. False: they have ended."""
        if self._refusal:
            read, words = self._house.stack.region.read_words, self._refusal
            refused = {name: HallRefused(read(words, turn.filing)) for name, turn in self._pending.items()}
            yield from self._conclude(doubt, Outcome.REFUSED)
            return self._end(lambda turn: refused[turn.id])
        if not self._visit.may_send_again and any(map(self._wanted, self._pending.values())):
            # Who wants it would send it again, or make another of it: at a hall whose wire nobody has seen neither is done, unless two
            # people say the same.
            yield from self._by_people()
            self.unknown(self._settles_at(doubt, self._house.clock.now()))
            return False
        if self.ended or doubt.partly:
            # Others of this commit landed, now or in an earlier attempt to settle: sent again, it would file them twice.
            yield from self._conclude(doubt, Outcome.ABSENT)
            return self._end(lambda turn: None)
        if not all(each.intact for each in evidence):
            yield from self._conclude(doubt, Outcome.ABSENT)
            return self._end(lambda turn: no_longer_as_it_was(doubt.intent))
        if doubt.request.withheld:  # only whoever knows the secret can ask for it again
            yield from self._conclude(doubt, Outcome.ABSENT)
            return self._end(lambda turn: HallUnavailable("大厅没有收到这次办理"))
        if not all(self._wanted(turn) for turn in self._pending.values()):
            yield from self._conclude(doubt, Outcome.ABSENT)
            return self._end(lambda turn: None)
        if self._taken or self._resends >= _RESENDS:
            self.unknown(self._settles_at(doubt, self._house.clock.now()))
            return False
        self._resends += 1
        return (yield from self._send(doubt))

    def _end(self, how: Callable[[Turn], SigatewayError | None]) -> bool:
        self.ended.update({turn.id: how(turn) for turn in self._pending.values()})
        self._pending = {}
        return False

    def _send(self, doubt: OpenIntent) -> Work[bool]:
        """Send that draft once more, from the record. Whatever comes back, evidence is asked next."""
        yield from self._conclude(doubt, Outcome.ABSENT)
        rows = {row: () for row in range(len(self._pending))}
        commit = Commit(_request(doubt.request), doubt.intent.step, draft=doubt.intent.draft, rows=rows)
        try:
            words = yield from self._visit.commit(commit, TurnDesk(self._house, *self._pending))
        except InDoubt:
            return True
        except LedgerError:
            raise
        except SigatewayError as error:
            never_left = error
            return self._end(lambda turn: never_left)
        self._refusal, self._taken = words, not words
        return True

    def _conclude(self, doubt: OpenIntent, outcome: str) -> Work[None]:
        house, now = self._house, self._house.clock.now()
        yield from blocking(
            partial(house.ledger.conclude, doubt.intent.turn, doubt.intent.step, outcome, now, house.worker)
        )

    def _is_final(self, evidence: Absent, doubt: OpenIntent, now: datetime) -> bool:
        """Whether absence is beyond doubt: list read to its end, nothing of ours still under way, settling time past.

        By the hall's clock and by our own: a hall can have many clocks.
        """
        return (
            evidence.complete
            and now >= doubt.lease_until + self._settling
            and evidence.as_of >= self._shown(doubt)
        )

    def _until_final(self, absent: Sequence[Absent], doubt: OpenIntent, now: datetime) -> float:
        seen = min((each.as_of for each in absent), default=now)
        return max(
            (doubt.lease_until + self._settling - now).total_seconds(),
            (self._shown(doubt) - seen).total_seconds(),
        )

    def _settles_at(self, doubt: OpenIntent, now: datetime) -> datetime:
        return max(doubt.lease_until + self._settling, now)

    def _shown(self, doubt: OpenIntent) -> datetime:
        """The moment, by the hall's clock, by which what landed is shown. It knows of no lease, so that is counted by its length."""
        return doubt.intent.since + self._house.lease + self._settling


def _earliest(error: SigatewayError, now: datetime) -> datetime:
    """When the hall may be asked again: a session that a clerk has taken is left to him."""
    left_to_clerk = isinstance(error, SessionTaken) and error.until
    return max(now, left_to_clerk) if left_to_clerk else now


def _request(recorded: RecordedRequest) -> Request:
    return Request(
        recorded.operation,
        recorded.method,
        recorded.path,
        Means.COMMIT,
        recorded.site,
        recorded.query,
        recorded.form,
        body=None if recorded.body is None else Body(recorded.body.content, recorded.body.kind),
        charset=recorded.charset,
    )
