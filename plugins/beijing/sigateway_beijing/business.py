"""The businesses of this hall, and which systems a filing reaches (BJ-07, BJ-18 to BJ-22). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sigateway.plugin import EmployerUpdate, Filing, PersonUpdate, Scheme

from . import fields
from .fields import FOUR, FOUR_SCHEMES, MEDICAL, MEDICAL_SCHEMES, SYSTEMS


@dataclass(frozen=True, slots=True)
class Business:
    """One business 申报业务: its filing type, short code ``ywlx``, ``type`` on ``four``, name, rule, and whether it has a window."""

    filing_type: str
    code: str
    kind: str
    name: str
    rule: str
    windowed: bool = True
    in_a_file: bool = True


BUSINESSES: Final[Mapping[str, Business]] = MappingProxyType(
    {
        each.filing_type: each
        for each in (
            Business("enrolment", "zj", "DATA_IND_ADD", "人员增加", "BJ-18"),
            Business("suspension", "js", "DATA_NORMAL_CUT", "人员减少", "BJ-18"),
            Business("wage_change", "gz", "DATA_MONTHLY_PAY", "缴费工资申报", "BJ-21"),
            Business("back_payment", "bj", "DATA_BACK_PAY", "职工补缴", "BJ-22"),
            Business("person_update", "grbg", "DATA_INDINFO_UPDATE", "个人信息变更", "BJ-19", windowed=False),
            Business(
                "employer_update", "dwbg", "DATA_ENTINFO_UPDATE", "单位信息变更", "BJ-19",
                windowed=False, in_a_file=False,
            ),
        )
    }
)  # fmt: skip
"""By the filing's type."""

TITLES: Final[Mapping[str, str]] = MappingProxyType({FOUR: "四险", MEDICAL: "医疗"})


def systems_of(filing: Filing, unit_schemes: frozenset[Scheme]) -> tuple[str, ...]:
    """The systems that the filing reaches, in the order in which they are filed."""
    if isinstance(filing, EmployerUpdate):
        return SYSTEMS
    if isinstance(filing, PersonUpdate):
        wanted = fields.changes(filing)
        return tuple(s for s in SYSTEMS if any(fields.FIELDS[name].name(s) is not None for name in wanted))
    meant = filing.in_schemes if filing.in_schemes is not None else unit_schemes
    found = {FOUR: meant & FOUR_SCHEMES, MEDICAL: meant & MEDICAL_SCHEMES}
    return tuple(system for system in SYSTEMS if found[system])


def scope(systems: tuple[str, ...]) -> str:
    """范围: what is meant. ``B`` both, ``F`` the four insurances only, ``M`` medical only."""
    return {SYSTEMS: "B", (FOUR,): "F", (MEDICAL,): "M"}[systems]
