"""The way in, the session, the menu and the places."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.zhejiang.entrance.sessions import COOKIE
from sigateway_mockservers.zhejiang.figures import places
from sigateway_mockservers.zhejiang.names import APP, HALL_SITE, LEGAL, PERSONAL, PORTAL_SITE
from sigateway_mockservers.zhejiang.portal.views import CALLBACK
from sigateway_mockservers.zhejiang.records import UnitRecord
from sigateway_mockservers.zhejiang.visit import Visit, answer

_ARROW = " → "


def index(visit: Visit) -> Response:
    """Into the hall, by way of the portal."""
    if visit.hall.sessions.session(visit.request.cookies.get(COOKIE, "")) is not None:
        return redirect(visit.url(HALL_SITE) + "api/session")
    callback = urlencode({"spappurl": visit.url(HALL_SITE) + CALLBACK})
    return redirect(f"{visit.url(PORTAL_SITE)}opensso/spsaehandler/metaAlias/sp?{callback}")


@enforces("ZJ-02", "ZJ-05")
def exchange(visit: Visit) -> Response:
    """A ticket for a session."""
    session = visit.hall.sessions.exchange(visit.query("ssotoken"))
    if session is None:
        return redirect(visit.url(HALL_SITE) + "index")
    visit.notes.committed, visit.notes.subject = True, session.account
    response = redirect(visit.url(HALL_SITE) + "api/session")
    response.set_cookie(COOKIE, session.token, path=visit.path(HALL_SITE), httponly=True)
    return response


def session(visit: Visit) -> Response:
    """Who is in, and the token for what is sent."""
    unit = visit.hall.store.unit_of(visit.session.account) if visit.session.entrance == LEGAL else None
    return answer(
        {
            "entrance": visit.session.entrance,
            "account": visit.session.account,
            "name": visit.account.name,
            "csrfToken": visit.session.csrf,
            "unit": _unit(visit, unit) if unit is not None else {},
        }
    )


def sign_out(visit: Visit) -> Response:
    """The end of the session here, then at the portal."""
    visit.hall.sessions.end(visit.request.cookies.get(COOKIE, ""))
    back = urlencode({"goto": visit.url(HALL_SITE) + "index"})
    return redirect(f"{visit.url(PORTAL_SITE)}opensso/UI/Logout?{back}")


@enforces("ZJ-05", "ZJ-06", "ZJ-11", "ZJ-15", "ZJ-16", "ZJ-22", "ZJ-25", "ZJ-32", "ZJ-37", "ZJ-43")
def menu(visit: Visit) -> Response:
    """What can be done, by which path. Neither medical insurance nor transfers stand in it."""
    rows = [
        {"path": _ARROW.join(steps), "business": steps[-1], "entrance": visit.session.entrance}
        for steps in _paths(visit)
    ]
    return visit.rows(rows)


def _paths(visit: Visit) -> list[tuple[str, ...]]:
    entrance = visit.session.entrance
    if entrance == PERSONAL:
        return [("个人服务", "社保/医保", "其他服务", "社保证明打印")]
    if entrance == APP:
        return [("社保", "热门应用", "社保证明打印"), ("灵活就业人员参保登记", "在线办理")]
    unit = visit.hall.store.unit_of(visit.session.account)
    if unit is None:
        return [("开办企业全程网上办平台",)]
    begun = (f"{places()[unit.place].city}人力社保局", "按业务类型", "浙江省社会保险网上服务系统")
    return [
        (*begun, "参保征缴", "社会保险职工参保登记"),
        (*begun, "参保征缴", "社会保险职工暂停参保"),
        (*begun, "单位业务申报进度查询"),
    ]


@enforces("ZJ-01", "ZJ-27")
def show_places(visit: Visit) -> Response:
    """Every 参保地, with what differs by it."""
    figures, month = visit.hall.store.figures, month_of(visit.hall.world.clock.today())
    return visit.rows(
        [
            {
                "code": place.code,
                "name": place.name,
                "city": place.city,
                "launchedOn": figures.launched_on(place.code).isoformat(),
                "minimumWage": f"{figures.minimum_wage(place.code, month):.2f}",
            }
            for place in places().values()
        ]
    )


def _unit(visit: Visit, unit: UnitRecord) -> dict[str, Any]:
    return {
        "unitNo": unit.number,
        "name": unit.name,
        "uscc": unit.uscc,
        "place": unit.place,
        "placeName": places()[unit.place].name,
        "agency": unit.agency,
        "schemes": " ".join(unit.schemes),
        "launchedOn": visit.hall.store.figures.launched_on(unit.place).isoformat(),
        "contactName": unit.contact_name,
        "contactMobile": unit.contact_mobile,
    }
