"""A visit: flows of one unit at one hall, with a conversation that is opened, renewed and put to rest as needed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar, cast

from sigateway.errors import (
    ConfigurationError,
    HallUnavailable,
    NotOffered,
    PluginError,
    SessionTaken,
    SigatewayError,
)
from sigateway.filings.cases import Case
from sigateway.filings.findings import Grade
from sigateway.flows.effects import Commit, Flow
from sigateway.flows.signed_in import SignedIn
from sigateway.region import Offer

from .conversation import Conversation
from .endings import held_to_its_end
from .house import House
from .interpreter import Desk, InDoubt, Interpreter, SignedOut, Stopped
from .seats import Seat
from .signing_in import LogIn
from .turns import Turn
from .work import Sleep, Work, blocking

_SEAT_POLL = 1.0

T = TypeVar("T")

_VERBS = {
    "submit": "申报",
    "complete": "补办",
    "submit_batch": "批量申报",
    "track": "查询",
    "fetch": "打印",
    "query": "查询",
    "discard": "退单",
    "withdraw": "撤销",
    "evidence": "核实",
    "open_challenge": "取码验证",
    "resume": "继续办理",
}


class Visit:
    """Not shared between threads. The house is."""

    def __init__(self, house: House, *, before_login: bool = False) -> None:
        # A worker of its own: two sessions of one hall in two threads are two workers to the ledger.
        self.house = replace(house, worker=f"{house.worker}-{secrets.token_hex(3)}")
        self.before_login = before_login
        self._conversation: Conversation | None = None
        self._key: tuple[str, ...] = ()
        self._rested = False
        self._mock = False

    @property
    def may_send_again(self) -> bool:
        """Sending again after proven absence needs a wire we have seen (E3), or a hall that is ours."""
        return self._mock or self.house.stack.region.wire_grade >= Grade.E3

    def open(self) -> Work[Conversation]:
        """The conversation, signed in; of a visit before the log-in, one in which nobody is."""
        if self._conversation is None and self.before_login:
            self._conversation = self.house.sign_in.before()
        if self._conversation is None:
            self._conversation = yield from self._enter()
        elif not self.before_login:
            yield from self.house.seats.keep(self._conversation.seat)
        self._mock = self._mock or self._conversation.is_mock
        return self._conversation

    @property
    def may_be_outdated(self) -> bool:
        """Whether what the account may do was read before this visit began: more may have been granted since."""
        me = None if self._conversation is None else self._conversation.signed_in
        return self._rested and me is not None and me.scopes is not None

    def open_anew(self) -> Work[Conversation]:
        """A conversation signed in now, in place of the one that had rested since another visit."""
        yield from self.drop()
        self._conversation = yield from self._enter(anew=True)
        return self._conversation

    def log_in(self, log_in: LogIn) -> Work[None]:
        """Go on with a log-in that ended in a challenge."""
        self._conversation = yield from self._enter(log_in)
        self._mock = self._mock or self._conversation.is_mock

    def rest(self) -> Work[None]:
        """Put the conversation to rest for others."""
        conversation, self._conversation = self._conversation, None
        if conversation is None or self.before_login:
            return
        yield from self.house.seats.rest(conversation.seat)
        for each in self.house.pool.give(self._key, conversation):
            yield from self.house.seats.leave(each.seat)

    def drop(self) -> Work[None]:
        """Let the conversation go."""
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            yield from self.house.seats.leave(conversation.seat)

    def _enter(self, log_in: LogIn | None = None, *, anew: bool = False) -> Work[Conversation]:
        """A conversation of this account that rests, if it need not be ``anew``, else a new one as soon as there is a seat; what rests of
        others gives up its own.

        Raises HallUnavailable when no seat has become free within the gateway's patience.
        """
        house = self.house
        self._key = yield from blocking(house.pool_key)
        give_up = house.clock.now() + timedelta(seconds=house.patience)
        conversation: Conversation | None = None
        self._rested = False
        while True:
            if conversation is None and log_in is None and not anew:
                conversation = house.pool.take(self._key)
                self._rested = conversation is not None
                if conversation is not None and (yield from house.seats.keep(conversation.seat)):
                    return conversation
            # One that has rested for long may have lost its seat: it goes on as soon as it has another.
            seat = yield from house.seats.find()
            if seat is not None:
                conversation = conversation or (yield from self._sign_in(seat, log_in))
                conversation.seat = seat
                return conversation
            if (given_up := house.pool.let_one_go(self._key)) is not None:
                yield from house.seats.leave(given_up.seat)
                continue
            if house.clock.now() >= give_up:
                raise house.seats.all_taken(house.patience)
            yield Sleep(_SEAT_POLL)

    def _sign_in(self, seat: Seat, log_in: LogIn | None) -> Work[Conversation]:
        self.house.tell("signing in")
        try:
            return (yield from self.house.sign_in.open(log_in))
        except Exception:
            yield from self.house.seats.leave(seat)
            raise

    def converse(
        self, flow: Callable[[SignedIn], Flow[T]], desk: Desk | None = None, *, dry: bool = False
    ) -> Work[T]:
        """Run a flow. When the hall turns out to have signed us out before a commit, sign in and run it from its start, once."""
        for last in (False, True):
            conversation = yield from self.open()
            assert conversation.signed_in is not None
            try:
                ended = yield from self._interpreter(conversation, desk, dry).run(
                    flow(conversation.signed_in)
                )
                self._mock = self._mock or conversation.is_mock
                return ended
            except SignedOut:
                yield from self.drop()
                if last:
                    break
            except InDoubt as doubt:
                # A broken line, or a session that ended: evidence gets a conversation of its own.
                yield from self._lost(taken=doubt.taken)
                raise
            except SessionTaken:
                yield from self._lost(taken=True)  # not to rest: it would meet the same page again
                raise
            except GeneratorExit:
                # Interrupted in the middle: nobody knows where it stands, and nothing can be yielded. Its seat ends by itself.
                self._conversation = None
                raise
            except (SigatewayError, Stopped):
                raise
            except Exception as bug:
                raise PluginError(self.house.code, "flow", f"{type(bug).__name__} raised") from bug
        raise HallUnavailable("登录后会话随即失效")

    def _lost(self, *, taken: bool) -> Work[None]:
        """The conversation is of no use any more; one that somebody else has taken over is left to him."""
        yield from self.drop()
        if taken and not self.before_login:
            yield from self.house.sign_in.session_taken()

    def commit(self, commit: Commit, desk: Desk) -> Work[tuple[str, ...]]:
        """Send one commit outside its flow. Answers the hall's words of refusal, none when it took it."""
        conversation = yield from self.open()
        try:
            reply = yield from self._interpreter(conversation, desk, False).commit(commit)
        except InDoubt as doubt:
            yield from self._lost(taken=doubt.taken)
            raise
        return self.house.stack.region.classify(reply).words

    def hook_or_none(self, name: str, **arguments: Any) -> Flow[Any] | None:
        """A flow from the stack; None when no plugin has one."""
        return cast(
            "Flow[Any] | None", self.house.stack.call(name, context=self.house.context(), **arguments)
        )

    def hook(self, name: str, **arguments: Any) -> Flow[Any]:
        """A flow from the stack; NotOffered when no plugin has one."""
        flow = self.hook_or_none(name, **arguments)
        if flow is None:
            raise self._not_offered(name, arguments)
        return held_to_its_end(name, flow)

    def _not_offered(self, hook: str, arguments: Mapping[str, Any]) -> NotOffered:
        about = arguments.get("case") or getattr(arguments.get("printout"), "case", None)
        filing = arguments.get("filing") or getattr(about, "filing", None)
        offers = self.house.stack.offers(self.house.unit)
        what = type(arguments.get("query")).__name__
        if challenge := arguments.get("challenge"):
            what = challenge.purpose
        if filing is not None:
            what = getattr(offers.get(filing.type), "title", filing.type)
        online = "、".join(o.title for o in offers.values() if isinstance(o, Offer)) or "无"
        return NotOffered(
            None,
            f"{self.house.stack.region.name}的插件尚不支持网上{_VERBS.get(hook, hook)}“{what}”（网上可办：{online}），请到经办机构窗口办理",
        )

    def stay(self, turn: Turn) -> Work[None]:
        """Give a sign of life, when the last one is getting old."""
        house = self.house
        if house.clock.now() - turn.opened_at > timedelta(seconds=house.timeout):
            yield from blocking(partial(house.ledger.renew, turn.id, house.worker, house.until()))

    def landed(self, turn: Turn, case: Case) -> Work[Case]:
        """Write down that the hall holds it."""
        case = case.model_copy(update={"turn": turn.id})
        yield from blocking(
            partial(self.house.ledger.land, turn.id, case, self.house.clock.now(), self.house.worker)
        )
        self.house.tell("landed", case.state)
        return case

    def _interpreter(self, conversation: Conversation, desk: Desk | None, dry: bool) -> Interpreter:
        if conversation.signed_in is None:
            raise ConfigurationError("this conversation is not signed in")
        classify = self.house.stack.region.classify
        return Interpreter(classify, conversation, desk=desk, dry=dry, tell=self.house.tell_request)
