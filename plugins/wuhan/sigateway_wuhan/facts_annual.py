"""What the hall shows of the yearly wages before anything is filed: its page 年度申报, and the template that it has filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field

from sigateway.plugin import Month

from .facts import WuhanFacts


class AnnualFacts(WuhanFacts):
    """Of one year's declaration: ``year`` 申报年度, its first and last day (both included), ``month`` 生效年月, 保底 and 封顶 in yuan.

    Of the person, by the template: ``name`` and ``mobile``.
    """

    year: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    month: Month | None = None
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    mobile: str | None = Field(default=None, repr=False)

    @property
    def period(self) -> tuple[date, date] | None:
        """The days on which the hall takes an upload, as its page names them."""
        return (self.first_day, self.last_day) if self.first_day and self.last_day else None
