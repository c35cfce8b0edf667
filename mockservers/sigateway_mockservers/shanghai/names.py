"""The names and codes by which the hall knows things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigateway_mockservers.kernel.hall_state import ACCEPTS_DUPLICATES

HALL = "shanghai"

ANY_DAY_OFF_MOVES = "any_day_off_moves"
WORKDAY_HOURS = "workday_hours"
ANY_LATER_BLOCKS = "any_later_blocks"
VARIANTS = frozenset({ACCEPTS_DUPLICATES, ANY_DAY_OFF_MOVES, WORKDAY_HOURS, ANY_LATER_BLOCKS})

UNSIGNED, PENDING, AUTHORISED, SUPERVISOR = "未签约", "待审核", "已授权", "单位主管"
MAY_FILE = frozenset({AUTHORISED, SUPERVISOR})

BY_WIRE, BY_BROWSER, BY_COUNTER = "01", "02", "03"

VALID, WITHDRAWN = "有效", "已撤销"
SLIP_OPEN, SLIP_USED, SLIP_LAPSED = "未用", "已用", "已失效"

YES, NO = "1", "0"

RSA, NATIONAL = "rsa", "gm"
#: How the key of each kind signs, by the name that the wire has for it.
SIGNS_WITH: Mapping[str, str] = {RSA: "RSA-SHA256", NATIONAL: "SM2-SM3"}

PENSION, MEDICAL, UNEMPLOYMENT, INJURY = "yanglao", "yiliao", "shiye", "gongshang"
SCHEMES = (PENSION, MEDICAL, UNEMPLOYMENT, INJURY)

ENROLMENT, SUSPENSION, BACK_PAYMENT, WAGE_CHANGE, ANNUAL_WAGE = "01", "02", "03", "04", "05"


@dataclass(frozen=True, slots=True)
class Business:
    """One kind of declaration: ``follows`` are the kinds that make way for it, so that the same may be declared again."""

    code: str
    name: str
    kind: str
    follows: frozenset[str] = frozenset()


BUSINESSES: Mapping[str, Business] = {
    each.code: each
    for each in (
        Business(ENROLMENT, "转入", "enrolment", frozenset({"suspension", "wage_change"})),
        Business(SUSPENSION, "转出", "suspension", frozenset({"enrolment", "wage_change"})),
        Business(BACK_PAYMENT, "补缴", "back_payment"),
        Business(WAGE_CHANGE, "工资性收入申报", "wage_change", frozenset({"wage_change"})),
        Business(ANNUAL_WAGE, "年度缴费基数申报", "annual_wage", frozenset({"wage_change"})),
    )
}


def business_of_kind(kind: str) -> Business:
    """The business of a kind; an unknown one is a ``ValueError``."""
    for business in BUSINESSES.values():
        if business.kind == kind:
            return business
    raise ValueError(
        f"there is no kind {kind!r}; kinds: {', '.join(each.kind for each in BUSINESSES.values())}"
    )
