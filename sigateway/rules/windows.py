"""When a hall takes a filing: windows of the month, deadlines in it, and the time zone all halls share."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from sigateway.filings.base import Model

from .calendar import WorkCalendar, moved

SHANGHAI = ZoneInfo("Asia/Shanghai")

_DAY_END = time(23, 59, 59)


def local(moment: datetime) -> datetime:
    """The moment in Asia/Shanghai. A naive one is taken to be there already."""
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)


Moment = Annotated[datetime, AfterValidator(local)]


class Deadline(Model):
    """Something besides the filing itself that is due ``by`` then, and the rule that says so."""

    what: str
    by: Moment
    rule: str


class Window(Model):
    """The current window, or the next one when closed. ``None`` means that there is no limit.

    ``opens`` is the first moment, ``closes`` the first moment after; ``safe_until`` is when planners should
    be done: by the narrowest reading of what the sources leave open. ``calendar_known`` is ``False`` when a
    day was judged by plain weekends for want of a holiday notice. ``model_dump(mode="json")`` is what
    ``sigateway window --json`` prints.
    """

    open: bool
    opens: Moment | None = None
    closes: Moment | None = None
    safe_until: Moment | None = None
    deadlines: tuple[Deadline, ...] = ()
    calendar_known: bool = True


def always_open(
    deadlines: tuple[Deadline, ...] = (), *, safe_until: datetime | None = None, calendar_known: bool = True
) -> Window:
    """A hall that takes filings on any day and at any hour, though something may be due by a day."""
    return Window(open=True, safe_until=safe_until, deadlines=deadlines, calendar_known=calendar_known)


def day_deadline(at: datetime, day: int, *, included: bool, what: str, rule: str) -> Deadline:
    """Due on the given day of the month, or the day before it when that day is not ``included``.

    What begins after the due day has passed is due in the next month.
    """
    now = local(at)
    for offset in (0, 1):
        due = _last_moment(_in_month(now.date(), offset, day), included=included)
        if now.date() <= due.date():
            break
    return Deadline(what=what, by=due, rule=rule)


def safe_before(deadline: Deadline, *, included: bool, calendar: WorkCalendar) -> tuple[datetime, bool]:
    """The narrowest reading of a deadline of ``day_deadline``, and whether the calendar knows its days.

    Narrowest: the named day itself is too late, and what is brought to a counter is brought on a workday.
    """
    last = deadline.by.date() - timedelta(days=1 if included else 0)
    workday = moved(last, calendar, later=False, holidays_only=False)
    return datetime.combine(workday, _DAY_END, SHANGHAI), calendar.knows(workday) and calendar.knows(last)


def month_window(
    at: datetime,
    day_from: int,
    time_from: time,
    day_to: int,
    time_to: time,
    calendar: WorkCalendar,
    *,
    holidays_only: bool = True,
    deadlines: tuple[Deadline, ...] = (),
) -> Window:
    """One continuous window a month, moved inwards over days off: its opening later, its closing earlier.

    With ``holidays_only`` only the days that the State Council's notice names move it, else any day off.
    ``safe_until`` always reads the closing by any day off.
    """
    if day_to < day_from:
        raise ValueError(f"the window would close on day {day_to} before it opens on day {day_from}")
    now = local(at)
    for offset in (0, 1):
        first, last = _in_month(now.date(), offset, day_from), _in_month(now.date(), offset, day_to)
        begin = moved(first, calendar, later=True, holidays_only=holidays_only)
        end = moved(last, calendar, later=False, holidays_only=holidays_only)
        closes = datetime.combine(end, time_to, SHANGHAI)
        if now < closes:
            break
    opens = datetime.combine(begin, time_from, SHANGHAI)
    safe = moved(last, calendar, later=False, holidays_only=False)
    return Window(
        open=opens <= now < closes,
        opens=opens,
        closes=closes,
        safe_until=datetime.combine(min(safe, end), time_to, SHANGHAI),
        deadlines=deadlines,
        calendar_known=all(calendar.knows(day) for day in (first, begin, last, safe)),
    )


def within_workdays(
    month: Window, at: datetime, time_from: time, time_to: time, calendar: WorkCalendar
) -> Window:
    """The hours of one workday within a ``month`` of `month_window`: today's, or the next workday's when closed.

    ``opens`` and ``closes`` are of that day; ``safe_until`` stays the month's. When no workday is left in the month, its window is given
    back closed: ask again for the next month.
    """
    assert month.opens is not None
    assert month.closes is not None
    now = local(at)
    day, last = max(now, month.opens).date(), month.closes.date()
    known = month.calendar_known
    while day <= last:
        known = known and calendar.knows(day)
        opens = max(datetime.combine(day, time_from, SHANGHAI), month.opens)
        closes = min(datetime.combine(day, time_to, SHANGHAI), month.closes)
        if calendar.is_workday(day) and max(now, opens) < closes:
            changes = {"open": opens <= now, "opens": opens, "closes": closes, "calendar_known": known}
            return month.model_copy(update=changes)
        day += timedelta(days=1)
    return month.model_copy(update={"open": False})


def _in_month(day: date, months_later: int, day_of_month: int) -> date:
    """The given day of the month that many months after the month of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + months_later, 12)
    return date(year, month + 1, day_of_month)


def _last_moment(day: date, *, included: bool) -> datetime:
    return datetime.combine(day if included else day - timedelta(days=1), _DAY_END, SHANGHAI)
