"""What a killed process has left open in a lane, before any commit, says nothing of what stands there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from teller import ENROLMENT, PERSON, UNIT, House
from toyhall import FakeClock, ToyHall

import sigateway as sg
from sigateway.gateway.turns import new_turn

JANUARY = sg.Enrolment(person=PERSON, declared_wage="6500", first_paid_month="2027-01")


@pytest.fixture(params=["sync", "async"])
def house(request: pytest.FixtureRequest) -> House:
    """Something stands, and somebody has died with something else of the same person."""
    clock = FakeClock()
    house = House(ToyHall(clock, accepts_duplicates=True), request.param)
    house.file()
    now = clock.now()
    house.ledger.begin(
        new_turn("left", UNIT, "toy", JANUARY, None, None, now), "dead", now, now + timedelta(seconds=60)
    )
    clock.sleep(61)
    return house


def test_what_stands_is_not_filed_a_second_time(house: House) -> None:
    assert house.file(ENROLMENT).number == "D1"
    assert (house.count("save"), house.count("commit"), house.hall.effects) == (1, 1, ["commit"])


def test_what_it_was_about_is_filed(house: House) -> None:
    assert house.file(JANUARY).number == "D2"
    assert house.hall.effects == ["commit", "commit"]


def test_what_stands_can_be_withdrawn(house: House) -> None:
    case = house.ledger.turns()[0].case
    assert house.do("withdraw", case).state is sg.CaseState.WITHDRAWN


def test_the_record_says_how_it_ended(house: House) -> None:
    house.file(ENROLMENT)
    [left] = [turn for turn in house.ledger.turns() if turn.id == "left"]
    assert (left.state, left.why_over) == ("over", "上次运行在提交之前中断")
