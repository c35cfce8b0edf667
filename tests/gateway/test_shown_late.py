"""A hall's list may lag behind its own word: until its settling time has passed, its word counts."""

from __future__ import annotations

import pytest
from teller import House
from toyhall import FakeClock, ToyHall

import sigateway as sg


@pytest.fixture(params=["sync", "async"])
def house(request: pytest.FixtureRequest) -> House:
    return House(ToyHall(FakeClock(), lag=20.0), request.param)


def test_what_the_hall_has_just_taken_is_not_said_to_be_a_draft(house: House) -> None:
    case = house.file()
    assert house.do("track", case).state is sg.CaseState.APPROVED
    assert house.ledger.turns()[0].case == case


def test_what_the_hall_has_just_withdrawn_is_not_said_to_stand(house: House) -> None:
    case = house.file()
    house.hall.clock.sleep(60)
    withdrawn = house.do("withdraw", case)
    assert house.do("track", withdrawn).state is sg.CaseState.WITHDRAWN


def test_afterwards_the_list_is_the_halls_word(house: House) -> None:
    case = house.file()
    house.hall.clock.sleep(60)
    house.hall.rows["D1"].state = "draft"
    assert house.do("track", case).state is sg.CaseState.DRAFT


def test_what_goes_on_is_seen_at_once(house: House) -> None:
    house.hall.decides, house.hall.lag = "in_review", 0.0
    case = house.file()
    house.hall.rows["D1"].state = "returned"
    assert house.do("track", case).state is sg.CaseState.RETURNED


def test_an_undoing_that_came_too_late_is_told_as_such() -> None:
    case = sg.Case(
        hall="toy",
        unit="toy/1",
        filing=sg.WageChange.model_construct(),
        state=sg.CaseState.APPROVED,
        number="7",
        at=FakeClock().now(),
    )
    told = sg.LandedDifferently(case, ()).message
    assert "没有生效" in told
    assert "内容" not in told
