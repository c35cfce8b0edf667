"""The window: day 11 to day 6 of the next month, before August 2021 day 6 to 25 (JS-01 to JS-06, JS-46 to JS-48). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Final

from sigateway.plugin import (
    SHANGHAI,
    Context,
    Effect,
    Finding,
    Known,
    Month,
    RuleNotKnown,
    Stage,
    Window,
    always_open,
)

_COLLECTION: Final = {"window": False, "calendar_month": True}
_FEE_MONTH: Final = {"next": True, "opening": False}


def window_of(filing_type: str, context: Context) -> Window:
    """The current window of this type, or the next one (JS-03)."""
    if filing_type == "basic_data":
        return always_open()  # of people, not of their insurance: answered on any day (E0)
    if filing_type == "preregistration":
        return _between_the_windows(context)
    return hall_window(context)


def hall_window(context: Context) -> Window:
    """The current window of ordinary business, or the next one."""
    opens, closes = next(span for span in _spans(context) if context.at < span[1])
    return Window(open=opens <= context.at, opens=opens, closes=closes, safe_until=closes)


def window_at(context: Context) -> tuple[datetime, datetime] | None:
    """The window that holds this moment; ``None`` on the days between."""
    begun = takewhile(lambda span: span[0] <= context.at, _spans(context))
    return next((span for span in begun if context.at < span[1]), None)


def _spans(context: Context) -> Iterator[tuple[datetime, datetime]]:
    """The windows from two months back, in order: each by the rule that was in force on its first day."""
    month = Month.of(context.at).plus(-2)
    while True:
        yield from _spans_of(month, context)
        month = month.plus(1)


def _spans_of(month: Month, context: Context) -> Iterator[tuple[datetime, datetime]]:
    """The windows that open in this month. In the change-over of 2021 there may be two (JS-48)."""
    rules = context.rules
    first = month.first_day
    if _in_force(context, "JS-48", "opens_from_august_first", first):
        start, end = (
            int(rules.figure("JS-48", "day_from", on=first)),
            int(rules.figure("JS-48", "day_to", on=first)),
        )
        yield _moment(month, start), _moment(month, end) + timedelta(days=1)
    for rule in ("JS-02", "JS-01"):
        try:
            day_from = int(rules.figure(rule, "day_from", on=first))
        except RuleNotKnown:
            continue
        day_to = int(rules.figure(rule, "day_to", on=first))
        later = 1 if rules.flag(rule, "of_the_next_month", on=first) else 0
        yield _moment(month, day_from), _moment(month.plus(later), day_to) + timedelta(days=1)


def _moment(month: Month, day: int) -> datetime:
    return datetime.combine(date(month.year, month.month, day), time.min, SHANGHAI)


def _in_force(context: Context, rule: str, flag: str, day: date) -> bool:
    try:
        return context.rules.flag(rule, flag, on=day)
    except RuleNotKnown:
        return False


def _between_the_windows(context: Context) -> Window:
    """The days on which the hall is shut and an enrolment can be announced (JS-04): day 7 to 10."""
    month = Month.of(context.at)
    while True:
        first = month.first_day
        try:
            day_from = int(context.rules.figure("JS-04", "shut_from", on=first))
            day_to = int(context.rules.figure("JS-04", "shut_to", on=first))
        except RuleNotKnown:
            month = month.plus(1)
            continue
        opens, closes = _moment(month, day_from), _moment(month, day_to) + timedelta(days=1)
        if context.at < closes:
            return Window(open=opens <= context.at, opens=opens, closes=closes, safe_until=closes)
        month = month.plus(1)


def fee_month(context: Context) -> Month:
    """The month whose fee a filing now belongs to, by the setting of JS-47; of the days between, the calendar month."""
    span = window_at(context)
    if span is None:
        return Month.of(context.at)
    opening, month = Month.of(span[0]), Month.of(context.at)
    if Month.of(span[1] - timedelta(seconds=1)) == opening:
        return month  # the old window lay within one month
    next_one = context.rules.choice("JS-47", "fee_month", _FEE_MONTH, on=context.day)
    return opening.plus(1) if next_one else opening


def collection_ends(context: Context) -> datetime | None:
    """The first moment after the collection period 征缴期 of what is filed now (JS-46); ``None`` outside any window."""
    span = window_at(context)
    if span is None:
        return None
    if not context.rules.choice("JS-46", "collection_period", _COLLECTION, on=context.day):
        return span[1]
    return min(span[1], _moment(Month.of(context.at).plus(1), 1))


def preregistration_is_offered(context: Context) -> bool:
    """Whether the hall takes 预登记 at all, by the setting of JS-04 (E2 of 2025; the leaflet of 2021 has no word of it)."""
    return _in_force(context, "JS-04", "preregistration", context.day)


def closed(context: Context, filing_type: str, opens: datetime | None, known: Known) -> Finding:
    """The finding that nothing is taken now: the days on which it is, and the next of them."""
    rule, months = "JS-04", Month.of(opens or context.at)
    if filing_type == "preregistration":
        message = f"预登记仅在每月{_shut_days(context)}办理"
        cure = "请直接办理用工参保登记"
    else:
        message = f"每月{_shut_days(context)}暂停对外办理业务，受理时间为{taken_days(context, months)}"
        if context.day < _first_new_day(context):
            rule, message = "JS-02", f"受理时间为{_days_of(_figures(context, 'JS-02', months.first_day))}"
        cure = f"请在 {opens:%Y-%m-%d} 起申报" if opens else "请在受理时间内申报"
    return context.rules.finding(
        rule, Effect.WINDOW, message, cure, stage=Stage.ENTRANCE, known=known, opens_at=opens
    )


def opening_day(context: Context) -> int:
    """The day of the month from which business is taken (JS-01)."""
    return int(_figures(context, "JS-01", Month.of(context.at).first_day)["day_from"])


def taken_days(context: Context, month: Month | None = None) -> str:
    """「每月11日至次月6日」, by the figures of that month (JS-01)."""
    return _days_of(_figures(context, "JS-01", (month or Month.of(context.at)).first_day))


def _days_of(values: Mapping[str, str]) -> str:
    later = "次月" if values["of_the_next_month"] == "true" else ""
    return f"每月{values['day_from']}日至{later}{values['day_to']}日"


def _shut_days(context: Context) -> str:
    values = _figures(context, "JS-04", Month.of(context.at).first_day)
    return f"{values['shut_from']}日至{values['shut_to']}日"


def _figures(context: Context, rule: str, day: date) -> Mapping[str, str]:
    """Those in force on the day, else the newest: to be told, not to judge by."""
    figures = context.rules.rule(rule).figures
    return next((each.values for each in figures if each.holds(day)), figures[-1].values)


def _first_new_day(context: Context) -> date:
    first = min(context.rules.rule("JS-01").figures, key=lambda figures: figures.effective_from)
    return first.effective_from.replace(day=int(first.values["day_from"]))
