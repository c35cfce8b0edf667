"""The order of looking: form of the request, maintenance, session, right; then the function itself.

Each stops the rest, and what any of them stops has changed nothing and used nothing up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.names import MANAGERS
from sigateway_mockservers.jiangsu.reasons import NO_RIGHT, Refusal
from sigateway_mockservers.jiangsu.records import Session
from sigateway_mockservers.jiangsu.routes import Door, Form, Route
from sigateway_mockservers.jiangsu.visit import Answer, MalformedError, Paper, Visit
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.faults import ends_session
from sigateway_mockservers.kernel.journal import RequestNotes
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall

MOST_BYTES = 64 * 1024
_BEARER = "Bearer "

#: What a fault puts in the place of an answer; whatever is not here says that nobody is signed in.
_INSTEAD = {"maintenance": reasons.MAINTENANCE, "session_taken": reasons.TAKEN}


@dataclass(frozen=True, slots=True)
class Received:
    """What came over the connection."""

    content: bytes
    query: str
    media_type: str
    authorization: str

    @property
    def token(self) -> str:
        """The bearer token, empty when there is none."""
        said = self.authorization
        return said[len(_BEARER) :] if said.startswith(_BEARER) else ""


class Reception:
    """Answers the requests of one World's hall."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall

    def answer(
        self, route: Route, received: Received, notes: RequestNotes, instead: str | None
    ) -> Answer | Paper:
        """Answer one request; ``instead`` names a fault that answers in the place of the hall."""
        try:
            asked = _read_query(route, received) if route.method == "GET" else _read_object(route, received)
            if instead is not None:
                return self._instead(instead, received.token)
            session = None if route.door is Door.ANYONE else self._hall.sessions.session(received.token)
            if session is None and route.door is not Door.ANYONE:
                return Answer(reasons.SIGNED_OUT)
            visit = Visit(self._hall, notes, asked, caller=session)
            reason = _against_door(route.door, visit, session) if session is not None else None
            if reason is not None:
                return visit.refuse(Refusal(NO_RIGHT, (reason,)))
            return route.handler(visit)
        except MalformedError:
            return Answer(reasons.MALFORMED)

    def _instead(self, instead: str, token: str) -> Answer:
        if ends_session(instead):
            self._hall.sessions.end(token)
        return Answer(_INSTEAD.get(instead, reasons.SIGNED_OUT))


@enforces("JS-08", "JS-36")
def _against_door(door: Door, visit: Visit, session: Session) -> Reason | None:
    at_unit = bool(session.unit)
    if door in (Door.UNIT, Door.MANAGER) and not at_unit:
        return reasons.WRONG_KIND
    if door is Door.PERSON and at_unit:
        return reasons.WRONG_KIND
    if door is Door.MANAGER and visit.filer.rank not in MANAGERS:
        return reasons.NOT_MANAGER
    return None


def _read_query(route: Route, received: Received) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            received.query, keep_blank_values=True, strict_parsing=bool(received.query), errors="strict"
        )
    except ValueError as error:
        raise MalformedError("a query that cannot be read") from error
    asked = dict(pairs)
    if len(asked) != len(pairs) or not set(asked) <= set(route.form) or received.content:
        raise MalformedError("doubled or unknown keys, or a body")
    return {name: asked.get(name, "") for name in route.form}


def _read_object(route: Route, received: Received) -> dict[str, Any]:
    media_type = received.media_type.split(";")[0].strip().lower()
    if media_type != "application/json" or received.query or len(received.content) > MOST_BYTES:
        raise MalformedError("not JSON, with a query, or too large")
    try:
        said = json.loads(received.content.decode("utf-8"), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise MalformedError("JSON that cannot be read") from error
    if not isinstance(said, dict) or not _fits(said, route.form):
        raise MalformedError("missing, unknown or wrongly typed keys")
    return said


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise MalformedError("doubled keys")
    return said


def _fits(said: Mapping[str, Any], form: Form) -> bool:
    return set(said) == set(form) and all(type(said[name]) is wanted for name, wanted in form.items())
