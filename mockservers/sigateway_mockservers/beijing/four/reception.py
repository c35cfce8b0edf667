"""The door of the four system: route, session, body; faults that answer in the place of the hall."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.four import envelope
from sigateway_mockservers.beijing.four.routes import Door, Route, route_of
from sigateway_mockservers.beijing.names import FOUR
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.records import Session
from sigateway_mockservers.beijing.request import Request
from sigateway_mockservers.beijing.visit import Visit
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.faults import ends_session
from sigateway_mockservers.kernel.replies import Reply

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

COOKIE = "SXSID"
_JSON = "application/json;charset=utf-8"
_MULTIPART = "multipart/form-data;"


def answer(hall: BeijingHall, request: Request) -> Reply:
    """Reply one request."""
    token = request.cookie(COOKIE)
    if request.instead is not None:
        return _instead(hall, request.instead, token)
    found = route_of(request.method, request.path)
    if found is None:
        return envelope.not_modelled()
    route, parts = found
    try:
        return _let_in(hall, request, route, parts, token)
    except envelope.MalformedError:
        return envelope.malformed()


def _let_in(hall: BeijingHall, request: Request, route: Route, parts: dict[str, str], token: str) -> Reply:
    visit = Visit(hall, request.notes, FOUR, parts, _query(request.query), request.base)
    if route.door is not Door.ANYONE:
        visit.caller = hall.sessions.session(FOUR, token)
        if visit.caller is None:
            return envelope.without_session()
        if not _may(route, visit.caller):
            refusal = Refusal((reasons.NO_POWER,))
            visit.note_refusal(refusal)
            return envelope.refused(refusal)
    said = _body(route, request) if route.has_body else {}
    reply = route.handler(visit, said)
    return request.with_cookie(reply, COOKIE, "sx", visit.cookie)


@enforces("BJ-30")
def _may(route: Route, caller: Session) -> bool:
    """Insured persons look at what is theirs, and at nothing else; units do everything else."""
    if route.operation == "four.logout":
        return True
    return bool(caller.person) == (route.door is Door.PERSON)


def _body(route: Route, request: Request) -> dict[str, object]:
    if route.operation == "file.upload":
        if not request.media_type.startswith("multipart/form-data"):
            raise envelope.MalformedError("no multipart")
        return {"upload": request}
    if request.media_type.replace(" ", "").lower() != _JSON:
        raise envelope.MalformedError("no JSON in UTF-8")
    return envelope.read_object(request.content)


def _query(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict")
    except UnicodeDecodeError as error:
        raise envelope.MalformedError("the query is not UTF-8") from error
    return dict(pairs)


def _instead(hall: BeijingHall, kind: str, token: str) -> Reply:
    """What a fault puts in the place of an answer."""
    if kind == "maintenance":
        return envelope.envelope(envelope.MAINTENANCE, words=reasons.MAINTENANCE)
    if ends_session(kind):
        hall.sessions.end(token)
    if kind == "session_taken":
        return envelope.envelope(envelope.TAKEN, words=reasons.TAKEN)
    return envelope.without_session()
