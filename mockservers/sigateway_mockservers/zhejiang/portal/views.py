"""What the portal answers, step by step of the log-in."""

from __future__ import annotations

from urllib.parse import urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from sigateway_mockservers.kernel.faults import ends_session
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.names import APP, ENTRANCES, HALL_SITE, LEGAL, PERSONAL, PORTAL_SITE
from sigateway_mockservers.zhejiang.portal import pages
from sigateway_mockservers.zhejiang.visit import Visit

COOKIE = "ZWFWSSO"
CALLBACK = "oauth/login?goto=home"

_TITLES = {LEGAL: "法人入口", PERSONAL: "个人入口", APP: "浙里办APP"}


def show_entrances(visit: Visit) -> Response:
    """The three entrances (ZJ-04, 24, 30)."""
    callback = visit.query("spappurl")
    if not _is_callback(visit, callback):
        return pages.page("message", messages=[reasons.INVALID_CALLBACK])
    base = visit.url(PORTAL_SITE)
    links = {
        name: (f"{base}login.do?{urlencode({'rk': name, 'spappurl': callback})}", title)
        for name, title in _TITLES.items()
    }
    return pages.entrances(links)


def show_login(visit: Visit) -> Response:
    """The form of one entrance."""
    wrong = _wrong_way(visit, visit.query("rk"), visit.query("spappurl"))
    return wrong or _login_form(visit, visit.query("rk"), visit.query("spappurl"))


def sign_in(visit: Visit) -> Response:
    """Account and password, and a ticket for the hall."""
    entrance, callback = visit.form("rk"), visit.form("spappurl")
    wrong = _wrong_way(visit, entrance, callback)
    if wrong is not None:
        return wrong
    visit.notes.subject = visit.form("zh")
    let_in = visit.hall.portal.sign_in(visit.form("lt"), entrance, visit.form("zh"), visit.form("mm"))
    if isinstance(let_in, Reason):
        visit.note_refusal(let_in)
        return _login_form(visit, entrance, callback, let_in.words)
    visit.notes.committed = True
    ticket = visit.hall.portal.give_ticket(let_in, entrance)
    response = redirect(f"{callback}&ssotoken={ticket}")
    session = visit.hall.portal.open_session(let_in)
    response.set_cookie(COOKIE, session, path=visit.path(PORTAL_SITE), httponly=True)
    return response


def sign_out(visit: Visit) -> Response:
    """The end of the session, and back to the hall."""
    if not visit.leads_to_hall(visit.query("goto"), "index"):
        return pages.page("message", messages=[reasons.INVALID_CALLBACK])
    visit.hall.portal.end_session(visit.request.cookies.get(COOKIE, ""))
    return redirect(visit.query("goto"))


def page_instead(visit: Visit, kind: str) -> Response:
    """The page of a fault, in place of the one asked for."""
    if kind == "maintenance":
        return pages.page("maintenance", messages=[reasons.MAINTENANCE])
    if ends_session(kind):
        visit.hall.portal.end_session(visit.request.cookies.get(COOKIE, ""))
    return signed_out_page(visit, taken=kind == "session_taken")


def signed_out_page(visit: Visit, *, taken: bool = False) -> Response:
    """The log-in page in place of another."""
    words = reasons.TAKEN_OVER if taken else reasons.SIGNED_OUT
    return _login_form(visit, LEGAL, visit.url(HALL_SITE) + CALLBACK, words)


def _login_form(visit: Visit, entrance: str, callback: str, *messages: str) -> Response:
    hidden = {"lt": visit.hall.portal.fresh_page(), "rk": entrance, "spappurl": callback}
    return pages.login(hidden, messages)


def _wrong_way(visit: Visit, entrance: str, callback: str) -> Response | None:
    if entrance not in ENTRANCES:
        return pages.page("message", messages=[reasons.NO_SUCH_ENTRANCE])
    if not _is_callback(visit, callback):
        return pages.page("message", messages=[reasons.INVALID_CALLBACK])
    return None


def _is_callback(visit: Visit, address: str) -> bool:
    return visit.leads_to_hall(address, CALLBACK)
