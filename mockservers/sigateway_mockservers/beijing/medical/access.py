"""Log-in and the unit's page at the medical system (BJ-04, BJ-31)."""

from __future__ import annotations

from collections.abc import Mapping

from sigateway_mockservers.beijing.medical import pages
from sigateway_mockservers.beijing.names import BUSINESSES, HEALTH, MEDICAL
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.visit import Visit
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.replies import Reply

Said = Mapping[str, str]


def login_page(visit: Visit, *words: str) -> Reply:
    """The page with a fresh random number."""
    inside = pages.entry("zs", "数字证书", "", red=True, grey=False)
    inside += pages.entry("qm", "签名", "", red=True, grey=False)
    hidden = {"sjs": visit.hall.sessions.challenge(MEDICAL)}
    return pages.page("login", pages.form("login.do", hidden, inside, "登录"), messages=words)


def challenge(visit: Visit, _said: Said) -> Reply:
    """The page of log-in."""
    return login_page(visit)


def login(visit: Visit, said: Said) -> Reply:
    """Open a session for a signed random number."""
    opened = visit.hall.sessions.sign_in(MEDICAL, said.get("sjs", ""), said.get("zs", ""), said.get("qm", ""))
    if isinstance(opened, Reason):
        visit.note_refusal(Refusal((opened,)))
        return login_page(visit, opened.words)
    visit.cookie = opened.token
    visit.notes.unit = opened.unit
    return pages.go("home.do")


def logout(visit: Visit, _said: Said) -> Reply:
    """End the session."""
    visit.hall.sessions.end(visit.session.token)
    visit.cookie = ""
    return pages.go("login.do")


def home(visit: Visit, _said: Said) -> Reply:
    """The unit, as this system knows it."""
    data = visit.hall.store.data(MEDICAL, visit.unit)
    assert data is not None, "the log-in looked"
    info = visit.hall.store.standing(MEDICAL, visit.unit, "").info
    shown = {
        "shbxdjzh": data.reg_no,
        "dwmc": data.name,
        "zzjgdm": data.org_code,
        "jfdq": data.area,
        "dwlx": data.unit_type,
        "xz": HEALTH,
        "jbjg": data.agency,
        "lxr": info.get("contact", ""),
        "lxdh": info.get("phone", ""),
        "dz": info.get("address", ""),
        "yb": info.get("postcode", ""),
    }
    links = "".join(pages.link(f"sb_biaodan.do?ywlx={each.code}", each.name) for each in BUSINESSES.values())
    links += pages.link("sb_liebiao.do", "申报查询") + pages.link("logout.do", "退出")
    return pages.page("home", pages.definitions("unit", shown), links)
