"""The window, to the second. Every date here is worked out by hand from the calendar of 2026 and the wire page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sigateway_mockservers import Fault

PLAIN, ANY = (), ("any_day_off_moves",)

#: Month, first day, last day: by the notice alone, and when any day off moves.
MONTHS = [
    ("2026-04", "07", "26", PLAIN),
    ("2026-05", "06", "26", PLAIN),
    ("2026-07", "05", "26", PLAIN),
    ("2026-09", "05", "24", PLAIN),
    ("2026-10", "08", "26", PLAIN),
    ("2026-11", "05", "26", PLAIN),
    ("2026-12", "05", "26", PLAIN),
    ("2026-04", "07", "24", ANY),
    ("2026-05", "06", "26", ANY),
    ("2026-07", "06", "24", ANY),
    ("2026-09", "07", "24", ANY),
    ("2026-10", "08", "26", ANY),
    ("2026-11", "05", "26", ANY),
    ("2026-12", "07", "25", ANY),
]


def is_open(at: Any, moment: str, *variants: str) -> bool:
    client = at(f"{moment}+08:00", *variants)
    shown = client.ask("dwxx")["kf"]
    codes = client.check("02", client.world.people.noted("sh insured here man"), zcyy="99").codes
    assert (shown == "1") == (codes == ["F002"]), codes
    return bool(shown == "1")


@pytest.mark.rule("SH-19", "SH-20", "SH-21", "SH-30")
@pytest.mark.parametrize(("month", "first", "last", "variants"), MONTHS)
def test_the_two_ends_to_the_second(at: Any, month: str, first: str, last: str, variants: Any) -> None:
    assert not is_open(at, f"{month}-{first}T08:59:59", *variants)
    assert is_open(at, f"{month}-{first}T09:00:00", *variants)
    assert is_open(at, f"{month}-{last}T15:59:59", *variants)
    assert not is_open(at, f"{month}-{last}T16:00:00", *variants)


@pytest.mark.rule("SH-31")
@pytest.mark.parametrize(
    ("moment", "continuous", "workdays"),
    [
        ("2026-07-05T09:00:00", True, False),
        ("2026-07-06T08:59:59", True, False),
        ("2026-07-06T09:00:00", True, True),
        ("2026-07-24T15:59:59", True, True),
        ("2026-07-24T16:00:00", True, False),
        ("2026-07-26T15:59:59", True, False),
        ("2026-02-14T08:59:59", True, False),
        ("2026-02-14T09:00:00", True, True),
        ("2026-02-14T15:59:59", True, True),
        ("2026-02-16T10:00:00", True, False),
        ("2026-11-10T15:59:59", True, True),
        ("2026-11-10T16:00:00", True, False),
        ("2026-11-11T03:00:00", True, False),
        ("2026-11-11T09:00:00", True, True),
        ("2026-11-04T10:00:00", False, False),
    ],
)
def test_hours_of_working_days(at: Any, moment: str, continuous: bool, workdays: bool) -> None:
    assert is_open(at, moment) is continuous
    assert is_open(at, moment, "workday_hours") is workdays
    if moment.startswith("2026-07-05"):
        assert not is_open(at, moment, "workday_hours", "any_day_off_moves")


W001 = "不在网上办理时间内，办理时间为11月5日9时至11月26日16时"


@pytest.mark.rule("SH-19", "SH-31")
def test_the_words_name_this_window_or_the_next(at: Any) -> None:
    def said(moment: str, *variants: str) -> list[tuple[str, str]]:
        client = at(moment, *variants)
        reply = client.check("01", client.world.people.noted("sh uninsured man"))
        assert (reply.dm, reply.xx) == ("3001", "申报不成功")
        return list(reply.reasons)

    assert said("2026-11-05T08:59:59+08:00") == [("W001", W001)]
    december = "不在网上办理时间内，办理时间为12月5日9时至12月26日16时"
    assert said("2026-11-26T16:00:00+08:00") == [("W001", december)]
    january = "不在网上办理时间内，办理时间为1月5日9时至1月26日16时"
    assert said("2026-12-31T12:00:00+08:00") == [("W001", january)]
    hours = "不在网上办理时间内，办理时间为工作日9时至16时"
    assert said("2026-11-10T16:00:00+08:00", "workday_hours") == [("W002", hours)]
    assert said("2026-11-07T10:00:00+08:00", "workday_hours") == [("W002", hours)]
    assert said("2026-11-26T16:00:00+08:00", "workday_hours")[0][0] == "W001"


@pytest.mark.rule("SH-19")
def test_the_window_stands_beside_format_reasons(at: Any) -> None:
    client = at("2026-11-28T09:00:00+08:00")
    reply = client.check("04", client.world.people.noted("sh insured here man"), gzsr="0", sxny="")
    assert reply.codes == ["W001", "F002", "F001"]
    assert client.world.journal.entries[-1].rule_ids == ("SH-19", "SH-29")


@pytest.mark.rule("SH-19", "SH-24")
def test_what_was_checked_before_the_hour_is_refused_after_it(at: Any) -> None:
    client = at("2026-11-26T15:59:59+08:00")
    checked = client.check("01", client.world.people.noted("sh uninsured man"))
    client.world.clock.advance(by=1)
    reply = client.submit(checked)
    assert (reply.dm, reply.codes) == ("3001", ["W001"])
    assert client.ask("jycx", jyh=checked["jyh"])["zt"] == "未用"
    assert client.world.verify() == []


@pytest.mark.rule("SH-19")
def test_the_window_closes_while_the_form_is_open(at: Any) -> None:
    client = at("2026-11-10T09:00:00+08:00")
    checked = client.check("01", client.world.people.noted("sh uninsured man"))
    client.world.faults.add(Fault("shanghai", "declaration.submit", "window_closes", advance=1000))
    assert client.submit(checked).dm == "0000"
    client.world.faults.add(Fault("shanghai", "withdrawal.submit", "window_closes"))
    sbh = client.world.shanghai.effects()[0].number
    assert client.withdraw(sbh).dm == "1001", "the session did not outlive the month"
    client.log_in()
    reply = client.withdraw(sbh)
    assert (reply.dm, reply.codes) == ("3101", ["W001"])


@pytest.mark.rule("SH-22")
def test_the_window_is_a_dated_figure(at: Any) -> None:
    client = at("2026-11-10T09:00:00+08:00")
    hall = client.world.shanghai
    hall.set_window(day_from=8, time_from="10:30", day_to=20, time_to="17:00", from_month="202612")
    assert client.ask("dwxx").fields(".")["kssj"] == "2026-11-05T09:00:00+08:00"
    client.world.clock.advance(to="2026-11-27T00:00:00+08:00")
    client.log_in()
    shown = client.ask("dwxx")
    assert (shown["kf"], shown["kssj"], shown["jssj"]) == (
        "0",
        "2026-12-08T10:30:00+08:00",
        "2026-12-20T17:00:00+08:00",
    )
    words = "不在网上办理时间内，办理时间为12月8日10时30分至12月20日17时"
    assert client.check("01", client.world.people.noted("sh uninsured man")).reasons == [("W001", words)]
    with pytest.raises(ValueError, match="1 to 31"):
        hall.set_window(26, "09:00", 5, "16:00", "202612")


@pytest.mark.rule("SH-20", "SH-21", "SH-30")
def test_another_years_notice(at: Any) -> None:
    client = at("2027-01-04T00:00:00+08:00")
    assert client.ask("dwxx")["kssj"] == "2027-01-05T09:00:00+08:00"
    days = [date(2027, 1, 5), date(2027, 1, 6), date(2027, 1, 26)]
    client.world.shanghai.set_holidays(2027, days, [])
    shown = client.ask("dwxx")
    assert (shown["kssj"], shown["jssj"]) == ("2027-01-07T09:00:00+08:00", "2027-01-25T16:00:00+08:00")
    with pytest.raises(ValueError, match="is in 2027"):
        client.world.shanghai.set_holidays(2027, [date(2026, 1, 1)])


@pytest.mark.rule("SH-18")
def test_hand_and_counter_keep_the_same_hours(at: Any) -> None:
    client = at("2026-11-28T09:00:00+08:00")
    hall, person = client.world.shanghai, client.world.people.noted("sh uninsured man")
    for desk in (hall.clerk, hall.counter):
        with pytest.raises(ValueError, match="不在网上办理时间内") as refused:
            desk.declare("31000001", "01", zjhm=person.number)
        assert refused.value.rules == ("SH-19",)


def test_access_and_reading_are_answered_at_any_hour(at: Any) -> None:
    client = at("2026-11-01T03:00:00+08:00")
    assert client.ask("sbqd").dm == client.ask("zscx", fw="全部").dm == "0000"
    pending = client.world.shanghai.key("31000001", "pending").serial
    assert client.ask_signed("zssh", sqzs=pending).dm == "0000"
