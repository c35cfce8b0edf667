"""Names and codes that the whole hall shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.hall_state import ACCEPTS_DUPLICATES

HALL = "beijing"
TITLE = "北京市社会保险网上申报、查询系统"
CENTRE = "北京市社会保险基金管理中心"

FOUR, MEDICAL = "four", "medical"
SYSTEMS = (FOUR, MEDICAL)

#: Schemes by code, and which system keeps them.
PENSION, UNEMPLOYMENT, HEALTH, INJURY, MATERNITY = "110", "210", "310", "410", "510"
SCHEMES: Mapping[str, str] = {
    PENSION: "企业养老",
    UNEMPLOYMENT: "失业",
    HEALTH: "职工医疗",
    INJURY: "工伤",
    MATERNITY: "生育",
}
FOUR_SCHEMES = (PENSION, UNEMPLOYMENT, INJURY, MATERNITY)

UNSENT, RUNNING, ENDED = "0", "1", "2"
STATES: Mapping[str, str] = {UNSENT: "未提交", RUNNING: "处理中", ENDED: "处理结束"}
FAILED, IMPORTED, PARTLY, WITHDRAWN, UNDONE = "10", "11", "12", "90", "91"
FLAGS: Mapping[str, str] = {
    "": "",
    FAILED: "导入不成功",
    IMPORTED: "导入成功",
    PARTLY: "导入部分成功",
    WITHDRAWN: "已撤回",
    UNDONE: "已撤销",
}

BOTH, FOUR_ONLY, MEDICAL_ONLY = "B", "F", "M"
SYSTEMS_OF: Mapping[str, tuple[str, ...]] = {
    BOTH: SYSTEMS,
    FOUR_ONLY: (FOUR,),
    MEDICAL_ONLY: (MEDICAL,),
}

ONLINE, BY_FILE = "online", "file"

ADD, CUT, WAGE, BACK, PERSON, UNIT = "zj", "js", "gz", "bj", "grbg", "dwbg"

WINDOW_5_22, WINDOW_ANY_DAY = "window_5_22", "window_any_day"
CONDITIONS_AT_EACH_FILING = "conditions_at_each_filing"
MEDICAL_WAITS = "medical_waits_for_four"
WITHDRAW_WHILE_PROCESSING = "withdraw_while_processing"
FILE_ALL_OR_NOTHING = "file_all_or_nothing"
VARIANTS = frozenset(
    {
        ACCEPTS_DUPLICATES,
        WINDOW_5_22,
        WINDOW_ANY_DAY,
        CONDITIONS_AT_EACH_FILING,
        MEDICAL_WAITS,
        WITHDRAW_WHILE_PROCESSING,
        FILE_ALL_OR_NOTHING,
    }
)


@dataclass(frozen=True, slots=True)
class Business:
    """One kind of filing: short code, type on the four system's wire, name, rule, kind in the journal."""

    code: str
    type: str
    name: str
    rule: str
    kind: str
    follows: frozenset[str]
    windowed: bool = True
    about_person: bool = True


def _business(code: str, wire: str, name: str, rule: str, kind: str, *follows: str, **more: bool) -> Business:
    return Business(code, wire, name, rule, kind, frozenset(follows), **more)


#: ``follows``: the kinds that make way for this one, so that the same may be filed again after it.
BUSINESSES: Mapping[str, Business] = {
    each.code: each
    for each in (
        _business(ADD, "DATA_IND_ADD", "人员增加", "BJ-18", "enrolment", "suspension"),
        _business(CUT, "DATA_NORMAL_CUT", "人员减少", "BJ-18", "suspension", "enrolment", "wage_change"),
        _business(WAGE, "DATA_MONTHLY_PAY", "缴费工资申报", "BJ-21", "wage_change", "wage_change"),
        _business(BACK, "DATA_BACK_PAY", "职工补缴", "BJ-22", "back_payment"),
        _business(
            PERSON,
            "DATA_INDINFO_UPDATE",
            "个人信息变更",
            "BJ-19",
            "person_update",
            "person_update",
            windowed=False,
        ),
        _business(
            UNIT,
            "DATA_ENTINFO_UPDATE",
            "单位信息变更",
            "BJ-19",
            "unit_update",
            "unit_update",
            windowed=False,
            about_person=False,
        ),
    )
}
BUSINESS_OF_TYPE: Mapping[str, Business] = {each.type: each for each in BUSINESSES.values()}


def kind_in(business: Business, system: str) -> str:
    """The kind of one half, such as ``enrolment.four``."""
    return f"{business.kind}.{system}"


@enforces("BJ-07")
def schemes_in(system: str, schemes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of a unit's schemes that a system keeps: 四险 are pension, unemployment, injury and maternity."""
    return tuple(each for each in schemes if (each == HEALTH) == (system == MEDICAL))
