"""What a killed process has left open in a lane, before any commit, says nothing of what stands there."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from teller import ENROLMENT, PERSON, UNIT, House
from toyhall import FakeClock, Fault, ToyHall

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


@pytest.mark.parametrize("driver", ["sync", "async"])
@pytest.mark.parametrize("landed", [True, False])
def test_a_doubt_beside_what_is_withdrawn_is_ended_first(driver: str, landed: bool) -> None:
    house = House(ToyHall(FakeClock(), accepts_duplicates=True), driver, patience=1.0)
    case = house.file()
    house.hall.script("commit", [Fault(raises=httpx.ReadTimeout("x"), acts=landed)])
    house.hall.lag = 20.0
    with pytest.raises(sg.OutcomeUnknown):
        house.file(JANUARY)
    with pytest.raises(
        sg.OutcomeUnknown
    ):  # of the other one: nobody is at work, and waiting alone would not help
        house.do("withdraw", case)
    house.hall.clock.sleep(300)
    assert house.do("withdraw", case).state is sg.CaseState.WITHDRAWN
    states = [(turn.case.state if turn.case else None) for turn in house.ledger.turns()]
    assert states == [sg.CaseState.WITHDRAWN, sg.CaseState.APPROVED if landed else None]
    assert house.count("commit") == 2, "what nobody asks for now is not sent again"
