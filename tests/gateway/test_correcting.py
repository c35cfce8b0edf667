"""Correcting: the old case is undone, and then the new filing does not end as it should. The vendor is told both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import httpx
import pytest
from teller import PERSON, House
from toyhall import Fault, ToyHall

import sigateway as sg

HIGHER = sg.Enrolment(person=PERSON, declared_wage="7200", first_paid_month="2026-11")
DOWN = Fault(raises=httpx.ConnectError("x"))
LOST = Fault(raises=httpx.ReadTimeout("x"), acts=True)
REFUSED = Fault(page=(200, '{"refused": "已过申报期"}'))


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, hall: ToyHall, tmp_path: Path) -> Iterator[House]:
    house = House(hall, request.param, ledger=str(tmp_path / "filings.db"))
    yield house
    house.close()


@pytest.mark.parametrize(
    ("fault", "why"), [(DOWN, sg.HallUnavailable), (REFUSED, sg.HallRefused)], ids=["down", "refused"]
)
def test_undone_and_not_filed_again_says_both_and_the_same_call_goes_on(
    toy: House, fault: Fault, why: type[sg.SigatewayError]
) -> None:
    case = toy.file()
    toy.hall.script("commit", [fault])
    with pytest.raises(sg.CorrectionStopped, match=r"业务号 D1）已撤销") as stopped:
        toy.do("correct", case, HIGHER)
    error = stopped.value
    assert (error.undone.number, error.undone.state, error.retry) == ("D1", "withdrawn", True)
    assert isinstance(error.__cause__, why)
    assert "没有产生新的申报" not in str(error), "of the whole call that is not true"
    corrected = toy.do("correct", case, HIGHER)
    assert (corrected.state, corrected.filing) == ("approved", HIGHER)
    assert toy.hall.effects == ["commit", "withdraw", "commit"]


def test_undone_and_in_doubt_says_both_and_is_settled_by_the_same_call(toy: House) -> None:
    case = toy.file()
    toy.hall.lag = 10_000
    toy.hall.script("commit", [LOST])
    toy.hall.script("withdraw", [None])
    withdraw = toy.hall._withdraw

    def shown_at_once(form: dict[str, str]) -> dict[str, object]:
        done = withdraw(form)
        toy.hall.rows["D1"].shown_from = toy.hall.clock.now()
        return done

    toy.hall._withdraw = shown_at_once  # type: ignore[method-assign]
    toy.hall.complete = False
    with pytest.raises(sg.CorrectionStopped) as stopped:
        toy.do("correct", case, HIGHER)
    unknown = stopped.value.__cause__
    assert isinstance(unknown, sg.OutcomeUnknown)
    toy.hall.clock.sleep(10_000)
    assert toy.do("correct", case, HIGHER).turn == unknown.turn
    assert toy.hall.effects == ["commit", "withdraw", "commit"]


def test_what_could_not_be_undone_says_nothing_of_a_correction(toy: House) -> None:
    case = toy.file()
    toy.hall.script("withdraw", repeat(DOWN, 9))
    with pytest.raises(sg.HallUnavailable):
        toy.do("correct", case, HIGHER)
    assert toy.hall.effects == ["commit"]
