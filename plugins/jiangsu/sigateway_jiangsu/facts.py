"""What the hall shows beforehand: unit and window, the person, and of filings about access the consent and who is granted."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from sigateway.plugin import Context, Facts, Handler, Month

from .rules_window import fee_month


class UnitFacts(Facts):
    """The unit, and the window as the hall has it. ``minimum_month`` is the earliest month in which a contract may begin."""

    scopes: frozenset[str]
    open: bool
    opens: datetime
    closes: datetime
    month: Month
    fee_month: Month
    minimum_month: Month
    preregistration: bool


class PersonFacts(Facts):
    """A person as this hall knows him. ``since`` is the first month of the spell here, ``last_paid`` the latest that ended anywhere.

    ``retirement``, ``transfer``: one is running; ``preregistered``: this month; ``stopped_here``: in this window.
    """

    known: bool
    name: str = Field(default="", repr=False)
    standing: str = ""
    since: Month | None = None
    wage: Decimal | None = Field(default=None, repr=False)
    contract: tuple[str, str, str, str] = Field(default=("", "", "", ""), repr=False)
    last_paid: Month | None = None
    retirement: bool = False
    transfer: bool = False
    preregistered: bool = False
    stopped_here: bool = False


class HallFacts(Facts):
    """Everything that was looked up for one filing, by the hall's clock ``at``. ``own``: the number of a person's own session."""

    at: datetime
    notices: tuple[str, ...] = ()
    own: str = Field(default="", repr=False)
    rank: str = ""
    unit: UnitFacts | None = None
    person: PersonFacts | None = None
    consented: bool | None = None
    handlers: tuple[Handler, ...] | None = None

    @property
    def day(self) -> date:
        """The day of the hall's clock."""
        return self.at.date()


def facts_of(context: Context) -> HallFacts | None:
    """The facts, when the hall has been asked."""
    return context.facts if isinstance(context.facts, HallFacts) else None


def person_of(context: Context) -> PersonFacts | None:
    """The person, when the hall has been asked and has shown one."""
    facts = facts_of(context)
    return None if facts is None else facts.person


def unit_of(context: Context) -> UnitFacts | None:
    """The unit, when the hall has been asked."""
    facts = facts_of(context)
    return None if facts is None else facts.unit


def day_of(context: Context) -> date:
    """The day on which it would be filed: the hall's, when it has been asked."""
    facts = facts_of(context)
    return context.day if facts is None else facts.day


def fee_month_of(context: Context) -> Month:
    """The fee month of a filing now: the hall's, when it has been asked (JS-47)."""
    unit = unit_of(context)
    return fee_month(context) if unit is None else unit.fee_month
