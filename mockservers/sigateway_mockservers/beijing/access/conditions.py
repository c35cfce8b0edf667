"""The conditions of BJ-05..11: looked at when the service is opened, and by a variant at each filing (BJ-33). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from sigateway_mockservers.beijing.names import HEALTH, SCHEMES, SYSTEMS
from sigateway_mockservers.beijing.records import Arrear, UnitData, UnitRecord
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason

#: The data that must agree, by their names in the record and in words.
AGREEING = (
    ("reg_no", "regNo", "社会保险登记证号"),
    ("area", "area", "缴费地区"),
    ("unit_type", "unitType", "单位类型"),
    ("org_code", "orgCode", "组织机构代码"),
)
MONTHLY = "month"


@enforces("BJ-33")
def judge_conditions(
    unit: UnitRecord, arrears: Iterable[Arrear], systems: Iterable[str] = SYSTEMS
) -> list[Reason]:
    """Every condition that a unit does not meet; arrears are looked at in these systems only."""
    found: list[Reason] = []
    if unit.settle_cycle != MONTHLY:
        found.append(Reason("BJ-05", "社会保险缴费结算周期不是按月"))
    found += [
        Reason("BJ-06", f"四险系统与医疗保险系统的{label}不一致")
        for name, _, label in AGREEING
        if getattr(unit.four, name) != value_in(unit.medical, name)
    ]
    if unit.breach:
        found.append(Reason("BJ-08", "存在违反社会保险相关规定行为"))
    if set(unit.schemes) != set(SCHEMES):
        found.append(Reason("BJ-09", "未按照政策规定参加全部险种"))
    if any(each.unit == unit.number and system_of(each.scheme) in systems for each in arrears):
        found.append(Reason("BJ-10", "存在欠费"))
    if unit.second_level:
        found.append(Reason("BJ-11", "参保方式为二级公司"))
    return found


def value_in(data: UnitData | None, name: str) -> str:
    """One of the data, empty where a system does not know the unit."""
    return "" if data is None else str(getattr(data, name))


def system_of(scheme: str) -> str:
    """Which system keeps a scheme (BJ-07)."""
    return SYSTEMS[scheme == HEALTH]
