"""Doubt: a commit left and its answer was lost. Only evidence ends it, and here is the only place that sends again."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sigateway.errors import (
    DraftLost,
    HallRefused,
    HallUnavailable,
    LandedDifferently,
    LedgerError,
    OutcomeUnknown,
    SigatewayError,
)
from sigateway.filings.cases import Case, Reason
from sigateway.flows.effects import Commit, Flow, Means, Request
from sigateway.flows.evidence import Absent, Different, Evidence, Landed
from sigateway.flows.signed_in import SignedIn

from .desk import TurnDesk
from .interpreter import InDoubt
from .ledger import OpenIntent, Outcome, RecordedRequest
from .turns import Turn
from .visits import Visit
from .work import Sleep, Work, blocking

_RESENDS = 2
_LEAST_PAUSE = 1.0
_MOST_PAUSE = 30.0
_MARGIN = 1.0  # the Date header has whole seconds only


def settle(visit: Visit, turn: Turn, patience: float, *, send_again: bool = True) -> Work[Case | None]:
    """End the doubt about a turn that this worker holds.

    Ends with the case once the hall shows it. When the hall has shown, past its settling time, that it does not hold it, the
    very same draft is sent once more, if that is allowed; without ``send_again`` it ends with None. Raises LandedDifferently
    when the hall holds something different, DraftLost when our draft is no longer there as we left it, HallRefused when it
    refuses in words, OutcomeUnknown when it has not shown enough within ``patience`` seconds.
    """
    settlement = _Settlement(visit, turn, send_again)
    try:
        return (yield from settlement.run(patience))
    except LedgerError as error:
        # Somebody else has taken the turn on, or the disk is full. Neither says what became of the commit.
        raise OutcomeUnknown(turn.id, visit.house.clock.now()) from error


class _Settlement:
    """One worker's attempt to end the doubt about one turn."""

    def __init__(self, visit: Visit, turn: Turn, send_again: bool) -> None:
        self._visit, self._house, self._turn, self._send_again = visit, visit.house, turn, send_again
        seconds = float(self._house.stack.rules.hall("settling_seconds"))
        self._settling = timedelta(seconds=seconds + _MARGIN)
        self._resends = 0
        self._refusal: tuple[Reason, ...] = ()
        self._taken = False  # the hall said yes to what was sent again: whatever it shows, no third time

    def run(self, patience: float) -> Work[Case | None]:
        house, least = self._house, _LEAST_PAUSE
        give_up = house.clock.now() + timedelta(seconds=patience)
        while True:
            doubt = yield from self._doubt()
            evidence = yield from self._ask(doubt)
            if isinstance(evidence, Landed):
                return (yield from self._visit.landed(self._turn, evidence.case))
            if isinstance(evidence, Different):
                differing = evidence.case.model_copy(update={"differs": evidence.fields})
                case = yield from self._visit.landed(self._turn, differing)
                raise LandedDifferently(case, evidence.fields)
            now = house.clock.now()
            if isinstance(evidence, Absent) and self._is_final(evidence, doubt, now):
                if not (yield from self._absent(evidence, doubt)):
                    return None
                continue
            pause = max(self._until_final(evidence, doubt, now), least)
            least = min(2 * least, _MOST_PAUSE)  # a hall that is down or unclear is not asked every second
            if now + timedelta(seconds=pause) > give_up:
                raise OutcomeUnknown(self._turn.id, self._settles_at(doubt, now))
            yield from blocking(partial(house.ledger.renew, self._turn.id, house.worker, house.until(pause)))
            self._visit.drop()  # nobody waits with a session in hand
            yield Sleep(pause)

    def _doubt(self) -> Work[OpenIntent]:
        house, turn = self._house, self._turn
        yield from blocking(partial(house.ledger.renew, turn.id, house.worker, house.until()))
        doubt = yield from blocking(partial(house.ledger.doubt, turn.id))
        if doubt is None:
            raise LedgerError(f"申报 {turn.id} 没有待定的步骤，无需核实。")
        return doubt

    def _ask(self, doubt: OpenIntent) -> Work[Evidence | None]:
        """The hall's own word; None when it cannot be had now."""

        def flow(signed_in: SignedIn) -> Flow[Evidence]:
            return self._visit.hook(
                "evidence", filing=self._turn.filing, intent=doubt.intent, signed_in=signed_in
            )

        try:
            return (yield from self._visit.converse(flow))
        except HallUnavailable:
            return None
        except LedgerError:
            raise
        except SigatewayError as error:
            # Refused at the door, or a region's bug: that says nothing about what was committed.
            raise OutcomeUnknown(self._turn.id, self._settles_at(doubt, self._house.clock.now())) from error

    def _absent(self, evidence: Absent, doubt: OpenIntent) -> Work[bool]:
        """It has certainly not landed. True: it was sent again. False: it was left. Else the error that fits."""
        if self._refusal:
            yield from self._conclude(doubt, Outcome.REFUSED)
            raise HallRefused(self._refusal)
        if not evidence.intact:
            yield from self._conclude(doubt, Outcome.ABSENT)
            raise DraftLost(doubt.intent.draft)
        if not self._send_again:
            yield from self._conclude(doubt, Outcome.ABSENT)
            return False
        if not self._visit.may_send_again or self._taken or self._resends >= _RESENDS:
            raise OutcomeUnknown(self._turn.id, self._settles_at(doubt, self._house.clock.now()))
        self._resends += 1
        yield from self._send(doubt)
        return True

    def _send(self, doubt: OpenIntent) -> Work[None]:
        """Send that draft once more, from the record. Whatever comes back, evidence is asked next."""
        yield from self._conclude(doubt, Outcome.ABSENT)
        commit = Commit(_request(doubt.request), doubt.intent.step, draft=doubt.intent.draft)
        try:
            words = yield from self._visit.commit(commit, TurnDesk(self._house, self._turn.id))
        except InDoubt:
            return
        self._refusal, self._taken = tuple(Reason(words=w) for w in words), not words

    def _conclude(self, doubt: OpenIntent, outcome: str) -> Work[None]:
        house, now = self._house, self._house.clock.now()
        yield from blocking(
            partial(house.ledger.conclude, self._turn.id, doubt.intent.step, outcome, now, house.worker)
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

    def _until_final(self, evidence: Evidence | None, doubt: OpenIntent, now: datetime) -> float:
        seen = evidence.as_of if isinstance(evidence, Absent) else now
        return max(
            (doubt.lease_until + self._settling - now).total_seconds(),
            (self._shown(doubt) - seen).total_seconds(),
        )

    def _settles_at(self, doubt: OpenIntent, now: datetime) -> datetime:
        return max(doubt.lease_until + self._settling, now)

    def _shown(self, doubt: OpenIntent) -> datetime:
        """The moment, by the hall's clock, by which what landed is shown."""
        return doubt.intent.since + self._settling


def _request(recorded: RecordedRequest) -> Request:
    return Request(
        recorded.operation,
        recorded.method,
        recorded.path,
        Means.COMMIT,
        recorded.site,
        recorded.query,
        recorded.form,
        recorded.charset,
    )
