"""Who files: the employer, and the unit it is insured as."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, field_serializer, field_validator

from .base import Model
from .codes import tidy
from .uscc import UnifiedSocialCreditCode


class Scheme(StrEnum):
    """An insurance 险种."""

    PENSION = "pension"  #: 基本养老
    MEDICAL = "medical"  #: 职工基本医疗
    LARGE_MEDICAL = "large_medical"  #: 大额医疗
    INJURY = "injury"  #: 工伤
    UNEMPLOYMENT = "unemployment"  #: 失业
    MATERNITY = "maternity"  #: 生育


class UnitClass(StrEnum):
    """How far a hall trusts a unit 单位类别."""

    VIP = "vip"  #: audited by the system alone
    ORDINARY = "ordinary"  #: some business waits for papers at the counter


def at_its_hall(key: str) -> str:
    """A unit's key with its city left out: a city's overlay is its province's hall, so ``zhejiang.ningbo/1`` and ``zhejiang/1`` are
    one unit there."""
    region, _, number = key.partition("/")
    return f"{hall_of(region)}/{number}"


def hall_of(region: str) -> str:
    """The hall behind a region's code: that of the province, for a city's overlay has the same sites and log-ins."""
    return region.partition(".")[0]


class Employer(Model):
    """A legal entity 用人单位.

    ``uscc`` is the unified social credit code 统一社会信用代码 (18 characters, checked).
    """

    name: str = Field(min_length=1)
    uscc: UnifiedSocialCreditCode


class InsuredUnit(Model):
    """An employer as one agency knows it 参保单位. One employer can have several.

    ``number`` is the hall's own 单位编号; ``schemes`` the insurances the unit has joined 单位参保险种;
    ``unit_class`` and ``agency`` 经办机构 are what the vendor knows, ``None`` when it does not.
    """

    employer: Employer
    region: str = Field(pattern=r"^[a-z]+(\.[a-z]+)*$")
    number: str = Field(min_length=1)
    schemes: frozenset[Scheme] = Field(min_length=1)
    unit_class: UnitClass | None = None
    agency: str | None = None

    @field_validator("number")
    @classmethod
    def _tidied(cls, number: str) -> str:
        """As a cell of a workbook may hold it, with blanks or full-width: else one unit would have two names."""
        if not (number := tidy(number)):
            raise ValueError("单位编号为空")
        return number

    @field_serializer("schemes")
    def _in_order(self, schemes: frozenset[Scheme]) -> list[Scheme]:
        return sorted(schemes)

    @property
    def key(self) -> str:
        """One name for the unit in the credentials store and for people: ``region/number``."""
        return f"{self.region}/{self.number}"
