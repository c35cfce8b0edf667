"""What the hall shows beforehand about arrears 欠费: what is owed, month by month, what a bill holds, what goes back with it."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from sigateway.plugin import Month, Scheme

from .assessment import AssessedPart
from .facts import WuhanFacts


class OwedFacts(WuhanFacts):
    """With a form that shows what is owed for a person: ``rows`` by month and insurance; ``injury_rate`` the unit's own, per cent."""

    rows: tuple[AssessedPart, ...] = Field(default=(), repr=False)
    injury_rate: Decimal | None = None

    @property
    def months(self) -> tuple[Month, ...]:
        """The months owed, oldest first."""
        return tuple(sorted({row.month for row in self.rows}))

    @property
    def schemes(self) -> frozenset[Scheme]:
        """The insurances in which anything is owed."""
        return frozenset(row.scheme for row in self.rows)


class SettlementFacts(OwedFacts):
    """With the form 单位员工欠费补缴."""


class WriteOffFacts(OwedFacts):
    """With the form 当月欠费注销: ``month`` the hall's month, the only one that can be written off."""

    month: Month | None = None


class BillFacts(WuhanFacts):
    """With the form 生成欠费补缴单: what the bill would hold. ``rows_total`` is the sum of its rows by person and month."""

    people: int | None = None
    unit_part: Decimal | None = Field(default=None, repr=False)
    person_part: Decimal | None = Field(default=None, repr=False)
    total: Decimal | None = Field(default=None, repr=False)
    rows_total: Decimal | None = Field(default=None, repr=False)


class RollbackFacts(WuhanFacts):
    """With the form 欠费补缴回退: every assessment that goes back, and the bill they are in (empty: none)."""

    bill: str = ""
    settlements: tuple[str, ...] = ()
    people: int | None = None
    total: Decimal | None = Field(default=None, repr=False)
