"""Politeness: the pace of a hall, when it asks to be left alone, when it is down, and a clerk who came in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import repeat
from typing import Any

import httpx
import pytest
from teller import ENROLMENT, House
from toyhall import Fault, ToyHall

import sigateway as sg
from sigateway.gateway.manners import Manners
from sigateway.rules.windows import SHANGHAI

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=SHANGHAI)


def answer(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def manners_of(hall: str = "toy", per_second: float | None = None, ledger: Any = None) -> Manners:
    return Manners(hall, per_second, ledger or sg.SqliteLedger(":memory:"))


def test_places_are_given_one_after_another() -> None:
    manners = manners_of(per_second=4)
    assert [manners.wait(NOON) for _ in range(4)] == [0.0, 0.25, 0.5, 0.75]
    assert manners.wait(NOON + timedelta(seconds=10)) == 0.0


def test_the_pace_of_a_hall_is_one_for_all_processes(tmp_path: Any) -> None:
    one, other = sg.SqliteLedger(tmp_path / "filings.db"), sg.SqliteLedger(tmp_path / "filings.db")
    here, there = manners_of(per_second=4, ledger=one), manners_of(per_second=4, ledger=other)
    elsewhere = manners_of("other", 4, one)
    assert [here.wait(NOON), there.wait(NOON), here.wait(NOON), elsewhere.wait(NOON)] == [0.0, 0.25, 0.5, 0.0]
    one.close()
    other.close()


def test_a_pace_written_by_a_clock_that_was_wrong_holds_nobody_up() -> None:
    for ahead in (timedelta(days=300), timedelta(minutes=20)):
        manners = manners_of(per_second=4)
        manners.wait(NOON + ahead)
        assert manners.wait(NOON) == 0.0


def test_no_figure_no_pace() -> None:
    manners = manners_of()
    assert [manners.wait(NOON) for _ in range(100)] == [0.0] * 100


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("Tue, 03 Nov 2026 04:02:00 GMT", 120), ("99999", 900), ("soon", 0), ("", 0)],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed_within_reason(status: int, said: str, seconds: int) -> None:
    manners = manners_of()
    manners.answered(answer(status, retry_after=said), NOON)
    if seconds:
        with pytest.raises(sg.HallUnavailable, match="不再访问"):
            manners.wait(NOON + timedelta(seconds=seconds - 1))
    assert manners.wait(NOON + timedelta(seconds=seconds)) == 0.0


def test_ten_failures_in_a_row_open_the_circuit_and_one_answer_closes_it() -> None:
    manners = manners_of()
    for _ in range(9):
        manners.failed(NOON)
    assert manners.wait(NOON) == 0.0
    manners.answered(answer(500), NOON)
    with pytest.raises(sg.HallUnavailable):
        manners.wait(NOON + timedelta(seconds=29))
    assert manners.wait(NOON + timedelta(seconds=30)) == 0.0
    manners.failed(NOON + timedelta(seconds=30))
    with pytest.raises(sg.HallUnavailable):
        manners.wait(NOON + timedelta(seconds=89))
    later = NOON + timedelta(seconds=90)
    assert manners.wait(later) == 0.0
    manners.answered(answer(200), later)
    manners.failed(later)
    assert manners.wait(later) == 0.0


@pytest.fixture(params=["sync", "async"])
def real(request: Any, hall: ToyHall) -> House:
    hall.mock = False
    return House(hall, request.param)


def test_a_hall_that_is_down_is_left_alone_by_all_sessions(real: House) -> None:
    real.hall.script("login", repeat(Fault(raises=httpx.ConnectError("x"))))
    for _ in range(5):
        with pytest.raises(sg.HallUnavailable):
            real.file()
    knocked = real.count("login")
    assert knocked == 10
    with pytest.raises(sg.HallUnavailable, match="不再访问"):
        real.file()
    assert real.count("login") == knocked
    real.hall.script("login", [])
    real.hall.clock.sleep(120)
    assert real.file().state == "approved"


def test_a_commit_that_was_held_back_never_left(real: House) -> None:
    real.hall.script("save", [None])
    commit = real.hall._act

    def act(route: str, form: dict[str, str], cookie: str) -> Any:
        done = commit(route, form, cookie)
        if route == "save":
            manners = next(iter(real.gateway._setup._manners.values()))
            for _ in range(10):
                manners.failed(real.hall.clock.now())
        return done

    real.hall._act = act  # type: ignore[method-assign]
    with pytest.raises(sg.HallUnavailable):
        real.file()
    assert real.count("commit") == 0
    [turn] = real.ledger.turns()
    assert (turn.state, turn.in_doubt) == ("over", False)


TAKEN = Fault(page=(200, "<p>别处</p>"))


def test_a_session_that_a_clerk_took_over_is_left_to_him_for_a_while(hall: ToyHall, tmp_path: Any) -> None:
    house = House(hall, ledger=str(tmp_path / "filings.db"))
    hall.script("save", [TAKEN])
    with pytest.raises(sg.SessionTaken):
        house.file()
    tries = house.count("login")
    other = house.another()  # another process
    with pytest.raises(sg.SessionTaken) as told:
        other.file()
    assert told.value.until == hall.clock.now() + timedelta(seconds=300)
    assert house.count("login") == tries, "nobody knocks meanwhile"
    hall.clock.sleep(300)
    assert other.file(ENROLMENT).state == "approved"
    other.close()
    house.close()


def test_a_clerk_who_came_by_a_clock_that_was_ahead_holds_nobody_up(hall: ToyHall) -> None:
    house = House(hall)
    hall.script("save", [TAKEN])
    hall.clock.sleep(7200)
    with pytest.raises(sg.SessionTaken):
        house.file()
    hall.clock.sleep(-3600)
    assert house.file().state == "approved"


@pytest.mark.parametrize("landed", [True, False])
@pytest.mark.parametrize("driver", ["sync", "async"])
def test_taken_over_in_the_middle_of_a_commit_it_is_left_to_the_clerk_before_evidence_is_asked(
    hall: ToyHall, driver: str, landed: bool
) -> None:
    house = House(hall, driver)
    hall.script("commit", [replace(TAKEN, acts=landed)])
    with pytest.raises(sg.OutcomeUnknown) as told:
        house.file()
    free = hall.clock.now() + timedelta(seconds=300)
    assert told.value.settles_at == free
    tries = house.count("login")
    with pytest.raises(sg.SessionTaken):
        house.file()  # nor does anybody knock who calls again
    assert house.count("login") == tries
    hall.clock.sleep(300)
    assert house.file().state == "approved"
    assert hall.effects == ["commit"]
    assert house.count("commit") == (1 if landed else 2)
    house.close()
