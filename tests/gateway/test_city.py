"""A city over its province is the same hall: however the unit and the hall are written, what is filed is filed once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from teller import ENROLMENT, SLIP, UNIT, URL, Point
from toy import Toy
from toyhall import FakeClock, ToyHall

import sigateway as sg
from sigateway.gateway.turns import new_turn
from sigateway.registry import Registry

CITY_UNIT = UNIT.model_copy(update={"region": "toy.city"})
WRITTEN = [("toy", UNIT), ("toy.city", UNIT), ("toy.city", CITY_UNIT)]


class City:
    name = "玩具市"


def gateway(hall: ToyHall, path: Path) -> sg.Gateway:
    points = [Point("toy", Toy), Point("toy.city", City, "toy_city.plugin:City")]
    return sg.Gateway(ledger=path, clock=hall.clock, transport=hall, registry=Registry(points))  # type: ignore[list-item]


def session(where: sg.Gateway, code: str, unit: sg.InsuredUnit) -> sg.Session:
    return where.hall(code, unit=unit, credentials=SLIP, base_url=URL).sign_in()


@pytest.mark.parametrize("first", WRITTEN)
@pytest.mark.parametrize("second", WRITTEN)
def test_filed_once_however_it_is_written(
    hall: ToyHall, tmp_path: Path, first: tuple[str, sg.InsuredUnit], second: tuple[str, sg.InsuredUnit]
) -> None:
    with gateway(hall, tmp_path / "l.db") as where:
        with session(where, *first) as one:
            case = one.file(ENROLMENT)
        with session(where, *second) as other:
            assert other.file(ENROLMENT) == case
            order = sg.Order(hall=second[0], unit=first[1], filing=ENROLMENT)
            assert [each.end for each in other.file_many([order])] == [case]
            assert other.withdraw(case).state == "withdrawn"
    assert hall.effects == ["commit", "withdraw"]


@pytest.mark.parametrize("number", ["1 ", " 1", "１", "1\u200b"])
def test_however_its_number_is_typed_it_is_one_unit(number: str) -> None:
    typed = sg.InsuredUnit(**UNIT.model_dump() | {"number": number})
    assert typed.key == UNIT.key


def test_an_older_ledger_is_brought_to_the_one_name(hall: ToyHall, tmp_path: Path) -> None:
    """What a unit filed under either of its names in a ledger of version 3 is known under both."""
    path = tmp_path / "l.db"
    with gateway(hall, path) as where, session(where, "toy.city", CITY_UNIT) as one:
        case = one.file(ENROLMENT)
    old = "toy.city|toy.city/1|" + ENROLMENT.lane
    with sqlite3.connect(path) as db:
        db.execute("UPDATE turns SET lane = ?, body = json_set(body, '$.lane', ?)", (old, old))
        db.execute("PRAGMA user_version = 3")
    db.close()
    with gateway(hall, path) as where, session(where, "toy", UNIT) as other:
        assert other.file(ENROLMENT) == case
    ledger = sg.SqliteLedger(path)
    assert {turn.lane for turn in ledger.turns()} == {
        new_turn("x", UNIT, "toy", ENROLMENT, None, None, hall.clock.now()).lane
    }
    ledger.close()
    assert hall.effects == ["commit"]


def test_an_older_ledger_with_two_open_turns_of_one_unit_can_still_be_opened(tmp_path: Path) -> None:
    """One under each name: the later keeps its lane, and both can still be settled."""
    path = tmp_path / "l.db"
    clock = FakeClock()
    ledger = sg.SqliteLedger(path)
    for name, lane in (("a", "toy|toy/1|x"), ("b", "toy.city|toy.city/1|x")):
        turn = new_turn(name, UNIT, "toy", ENROLMENT, None, None, clock.now())
        ledger.begin(turn.model_copy(update={"lane": lane}), "w", clock.now(), clock.now())
    ledger.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 3")
    db.close()
    ledger = sg.SqliteLedger(path)
    assert [(turn.id, turn.state) for turn in ledger.turns()] == [("a", "open"), ("b", "open")]
    ledger.close()
