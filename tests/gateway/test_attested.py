"""Doubt that the hall does not end: two people say what became of it, and the hall's own word still goes before theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError
from teller import ENROLMENT, House, staff
from toybatch import BatchToy
from toyhall import Fault, ToyHall

import sigateway as sg
from sigateway.rules.windows import SHANGHAI

LOST = Fault(raises=httpx.ReadTimeout("x"), acts=True)
NOT_DONE = Fault(raises=httpx.ReadTimeout("x"))


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, hall: ToyHall, tmp_path: Path) -> Iterator[House]:
    house = House(hall, request.param, ledger=str(tmp_path / "filings.db"))
    yield house
    house.close()


def attestation(number: str | None = None, **changes: object) -> sg.Attestation:
    fields: dict[str, object] = {
        "landed": number is not None,
        "number": number,
        "who": "模拟甲",
        "second": "模拟乙",
        "how": "窗口查询",
        "at": datetime(2026, 11, 3, 15, 0, tzinfo=SHANGHAI),
        "file_name": "photo.jpg",
        "file_sha256": "0" * 64,
    }
    return sg.Attestation.model_validate({**fields, **changes})


def in_doubt(toy: House, fault: Fault) -> str:
    """A turn of which the hall, whose list never ends, shows nothing."""
    toy.hall.complete = False
    toy.hall.lag = 10**6
    toy.hall.script("commit", [fault])
    with pytest.raises(sg.OutcomeUnknown) as caught:
        toy.file()
    return caught.value.turn


@pytest.mark.parametrize(
    "changes",
    [
        {"second": "模拟甲 "},
        {"landed": False, "number": "D1"},
        {"landed": True},
        {"file_sha256": "no"},
        {"at": "2026-11-03T15:00:00"},
    ],
)
def test_one_person_no_number_or_no_proof_is_no_attestation(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        attestation(**changes)


def test_only_a_turn_in_doubt_is_attested(toy: House) -> None:
    case = toy.file()
    with pytest.raises(sg.LedgerError, match="没有待定的结果"):
        toy.at().attest(case.turn, attestation("D1"))
    with pytest.raises(sg.ConfigurationError, match="没有申报"):
        toy.at().attest("nothing", attestation("D1"))


def test_attested_as_landed_it_stands_until_the_hall_shows_it(toy: House) -> None:
    turn = in_doubt(toy, LOST)
    toy.at().attest(turn, attestation("D1"))
    case = toy.do("settle", turn)
    assert (case.state, case.number, case.attested) == ("unknown", "D1", attestation("D1"))
    assert "人工证明" in case.explain()
    assert toy.count("commit") == 1
    toy.hall.lag, toy.hall.complete = 0, True
    toy.hall.rows["D1"].shown_from = toy.hall.clock.now()
    seen = toy.file()
    assert (seen.state, seen.attested) == ("approved", None), "asked again, and now the hall's own word"
    assert toy.hall.effects == ["commit"]


def test_attested_as_not_landed_it_may_be_filed_anew(toy: House) -> None:
    turn = in_doubt(toy, NOT_DONE)
    toy.at().attest(turn, attestation())
    toy.hall.lag = 0
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]
    assert [(each.state, each.in_doubt) for each in toy.ledger.turns()] == [
        ("over", False),
        ("landed", False),
    ]


def test_the_halls_own_word_goes_before_what_people_say(toy: House) -> None:
    turn = in_doubt(toy, LOST)
    toy.at().attest(turn, attestation())
    toy.hall.lag, toy.hall.complete = 0, True
    toy.hall.rows["D1"].shown_from = toy.hall.clock.now()
    case = toy.file()
    assert (case.state, case.number, case.attested) == ("approved", "D1", None)
    assert toy.hall.effects == ["commit"]
    assert toy.count("commit") == 1


def test_said_to_have_landed_and_surely_absent_nothing_is_sent_again(toy: House) -> None:
    turn = in_doubt(toy, NOT_DONE)
    toy.at().attest(turn, attestation("D7"))
    toy.hall.complete, toy.hall.lag = True, 0
    toy.hall.clock.sleep(10**6)
    with pytest.raises(sg.OutcomeUnknown):
        toy.do("settle", turn)
    assert toy.count("commit") == 1


def test_a_row_of_a_batch_is_attested_by_itself(hall: ToyHall, tmp_path: Path) -> None:
    many = House(hall, region=BatchToy, ledger=str(tmp_path / "many.db"))
    hall.complete, hall.lag = False, 10**6
    hall.script("commit_batch", [NOT_DONE])
    turns = [end.turn for each in many.file_many(*staff(2)) if isinstance(end := each.end, sg.OutcomeUnknown)]
    assert len(turns) == 2
    many.at().attest(turns[0], attestation())
    with pytest.raises(sg.SigatewayError):
        many.do("settle", turns[0])
    assert [(turn.state, turn.in_doubt) for turn in many.ledger.turns()] == [("over", False), ("open", True)]
    many.close()


def test_a_wrong_number_can_be_put_right(toy: House) -> None:
    turn = in_doubt(toy, LOST)
    toy.at().attest(turn, attestation("D7"))
    assert toy.do("settle", turn).number == "D7"
    toy.at().attest(turn, attestation("D1"))
    assert toy.do("settle", turn).number == "D1"
    assert toy.count("commit") == 1


def test_said_to_have_landed_by_mistake_it_can_be_taken_back(toy: House) -> None:
    turn = in_doubt(toy, NOT_DONE)
    toy.at().attest(turn, attestation("D7"))
    assert toy.do("settle", turn).state == "unknown"
    toy.at().attest(turn, attestation())
    toy.hall.lag = 0
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]
    with pytest.raises(sg.LedgerError):
        toy.at().attest(turn, attestation("D1"))


def test_what_the_hall_has_shown_since_is_not_taken_back(toy: House) -> None:
    turn = in_doubt(toy, LOST)
    toy.at().attest(turn, attestation("D1"))
    toy.do("settle", turn)
    toy.hall.lag, toy.hall.complete = 0, True
    toy.hall.rows["D1"].shown_from = toy.hall.clock.now()
    assert toy.file().state == "approved"
    with pytest.raises(sg.LedgerError):
        toy.at().attest(turn, attestation())


def test_it_goes_into_the_record(toy: House) -> None:
    turn = in_doubt(toy, LOST)
    toy.at().attest(turn, attestation("D1"))
    said = [entry.what for entry in toy.at().evidence(turn).entries]
    assert said == ["opened", "intended commit", "attested: landed"]
    assert ENROLMENT.person.name not in " ".join(said)
