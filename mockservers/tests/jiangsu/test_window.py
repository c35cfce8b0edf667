"""The window: from day 11 to day 6, of old from day 6 to day 25; collection period, fee month, pre-registration."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sigateway_mockservers.jiangsu.window import DAYS, Opening
from sigateway_mockservers.kernel.clock import SHANGHAI

NANJING = "32010001"


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


@pytest.mark.rule("JS-01", "JS-02", "JS-04", "JS-48")
@pytest.mark.parametrize("from_august_first", [False, True])
def test_every_day_of_seven_years(from_august_first: bool) -> None:
    opening = Opening(DAYS, from_august_first=from_august_first)
    day = date(2020, 1, 1)
    while day < date(2027, 1, 1):
        if day < date(2021, 8, 1):
            expected = 6 <= day.day <= 25
        elif day < date(2021, 8, 11):
            expected = from_august_first and day.day <= 6
        else:
            expected = day.day <= 6 or day.day >= 11
        assert (opening.shut(noon(day)) is None) is expected, day
        day += timedelta(days=1)


@pytest.mark.rule("JS-01", "JS-02", "JS-04")
@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-06T23:59:59", True),
        ("2026-11-07T00:00:00", False),
        ("2026-11-10T23:59:59", False),
        ("2026-11-11T00:00:00", True),
        ("2021-07-05T23:59:59", False),
        ("2021-07-06T00:00:00", True),
        ("2021-07-25T23:59:59", True),
        ("2021-07-26T00:00:00", False),
    ],
)
def test_the_ends_by_the_second(at: Any, moment: str, is_open: bool) -> None:
    client = at(f"{moment}+08:00")
    reply = client.check("suspension", "insured woman")
    assert (reply.code != "3000") is is_open
    assert client.get("unit")["open"] is is_open


@pytest.mark.rule("JS-02", "JS-04")
@pytest.mark.parametrize(
    ("day", "words", "opens", "closes"),
    [
        (
            "2026-11-08",
            "每月7日至10日暂停对外办理业务，受理时间为每月11日至次月6日",
            "2026-11-11T00:00:00+08:00",
            "2026-12-06T23:59:59+08:00",
        ),
        (
            "2021-06-28",
            "受理时间为每月6日至25日",
            "2021-07-06T00:00:00+08:00",
            "2021-07-25T23:59:59+08:00",
        ),
        (
            "2021-08-03",
            "受理时间为每月6日至25日",
            "2021-08-11T00:00:00+08:00",
            "2021-09-06T23:59:59+08:00",
        ),
    ],
)
def test_what_is_said_outside(at: Any, day: str, words: str, opens: str, closes: str) -> None:
    client = at(day)
    reply = client.check("base", "insured man")
    assert (reply.code, reply.words) == ("3000", [words])
    unit = client.get("unit")
    assert (unit["open"], unit["opens"], unit["closes"]) == (False, opens, closes)


@pytest.mark.rule("JS-03", "JS-04")
def test_every_matter_but_basic_data_keeps_the_window(at: Any) -> None:
    client = at("2026-11-08")
    for matter, note in (
        ("enrolment", "uninsured man"),
        ("renewal", "insured man"),
        ("suspension", "insured man"),
        ("base", "insured man"),
        ("retirement", "near retirement"),
    ):
        assert client.check(matter, note).codes == ["W001"]
    assert client.check("preregistration", "uninsured man").codes == ["W003"]
    client.file("basic_data", "unknown to the hall")
    client.log_in_person("citizen")
    for matter in ("flexible_enrolment", "transfer"):
        assert client.check(matter, "citizen").codes == ["W001"]
    assert client.world.verify() == []


@pytest.mark.rule("JS-04")
def test_the_window_closes_between_check_and_submission(at: Any) -> None:
    client = at("2026-11-06T23:50:00+08:00")
    checked, filing = client.check("base", "insured man"), client.file("base", "insured woman", wage="9900")
    client.world.clock.advance(by=600)
    assert client.submit(checked).codes == ["W001"], "the window is looked at before the draft"
    assert client.take_back(filing).codes == ["W001"]
    assert [each.number for each in client.hall.effects()] == [filing]


@pytest.mark.rule("JS-48")
def test_the_first_days_of_august_2021(at: Any) -> None:
    for variants, code in (((), "3000"), (("opens_from_august_first",), "0")):
        client = at("2021-08-03", *variants)
        client.hall.insure(NANJING, client.person("uninsured man").number, "202101", "8000")
        assert client.check("base", "uninsured man").code == code
    assert at("2021-08-07", "opens_from_august_first").check("base", "insured man").code == "3000"
    assert client.get("unit")["feeMonth"] == "202108"


@pytest.mark.rule("JS-07", "JS-46")
def test_within_the_collection_period_and_after_it(at: Any) -> None:
    client = at("2026-11-20")
    first, second = client.file("base", "insured man"), client.file("base", "insured woman", wage="9900")
    client.world.clock.advance(to="2026-12-06T23:59:59+08:00")
    client.log_in()
    assert client.take_back(first)["state"] == "已回退"
    client.world.clock.advance(to="2026-12-11T00:00:00+08:00")
    client.log_in()
    assert client.take_back(second).codes == ["X903"]
    assert client.check("base", "insured woman", second, wage="9950").codes == ["X903"]
    assert client.world.verify() == []


@pytest.mark.rule("JS-46")
def test_the_collection_period_is_the_month_in_the_variant(at: Any) -> None:
    client = at("2026-11-20", "collection_period_is_month")
    reply = client.submit(client.check("base", "insured man"))
    assert reply["changeableUntil"] == "2026-11-30T23:59:59+08:00"
    client.world.clock.advance(to="2026-12-01T00:00:00+08:00")
    client.log_in()
    assert client.take_back(reply["filing"]).codes == ["X903"]
    again = client.submit(client.check("base", "insured woman", wage="9900"))
    assert again["changeableUntil"] == "2026-12-06T23:59:59+08:00"
    assert client.take_back(again["filing"]).code == "0"
    assert client.world.verify() == []


@pytest.mark.rule("JS-47")
@pytest.mark.parametrize(
    ("day", "variants", "month"),
    [
        ("2026-11-11", (), "202612"),
        ("2026-12-06", (), "202612"),
        ("2026-12-11", (), "202701"),
        ("2026-11-11", ("fee_month_is_opening",), "202611"),
        ("2026-12-06", ("fee_month_is_opening",), "202611"),
        ("2021-07-10", (), "202107"),
        ("2026-11-08", (), "202612"),
    ],
)
def test_the_fee_month(at: Any, day: str, variants: tuple[str, ...], month: str) -> None:
    assert at(day, *variants).get("unit")["feeMonth"] == month


@pytest.mark.rule("JS-47")
def test_the_fee_month_decides_the_last_month_of_a_stop(at: Any) -> None:
    client = at("2026-11-20", "fee_month_is_opening")
    for month, codes in (("202609", ["T202"]), ("202610", []), ("202611", []), ("202612", ["T202"])):
        assert client.check("suspension", "insured man", lastPaidMonth=month).codes == codes


def test_other_days_from_a_month_on(at: Any) -> None:
    client = at("2026-11-20")
    client.hall.set_window("202612", 5, 20, False)
    client.world.clock.advance(to="2026-12-21T09:00:00+08:00")
    client.log_in()
    assert client.check("base", "insured man").codes == ["W001"]
    assert client.get("unit")["opens"] == "2027-01-05T00:00:00+08:00"
    for wrong in ((5, 20, True), (11, 6, False), (0, 5, True)):
        with pytest.raises(ValueError, match=r"window|days"):
            client.hall.set_window("202701", *wrong)


# --- pre-registration -------------------------------------------------------------------------------------------


@pytest.mark.rule("JS-04")
def test_a_preregistration_never_takes_effect_by_itself(at: Any) -> None:
    client = at("2026-11-08", "preregistration")
    person = client.person("uninsured man").number
    assert client.get("unit")["preregistration"] is True
    reply = client.submit(client.check("preregistration", "uninsured man"))
    assert (reply["state"], reply["changeableUntil"]) == ("已预登记", "")
    assert not client.hall.is_insured(NANJING, person)
    assert client.check("preregistration", "uninsured man").codes == ["Y701"]
    assert client.get("person/standing", idNumber=person)["preregistered"] == reply["filing"]
    client.world.clock.advance(to="2026-11-11T00:00:00+08:00")
    client.log_in()
    assert not client.hall.is_insured(NANJING, person)
    assert client.check("preregistration", "uninsured woman").codes == ["W002"]
    assert client.take_back(reply["filing"]).codes == ["X903"]
    checked = client.check("enrolment", "uninsured man")
    assert checked["preregistered"] == reply["filing"]
    assert client.submit(checked)["preregistered"] == reply["filing"]
    assert client.hall.is_insured(NANJING, person)
    assert client.world.verify() == []


@pytest.mark.rule("JS-04")
def test_a_preregistration_of_each_month_is_its_own(at: Any) -> None:
    client = at("2026-11-08", "preregistration")
    client.file("preregistration", "uninsured man", contractFrom="2026-11-01")
    client.world.clock.advance(to="2026-12-08T09:00:00+08:00")
    client.log_in()
    client.file("preregistration", "uninsured man", contractFrom="2026-11-01")
    assert client.world.verify() == []
