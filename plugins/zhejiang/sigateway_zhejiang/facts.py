"""What the hall shows beforehand, for each business 搜索 (ZJ-07, ZJ-17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from pydantic import Field

from sigateway.plugin import Context, Facts, Month, Reason


class ZhejiangFacts(Facts):
    """What every search ends with, by the hall's clock ``at``.

    ``refusals`` are the words of the entrance; when there are any, the hall shows nothing else. ``unit_schemes`` are the hall's names of
    the unit's insurances; ``offered``: the menu of this session has the business.
    """

    at: datetime
    refusals: tuple[Reason, ...] = ()
    unit_schemes: tuple[str, ...] = ()
    offered: bool = True

    @property
    def month(self) -> Month:
        """办理当月, by the hall's clock."""
        return Month.of(self.at)


class MovementFacts(ZhejiangFacts):
    """Of somebody who is enrolled or suspended: ``name`` is the register's, empty when it does not know the person.

    ``here``: since when each insurance runs at this unit; ``pending`` the number of an item of this person under review.
    """

    name: str = Field(default="", repr=False)
    here: Mapping[str, Month] = Field(default_factory=dict)
    pending: str = ""


class EnrolmentFacts(MovementFacts):
    """``known`` is the register's, when it knows the person (``found``); ``change`` 新增 or 续保, the hall's word (ZJ-14).

    ``start_months`` are the months from which each insurance can begin; ``paid_until`` the last paid month of those that ended,
    anywhere in this hall; ``elsewhere`` the unit at which an insurance runs, in the hall's words; ``resident`` 城乡居民养老保险.
    """

    found: bool = False
    elsewhere: str = ""
    resident: bool = False
    known: Mapping[str, str] = Field(default_factory=dict, repr=False)
    change: str = ""
    start_months: Mapping[str, tuple[Month, ...]] = Field(default_factory=dict)
    paid_until: Mapping[str, Month] = Field(default_factory=dict)
    minimum_wage: Decimal | None = None
    floor: Decimal | None = None
    ceiling: Decimal | None = None


class SuspensionFacts(MovementFacts):
    """``stop_months``: the months in which each can be stopped. ``injury_follows``: the injury stop month is the pension's (ZJ-23)."""

    stop_months: Mapping[str, tuple[Month, ...]] = Field(default_factory=dict)
    injury_follows: bool = True


class OpeningFacts(ZhejiangFacts):
    """The place is the account's; ``opened``: the company is insured already (ZJ-15)."""

    place: str = ""
    opened: bool = False
    start_months: Mapping[str, tuple[Month, ...]] = Field(default_factory=dict)
    minimum_wage: Decimal | None = None


class FlexibleFacts(ZhejiangFacts):
    """``kind`` is the form that the hall gives for the person's state (ZJ-39); ``materials`` the papers that it must have, by name.

    ``since`` and ``paid_until``: the months of the insurance as a flexible worker; ``pending`` the number of an item under review.
    """

    kind: str = ""
    since: Month | None = None
    paid_until: Month | None = None
    months: tuple[Month, ...] = ()
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    pending: str = ""
    materials: Mapping[str, str] = Field(default_factory=dict)


FactsT = TypeVar("FactsT", bound=ZhejiangFacts)


def facts_of(context: Context, kind: type[FactsT]) -> FactsT | None:
    """The facts, when the hall has been asked."""
    return context.facts if isinstance(context.facts, kind) else None


def month_of_filing(context: Context) -> Month:
    """The month in which it would be filed: the hall's, when it has been asked."""
    facts = facts_of(context, ZhejiangFacts)
    return Month.of(context.at) if facts is None else facts.month
