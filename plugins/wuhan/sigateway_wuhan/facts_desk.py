"""What the hall shows beforehand in the businesses that insure nobody: changes of data, and appointments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from sigateway.plugin import FreePlace

from .facts import WuhanFacts


class ChangeFacts(WuhanFacts):
    """``shown``: what each field of the form is filled in with, which is what the hall holds; ``None`` when it showed no form."""

    shown: Mapping[str, str] | None = Field(default=None, repr=False)


class PersonChangeFacts(ChangeFacts):
    """With the form 个人一般信息变更."""


class EmployerChangeFacts(ChangeFacts):
    """With the form 单位一般信息变更."""


class AppointmentFacts(WuhanFacts):
    """With the form 申报业务预约: ``places`` the times that can be booked; ``None`` when it showed no form.

    ``booked`` are the days and half days that the unit has booked already, as `HalfDay` names them.
    """

    places: tuple[FreePlace, ...] | None = None
    booked: frozenset[tuple[date, str]] = frozenset()
