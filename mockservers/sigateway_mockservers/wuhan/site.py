"""The web site of the Wuhan hall: one Flask application for all Worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, g, request

from sigateway_mockservers.kernel.faults import ends_session
from sigateway_mockservers.kernel.hall import ENVIRON_INSTEAD
from sigateway_mockservers.kernel.hall_site import NOT_MODELLED, HallSiteBase
from sigateway_mockservers.kernel.oracle import FilingVerbs
from sigateway_mockservers.wuhan import (
    access_views,
    batch_views,
    desk,
    filing_views,
    list_views,
    query_views,
    reasons,
)
from sigateway_mockservers.wuhan.actions import ACTIONS
from sigateway_mockservers.wuhan.arrears import views as arrears_views
from sigateway_mockservers.wuhan.businesses import BUSINESSES, Business
from sigateway_mockservers.wuhan.clerk import SUBMITTED, SUSPENDED
from sigateway_mockservers.wuhan.community import views as community_views
from sigateway_mockservers.wuhan.community.controls import FOLLOWS_LEAVING, WINDOW_LEFT
from sigateway_mockservers.wuhan.community.reasons import NO_RIGHT
from sigateway_mockservers.wuhan.community.rights import may
from sigateway_mockservers.wuhan.controls import create_controls
from sigateway_mockservers.wuhan.counters.people import CHANGED, CORRECTED, INSURED
from sigateway_mockservers.wuhan.gbk import NotGbkError, write_query
from sigateway_mockservers.wuhan.hall import WuhanHall
from sigateway_mockservers.wuhan.names import HALL, VARIANTS
from sigateway_mockservers.wuhan.prints import views as print_views
from sigateway_mockservers.wuhan.review import RETURNED
from sigateway_mockservers.wuhan.routes import OPERATIONS, ROUTES, Door, Route, route_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from sigateway_mockservers.kernel.world import World

_SHARED_VIEWS: dict[str, Callable[[Business], Response]] = {
    "open": filing_views.open_,
    "search": filing_views.search,
    "save": filing_views.save,
    "edit": filing_views.edit,
}


class WuhanSite(HallSiteBase):
    """See :class:`sigateway_mockservers.kernel.hall.HallSite`."""

    name = HALL
    state = WuhanHall
    actions = ACTIONS
    operations = OPERATIONS
    variants = VARIANTS
    filing_verbs = FilingVerbs(
        lands=frozenset({"submit"}),
        ends=frozenset({RETURNED}),
        by_hand=frozenset({SUBMITTED, SUSPENDED, CHANGED, CORRECTED, INSURED, WINDOW_LEFT}),
        follows={each.kind: each.follows for each in BUSINESSES} | FOLLOWS_LEAVING,
    )

    def __init__(self) -> None:
        super().__init__()
        self._application = create_application()

    def operation_of(self, method: str, path: str) -> str:
        """The operation that a request is for, ``not_modelled`` when the hall has none."""
        route = route_of(method, path)
        return route.operation if route is not None else NOT_MODELLED

    def controls(self, world_of: Callable[[str], World]) -> Blueprint:
        """The hall's part of the control plane."""
        return create_controls(world_of)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        return self._application(environ, start_response)


@cache
def create_application() -> Flask:
    """The Flask application: routes from the table, doors before them, the hall's time on every reply.

    It holds no state (the World comes with each request), so one serves every simulator of the process.
    """
    application = Flask(__name__, static_folder=None)
    application.config["PROPAGATE_EXCEPTIONS"] = True
    application.jinja_env.trim_blocks = application.jinja_env.lstrip_blocks = True
    application.jinja_env.globals["gbk_query"] = write_query
    application.jinja_env.globals["menu_entries"] = desk.menu
    for route in ROUTES:
        application.add_url_rule(
            "/" + route.path,
            route.endpoint,
            _view_of(route),
            methods=[route.method],
            provide_automatic_options=False,
        )
    application.add_url_rule("/", "mount", access_views.entrance_open, provide_automatic_options=False)
    application.before_request(_guard_door)
    application.after_request(desk.stamp)
    application.register_error_handler(NotGbkError, _refuse_not_gbk)
    return application


def _view_of(route: Route) -> Callable[[], Response]:
    """The view of a route: its own, or the one that its business shares with the others."""
    verb, _, step = route.operation.partition(".")
    for business in BUSINESSES:
        if business.verb == verb and step in _SHARED_VIEWS:
            return partial(_SHARED_VIEWS[step], business)
    modules = (
        access_views,
        list_views,
        filing_views,
        batch_views,
        query_views,
        arrears_views,
        print_views,
        community_views,
    )
    view: Callable[[], Response] = next(
        getattr(module, route.endpoint) for module in modules if hasattr(module, route.endpoint)
    )
    return view


def _guard_door() -> Response | None:
    """Answer in place of the view: for a fault, an unknown route, or someone who may not come in."""
    instead = request.environ.get(ENVIRON_INSTEAD)
    if instead is not None:
        return _page_instead(str(instead))
    route = route_of(request.method, request.environ["PATH_INFO"])
    if route is None:
        return desk.page("not_modelled", status=501)
    if route.door is Door.ANYONE or (route.door is Door.PRINT and print_views.asks_for_blank_form()):
        return None
    session = desk.hall().access.session(request.cookies.get(desk.SESSION_COOKIE, ""))
    if session is None:
        return desk.login_page(reasons.SIGNED_OUT)
    g.session = session
    if route.door is not Door.PASSWORD and desk.hall().access.must_change_password(session):
        return desk.go("password.do")
    if route.door is not Door.PASSWORD and not may(desk.user(), route.operation):
        desk.notes().unit = session.unit
        return desk.message(NO_RIGHT)
    return None


def _page_instead(kind: str) -> Response:
    access = desk.hall().access
    session_id = request.cookies.get(desk.SESSION_COOKIE, "")
    if kind == "maintenance":
        return desk.page("maintenance", messages=[reasons.MAINTENANCE])
    if kind == "session_taken":
        access.end_all_sessions_beside(session_id)
        return desk.login_page(reasons.TAKEN_OVER)
    if ends_session(kind):
        access.end_session(session_id)
    return desk.login_page(reasons.SIGNED_OUT)


def _refuse_not_gbk(_error: Exception) -> Response:
    return desk.message(reasons.NOT_GBK, status=400)
