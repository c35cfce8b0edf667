"""What a new company files before it is insured anywhere: the opening of its insurance, with its first staff."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_serializer, model_validator

from .employees import Enrolment
from .people import Mobile
from .statement import Statement
from .units import Scheme


class EmployerOpening(Statement):
    """Open a new company's insurance 企业参保开户 and enrol its first staff in the same step: all of it, or nothing.

    ``contact`` 专管员 and ``contact_mobile`` are whom the agency will know; ``schemes`` the insurances that the company joins, ``None``
    meaning those of its `InsuredUnit`.
    """

    type: Literal["employer_opening"] = "employer_opening"
    contact: str = Field(min_length=1, max_length=50, repr=False)
    contact_mobile: Mobile = Field(repr=False)
    schemes: frozenset[Scheme] | None = None
    staff: tuple[Enrolment, ...] = Field(default=(), repr=False)

    @model_validator(mode="after")
    def _each_once(self) -> EmployerOpening:
        if len({each.person.key for each in self.staff}) < len(self.staff):
            raise ValueError("同一人员填写了两次")
        return self

    @field_serializer("schemes")
    def _in_order(self, schemes: frozenset[Scheme] | None) -> list[Scheme] | None:
        return None if schemes is None else sorted(schemes)

    @property
    def in_schemes(self) -> frozenset[Scheme] | None:
        """The insurances that it names."""
        return self.schemes

    @property
    def lane(self) -> str:
        """A company opens alone."""
        return self.type
