"""When the hall takes filings (BJ-32, a gap in the source: domain knowledge says day 5 to 25), and of which month. Pure."""

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
    always_open,
)

from .business import BUSINESSES
from .wanted import month_of

_WINDOWS: Final = {"5-25": (5, 25), "5-22": (5, 22), "any": None}


def hall_window(context: Context) -> Window:
    """The current window, or the next one. Calendar days: weekends and holidays are not looked at."""
    for month in (Month.of(context.at), Month.of(context.at).plus(1)):
        days = _days(context, month)
        if days is None:
            return always_open()
        opens = _moment(month, days[0])
        closes = _moment(month, days[1] + 1)
        if context.at < closes:
            break
    return Window(
        open=opens <= context.at < closes, opens=opens, closes=closes, safe_until=_safe(context, month)
    )


def _days(context: Context, month: Month) -> tuple[int, int] | None:
    return context.rules.choice("BJ-32", "filing_window", _WINDOWS, on=month.first_day)


def _safe(context: Context, month: Month) -> datetime:
    """By the narrowest reading: the opening days of BJ-16 bind filings too."""
    return _moment(month, int(context.rules.figure("BJ-16", "day_to", on=month.first_day)) + 1)


def _moment(month: Month, day: int) -> datetime:
    return datetime.combine(month.first_day.replace(day=day), time.min, SHANGHAI)


def in_the_window(filing: Filing, context: Context) -> Iterator[Finding]:
    """Outside the window nothing is even drafted."""
    if not BUSINESSES[filing.type].windowed:
        return
    window = hall_window(context)
    if window.open:
        return
    yield context.rules.finding(
        "BJ-32",
        Effect.WINDOW,
        f"不在申报期内，下次申报期为 {window.opens:%Y-%m-%d} 起" if window.opens else "不在申报期内",
        "请在申报期内申报",
        stage=Stage.ENTRANCE,
        known=Known.OFFLINE,
        opens_at=window.opens,
    )


def of_this_month(filing: Filing, context: Context) -> Iterator[Finding]:
    """当月生效: what is filed is of the hall's month; it cannot be chosen."""
    month, now = month_of(filing), Month.of(context.at)
    if month is None or month == now:
        return
    later = month > now
    names = {
        "enrolment": "first_paid_month",
        "suspension": "last_paid_month",
        "wage_change": "effective_month",
    }
    stops = filing.type == "suspension"
    paid = f"（减员的最后缴费月为 {now.plus(-1)}）" if stops else ""
    opens = _moment(month, (_days(context, month) or (1, 1))[0]) if later else None
    cure = "请改为本月；以前月份另行申报职工补缴（BJ-22）"
    if stops:
        cure = f"请把最后缴费月改为 {now.plus(-1)}；多缴的月份到所属社保经办机构办理"
    if opens is not None:
        cure = f"请在该月申报期（{opens:%Y-%m-%d} 起）申报"
    yield context.rules.finding(
        "BJ-32",
        Effect.WINDOW if later else Effect.RETURNS,
        f"网上申报当月生效，本月申报的是 {now}{paid}，与所填年月不一致",
        cure,
        (names[filing.type],),
        stage=Stage.SAVE,
        known=Known.OFFLINE,
        opens_at=opens,
    )
