"""The community desk written by hand from ``docs/wire/wuhan-community.md``; `conftest.py` hands it to the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sigateway.plugin import AgencyAgreement, FlexibleEnrolment, Reply, Scheme
from sigateway_wuhan.access import WuhanSignedIn
from sigateway_wuhan.users import User

from .pages_by_hand import KINDS, home, page, person_form, search_form, select, table, told
from .people_by_hand import NAME, identity, person

COMMUNITY = "SQ420106001"
FLEXIBLE = frozenset({Scheme.PENSION, Scheme.MEDICAL, Scheme.LARGE_MEDICAL})
_AGREEMENT = ("xybh", "xm", "zjhm", "qsrq", "zzrq", "zt", "sxh")


def community(**changes: Any) -> WuhanSignedIn:
    """A community that has signed in."""
    fields: dict[str, Any] = {"unit_number": COMMUNITY, "unit_name": "模拟东湖社区", "user": User.COMMUNITY}
    return WuhanSignedIn(**{**fields, "unit_class": None, "schemes": FLEXIBLE, **changes})


def agreement(step: str = "sign", **changes: Any) -> AgencyAgreement:
    days = {
        "sign": {"starts_on": date(2026, 11, 10), "ends_on": date(2027, 11, 9)},
        "renew": {"ends_on": date(2028, 11, 9)},
        "end": {},
    }[step]
    fields: dict[str, Any] = {"person": person(), "step": step, **days}
    return AgencyAgreement(**{**fields, **changes})


def flexible(**changes: Any) -> FlexibleEnrolment:
    fields: dict[str, Any] = {"person": person(), "base": "4494", "first_paid_month": "2026-11"}
    return FlexibleEnrolment(**{**fields, **changes})


def community_home(
    todo: Sequence[Mapping[str, str]] = (), finished: Sequence[Mapping[str, str]] = (), *, holder: str = ""
) -> Reply:
    shown = {"sqbh": COMMUNITY, "sqmc": "模拟东湖社区", "jbjg": "模拟社保处"}
    return home(todo, finished, holder=holder or told("community", shown))


def agreed(number: str = "XY00000001", state: str = "有效", **changes: str) -> dict[str, str]:
    row = {"xybh": number, "xm": NAME, "zjhm": identity(), "qsrq": "2026-01-01", "zzrq": "2026-12-31"}
    return {**row, "zt": state, "sxh": "S0", **changes}


def agency_search(
    rows: Sequence[Mapping[str, str]] = (), *, total: int | None = None, pages: int = 1, errors: Any = ()
) -> Reply:
    body = search_form("dbxy") + table("xieyi", _AGREEMENT, rows, total, pages)
    return page("dbxy.do", "agency_search", body, errors=errors)


def agency_form(name: str = NAME) -> Reply:
    shown = {"bdh": "form-1", "zjhm": identity(), "xm": name, "qsrq": "", "zzrq": ""}
    selects = select("zjlx", KINDS, "01") + select("czlx", ("", "1", "2", "3"))
    return person_form("dbxy", "agency", shown, {}, selects)


def agency_values(step: str = "1", starts: str = "2026-11-10", ends: str = "2027-11-09") -> dict[str, str]:
    shown = {"zjlx": "01", "zjhm": identity(), "xm": NAME, "czlx": step, "qsrq": starts, "zzrq": ends}
    return {**shown, "xybh": ""}


def flexible_search() -> Reply:
    return page("linghuo.do", "flexible_search", search_form("linghuo"))


def flexible_form(shown: Mapping[str, str] | None = None, beside: Mapping[str, str] | None = None) -> Reply:
    names = ("zjhm", "xm", "csrq", "mz", "whcd", "hyzk", "hkszd", "jzdz", "sj", "jfjs")
    shown = {"bdh": "form-1", **dict.fromkeys(names, ""), **(shown or {})}
    choices = {"zjlx": KINDS, "xb": ("", "1", "2"), "hkxz": ("", "10", "20")}
    choices |= {f"xz_{code}": ("0", "1") for code in ("yanglao", "yiliao", "dae")}
    selects = "".join(select(name, offered) for name, offered in choices.items())
    facts = {"cbny": "202611", "bdx": "4000.00", "fdx": "20000.00", **(beside or {})}
    return person_form("linghuo", "flexible", shown, facts, selects)


def flexible_values(**changes: str) -> dict[str, str]:
    """What the hall shows back of ``flexible()``."""
    shown = {"zjlx": "01", "zjhm": identity(), "xm": NAME, "xb": "2", "csrq": "1998-05-04", "mz": "01"}
    shown |= {"whcd": "", "hyzk": "", "hkxz": "", "hkszd": "", "jzdz": "", "sj": "13900000000"}
    shown |= {"xz_yanglao": "1", "xz_yiliao": "1", "xz_dae": "1", "jfjs": "4494.00"}
    return {**shown, "cbny": "202611", "ydjfje": "1355.20", **changes}


def bank_order_page(order: Mapping[str, str] | None = None, *, error: str = "", notice: str = "") -> Reply:
    body = told("result", order) if order else ""
    return page("jiaban.do", "bank_order", body, errors=(error,) if error else (), notice=notice)


def ordered(**changes: str) -> dict[str, str]:
    row = {"zjhm": identity(), "xm": NAME, "sxh": "S1", "jbdh": "JB0000000001", "ydjfje": "1355.20"}
    return {**row, "jbzt": "未加办", **changes}
