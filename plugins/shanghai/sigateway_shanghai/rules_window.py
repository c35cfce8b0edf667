"""When the hall takes declarations and withdrawals (SH-18 to SH-22, SH-30, SH-31). Pure; every figure is the rulebook's.

For refusing, the settings say the widest reading of what the manual leaves open; ``safe_until`` is by the narrowest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final

from sigateway.plugin import (
    SHANGHAI,
    Context,
    Effect,
    Filing,
    Finding,
    Known,
    Month,
    Stage,
    Window,
    month_window,
    within_workdays,
)

from .facts import UnitFacts, facts_of

_MOVERS: Final = {"public_holidays": True, "any_day_off": False}
_HOURS: Final = {"continuous": False, "workdays": True}


def hall_window(context: Context) -> Window:
    """The current window, or the next one when closed."""
    month = Month.of(context.at)
    window = _at(ends_of(month, context), month, context)
    if window.closes is not None and (context.at >= window.closes or not _still_to_come(window, context)):
        window = _at(ends_of(month.plus(1), context), month.plus(1), context)
    return window


def _still_to_come(window: Window, context: Context) -> bool:
    """Whether there is an hour left in it: with hours of workdays, a month can be over before its last day."""
    return window.open or (window.opens is not None and context.at < window.opens)


def ends_of(month: Month, context: Context) -> Window:
    """The two ends of that month's window (SH-19), moved for holidays (SH-20, SH-21): the figures in force on its first day (SH-22)."""
    rules, day = context.rules, month.first_day
    # The fifth may already lie behind us: the month is asked for at its own first moment.
    first = datetime.combine(day, time.min, SHANGHAI)
    window = month_window(
        first,
        int(rules.figure("SH-19", "day_from", on=day)),
        time.fromisoformat(rules.text("SH-19", "time_from", on=day)),
        int(rules.figure("SH-19", "day_to", on=day)),
        time.fromisoformat(rules.text("SH-19", "time_to", on=day)),
        context.calendar,
        holidays_only=rules.choice("SH-30", "ends_move_for", _MOVERS, on=day),
    )
    assert window.opens is not None
    assert window.closes is not None
    return window.model_copy(update={"open": window.opens <= context.at < window.closes})


def _at(window: Window, month: Month, context: Context) -> Window:
    """With the hours of workdays, if the hall keeps the counter's (SH-18, SH-31)."""
    rules, day = context.rules, month.first_day
    if not rules.choice("SH-31", "hours", _HOURS, on=day):
        return window
    return within_workdays(
        window,
        context.at,
        time.fromisoformat(rules.text("SH-31", "time_from", on=day)),
        time.fromisoformat(rules.text("SH-31", "time_to", on=day)),
        context.calendar,
    )


def in_the_window(filing: Filing, context: Context) -> Iterator[Finding]:
    """Outside the window nothing is taken (SH-19), nor between the hours of workdays where the hall keeps those (SH-31)."""
    facts = facts_of(context)
    if facts is not None and facts.unit is not None:
        yield from _by_the_hall(facts.unit, facts.at, context)
        return
    window = hall_window(context)
    if window.open:
        return
    ends = ends_of(Month.of(context.at), context)
    yield _closed(context, "SH-31" if ends.open else "SH-19", window.opens, window.closes, Known.OFFLINE)


def _by_the_hall(unit: UnitFacts, at: datetime, context: Context) -> Iterator[Finding]:
    if unit.open:
        return
    if not unit.opens <= at < unit.closes:
        yield _closed(context, "SH-19", unit.opens, unit.closes, Known.LOOKUP)
        return
    # The hall keeps hours between its two ends. When it opens again it does not say; our settings may, if they are its own.
    ours = hall_window(context)
    opens, closes = (None, None) if ours.open else (ours.opens, ours.closes)
    yield _closed(context, "SH-31", opens, closes, Known.LOOKUP)


def _closed(
    context: Context, rule: str, opens: datetime | None, closes: datetime | None, known: Known
) -> Finding:
    ends = f"{opens:%Y-%m-%d %H:%M} 至 {closes:%Y-%m-%d %H:%M}" if opens and closes else "见大厅公布"
    return context.rules.finding(
        rule,
        Effect.WINDOW,
        f"不在网上办理时间内，下次办理时间为 {ends}",
        "请在该时段内申报；柜面办理时间相同（SH-18）",
        stage=Stage.ENTRANCE,
        known=known,
        opens_at=opens,
    )


def opening_of(month: Month, context: Context) -> datetime | None:
    """The first moment of that month's window."""
    return ends_of(month, context).opens
