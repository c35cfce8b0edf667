"""What a session does, as work: preflight, file, settle, track, wait. Sync and async alike. The ways back are in ``undoing.py``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from sigateway.errors import (
    ConfigurationError,
    DraftLost,
    EchoDiffers,
    HallRefused,
    HallUnavailable,
    LaneBusy,
    LedgerError,
    NotOffered,
    OutcomeUnknown,
    PartlyFiled,
    PreflightFailed,
    SigatewayError,
    WindowClosed,
)
from sigateway.filings.cases import Case, CaseState
from sigateway.filings.documents import CasePrintout, FetchedFile, Printout
from sigateway.filings.filing import Filing
from sigateway.filings.findings import Effect, Finding
from sigateway.filings.orders import Instruction
from sigateway.filings.queries import Answer, Query
from sigateway.flows.effects import Flow
from sigateway.flows.signed_in import SignedIn
from sigateway.rules.context import Facts

from .conversation import Conversation
from .desk import TurnDesk
from .house import House, left_if_interrupted
from .interpreter import InDoubt
from .inviting import finished
from .ledger import OpenIntent
from .opening import begin, check_ours, claim, track, turn_of_ours
from .settling import settle
from .turns import Turn
from .visits import Visit
from .work import Sleep, Work, blocking


def offline_preflight(house: House, filing: Filing) -> tuple[Finding, ...]:
    """What the rules say without a network. Never blocks what the hall would take."""
    return house.stack.findings(filing, house.context(), house.trust)


def preflight(visit: Visit, filing: Filing) -> Work[tuple[Finding, ...]]:
    """What the rules say once the hall's own facts are read; without a network what the account may not file."""
    house = visit.house
    scopes = yield from _scopes(visit.open())
    if scopes is not None and filing.type not in scopes and visit.may_be_outdated:
        scopes = yield from _scopes(visit.open_anew())
    if scopes is not None and filing.type not in scopes:
        return house.stack.findings(filing, house.context(scopes=scopes), house.trust)

    def flow(signed_in: SignedIn) -> Flow[Facts | None]:
        found = house.stack.call("facts", filing=filing, signed_in=signed_in, context=house.context())
        return nothing_to_look_up() if found is None else found

    facts = yield from visit.converse(flow)
    return house.stack.findings(filing, house.context(facts, scopes), house.trust)


def _scopes(opening: Work[Conversation]) -> Work[frozenset[str] | None]:
    signed_in = (yield from opening).signed_in
    return None if signed_in is None else signed_in.scopes


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
    turn = yield from begin(visit, filing, reference, instruction)
    return turn if isinstance(turn, Case) else (yield from file_turn(visit, turn))


def file_turn(
    visit: Visit, turn: Turn, goes_on: Callable[[SignedIn], Flow[Case]] | None = None
) -> Work[Case]:
    """File what a turn that this worker has opened asks for, or what is missing of one that it has taken on.

    By ``goes_on`` when a person has been asked for it. Raises InteractionNeeded when the flow ends with a challenge: then the turn is
    over, and nothing was sent.
    """
    house, filing, desk = visit.house, turn.filing, TurnDesk(visit.house, turn.id)
    desk.kept = turn.case
    flow = goes_on or partial(_submit_or_complete, visit, filing, desk)
    try:
        with left_if_interrupted(house, (turn,)):
            if turn.case is None:  # else a part of it stands, and the rules would find it in its own way
                refuse_if_blocked((yield from preflight(visit, turn.filing)))
            yield from visit.stay(turn)
            house.tell("filing", turn.id)
            conversation: Work[Case] = visit.converse(flow, desk)
            case = yield from finished(visit, conversation, "file", filing, turn.reference, turn.instruction)
    except InDoubt as doubt:
        house.tell("in doubt", doubt.why)
        return (yield from _finished(visit, turn, (yield from _settled(visit, turn, desk.kept))))
    except SigatewayError as error:
        with suppress(LedgerError):  # told all the same; the turn is free when its time has passed
            yield from over(house, turn, error)
        if desk.kept is not None and desk.kept.unfinished:
            raise PartlyFiled(desk.kept, error) from error
        raise
    return (yield from keep_landed(visit, turn, case))


def _settled(visit: Visit, turn: Turn, kept: Case | None) -> Work[Case]:
    """As `settled_case`; when a part stands, and this one certainly does not, that is said of the whole."""
    try:
        return (yield from settled_case(visit, turn))
    except (HallRefused, DraftLost, HallUnavailable) as error:
        if kept is not None and kept.unfinished:
            raise PartlyFiled(kept, error) from error
        raise


def _submit_or_complete(visit: Visit, filing: Filing, desk: TurnDesk, signed_in: SignedIn) -> Flow[Case]:
    """From its start, or from the part that stands: what stands is never filed again."""
    if desk.kept is None:
        return visit.hook("submit", filing=filing, signed_in=signed_in)
    return visit.hook("complete", case=desk.kept, filing=filing, signed_in=signed_in)


def _finished(visit: Visit, turn: Turn, case: Case) -> Work[Case]:
    """Once a part of a turn was in doubt and stands: file the part that has never been filed."""
    earlier = () if turn.case is None else turn.case.parts
    if not case.unfinished or case.parts == earlier:  # nothing has moved: not in a circle
        return case
    try:
        yield from claim(visit, turn)
    except LaneBusy as error:  # which says that nothing has been filed
        raise PartlyFiled(case, error) from error
    return (yield from file_turn(visit, turn.model_copy(update={"case": case})))


def keep_landed(visit: Visit, turn: Turn, case: Case) -> Work[Case]:
    """Write down what the hall has just said that it holds."""
    try:
        return (yield from visit.landed(turn, case))
    except LedgerError as error:
        # The hall holds it. Only the ledger does not know yet; whoever settles the turn will find it there.
        raise OutcomeUnknown(turn.id, visit.house.clock.now()) from error


def settle_turn(visit: Visit, turn_id: str) -> Work[Case]:
    """End a turn's doubt by the hall's evidence, and file what was still to come; the case as it stands when there is no doubt."""
    house = visit.house
    turn = yield from turn_of_ours(house, turn_id)
    if not turn.in_doubt:
        if turn.case is None:
            raise ConfigurationError(f"申报 {turn_id} 没有产生业务，也没有待定的步骤。")
        return turn.case
    yield from claim(visit, turn)
    return (yield from _finished(visit, turn, (yield from _settled(visit, turn, turn.case))))


def wait(visit: Visit, case: Case, timeout: float) -> Work[Case]:
    """Look again until the hall has decided, or something waits for people, or ``timeout`` seconds have passed."""
    house = visit.house
    give_up = house.clock.now() + timedelta(seconds=timeout)
    poll = float(house.stack.rules.hall("review_poll_seconds"))
    case = yield from track(visit, case)
    while case.in_review and house.clock.now() + timedelta(seconds=poll) <= give_up:
        yield from visit.rest()
        yield Sleep(poll)
        case = yield from track(visit, case)
    return case


def fetch(visit: Visit, printout: Printout) -> Work[FetchedFile]:
    """A file that the hall prints."""
    if isinstance(printout, CasePrintout):
        check_ours(visit.house, printout.case.hall, printout.case.unit)
    try:
        file = yield from _printed(visit, printout)
    except NotOffered:  # to this account, as far as its log-in knew
        if not visit.may_be_outdated:
            raise
        yield from visit.open_anew()
        file = yield from _printed(visit, printout)
    what = f"fetched {type(printout).__name__} ({file.kind})"  # its name may be somebody's
    visit.house.tell("fetched", what.removeprefix("fetched "))
    if isinstance(printout, CasePrintout) and printout.case.turn is not None:
        kept = json.dumps(
            {"sha256": hashlib.sha256(file.content).hexdigest(), "name": file.name}, ensure_ascii=False
        )
        now = visit.house.clock.now()
        yield from blocking(partial(visit.house.ledger.note, printout.case.turn, what, kept, now))
    return file


def _printed(visit: Visit, printout: Printout) -> Work[FetchedFile]:
    conversation: Work[FetchedFile] = visit.converse(
        lambda signed_in: visit.hook("fetch", printout=printout, signed_in=signed_in)
    )
    return (yield from finished(visit, conversation, "fetch"))


def query(visit: Visit, asked: Query[Answer]) -> Work[Answer]:
    """What the hall answers to a query."""
    answer: Answer = yield from visit.converse(
        lambda signed_in: visit.hook("query", query=asked, signed_in=signed_in)
    )
    return answer


def settled_case(visit: Visit, turn: Turn) -> Work[Case]:
    """End the doubt about a turn that this worker holds, sending again where that is allowed."""
    doubt = yield from blocking(partial(visit.house.ledger.doubt, turn.id))
    return case_or_raise((yield from settle(visit, turn))[turn.id], doubt)


def case_or_raise(ended: Case | SigatewayError | None, doubt: OpenIntent | None = None) -> Case:
    """The case, or the error by which the doubt ended."""
    if isinstance(ended, SigatewayError):
        raise ended
    if ended is None:  # a row that the hall does not hold, while it holds others of its batch
        raise DraftLost(None if doubt is None else doubt.intent.draft)
    return ended


def over(house: House, turn: Turn, error: SigatewayError) -> Work[None]:
    """Leave the turn as the error leaves it: in doubt for whoever comes next, or over."""
    in_doubt = (yield from blocking(partial(house.ledger.doubt, turn.id))) is not None
    # A LedgerError: perhaps somebody else has taken the turn on, and it is theirs to end; releasing leaves it to them.
    if in_doubt or isinstance(error, LedgerError):
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
    now = house.clock.now()
    yield from blocking(partial(house.ledger.over, turn.id, error.message, now, house.worker, case))
