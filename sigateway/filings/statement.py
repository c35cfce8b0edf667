"""What all filings share: who it is about, which slot it takes, and when two say the same."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, field_serializer

from .base import Model
from .months import Month
from .people import Employment, Person
from .units import Scheme

Money = Annotated[
    Decimal,
    Field(gt=0, max_digits=12, decimal_places=2),
    AfterValidator(lambda amount: amount.quantize(Decimal("0.01"))),
]
"""An amount in yuan 元, above zero, always held with two decimals (jiao 角 and fen 分)."""


class Statement(Model):
    """A filing, frozen: it names no unit and no hall."""

    def digest(self) -> str:
        """SHA-256 over the canonical JSON: two filings with one digest say the same."""
        return hashlib.sha256(self.model_dump_json(exclude_none=True).encode()).hexdigest()

    @property
    def subject(self) -> Person | None:
        """The person it is about; ``None`` when it is about the unit itself."""
        return None

    @property
    def period(self) -> Month | str:
        """The effect period 所属期, fixed when the filing is made, never when it is sent; empty where there is none."""
        return ""

    @property
    def lane(self) -> str:
        """Within a unit: one filing is in flight in a lane at a time."""
        raise NotImplementedError

    @property
    def slot(self) -> str:
        """Within a lane and type: what takes the place of what. Without a period, what says the same."""
        return str(self.period) or self.digest()

    @property
    def in_schemes(self) -> frozenset[Scheme] | None:
        """The insurances that it is about; ``None`` where it names none: then it meets every other."""
        return None


class PersonStatement(Statement):
    """A filing about one person."""

    person: Person

    @property
    def subject(self) -> Person:
        """The person."""
        return self.person

    @property
    def lane(self) -> str:
        """Everything about one person is filed one after another."""
        return self.person.key


class SchemeStatement(PersonStatement):
    """A filing about one person in some insurances. ``schemes`` 参加险种, ``None`` meaning those of the unit."""

    schemes: frozenset[Scheme] | None = None

    @field_serializer("schemes")
    def _in_order(self, schemes: frozenset[Scheme] | None) -> list[Scheme] | None:
        """A set has no order of its own; the digest must be the same in every process."""
        return None if schemes is None else sorted(schemes)

    @property
    def in_schemes(self) -> frozenset[Scheme] | None:
        """The insurances that it names."""
        return self.schemes


class EmployeeStatement(SchemeStatement):
    """A filing about somebody's insurance as an employee. ``employment`` 用工 is what the unit has agreed with the person."""

    employment: Employment | None = None
