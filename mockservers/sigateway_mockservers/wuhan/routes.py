"""Every route of the hall: method, path, operation. What is not here answers 501."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Door(Enum):
    """Who may come through a route."""

    ANYONE = "anyone"
    #: Signed in, even while the password of the slip still stands.
    PASSWORD = "signed in"
    #: Signed in, and the first password changed.
    BUSINESS = "signed in, own password"


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the hall."""

    method: str
    path: str
    operation: str
    door: Door

    @property
    def endpoint(self) -> str:
        """The name of the view: ``login.submit`` is ``login_submit``; a business shares the views of its four steps."""
        return self.operation.replace(".", "_")


ROUTES = (
    Route("GET", "index.do", "entrance.open", Door.ANYONE),
    Route("GET", "certificate.do", "certificate.open", Door.ANYONE),
    Route("POST", "certificate.do", "certificate.submit", Door.ANYONE),
    Route("GET", "certificate/root.cer", "certificate.root", Door.ANYONE),
    Route("GET", "certificate/personal.p12", "certificate.personal", Door.ANYONE),
    Route("GET", "login.do", "login.open", Door.ANYONE),
    Route("POST", "login.do", "login.submit", Door.ANYONE),
    Route("GET", "logout.do", "logout", Door.ANYONE),
    Route("GET", "password.do", "password.open", Door.PASSWORD),
    Route("POST", "password.do", "password.submit", Door.PASSWORD),
    Route("GET", "home.do", "home.open", Door.BUSINESS),
    Route("GET", "renwu.do", "task.open", Door.BUSINESS),
    Route("GET", "xiangqing.do", "detail.open", Door.BUSINESS),
    Route("GET", "zengyuan.do", "enrol.open", Door.BUSINESS),
    Route("POST", "zengyuan_chaxun.do", "enrol.search", Door.BUSINESS),
    Route("POST", "zengyuan_baocun.do", "enrol.save", Door.BUSINESS),
    Route("POST", "zengyuan_xiugai.do", "enrol.edit", Door.BUSINESS),
    Route("GET", "zanting.do", "suspend.open", Door.BUSINESS),
    Route("POST", "zanting_chaxun.do", "suspend.search", Door.BUSINESS),
    Route("POST", "zanting_baocun.do", "suspend.save", Door.BUSINESS),
    Route("POST", "zanting_xiugai.do", "suspend.edit", Door.BUSINESS),
    Route("GET", "gongzi.do", "wage.open", Door.BUSINESS),
    Route("POST", "gongzi_chaxun.do", "wage.search", Door.BUSINESS),
    Route("POST", "gongzi_baocun.do", "wage.save", Door.BUSINESS),
    Route("POST", "gongzi_xiugai.do", "wage.edit", Door.BUSINESS),
    Route("POST", "tijiao.do", "submit", Door.BUSINESS),
    Route("POST", "tuidan.do", "discard", Door.BUSINESS),
)

NOT_MODELLED = "not_modelled"
OPERATIONS = frozenset(route.operation for route in ROUTES)
_BY_REQUEST = {(route.method, "/" + route.path): route for route in ROUTES}
#: The bare mount is where a person's browser arrives.
_ENTRANCE = ROUTES[0]


def route_of(method: str, path: str) -> Route | None:
    """The route of a request, its path below the mount; ``None`` when the hall has none."""
    if method == "GET" and path in ("", "/"):
        return _ENTRANCE
    return _BY_REQUEST.get((method, path))
