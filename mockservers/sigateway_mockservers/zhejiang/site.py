"""The two sites of the hall: one WSGI application for all Worlds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from sigateway_mockservers.kernel.dates import http_date
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.faults import ends_session
from sigateway_mockservers.kernel.hall import ENVIRON_INSTEAD, ENVIRON_NOTES, ENVIRON_WORLD
from sigateway_mockservers.kernel.hall_site import NOT_MODELLED, HallSiteBase
from sigateway_mockservers.kernel.oracle import FilingVerbs
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang import visit as answers
from sigateway_mockservers.zhejiang.actions import ACTIONS
from sigateway_mockservers.zhejiang.controls import create_controls
from sigateway_mockservers.zhejiang.entrance.sessions import COOKIE
from sigateway_mockservers.zhejiang.filings.review import TURNED_DOWN
from sigateway_mockservers.zhejiang.hall import ZhejiangHall
from sigateway_mockservers.zhejiang.names import (
    APP,
    FOLLOWS,
    HALL,
    HALL_SITE,
    LEGAL,
    PERSONAL,
    PORTAL_SITE,
    SITES,
    VARIANTS,
)
from sigateway_mockservers.zhejiang.portal import pages
from sigateway_mockservers.zhejiang.portal.views import page_instead, signed_out_page
from sigateway_mockservers.zhejiang.routes import OPERATIONS, Door, Route, find_route
from sigateway_mockservers.zhejiang.staff.people import FILED_BY_HAND, VOIDED_AT_COUNTER, VOIDED_BY_CLERK
from sigateway_mockservers.zhejiang.visit import MalformedError, Visit, envelope, read_body

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask import Blueprint

    from sigateway_mockservers.kernel.world import World

_OLD_KERNEL = re.compile(r"MSIE |Trident/")


class ZhejiangSite(HallSiteBase):
    """See :class:`sigateway_mockservers.kernel.hall.HallSite`."""

    name = HALL
    state = ZhejiangHall
    actions = ACTIONS
    operations = OPERATIONS
    variants = VARIANTS
    filing_verbs = FilingVerbs(
        lands=frozenset(
            {"hall.enrol.save", "hall.suspend.save", "hall.opening.submit", "hall.flexible.submit"}
        ),
        ends=frozenset({"hall.take_back.confirm", VOIDED_BY_CLERK, VOIDED_AT_COUNTER, TURNED_DOWN}),
        by_hand=frozenset(FILED_BY_HAND.values()),
        follows=FOLLOWS,
    )

    def operation_of(self, method: str, path: str) -> str:
        """The operation that a request is for, ``not_modelled`` when neither site has one."""
        found = find_route(method, path)
        return found[0].operation if found is not None else NOT_MODELLED

    def controls(self, world_of: Callable[[str], World]) -> Blueprint:
        """The hall's part of the control plane."""
        return create_controls(world_of)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        world: World = environ[ENVIRON_WORLD]
        path = str(environ["PATH_INFO"])
        site = path.split("/", 2)[1] if "/" in path else ""
        visit = Visit(world.zhejiang, environ[ENVIRON_NOTES], Request(environ), site)
        response = _answer(visit, path, environ.get(ENVIRON_INSTEAD))
        response.headers["Date"] = http_date(world.clock.now())
        response.autocorrect_location_header = False
        return response(environ, start_response)


@enforces("ZJ-03")
def _answer(visit: Visit, path: str, instead: str | None) -> Response:
    if _is_misplaced(visit):
        return Response(
            "模拟 MOCK: this site stands elsewhere\n", status=421, content_type="text/plain; charset=utf-8"
        )
    if instead is not None:
        return _instead(visit, instead)
    if _OLD_KERNEL.search(visit.request.headers.get("User-Agent", "")):
        visit.note_refusal(reasons.OLD_BROWSER)
        return pages.page("browser", messages=[reasons.OLD_BROWSER.words])
    found = find_route(visit.request.method, path)
    if found is None:
        return _not_modelled(visit)
    route, visit.parts = found
    if route.site == PORTAL_SITE:
        return route.handler(visit)
    return _at_hall(visit, route)


def _is_misplaced(visit: Visit) -> bool:
    """True where a site is asked for at another address than the one it was put to."""
    placed = visit.hall.store.origins.get(visit.site)
    return placed is not None and placed != visit.request.host_url.rstrip("/")


def _instead(visit: Visit, kind: str) -> Response:
    if visit.site != HALL_SITE:
        return page_instead(visit, kind)
    token = visit.request.cookies.get(COOKIE, "")
    if kind == "maintenance":
        return envelope(answers.MAINTENANCE, reasons.MAINTENANCE)
    if ends_session(kind):
        visit.hall.sessions.end(token)
    if kind == "session_taken":
        return envelope(answers.TAKEN, reasons.TAKEN_OVER)
    if kind == "session_expired":
        return envelope(answers.SIGNED_OUT, reasons.SIGNED_OUT, status=401)
    return signed_out_page(visit)


def _not_modelled(visit: Visit) -> Response:
    if visit.site in SITES and visit.site != HALL_SITE:
        return pages.page("not_modelled", messages=[reasons.NOT_MODELLED], status=501)
    return envelope(answers.NOT_MODELLED, reasons.NOT_MODELLED, status=501)


def _at_hall(visit: Visit, route: Route) -> Response:
    try:
        if route.door is not Door.ANYONE:
            visit.caller = visit.hall.sessions.session(visit.request.cookies.get(COOKIE, ""))
            if visit.caller is None:
                return envelope(answers.SIGNED_OUT, reasons.SIGNED_OUT, status=401)
            if route.method == "POST" and visit.request.headers.get("X-CSRF-TOKEN") != visit.session.csrf:
                return envelope(answers.NO_CSRF, reasons.NO_CSRF, status=403)
            wrong = _wrong_entrance(visit, route.door)
            if wrong is not None:
                return visit.refuse(wrong)
        if route.method == "POST":
            visit.body = read_body(visit.request, route.form)
        return route.handler(visit)
    except MalformedError:
        return envelope(answers.MALFORMED, reasons.MALFORMED, status=400)


@enforces("ZJ-04", "ZJ-24", "ZJ-30", "ZJ-36")
def _wrong_entrance(visit: Visit, door: Door) -> Reason | None:
    entrance = visit.session.entrance
    if door in (Door.LEGAL, Door.UNIT) and entrance != LEGAL:
        return reasons.BY_LEGAL_ENTRANCE
    if door is Door.UNIT and visit.hall.store.unit_of(visit.session.account) is None:
        return reasons.NO_UNIT
    if door is Door.PERSONAL and entrance != PERSONAL:
        return reasons.BY_PERSONAL_ENTRANCE
    if door is Door.PROOF and entrance == LEGAL:
        return reasons.BY_PERSONAL_ENTRANCE
    if door is Door.APP and entrance != APP:
        return reasons.BY_APP
    return reasons.BY_APP_FLEXIBLE if door is Door.FLEXIBLE and entrance != APP else None
