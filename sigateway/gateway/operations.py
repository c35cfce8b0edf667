"""What a session does, as work: preflight, file, settle, track, wait. Sync and async alike. The ways back are in ``undoing.py``."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from sigateway.errors import (
    AlreadyFiled,
    ConfigurationError,
    DraftLost,
    EchoDiffers,
    HallRefused,
    LandedDifferently,
    LaneBusy,
    LedgerError,
    NotOffered,
    OutcomeUnknown,
    PreflightFailed,
    SigatewayError,
    WindowClosed,
)
from sigateway.filings.cases import Case, CaseState
from sigateway.filings.filing import Filing
from sigateway.filings.findings import Effect, Finding
from sigateway.filings.orders import Instruction
from sigateway.flows.effects import Flow
from sigateway.flows.signed_in import SignedIn
from sigateway.rules.context import Facts

from .desk import TurnDesk
from .house import Event, House
from .interpreter import InDoubt, Stopped
from .settling import settle
from .turns import Busy, Doubtful, Open, Stands, Taken, Turn, TurnState, new_turn, says_the_same
from .visits import Visit
from .work import Sleep, Work, blocking

_BUSY_POLL = 1.0


@dataclass(frozen=True)
class DryRun:
    """What a filing would do: its findings, and the requests up to the first that would leave something, redacted."""

    findings: tuple[Finding, ...]
    requests: tuple[str, ...]


def offline_preflight(house: House, filing: Filing) -> tuple[Finding, ...]:
    """What the rules say without a network. Never blocks what the hall would take."""
    return house.stack.findings(filing, house.context(), house.trust)


def preflight(visit: Visit, filing: Filing) -> Work[tuple[Finding, ...]]:
    """What the rules say once the hall's own facts are read."""
    house = visit.house

    def flow(signed_in: SignedIn) -> Flow[Facts | None]:
        found = house.stack.call("facts", filing=filing, signed_in=signed_in, context=house.context())
        return nothing_to_look_up() if found is None else found

    facts = yield from visit.converse(flow)
    return house.stack.findings(filing, house.context(facts), house.trust)


def nothing_to_look_up() -> Flow[None]:
    """The flow of a region that has no facts to show."""
    return
    yield


def refuse_if_blocked(findings: tuple[Finding, ...]) -> None:
    """Raise the error that fits the blocking findings: refused by the rules, done elsewhere, or not on these days."""
    blocking_ones = [f for f in findings if f.blocks]
    effects = {f.effect for f in blocking_ones}
    if Effect.RETURNS in effects:
        raise PreflightFailed(findings)
    if Effect.ELSEWHERE in effects:
        first = next(f for f in blocking_ones if f.effect is Effect.ELSEWHERE)
        raise NotOffered(first.rule, first.message, place=first.place, papers=first.papers, findings=findings)
    if Effect.WINDOW in effects:
        opens = [f.opens_at for f in blocking_ones if f.opens_at is not None]
        raise WindowClosed(findings, min(opens, default=None))


def file(
    visit: Visit, filing: Filing, reference: str | None = None, instruction: Instruction | None = None
) -> Work[Case]:
    """File once. Gives back the standing case when this very filing stands already."""
    house = visit.house
    turn = yield from _begin(visit, filing, reference, instruction)
    if isinstance(turn, Case):
        return turn
    try:
        with _left_if_interrupted(house, turn):
            refuse_if_blocked((yield from preflight(visit, filing)))
            yield from visit.stay(turn)
            house.tell("filing", turn.id)
            case = yield from visit.converse(
                lambda signed_in: visit.hook("submit", filing=filing, signed_in=signed_in),
                TurnDesk(house, turn.id),
            )
    except InDoubt as doubt:
        house.tell("in doubt", doubt.why)
        return (yield from settled_case(visit, turn))
    except SigatewayError as error:
        yield from _over(house, turn, error)
        raise
    try:
        return (yield from visit.landed(turn, case))
    except LedgerError as error:
        # The hall holds it. Only the ledger does not know yet; whoever settles the turn will find it there.
        raise OutcomeUnknown(turn.id, house.clock.now()) from error


@contextmanager
def _left_if_interrupted(house: House, turn: Turn) -> Iterator[None]:
    """Whoever presses Ctrl-C need not wait for his own lease: a commit under way has one of its own."""
    try:
        yield
    except GeneratorExit:
        house.ledger.release(
            turn.id, house.worker
        )  # called at once: an interrupted generator can yield no more
        raise


def rehearse(visit: Visit, filing: Filing) -> Work[DryRun]:
    """Preflight, then the conversation up to the first request that would leave something at the hall."""
    house = visit.house
    findings = yield from preflight(visit, filing)
    shown: list[str] = []
    visit.rest()
    recorded = Visit(_watched(house, shown))
    try:
        yield from recorded.converse(
            lambda signed_in: recorded.hook("submit", filing=filing, signed_in=signed_in), dry=True
        )
    except Stopped as stopped:
        shown.append(str(stopped))
    recorded.rest()
    return DryRun(findings, tuple(shown))


def settle_turn(visit: Visit, turn_id: str) -> Work[Case]:
    """End a turn's doubt by the hall's evidence; the case as it stands when there is no doubt."""
    house = visit.house
    turn = yield from turn_of(house, turn_id)
    check_ours(house, turn.hall, turn.unit)
    if not turn.in_doubt:
        if turn.case is None:
            raise ConfigurationError(f"申报 {turn_id} 没有产生业务，也没有待定的步骤。")
        return turn.case
    yield from claim(house, turn)
    return (yield from settled_case(visit, turn))


def track(visit: Visit, case: Case) -> Work[Case]:
    """The case as it now stands at the hall."""
    house = visit.house
    check_ours(house, case.hall, case.unit)
    before = None if case.turn is None else (yield from turn_of(house, case.turn)).case
    seen: Case = yield from visit.converse(
        lambda signed_in: visit.hook("track", case=case, signed_in=signed_in)
    )
    now_stands = seen.model_copy(update={"turn": case.turn, "differs": case.differs})
    if case.turn is not None:
        yield from blocking(partial(house.ledger.keep, case.turn, now_stands, house.clock.now(), before))
    house.tell("tracked", now_stands.state)
    return now_stands


def wait(visit: Visit, case: Case, timeout: float) -> Work[Case]:
    """Look again until the hall has decided, or something waits for people, or ``timeout`` seconds have passed."""
    house = visit.house
    give_up = house.clock.now() + timedelta(seconds=timeout)
    poll = float(house.stack.rules.hall("review_poll_seconds"))
    case = yield from track(visit, case)
    while case.state is CaseState.IN_REVIEW and house.clock.now() + timedelta(seconds=poll) <= give_up:
        visit.rest()
        yield Sleep(poll)
        case = yield from track(visit, case)
    return case


def _begin(
    visit: Visit, filing: Filing, reference: str | None, instruction: Instruction | None
) -> Work[Turn | Case]:
    """Open a turn, or give back the case that stands. Waits for another worker at the same lane, settles its doubts."""
    house = visit.house
    give_up = house.clock.now() + timedelta(seconds=house.patience)
    looked_at: set[str] = set()
    while True:
        now = house.clock.now()
        identity = f"{now:%Y%m%d}-{secrets.token_hex(6)}"
        new = new_turn(identity, house.unit, house.code, filing, reference, instruction, now)
        decision = yield from blocking(partial(house.ledger.begin, new, house.worker, now, house.until()))
        match decision:
            case Open():
                return new
            case Stands(turn=turn):
                assert turn.case is not None
                return turn.case if turn.case.state.settled else (yield from track(visit, turn.case))
            case Taken(turn=turn):
                assert turn.case is not None
                if not turn.case.state.settled and turn.id not in looked_at:
                    looked_at.add(turn.id)  # perhaps it is decided by now
                    yield from track(visit, turn.case)
                    continue
                raise AlreadyFiled(turn.case, decision.differences, decision.ways)
            case Doubtful(turn=turn):
                house.tell("settling", turn.id)
                # What landed is in doubt because of an undoing: that is not what is asked for now.
                asked_again = turn.state is TurnState.OPEN and says_the_same(turn, new)
                yield from _settle_before(visit, turn, asked_again=asked_again)
            case Busy(turn=turn, until=until):
                if now >= give_up:
                    raise LaneBusy(turn.id, until)
                house.tell("waiting", turn.id)
                yield Sleep(min(_BUSY_POLL, max((until - now).total_seconds(), 0.01)))


def _settle_before(visit: Visit, turn: Turn, *, asked_again: bool) -> Work[None]:
    """End an earlier doubt of this lane. What nobody asks for now is not sent again, and its refusal is not ours to tell."""
    try:
        yield from _settled(visit, turn, send_again=asked_again)
    except (HallRefused, DraftLost, LandedDifferently):
        if asked_again:
            raise


def _settled(visit: Visit, turn: Turn, *, send_again: bool = True) -> Work[Case | None]:
    house = visit.house
    try:
        settled = yield from settle(visit, turn, house.patience, send_again=send_again)
    except LandedDifferently:
        raise
    except SigatewayError as error:
        yield from _over(house, turn, error)
        raise
    if settled is None:
        yield from blocking(
            partial(house.ledger.over, turn.id, "大厅没有收到，也未再要求申报", house.clock.now())
        )
    return settled


def settled_case(visit: Visit, turn: Turn) -> Work[Case]:
    """End the doubt about a turn that this worker holds, sending again where that is allowed."""
    settled = yield from _settled(visit, turn)
    assert settled is not None, "only settling without sending again can end with nothing"
    return settled


def _over(house: House, turn: Turn, error: SigatewayError) -> Work[None]:
    """Leave the turn as the error leaves it: in doubt for whoever comes next, or over."""
    if (yield from blocking(partial(house.ledger.doubt, turn.id))) is not None:
        yield from blocking(partial(house.ledger.release, turn.id, house.worker))
        return
    case = None
    if isinstance(error, EchoDiffers) and error.draft is not None:
        case = Case(
            hall=house.code,
            unit=house.unit.key,
            filing=turn.filing,
            number=error.draft,
            state=CaseState.DRAFT,
            at=house.clock.now(),
            turn=turn.id,
        )
        error.case = case
    if isinstance(error, LedgerError):
        return  # somebody else has taken the turn on; it is theirs to end
    yield from blocking(partial(house.ledger.over, turn.id, error.message, house.clock.now(), case))


def claim(house: House, turn: Turn) -> Work[None]:
    """Take the turn on, or LaneBusy."""
    now = house.clock.now()
    if not (yield from blocking(partial(house.ledger.claim, turn.id, house.worker, now, house.until()))):
        raise LaneBusy(turn.id, house.until())


def check_ours(house: House, hall: str, unit: str) -> None:
    """A case is handled in a session of its own unit and hall only."""
    if (hall.split(".")[0], unit) != (house.code.split(".")[0], house.unit.key):
        raise ConfigurationError("这笔业务属于另一单位或另一大厅；请用它自己的 hall(…) 登录后再办理。")


def turn_of(house: House, turn_id: str) -> Work[Turn]:
    """The turn of that name in the ledger."""
    turn = yield from blocking(partial(house.ledger.turn, turn_id))
    if turn is None:
        raise ConfigurationError(f"账本中没有申报 {turn_id!r}。")
    return turn


def _watched(house: House, shown: list[str]) -> House:
    def watch(event: Event) -> None:
        if event.what == "request":
            shown.append(event.detail)

    return replace(house, observers=(*house.observers, watch))
