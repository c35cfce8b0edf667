"""A person in the middle, as work: the ticket, and how what the challenge stopped goes on. Sync and async alike."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sigateway.errors import (
    ChallengeAlive,
    ChallengeExpired,
    ChallengeFailed,
    ConfigurationError,
    InteractionNeeded,
)
from sigateway.filings.cases import Case
from sigateway.filings.units import hall_of
from sigateway.flows.challenges import Challenge, ChallengeKind, Continues, Ticket
from sigateway.flows.credentials import Credentials
from sigateway.flows.effects import Flow
from sigateway.flows.signed_in import SignedIn

from .house import House
from .inviting import finished, invitation
from .opening import begin
from .operations import file_turn
from .turns import LONGEST_LEASE, Turn
from .visits import Visit
from .work import AskPerson, Work, blocking

T = TypeVar("T")

_MINTING = timedelta(seconds=60)  # the longest time that asking for a ticket may take


def answered(visit: Visit, make: Callable[[], Work[T]]) -> Work[T]:
    """The result of the work. When it needs a person and there is a port to one, the person is asked, and it goes on.

    Without a port: InteractionNeeded with the invitation, and nothing was sent for it.
    """
    work = make()
    while True:
        try:
            return (yield from work)
        except InteractionNeeded as needed:
            challenge = invitation(visit, needed.challenge)
        port = visit.house.on_challenge
        if port is None:
            raise InteractionNeeded(challenge)
        opened = yield from open_challenge(visit, challenge)
        answer = yield AskPerson(opened, port)
        work = _after(visit, opened, answer, make)


def _after(visit: Visit, challenge: Challenge, answer: str | None, make: Callable[[], Work[T]]) -> Work[T]:
    result = yield from resume(visit, challenge, answer)
    # A log-in is only the way to what was asked for.
    return (yield from make()) if continues_of(challenge).what == "login" else result


def continues_of(challenge: Challenge) -> Continues:
    """What goes on afterwards. ConfigurationError of a challenge that no gateway has made."""
    if challenge.continues is None:
        raise ConfigurationError("这份邀请不是由 Gateway 发出的，不知道之后继续什么。")
    return challenge.continues


def open_challenge(visit: Visit, challenge: Challenge) -> Work[Challenge]:
    """Ask the hall for a ticket. One scan is asked for at a time of one person at one hall, also across processes.

    Raises ChallengeAlive while another ticket of that person lives.
    """
    house = visit.house
    _check_ours(house, challenge)
    holder = secrets.token_hex(6)
    yield from _hold(house, challenge, holder, house.clock.now() + _MINTING)
    # A log-in has no session yet: its ticket is asked for in a conversation in which nobody is signed in.
    where = visit if continues_of(challenge).signed_in else Visit(house, before_login=True)
    try:
        ticket: Ticket = yield from where.converse(
            lambda signed_in: where.hook("open_challenge", challenge=challenge, signed_in=signed_in)
        )
    except BaseException:
        house.ledger.let_go(_name(challenge), holder)  # at once: an interrupted generator can yield no more
        raise
    yield from _hold(house, challenge, holder, ticket.expires_at)
    house.tell("challenge opened", challenge.kind)
    return challenge.model_copy(update={"ticket": ticket.model_copy(update={"held_by": holder})})


def resume(visit: Visit, challenge: Challenge, answer: str | None) -> Work[Any]:
    """Go on where the challenge stopped: to the case or the file; of a log-in to None, and then the visit is signed in.

    Raises ChallengeFailed and ChallengeExpired, and whatever the operation itself may raise.
    """
    house = visit.house
    _check_ours(house, challenge)
    if challenge.ticket is None:
        raise ConfigurationError(
            "这份邀请还没有取码；请先用 hall.open(challenge)，再以取码后的 challenge 继续。"
        )
    done = partial(house.ledger.let_go, _name(challenge), challenge.ticket.held_by)
    try:
        result = yield from _go_on(visit, challenge, answer)
    except (ChallengeFailed, ChallengeExpired):
        yield from blocking(done)
        raise
    yield from blocking(done)
    return result


def _go_on(visit: Visit, challenge: Challenge, answer: str | None) -> Work[Any]:
    goes_on = continues_of(challenge)

    def flow(signed_in: SignedIn | None, credentials: Credentials | None = None) -> Flow[Any]:
        return visit.hook(
            "resume", challenge=challenge, answer=answer, signed_in=signed_in, credentials=credentials
        )

    if goes_on.what == "login":
        yield from visit.log_in(lambda credentials: flow(None, credentials))
        return None
    if goes_on.filing is None:
        return (yield from finished(visit, visit.converse(flow), "fetch"))
    turn = yield from begin(visit, goes_on.filing, goes_on.reference, goes_on.instruction)
    if isinstance(turn, Case):
        return turn
    yield from _note(visit.house, turn, challenge)
    if goes_on.signed_in:
        return (yield from file_turn(visit, turn, flow))
    # Before any log-in a password may be set: it is kept before it is sent, and in force once the hall has said so.
    sign_in = visit.house.sign_in
    given = yield from blocking(sign_in.about_to_be_set)
    case = yield from file_turn(visit, turn, lambda signed_in: flow(signed_in, given))
    yield from blocking(sign_in.were_set)
    return case


def _note(house: House, turn: Turn, challenge: Challenge) -> Work[None]:
    """Into the record of the filing: which challenge was answered, by whom, by which ticket."""
    said = challenge.model_dump_json(include={"id", "kind", "app", "who", "ticket"})
    what = f"a person answered ({challenge.kind})"
    yield from blocking(partial(house.ledger.note, turn.id, what, said, house.clock.now()))


def _hold(house: House, challenge: Challenge, holder: str, until: datetime) -> Work[None]:
    """Write down that a ticket of this person lives. A picture is nobody's: a new one takes nothing from anybody."""
    if challenge.kind is ChallengeKind.FACE:
        name, now = _name(challenge), house.clock.now()
        until = min(
            until, now + LONGEST_LEASE
        )  # longer than that counts as written by a clock that was wrong
        if not (yield from blocking(partial(house.ledger.hold, name, holder, now, until))):
            raise ChallengeAlive(challenge)


def _name(challenge: Challenge) -> str:
    return f"challenge|{hall_of(challenge.hall)}|{challenge.subject}"


def _check_ours(house: House, challenge: Challenge) -> None:
    if not house.is_ours(challenge.hall, challenge.unit):
        raise ConfigurationError("这份邀请属于另一单位或另一大厅；请用它自己的 hall(…)。")
    continues_of(challenge)
