"""The routes and the door of the medical system; faults that answer in the place of the hall."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.medical import access, pages, views
from sigateway_mockservers.beijing.medical.text import FORM_TYPE, RefusedTextError, read_fields
from sigateway_mockservers.beijing.names import MEDICAL
from sigateway_mockservers.beijing.request import Request
from sigateway_mockservers.beijing.visit import Visit
from sigateway_mockservers.kernel.faults import ends_session
from sigateway_mockservers.kernel.replies import Reply

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

COOKIE = "YBSESSIONID"
FOLDER = "/yb/"

Handler = Callable[[Visit, Mapping[str, str]], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """One route, relative to ``yb/``."""

    method: str
    path: str
    operation: str
    handler: Handler
    open: bool = False


ROUTES: tuple[Route, ...] = (
    Route("GET", "login.do", "medical.challenge", access.challenge, open=True),
    Route("POST", "login.do", "medical.login", access.login, open=True),
    Route("GET", "home.do", "medical.home", access.home),
    Route("GET", "logout.do", "medical.logout", access.logout),
    Route("GET", "sb_biaodan.do", "medical.form", views.form),
    Route("POST", "sb_baocun.do", "medical.save", views.save),
    Route("POST", "sb_xiugai.do", "medical.edit", views.edit),
    Route("POST", "sb_tijiao.do", "medical.submit", views.submit),
    Route("POST", "sb_shanchu.do", "medical.delete", views.delete),
    Route("POST", "sb_chehui.do", "medical.withdraw", views.withdraw),
    Route("GET", "sb_xiangqing.do", "medical.detail", views.detail),
    Route("GET", "sb_liebiao.do", "medical.list", views.list_),
)
_BY_PLACE: Mapping[tuple[str, str], Route] = {(each.method, each.path): each for each in ROUTES}


def route_of(method: str, path: str) -> Route | None:
    """The route of a request, its path below the mount of the hall."""
    return _BY_PLACE.get((method, path.removeprefix(FOLDER))) if path.startswith(FOLDER) else None


def answer(hall: BeijingHall, request: Request) -> Reply:
    """Reply one request."""
    token = request.cookie(COOKIE)
    visit = Visit(hall, request.notes, MEDICAL, {}, {}, request.base)
    if request.instead is not None:
        return _instead(visit, request.instead, token)
    route = route_of(request.method, request.path)
    if route is None:
        return pages.not_modelled()
    if not route.open:
        visit.caller = hall.sessions.session(MEDICAL, token)
        if visit.caller is None:
            return access.login_page(visit, reasons.SIGNED_OUT)
    try:
        reply = route.handler(visit, _said(request))
    except RefusedTextError as error:
        return pages.message(error.words, status="400 Bad Request")
    return request.with_cookie(reply, COOKIE, "yb", visit.cookie)


def _said(request: Request) -> dict[str, str]:
    if request.method == "GET":
        return read_fields(request.query)
    if request.media_type.split(";")[0].strip().lower() != FORM_TYPE:
        raise RefusedTextError(reasons.MALFORMED)
    try:
        return read_fields(request.content.decode("ascii"))
    except UnicodeDecodeError as error:
        raise RefusedTextError(reasons.NOT_GBK) from error


def _instead(visit: Visit, kind: str, token: str) -> Reply:
    """What a fault puts in the place of an answer."""
    if kind == "maintenance":
        return pages.page("maintenance", messages=(reasons.MAINTENANCE,))
    if ends_session(kind):
        visit.hall.sessions.end(token)
    return access.login_page(visit, reasons.TAKEN if kind == "session_taken" else reasons.SIGNED_OUT)
