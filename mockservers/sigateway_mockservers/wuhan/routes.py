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
    #: The same, but for a blank form, which anybody may have.
    PRINT = "signed in, own password, or asking for a blank form"


#: Views whose operation is no name for a function.
_ENDPOINTS = {"print": "print_form"}


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
        return _ENDPOINTS.get(self.operation, self.operation.replace(".", "_"))


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
    Route("GET", "grxx.do", "person.open", Door.BUSINESS),
    Route("POST", "grxx_chaxun.do", "person.search", Door.BUSINESS),
    Route("POST", "grxx_baocun.do", "person.save", Door.BUSINESS),
    Route("POST", "grxx_xiugai.do", "person.edit", Door.BUSINESS),
    Route("GET", "dwxx.do", "unit.open", Door.BUSINESS),
    Route("POST", "dwxx_baocun.do", "unit.save", Door.BUSINESS),
    Route("POST", "dwxx_xiugai.do", "unit.edit", Door.BUSINESS),
    Route("GET", "yuyue.do", "appointment.open", Door.BUSINESS),
    Route("POST", "yuyue_baocun.do", "appointment.save", Door.BUSINESS),
    Route("POST", "yuyue_xiugai.do", "appointment.edit", Door.BUSINESS),
    Route("GET", "wenti.do", "problem.open", Door.BUSINESS),
    Route("POST", "wenti_baocun.do", "problem.save", Door.BUSINESS),
    Route("POST", "wenti_xiugai.do", "problem.edit", Door.BUSINESS),
    Route("GET", "bangzhu.do", "help.open", Door.ANYONE),
    Route("GET", "yibancx.do", "done.query", Door.BUSINESS),
    Route("GET", "plcx.do", "batch.query", Door.BUSINESS),
    Route("GET", "yidong.do", "movements.open", Door.BUSINESS),
    Route("GET", "yidong_daochu.do", "movements.export", Door.BUSINESS),
    Route("GET", "qianfei.do", "arrears.list", Door.BUSINESS),
    Route("GET", "bujiao.do", "arrears.open", Door.BUSINESS),
    Route("POST", "bujiao_chaxun.do", "arrears.search", Door.BUSINESS),
    Route("POST", "bujiao_baocun.do", "arrears.save", Door.BUSINESS),
    Route("POST", "bujiao_xiugai.do", "arrears.edit", Door.BUSINESS),
    Route("GET", "jiaofeidan.do", "bill.open", Door.BUSINESS),
    Route("POST", "jiaofeidan_chaxun.do", "bill.search", Door.BUSINESS),
    Route("POST", "jiaofeidan_baocun.do", "bill.save", Door.BUSINESS),
    Route("POST", "jiaofeidan_xiugai.do", "bill.edit", Door.BUSINESS),
    Route("GET", "huitui.do", "rollback.open", Door.BUSINESS),
    Route("POST", "huitui_chaxun.do", "rollback.search", Door.BUSINESS),
    Route("POST", "huitui_baocun.do", "rollback.save", Door.BUSINESS),
    Route("POST", "huitui_xiugai.do", "rollback.edit", Door.BUSINESS),
    Route("GET", "zhuxiao.do", "writeoff.open", Door.BUSINESS),
    Route("POST", "zhuxiao_chaxun.do", "writeoff.search", Door.BUSINESS),
    Route("POST", "zhuxiao_baocun.do", "writeoff.save", Door.BUSINESS),
    Route("POST", "zhuxiao_xiugai.do", "writeoff.edit", Door.BUSINESS),
    Route("GET", "yonghu.do", "user.open", Door.BUSINESS),
    Route("POST", "yonghu_chaxun.do", "user.search", Door.BUSINESS),
    Route("POST", "yonghu_baocun.do", "user.save", Door.BUSINESS),
    Route("POST", "yonghu_xiugai.do", "user.edit", Door.BUSINESS),
    Route("GET", "grxy.do", "selfservice.open", Door.BUSINESS),
    Route("POST", "grxy_chaxun.do", "selfservice.search", Door.BUSINESS),
    Route("POST", "grxy_baocun.do", "selfservice.save", Door.BUSINESS),
    Route("POST", "grxy_xiugai.do", "selfservice.edit", Door.BUSINESS),
    Route("GET", "dbxy.do", "agency.open", Door.BUSINESS),
    Route("POST", "dbxy_chaxun.do", "agency.search", Door.BUSINESS),
    Route("POST", "dbxy_baocun.do", "agency.save", Door.BUSINESS),
    Route("POST", "dbxy_xiugai.do", "agency.edit", Door.BUSINESS),
    Route("GET", "linghuo.do", "flexible.open", Door.BUSINESS),
    Route("POST", "linghuo_chaxun.do", "flexible.search", Door.BUSINESS),
    Route("POST", "linghuo_baocun.do", "flexible.save", Door.BUSINESS),
    Route("POST", "linghuo_xiugai.do", "flexible.edit", Door.BUSINESS),
    Route("GET", "mimatiao.do", "user.slip", Door.BUSINESS),
    Route("GET", "jiaban.do", "bankorder.open", Door.BUSINESS),
    Route("GET", "dayin.do", "print", Door.PRINT),
    Route("GET", "pl.do", "batch.open", Door.BUSINESS),
    Route("GET", "pl_muban.do", "batch.template", Door.BUSINESS),
    Route("POST", "pl_shangchuan.do", "batch.upload", Door.BUSINESS),
    Route("GET", "pl_renwu.do", "batch.list", Door.BUSINESS),
    Route("GET", "pl_shibai.do", "batch.failures", Door.BUSINESS),
    Route("POST", "pl_shanchu.do", "batch.delete", Door.BUSINESS),
    Route("GET", "pl_daochu.do", "batch.export", Door.BUSINESS),
    Route("POST", "tijiao.do", "submit", Door.BUSINESS),
    Route("POST", "tuidan.do", "discard", Door.BUSINESS),
)

OPERATIONS = frozenset(route.operation for route in ROUTES)
_BY_REQUEST = {(route.method, "/" + route.path): route for route in ROUTES}
#: The bare mount is where a person's browser arrives.
_ENTRANCE = ROUTES[0]


def route_of(method: str, path: str) -> Route | None:
    """The route of a request, its path below the mount; ``None`` when the hall has none."""
    if method == "GET" and path in ("", "/"):
        return _ENTRANCE
    return _BY_REQUEST.get((method, path))
