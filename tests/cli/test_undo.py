"""``withdraw`` and ``discard`` take back one turn of the ledger, or say why they cannot and where to go."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def undo(town: Any) -> Callable[..., Any]:
    """Run ``withdraw`` or ``discard`` in the town."""

    def run(command: str, turn: str, *more: object) -> Any:
        where = ("--units", town.units, "--ledger", town.ledger, "--clock", town.control)
        return town.cli(command, turn, *where, *more)

    return run


Undo = Callable[..., Any]


def returned(town: Any, roster: Any) -> str:
    """A filing that the counter has given back, as the ledger knows it."""
    town.file(roster=roster)
    (task,) = town.world.wuhan.counter.waiting()
    town.world.wuhan.counter.return_(task.sxh, ["资料不全"])
    town.file(roster=roster)
    (turn,) = town.turns()
    assert turn["case"]["state"] == "returned"
    return str(turn["turn"])


@pytest.mark.rule("WH-39")
def test_what_came_back_is_discarded_and_can_be_filed_anew(
    town: Any, undo: Undo, roster_of: Callable[..., Any]
) -> None:
    roster = roster_of(6)
    turn = returned(town, roster)
    shown = undo("discard", turn)
    assert shown.exit_code == 0, shown.output
    assert "已退单" in shown.stdout
    (kept,) = town.turns()
    assert kept["case"]["state"] == "discarded"

    assert town.file(roster=roster).exit_code == 0
    assert len(town.turns()) == 2
    assert town.world.verify() == []


@pytest.mark.rule("WH-40", "WH-41")
def test_a_withdrawal_that_the_hall_forbids_is_explained_with_the_place_to_go(
    town: Any, undo: Undo, roster_of: Callable[..., Any]
) -> None:
    town.file(roster=roster_of(6))
    (turn,) = town.turns()
    shown = undo("withdraw", turn["turn"])
    assert shown.exit_code == 1
    assert "not_offered" in shown.stderr
    assert "办理地点" in shown.stderr
    assert shown.stdout == ""
    assert len(town.world.wuhan.effects()) == 1
    assert town.turns() == [turn]


def test_a_discard_that_lost_its_answer_is_settled_by_the_halls_record(
    town: Any, undo: Undo, roster_of: Callable[..., Any], fault: Callable[..., None]
) -> None:
    turn = returned(town, roster_of(6))
    fault(hall="wuhan", operation="discard", do="reset", when="after_commit")
    shown = undo("discard", turn)
    assert shown.exit_code == 0, shown.output
    assert "已退单" in shown.stdout
    assert town.world.verify() == []


@pytest.mark.parametrize("command", ["withdraw", "discard"])
class TestWhatCannotBeUndone:
    """One line on stderr, a code, nothing sent."""

    def test_a_turn_that_is_not_in_the_ledger(
        self, town: Any, undo: Undo, roster_of: Callable[..., Any], command: str
    ) -> None:
        town.file(roster=roster_of(2))
        shown = undo(command, "20261110-none")
        assert shown.exit_code == 2
        assert "没有申报" in shown.stderr

    def test_a_ledger_that_is_not_there(self, town: Any, undo: Undo, command: str) -> None:
        shown = undo(command, "20261110-none")
        assert shown.exit_code == 2
        assert "没有账本" in shown.stderr
        assert not town.ledger.exists()

    def test_a_turn_that_left_nothing_at_the_hall(
        self, town: Any, undo: Undo, roster_of: Callable[..., Any], command: str
    ) -> None:
        town.file(roster=roster_of(5))  # insured elsewhere
        (turn,) = town.turns()
        shown = undo(command, turn["turn"])
        assert shown.exit_code == 2
        assert "没有在大厅产生业务" in shown.stderr

    def test_a_turn_of_a_unit_that_the_units_file_lacks(
        self, town: Any, undo: Undo, roster_of: Callable[..., Any], command: str
    ) -> None:
        town.file(roster=roster_of(2))
        (turn,) = town.turns()
        text = town.units.read_text(encoding="utf-8").replace("4201000001", "4201000009")
        town.units.write_text(text, encoding="utf-8")
        shown = undo(command, turn["turn"])
        assert shown.exit_code == 2
        assert "wuhan/4201000001" in shown.stderr

    def test_a_hall_that_cannot_be_reached(
        self, town: Any, undo: Undo, roster_of: Callable[..., Any], command: str
    ) -> None:
        town.file(roster=roster_of(2))
        (turn,) = town.turns()
        text = town.units.read_text(encoding="utf-8").replace(f":{town.server.port}/", ":9/")
        town.units.write_text(text, encoding="utf-8")
        assert undo(command, turn["turn"]).exit_code == 3


def test_status_still_names_the_turn_to_give(town: Any, roster_of: Callable[..., Any]) -> None:
    town.file(roster=roster_of(2))
    shown = town.cli("status", "--all", "--ledger", town.ledger, "--json")
    assert json.loads(shown.stdout)[0]["turn"]
