"""The window on every day of 2020-01 to 2026-12, from the words of the leaflet, and the settings where it is silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

import sigateway as sg
from sigateway.errors import RulebookError
from sigateway.plugin import SHANGHAI, Context, Effect, Finding, Month, Rulebook
from sigateway_jiangsu import rules
from sigateway_jiangsu.rules_window import collection_ends, fee_month, hall_window, opening_day, window_of

At = Callable[..., Context]
DAYS = [date(2020, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 31) - date(2020, 1, 1)).days + 1)]


def open_by_the_text(day: date) -> bool:
    """原每月6日至25日; 从2021年8月起 … 每月11日至次月6日, online from 8月11日."""
    if day <= date(2021, 7, 31):
        return 6 <= day.day <= 25
    if day < date(2021, 8, 11):
        return False
    return day.day >= 11 or day.day <= 6


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)


@pytest.mark.rule("JS-01", "JS-02", "JS-04", "JS-05", "JS-48")
def test_every_day_of_seven_years_is_open_or_shut_as_the_text_says(at: At) -> None:
    wrong = [
        day
        for day in DAYS
        for hour in (time.min, time(23, 59, 59))
        if hall_window(at(moment(day, hour))).open is not open_by_the_text(day)
    ]
    assert wrong == []


@pytest.mark.rule("JS-01", "JS-02")
def test_the_next_opening_is_the_first_open_moment_after_it(at: At) -> None:
    for day in DAYS:
        window = hall_window(at(moment(day, time(12))))
        opens = window.opens
        assert opens is not None
        assert window.closes is not None
        if not window.open:
            following = next(d for n in range(1, 40) if open_by_the_text(d := day + timedelta(days=n)))
            assert opens == moment(following, time.min)
        assert not open_by_the_text(window.closes.date())
        assert open_by_the_text((window.closes - timedelta(seconds=1)).date())


@pytest.mark.rule("JS-48")
def test_by_the_other_reading_the_first_six_days_of_august_2021_are_open_and_nothing_else_changes(
    at: At, changed: Callable[[str, dict[str, str]], Rulebook]
) -> None:
    rules = changed("JS-48", {"opens_from_august_first": "true"})
    differs = [
        day for day in DAYS if hall_window(at(moment(day, time(9)), rules)).open is not open_by_the_text(day)
    ]
    assert differs == [date(2021, 8, n) for n in range(1, 7)]


@pytest.mark.rule("JS-03")
@pytest.mark.parametrize("filing_type", ["enrolment", "suspension", "retirement_registration", "wage_change"])
def test_it_is_the_window_of_every_business_of_insurance(filing_type: str, at: At) -> None:
    assert not window_of(filing_type, at("2026-11-08T09:00:00+08:00")).open
    assert window_of(filing_type, at("2026-11-11T00:00:00+08:00")).open


@pytest.mark.rule("JS-04")
def test_a_pre_registration_has_the_days_on_which_the_rest_is_shut(at: At) -> None:
    open_days = [day.day for day in DAYS[-31:] if window_of("preregistration", at(moment(day, time(9)))).open]
    assert open_days == [7, 8, 9, 10]
    assert window_of("basic_data", at("2026-12-08T09:00:00+08:00")).open


@pytest.mark.rule("JS-47")
def test_the_fee_month_by_both_readings(at: At, changed: Callable[[str, dict[str, str]], Rulebook]) -> None:
    opening = changed("JS-47", {"fee_month": "opening"})
    months = {
        "2026-11-11T09:00:00+08:00": (Month(2026, 12), Month(2026, 11)),
        "2026-11-30T09:00:00+08:00": (Month(2026, 12), Month(2026, 11)),
        "2026-12-06T09:00:00+08:00": (Month(2026, 12), Month(2026, 11)),
        "2026-12-08T09:00:00+08:00": (Month(2026, 12), Month(2026, 12)),
        "2020-05-20T09:00:00+08:00": (Month(2020, 5), Month(2020, 5)),
    }
    assert {when: (fee_month(at(when)), fee_month(at(when, opening))) for when in months} == months


@pytest.mark.rule("JS-46")
def test_the_collection_period_by_both_readings(
    at: At, changed: Callable[[str, dict[str, str]], Rulebook]
) -> None:
    month = changed("JS-46", {"collection_period": "calendar_month"})
    assert collection_ends(at("2026-11-20T09:00:00+08:00")) == moment(date(2026, 12, 7), time.min)
    assert collection_ends(at("2026-11-20T09:00:00+08:00", month)) == moment(date(2026, 12, 1), time.min)
    assert collection_ends(at("2026-12-03T09:00:00+08:00", month)) == moment(date(2026, 12, 7), time.min)
    assert collection_ends(at("2026-12-08T09:00:00+08:00")) is None


def test_a_setting_that_is_no_reading_is_refused(
    at: At, changed: Callable[[str, dict[str, str]], Rulebook]
) -> None:
    with pytest.raises(RulebookError, match="JS-47"):
        fee_month(at(rules=changed("JS-47", {"fee_month": "sometimes"})))
    with pytest.raises(RulebookError, match="JS-46"):
        collection_ends(at(rules=changed("JS-46", {"collection_period": "always"})))


def shut(context: Context) -> Finding:
    stop = sg.Suspension(
        person=sg.Person(document=sg.Document.recognise("11010519491231002X"), name="模拟甲"),
        employment_ended_on=context.day,
        last_paid_month=Month.of(context.day),
        reason=sg.SuspensionReason.RESIGNED,
    )
    [found] = rules.preflight(stop, context)
    return found


@pytest.mark.rule("JS-01", "JS-02", "JS-04")
@pytest.mark.parametrize(
    ("day", "rule", "says", "opens"),
    [
        ("2026-11-08", "JS-04", "受理时间为每月11日至次月6日", "2026-11-11"),
        ("2021-06-28", "JS-02", "受理时间为每月6日至25日", "2021-07-06"),
        ("2021-07-28", "JS-02", "受理时间为每月6日至25日", "2021-08-11"),
    ],
)
def test_who_comes_too_early_is_told_the_days_and_the_day_to_come_back(
    at: At, day: str, rule: str, says: str, opens: str
) -> None:
    found = shut(at(f"{day}T09:00:00+08:00"))
    assert (found.rule, found.effect) == (rule, Effect.WINDOW)
    assert says in found.message
    assert opens in found.cure


@pytest.mark.rule("JS-01", "JS-04")
def test_the_days_that_are_told_are_those_of_the_rulebook(
    at: At, changed: Callable[[str, dict[str, str]], Rulebook]
) -> None:
    """A later notice moves the window: what is said moves with it."""
    later = at("2026-11-12T09:00:00+08:00", changed("JS-01", {"day_from": "16", "day_to": "10"}))
    found = shut(later)
    assert "受理时间为每月16日至次月10日" in found.message
    assert "2026-11-16" in found.cure
    assert opening_day(later) == 16
