"""What a rule is given besides the filing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sigateway.filings.base import Model
from sigateway.filings.units import InsuredUnit

from .calendar import WorkCalendar
from .rulebook import Rulebook
from .windows import local


class Facts(Model):
    """What the hall shows about a person before anything is filed. Each region subclasses it."""


@dataclass(frozen=True, slots=True)
class Context:
    """The unit, the moment (in Asia/Shanghai), rules and calendar; ``facts`` is ``None`` offline.

    ``scopes`` are those of the log-in (`SignedIn.scopes`); ``None`` offline, and where the hall limits no account.
    """

    unit: InsuredUnit
    at: datetime
    rules: Rulebook
    calendar: WorkCalendar
    facts: Facts | None = None
    scopes: frozenset[str] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", local(self.at))

    @property
    def day(self) -> date:
        """The calendar day in Shanghai on which the hall would be asked."""
        return self.at.date()
