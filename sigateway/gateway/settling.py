"""Doubt: a commit left and its answer was lost. Only evidence ends it, and here is the only place that sends again."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sigateway.errors import (
    AlreadyFiled,
    HallRefused,
    HallUnavailable,
    LedgerError,
    OutcomeUnknown,
    SigatewayError,
)
from sigateway.filings.cases import Case, Reason
from sigateway.flows.effects import Commit, Flow, Means, Request
from sigateway.flows.evidence import Absent, Different, Evidence, Intent, Landed
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
    very same draft is sent once more, if that is allowed; without ``send_again`` it ends with None. Raises AlreadyFiled when
    the hall holds something different, HallRefused when it refuses in words, OutcomeUnknown when it has not shown enough
    within ``patience`` seconds.
    """
    house = visit.house
    give_up = house.clock.now() + timedelta(seconds=patience)
    settling = timedelta(seconds=float(house.stack.rules.hall("settling_seconds")) + _MARGIN)
    resends, least = 0, _LEAST_PAUSE
    refusal: tuple[Reason, ...] = ()
    taken = False  # the hall said yes to what was sent again: whatever it shows, no third time
    while True:
        yield from blocking(partial(house.ledger.renew, turn.id, house.worker, house.until()))
        open_intent = yield from blocking(partial(house.ledger.doubt, turn.id))
        if open_intent is None:
            raise LedgerError(f"申报 {turn.id} 没有待定的步骤，无需核实。")
        try:
            evidence = yield from _ask(visit, turn, open_intent.intent)
        except LedgerError:
            raise
        except SigatewayError as error:
            # Refused at the door, or a region's bug: that says nothing about what was committed.
            raise OutcomeUnknown(turn.id, _settles_at(open_intent, settling, house.clock.now())) from error
        now = house.clock.now()
        if isinstance(evidence, Landed):
            return (yield from visit.landed(turn, evidence.case))
        if isinstance(evidence, Different):
            differing = evidence.case.model_copy(update={"differs": evidence.fields})
            case = yield from visit.landed(turn, differing)
            raise AlreadyFiled(case, evidence.fields)
        if _is_final(evidence, open_intent, settling, now):
            if refusal:
                yield from blocking(
                    partial(house.ledger.conclude, turn.id, open_intent.intent.step, Outcome.REFUSED, now)
                )
                yield from blocking(partial(house.ledger.over, turn.id, "refused on sending again", now))
                raise HallRefused(refusal)
            if not send_again:
                yield from blocking(
                    partial(house.ledger.conclude, turn.id, open_intent.intent.step, Outcome.ABSENT, now)
                )
                return None
            if visit.may_send_again and not taken and resends < _RESENDS:
                resends += 1
                answer = yield from _send_again(visit, turn, open_intent)
                refusal, taken = answer or (), answer == ()
                continue
        pause = max(_pause(evidence, open_intent, settling, now), least)
        least = min(2 * least, _MOST_PAUSE)  # a hall that is down or unclear is not asked every second
        final = isinstance(evidence, Absent) and _is_final(evidence, open_intent, settling, now)
        if final or now + timedelta(seconds=pause) > give_up:
            yield from blocking(partial(house.ledger.release, turn.id, house.worker))
            raise OutcomeUnknown(turn.id, _settles_at(open_intent, settling, now))
        yield from blocking(partial(house.ledger.renew, turn.id, house.worker, house.until(pause)))
        visit.drop()  # nobody waits with a session in hand
        yield Sleep(pause)


def _ask(visit: Visit, turn: Turn, intent: Intent) -> Work[Evidence | None]:
    """The hall's own word; None when it cannot be had now."""

    def flow(signed_in: SignedIn) -> Flow[Evidence]:
        return visit.hook("evidence", filing=turn.filing, intent=intent, signed_in=signed_in)

    try:
        return (yield from visit.converse(flow))
    except HallUnavailable:
        return None


def _is_final(evidence: Evidence | None, intent: OpenIntent, settling: timedelta, now: datetime) -> bool:
    """Whether absence is beyond doubt: list read to its end, nothing of ours still under way, settling time past."""
    return (
        isinstance(evidence, Absent)
        and evidence.complete
        and now >= intent.lease_until
        and evidence.as_of >= intent.intent.since + settling
    )


def _pause(evidence: Evidence | None, intent: OpenIntent, settling: timedelta, now: datetime) -> float:
    """How long until the hall's word can be final."""
    lease = (intent.lease_until - now).total_seconds()
    shown = evidence.as_of if isinstance(evidence, Absent) else now
    return max(lease, (intent.intent.since + settling - shown).total_seconds())


def _settles_at(intent: OpenIntent, settling: timedelta, now: datetime) -> datetime:
    return max(intent.lease_until, intent.intent.since + settling, now)


def _send_again(visit: Visit, turn: Turn, intent: OpenIntent) -> Work[tuple[Reason, ...] | None]:
    """Send that draft once more, from the record. Whatever comes back, evidence is asked next.

    Answers the refusal, empty when the hall took it; None when it is in doubt once more.
    """
    house = visit.house
    step = intent.intent.step
    yield from blocking(partial(house.ledger.conclude, turn.id, step, Outcome.ABSENT, house.clock.now()))
    commit = Commit(_request(intent.request), step, draft=intent.intent.draft)
    try:
        words = yield from visit.commit(commit, TurnDesk(house, turn.id))
    except InDoubt:
        return None
    return tuple(Reason(words=w) for w in words)


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
