"""Errands at a hall that change no insurance: appointments 预约 and problem reports 问题报告."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from .statement import Statement


class Matter(StrEnum):
    """What a visit is about 预约业务."""

    ENROLMENT_REVIEW = "enrolment_review"  #: 增减员审核
    ANNUAL_WAGE_REVIEW = "annual_wage_review"  #: 年度工资申报审核
    ARREARS_ARRIVAL = "arrears_arrival"  #: 欠费到账确认
    CORRECTION = "correction"  #: 信息变更或订正
    OTHER = "other"  #: 其他


class HalfDay(StrEnum):
    """When on a day 时段."""

    MORNING = "morning"  #: 上午
    AFTERNOON = "afternoon"  #: 下午


class Appointment(Statement):
    """Book a visit 申报业务预约. ``contact_name`` and ``contact_phone`` are of whoever comes."""

    type: Literal["appointment"] = "appointment"
    matter: Matter
    day: date
    half: HalfDay
    contact_name: str = Field(min_length=1, repr=False)
    contact_phone: str = Field(min_length=1, repr=False)

    @property
    def period(self) -> str:
        """The day and half day: a unit is at one counter at a time."""
        return f"{self.day:%Y-%m-%d} {self.half}"

    @property
    def lane(self) -> str:
        """Bookings of one time are made one after another."""
        return f"{self.type} {self.period}"


class ProblemReport(Statement):
    """Tell the agency of a problem 问题报告. Two equal reports need two references."""

    type: Literal["problem_report"] = "problem_report"
    title: str = Field(min_length=1, repr=False)
    text: str = Field(min_length=1, repr=False)
    contact_phone: str = Field(min_length=1, repr=False)

    @property
    def lane(self) -> str:
        """A report waits for its answer, and for no other report."""
        return f"{self.type} {self.digest()[:24]}"
