"""Seats: no more conversations signed in at a hall at once than its rulebook allows, in all processes together."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, nullcontext
from datetime import timedelta
from typing import Any

import pytest
from teller import ENROLMENT, House, staff
from toy import Toy, ToyLogin
from toyhall import Fault, ToyHall

import sigateway as sg
from sigateway import plugin as plug

OTHER = ToyLogin(user="second", password="slip-2")


class TwoSeats(Toy):
    """The toy hall, with two seats."""

    @plug.hookimpl
    def rulebook(self) -> plug.Layer:
        said = super().rulebook()
        two = said.hall["settling_seconds"].model_copy(update={"value": "2"})
        return said.model_copy(update={"hall": {**said.hall, "max_sessions": two}})


@pytest.fixture
def house(hall: ToyHall) -> House:
    hall.passwords["second"] = "slip-2"
    hall.mock = False
    return House(hall, region=TwoSeats, patience=5.0)


def held(house: House) -> int:
    """Seats that somebody holds at this moment."""
    now = house.hall.clock.now()
    names = (f"seat|toy|{number}" for number in range(2))
    free = [name for name in names if house.ledger.hold(name, "the test", now, now + timedelta(seconds=1))]
    for name in free:
        house.ledger.let_go(name, "the test")
    return 2 - len(free)


def test_who_finds_no_seat_waits_for_one_and_is_told_when_there_is_none(house: House) -> None:
    with ExitStack() as sessions:
        for _ in range(2):
            sessions.enter_context(house.at().sign_in())
        started, tries = house.hall.clock.now(), house.count("login")
        with pytest.raises(sg.HallUnavailable, match="已达上限（2 个）"):
            house.file()
        assert house.hall.clock.now() - started == timedelta(seconds=5)
        assert house.count("login") == tries, "nothing was asked of the hall"
    assert house.file().state == "approved"


def test_a_conversation_at_rest_gives_its_seat_up_to_another_account(house: House) -> None:
    with house.at().sign_in(), house.at().sign_in():
        pass  # both rest now
    tries = house.count("login")
    with house.at(credentials=OTHER).sign_in():
        assert (house.count("login"), held(house)) == (tries + 1, 2)
    with house.at().sign_in():
        assert house.count("login") == tries + 1, "the other one still rests, and is used again"


def test_the_seats_are_those_of_all_processes(hall: ToyHall, tmp_path: Any) -> None:
    hall.mock = False
    one = House(hall, region=TwoSeats, ledger=str(tmp_path / "filings.db"), patience=5.0)
    other = one.another()
    with one.at().sign_in(), other.at().sign_in(), pytest.raises(sg.HallUnavailable, match="上限"):
        other.file()
    # What rests in another process cannot be ended from here; after a minute its seat is free all the same.
    hall.clock.sleep(60)
    with other.at().sign_in(), other.at().sign_in():
        assert held(one) == 2
    # The seat was lost meanwhile: the conversation that has rested needs another one before it goes on.
    with other.at().sign_in(), other.at().sign_in(), pytest.raises(sg.HallUnavailable, match="上限"):
        one.file()
    one.close()
    other.close()


def test_the_seat_of_a_process_that_was_killed_is_free_after_ten_minutes(
    hall: ToyHall, tmp_path: Any
) -> None:
    hall.mock = False
    killed = House(hall, region=TwoSeats, ledger=str(tmp_path / "filings.db"), patience=5.0)
    killed.at().sign_in(), killed.at().sign_in()
    other = killed.another()
    with pytest.raises(sg.HallUnavailable):
        other.file()
    hall.clock.sleep(600)
    assert other.file().state == "approved"


def test_a_gateway_that_closes_leaves_its_seats(hall: ToyHall, tmp_path: Any) -> None:
    hall.mock = False
    for _ in range(3):  # as many processes, one after another, in no time
        house = House(hall, region=TwoSeats, ledger=str(tmp_path / "filings.db"), patience=5.0)
        with house.at().sign_in(), house.at().sign_in():
            pass
        house.close()
    assert house.count("login") == 6


@pytest.mark.parametrize("ends", ["signed out", "taken", "in doubt", "refused at the door"])
def test_a_conversation_that_ends_leaves_its_seat(house: House, ends: str) -> None:
    page = {"signed out": (200, "<p>登录</p>"), "taken": (200, "<p>别处</p>")}
    if ends == "in doubt":
        house.hall.script("commit", [Fault(page=(502, ""), acts=True)])
    elif ends == "refused at the door":
        house.hall.passwords["unit"] = "another"
    else:
        house.hall.script("save", [Fault(page=page[ends])])
    fails = {"taken": sg.SessionTaken, "refused at the door": sg.LoginRefused}
    with pytest.raises(fails[ends]) if ends in fails else nullcontext():
        house.file()
    assert held(house) == (0 if ends in fails else 1), "the one that was opened in its place rests"


def test_a_ledger_that_cannot_be_written_any_more_hides_no_result(house: House) -> None:
    session = house.at().sign_in()
    case = session.file(ENROLMENT)
    house.ledger.close()
    session.close()
    assert case.state == "approved"


def test_many_tasks_share_the_seats(hall: ToyHall) -> None:
    hall.mock = False
    house = House(hall, "async", region=TwoSeats, patience=300.0)

    async def one(person: sg.Enrolment) -> sg.Case:
        async with await house.at().sign_in() as session:
            return await session.file(person)  # type: ignore[no-any-return]

    async def all_of_them() -> list[sg.Case]:
        return await asyncio.gather(*(one(person) for person in staff(6)))

    assert {case.state for case in asyncio.run(all_of_them())} == {"approved"}
    assert house.count("login") <= 2


def test_no_figure_no_limit(hall: ToyHall) -> None:
    house = House(hall, patience=5.0)
    with ExitStack() as sessions:
        for _ in range(6):
            sessions.enter_context(house.at().sign_in())
    assert house.count("login") == 6


def test_a_mock_hall_of_ours_has_as_many_as_are_wanted(hall: ToyHall) -> None:
    """Its clock stands or leaps: a wait for a seat would be over before anybody has done anything."""
    house = House(hall, region=TwoSeats, patience=5.0)
    with ExitStack() as sessions:
        for _ in range(6):
            sessions.enter_context(house.at().sign_in())
    assert house.count("login") == 6
