"""``sigateway window shanghai``: every month of 2019 to 2026 under the default reading.

The dates are worked out by hand from the State Council's notices (国务院办公厅关于部分节假日安排的通知), not from any
calendar library. The window is day 5, 09:00, to day 26, 16:00 (SH-19); day 5 on a public holiday moves later (SH-20),
day 26 on one moves earlier (SH-21).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

import sigateway as sg
from sigateway.cli import app
from sigateway.registry import Registry
from sigateway.rules import Context, StateCouncilCalendar

# Only where an end lies in a holiday. The notice of the year, and the days off that it names.
MOVED = {
    "2019-02": ("02-11", "02-26"),  # 春节 2月4日至10日
    "2019-04": ("04-08", "04-26"),  # 清明节 4月5日（星期五）放假，与周末连休: 5日至7日
    "2019-10": ("10-08", "10-26"),  # 国庆节 10月1日至7日
    "2020-01": ("01-05", "01-23"),  # 春节 1月24日至30日
    "2020-04": ("04-07", "04-26"),  # 清明节 4月4日至6日
    "2020-05": ("05-06", "05-26"),  # 劳动节 5月1日至5日
    "2020-06": ("06-05", "06-24"),  # 端午节 6月25日至27日
    "2020-10": ("10-09", "10-26"),  # 国庆节、中秋节 10月1日至8日
    "2021-04": ("04-06", "04-26"),  # 清明节 4月3日至5日
    "2021-05": ("05-06", "05-26"),  # 劳动节 5月1日至5日
    "2021-10": ("10-08", "10-26"),  # 国庆节 10月1日至7日
    "2022-02": ("02-07", "02-26"),  # 春节 1月31日至2月6日
    "2022-04": ("04-06", "04-26"),  # 清明节 4月3日至5日
    "2022-06": ("06-06", "06-26"),  # 端午节 6月3日至5日
    "2022-10": ("10-08", "10-26"),  # 国庆节 10月1日至7日
    "2023-01": ("01-05", "01-20"),  # 春节 1月21日至27日
    "2023-04": ("04-06", "04-26"),  # 清明节 4月5日，共1天
    "2023-10": ("10-07", "10-26"),  # 中秋节、国庆节 9月29日至10月6日
    "2024-04": ("04-07", "04-26"),  # 清明节 4月4日至6日
    "2024-05": ("05-06", "05-26"),  # 劳动节 5月1日至5日
    "2024-10": ("10-08", "10-26"),  # 国庆节 10月1日至7日
    "2025-04": ("04-07", "04-26"),  # 清明节 4月4日至6日
    "2025-05": ("05-06", "05-26"),  # 劳动节 5月1日至5日
    "2025-10": ("10-09", "10-26"),  # 国庆节、中秋节 10月1日至8日
    "2026-04": ("04-07", "04-26"),  # 清明节 4月4日至6日
    "2026-05": ("05-06", "05-26"),  # 劳动节 5月1日至5日
    "2026-09": ("09-05", "09-24"),  # 中秋节 9月25日至27日
    "2026-10": ("10-08", "10-26"),  # 国庆节 10月1日至7日
}
YEARS = range(2019, 2027)
STACK = Registry().stack("shanghai")

Ask = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def ask() -> Ask:
    def window(at: str) -> dict[str, Any]:
        shown = CliRunner().invoke(app, ["window", "shanghai", "--at", at, "--json"])
        assert shown.exit_code == 0, shown.output
        found: dict[str, Any] = json.loads(shown.stdout)
        return found

    return window


def at(moment: datetime) -> sg.Window:
    """The window as the region's hook answers it."""
    unit = sg.InsuredUnit(
        employer=sg.Employer(name="模拟单位", uscc="91310106MA0000015B"), region="shanghai", number="1",
        schemes=frozenset(sg.Scheme),
    )  # fmt: skip
    context = Context(unit, moment, STACK.rules, StateCouncilCalendar())
    found = STACK.call("window", filing_type="enrolment", context=context)
    assert isinstance(found, sg.Window)
    return found


def expected(year: int, month: int) -> tuple[str, str]:
    first, last = MOVED.get(f"{year}-{month:02d}", (f"{month:02d}-05", f"{month:02d}-26"))
    return f"{year}-{first}T09:00:00+08:00", f"{year}-{last}T16:00:00+08:00"


@pytest.mark.rule("SH-18", "SH-19", "SH-20", "SH-21", "SH-22")
@pytest.mark.parametrize("year", YEARS)
def test_every_month_has_its_window(year: int, ask: Ask) -> None:
    for month in range(1, 13):
        opens, closes = expected(year, month)
        found = at(datetime.fromisoformat(f"{year}-{month:02d}-01T00:00:00+08:00")).model_dump(mode="json")
        if month % 4 == 2 or f"{year}-{month:02d}" in MOVED:
            assert ask(f"{year}-{month:02d}-01T00:00") == found, "the command prints what the hook answers"
        assert (found["open"], found["opens"], found["closes"]) == (False, opens, closes)
        assert found["calendar_known"] is True


@pytest.mark.rule("SH-19")
@pytest.mark.parametrize("year", YEARS)
def test_it_is_open_from_its_first_second_to_its_last_and_then_it_is_the_next_months(year: int) -> None:
    """Through the same hook that the command asks."""
    for month in range(1, 12):
        opens, closes = map(datetime.fromisoformat, expected(year, month))
        second = timedelta(seconds=1)
        assert [at(moment).open for moment in (opens - second, opens, closes - second, closes)] == [
            False, True, True, False,
        ]  # fmt: skip
        following = at(closes)
        assert following.opens is not None
        assert following.closes is not None
        assert (following.opens.isoformat(), following.closes.isoformat()) == expected(year, month + 1)


@pytest.mark.rule("SH-19")
def test_a_second_before_it_opens_it_is_closed(ask: Ask) -> None:
    for month in ("2020-01-05", "2023-10-07", "2026-11-05"):
        assert ask(f"{month}T08:59:59")["open"] is False
        assert ask(f"{month}T09:00:00")["open"] is True


@pytest.mark.rule("SH-21")
def test_planning_is_done_before_a_weekend_at_the_end(ask: Ask) -> None:
    """26 December 2026 is a Saturday: by the narrowest reading the last day is the 25th."""
    found = ask("2026-12-10T12:00")
    assert (found["closes"][:10], found["safe_until"]) == ("2026-12-26", "2026-12-25T16:00:00+08:00")


def test_a_year_whose_notice_is_not_out_yet_says_so(ask: Ask) -> None:
    assert ask("2027-03-10T12:00")["calendar_known"] is False


@pytest.mark.rule("SH-06", "SH-13")
def test_agreement_and_approval_are_taken_at_any_hour() -> None:
    for kind in ("agreement_signing", "certificate_approval"):
        shown = CliRunner().invoke(
            app, ["window", "shanghai", "--at", "2026-11-28T03:00", "--filing", kind, "--json"]
        )
        found = json.loads(shown.stdout)
        assert (found["open"], found["opens"], found["closes"]) == (True, None, None)
