"""The rules of appointments (WH-113) and problem reports (WH-111), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final

from sigateway.plugin import (
    SHANGHAI,
    Appointment,
    Context,
    Effect,
    Finding,
    Known,
    ProblemReport,
    Stage,
)

from . import fields_errands
from .facts import facts_of
from .facts_desk import AppointmentFacts
from .rules_forms import filled_in_rightly
from .rules_shared import Findings, assumed, drafts_waiting, refused_at_entrance

_FRIDAY: Final = 5


def bookable_day(filing: Appointment, context: Context) -> Findings:
    """A weekday among the days that follow, as the hall offers them; a place must be left (WH-113)."""
    facts = facts_of(context, AppointmentFacts)
    if facts is None or facts.places is None:
        # Which days are offered is our model of the hall (E0), until it has shown them.
        yield from map(assumed, _by_the_calendar(filing, context))
        return
    left = {(place.day, place.half): place.left for place in facts.places}
    if (filing.day, filing.half.value) not in left:
        found = tuple(_by_the_calendar(filing, context))
        yield from found or (_no_such_day(context),)
    elif (filing.day, filing.half.value) in facts.booked:
        yield context.rules.finding(
            "WH-113",
            Effect.RETURNS,
            "本单位在该时段已有预约",
            "请使用已有的预约，或改约其他时段",
            ("day", "half"),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )
    elif left[filing.day, filing.half.value] <= 0:
        yield context.rules.finding(
            "WH-113",
            Effect.RETURNS,
            "该时段已约满",
            "请改约其他时段（可先查询可预约的时段）",
            ("day", "half"),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


def _by_the_calendar(filing: Appointment, context: Context) -> Findings:
    days = int(context.rules.hall("appointment_days"))
    opens = filing.day - timedelta(days=days)
    if filing.day.isoweekday() > _FRIDAY or filing.day <= context.day:
        yield _no_such_day(context)
    elif opens > context.day:
        yield context.rules.finding(
            "WH-113",
            Effect.WINDOW,
            f"该日期不能预约：只能预约此后{days}日之内的日期",
            f"请在 {opens:%Y-%m-%d} 或之后预约",
            ("day",),
            stage=Stage.SAVE,
            opens_at=datetime.combine(opens, time.min, SHANGHAI),
        )


def _no_such_day(context: Context) -> Finding:
    return context.rules.finding(
        "WH-113",
        Effect.RETURNS,
        "该日期不能预约",
        "请改约此后的工作日（可先查询可预约的时段）",
        ("day",),
        stage=Stage.SAVE,
    )


def counter_is_open(filing: Appointment, context: Context) -> Findings:
    """The hall's table knows no holidays: what it offers may be a day on which nobody is there (WH-113)."""
    if filing.day.isoweekday() <= _FRIDAY and not context.calendar.is_workday(filing.day):
        yield context.rules.finding(
            "WH-113",
            Effect.WARNS,
            f"{filing.day:%Y-%m-%d} 为法定节假日，经办机构可能不办公",
            "请核对后改约其他工作日",
            ("day",),
        )


def appointment_is_filled_in(filing: Appointment, context: Context) -> Findings:
    """红色字段为必录项, each as the hall takes it (WH-32)."""
    said = fields_errands.of_appointment(filing, frozenset())
    yield from filled_in_rightly(
        fields_errands.APPOINTMENT, said, fields_errands.APPOINTMENT_FORMATS, said, context
    )


def report_is_filled_in(filing: ProblemReport, context: Context) -> Findings:
    """红色字段为必录项, each as the hall takes it: the text in one line (WH-32)."""
    said = fields_errands.of_problem(filing, frozenset())
    yield from filled_in_rightly(fields_errands.PROBLEM, said, fields_errands.PROBLEM_FORMATS, said, context)


APPOINTMENT_RULES: Final[tuple[Callable[[Appointment, Context], Findings], ...]] = (
    refused_at_entrance,
    appointment_is_filled_in,
    bookable_day,
    counter_is_open,
    drafts_waiting,
)

PROBLEM_RULES: Final[tuple[Callable[[ProblemReport, Context], Findings], ...]] = (
    refused_at_entrance,
    report_is_filled_in,
    drafts_waiting,
)
