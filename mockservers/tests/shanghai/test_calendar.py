"""The window of every month from 2019 to 2026, in both readings of 国定节假日.

Notices and expected days are written down by hand from the State Council's yearly notices and a wall calendar; no
library and no code of the hall has had a say in them. What a month is not named for: day 5 to day 26.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sigateway_mockservers import Simulator

#: Days off and make-up days, ``MM-DD`` or ``MM-DD..MM-DD``; 「与周末连休」 names the weekend that it joins.
NOTICES: Mapping[int, tuple[str, str]] = {
    # 国办发明电〔2018〕15号; 1 May by 〔2019〕3号
    2019: (
        "01-01 02-04..02-10 04-05..04-07 05-01..05-04 06-07..06-09 09-13..09-15 10-01..10-07",
        "02-02 02-03 04-28 05-05 09-29 10-12",
    ),
    # 国办发明电〔2019〕16号; the spring festival made longer by 〔2020〕1号
    2020: (
        "01-01 01-24..02-02 04-04..04-06 05-01..05-05 06-25..06-27 10-01..10-08",
        "01-19 04-26 05-09 06-28 09-27 10-10",
    ),
    # 国办发明电〔2020〕27号
    2021: (
        "01-01..01-03 02-11..02-17 04-03..04-05 05-01..05-05 06-12..06-14 09-19..09-21 10-01..10-07",
        "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    ),
    # 国办发明电〔2021〕11号
    2022: (
        "01-01..01-03 01-31..02-06 04-03..04-05 04-30..05-04 06-03..06-05 09-10..09-12 10-01..10-07",
        "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    ),
    # 国办发明电〔2022〕16号; 31 December 2022 is of the notice too
    2023: (
        "01-01..01-02 01-21..01-27 04-05 04-29..05-03 06-22..06-24 09-29..10-06",
        "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    ),
    # 国办发明电〔2023〕7号
    2024: (
        "01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-08..06-10 09-15..09-17 10-01..10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    # 国办发明电〔2024〕12号
    2025: (
        "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    # 国办发明电〔2025〕7号: the World holds it
    2026: (
        "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}

#: Months that begin or end on another day than 5 and 26, by the days that the notice names.
BY_NOTICE = {
    "2019-02": (11, 26), "2019-04": (8, 26), "2019-10": (8, 26),
    "2020-01": (5, 23), "2020-04": (7, 26), "2020-05": (6, 26), "2020-06": (5, 24), "2020-10": (9, 26),
    "2021-04": (6, 26), "2021-05": (6, 26), "2021-10": (8, 26),
    "2022-02": (7, 26), "2022-04": (6, 26), "2022-06": (6, 26), "2022-10": (8, 26),
    "2023-01": (5, 20), "2023-04": (6, 26), "2023-10": (7, 26),
    "2024-04": (7, 26), "2024-05": (6, 26), "2024-10": (8, 26),
    "2025-04": (7, 26), "2025-05": (6, 26), "2025-10": (9, 26),
    "2026-04": (7, 26), "2026-05": (6, 26), "2026-09": (5, 24), "2026-10": (8, 26),
}  # fmt: skip

#: The same when any day on which nobody works moves the ends; make-up days 调休上班 do not.
BY_ANY_DAY_OFF = {
    # 5 May 2019, 26 April 2020, 26 September 2021 and 26 January 2025 are Sundays on which people work.
    "2019-01": (7, 25), "2019-02": (11, 26), "2019-04": (8, 26), "2019-05": (5, 24), "2019-10": (8, 25),
    "2020-01": (6, 23), "2020-04": (7, 26), "2020-05": (6, 26), "2020-06": (5, 24), "2020-07": (6, 24),
    "2020-09": (7, 25), "2020-10": (9, 26), "2020-12": (7, 25),
    "2021-04": (6, 26), "2021-05": (6, 26), "2021-06": (7, 25), "2021-09": (6, 26), "2021-10": (8, 26),
    "2021-12": (6, 24),
    "2022-02": (7, 25), "2022-03": (7, 25), "2022-04": (6, 26), "2022-06": (6, 24), "2022-10": (8, 26),
    "2022-11": (7, 25),
    "2023-01": (5, 20), "2023-02": (6, 24), "2023-03": (6, 24), "2023-04": (6, 26), "2023-08": (7, 25),
    "2023-10": (7, 26), "2023-11": (6, 24),
    "2024-04": (7, 26), "2024-05": (6, 24), "2024-10": (8, 25),
    "2025-01": (6, 26), "2025-04": (7, 25), "2025-05": (6, 26), "2025-07": (7, 25), "2025-10": (9, 24),
    "2026-04": (7, 24), "2026-05": (6, 26), "2026-07": (6, 24), "2026-09": (7, 24), "2026-10": (8, 26),
    "2026-12": (7, 25),
}  # fmt: skip


def days(year: int, written: str) -> list[date]:
    """The days of a notice."""
    found: list[date] = []
    for span in written.split():
        first, last = (date.fromisoformat(f"{year}-{end}") for end in (span[:5], span[-5:]))
        found += [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return found


def year_of(simulator: Simulator, year: int, *variants: str) -> Any:
    """A World at the beginning of a year, with that year's notice."""
    world = simulator.create_world(now=f"{year}-01-01T00:00:00", variants={"shanghai": set(variants)})
    if year != 2026:
        off, made_up = NOTICES[year]
        world.shanghai.set_holidays(year, days(year, off), days(year, made_up))
    return world


@pytest.mark.rule("SH-19", "SH-20", "SH-21", "SH-30")
@pytest.mark.parametrize("year", NOTICES)
@pytest.mark.parametrize(("variants", "moved"), [((), BY_NOTICE), (("any_day_off_moves",), BY_ANY_DAY_OFF)])
def test_every_month_in_both_readings(
    simulator: Simulator, open_client: Any, year: int, variants: tuple[str, ...], moved: Mapping[str, Any]
) -> None:
    world = year_of(simulator, year, *variants)
    client = open_client(world, signed_in=False)
    second = timedelta(seconds=1)
    for number in range(1, 13):
        month = f"{year}-{number:02d}"
        first, last = moved.get(month, (5, 26))
        opens, closes = f"{month}-{first:02d}T09:00:00+08:00", f"{month}-{last:02d}T16:00:00+08:00"
        if number > 1:
            world.clock.advance(until="next month")
        assert client.log_in().dm == "0000"
        shown = client.ask("dwxx")
        assert (shown["kssj"], shown["jssj"]) == (opens, closes), month
        start, end = datetime.fromisoformat(opens), datetime.fromisoformat(closes)
        taken = [
            world.shanghai.opening().shut(at) is None for at in (start - second, start, end - second, end)
        ]
        assert taken == [False, True, True, False], month


def test_the_notice_of_2026_is_the_one_that_the_world_holds(simulator: Simulator) -> None:
    notice = simulator.create_world().shanghai.store.holidays.notices[2026]
    off, made_up = NOTICES[2026]
    assert (sorted(notice.holidays), sorted(notice.workdays)) == (days(2026, off), days(2026, made_up))


@pytest.mark.rule("SH-18", "SH-31")
@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        ("2019-05-05T09:00:00", True),  # a Sunday on which people work
        ("2019-05-26T10:00:00", False),  # a Sunday, whatever the ends say
        ("2020-01-22T15:59:59", True),
        ("2020-04-26T15:59:59", True),
        ("2021-09-26T16:00:00", False),
        ("2022-10-08T09:00:00", True),
        ("2023-10-07T08:59:59", False),
        ("2023-10-07T09:00:00", True),
        ("2024-04-07T12:00:00", True),
        ("2025-05-10T12:00:00", False),
    ],
)
def test_hours_of_working_days_in_other_years(simulator: Simulator, moment: str, taken: bool) -> None:
    hall = year_of(simulator, int(moment[:4]), "workday_hours").shanghai
    assert (hall.opening().shut(datetime.fromisoformat(f"{moment}+08:00")) is None) is taken
