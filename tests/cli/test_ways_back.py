"""``ways-back``: how a filing of the ledger can be undone or corrected, without asking the hall."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KEYS = {"kind", "what", "who", "rule", "until", "place", "papers"}


def ways(town: Any, *more: object) -> Any:
    (turn,) = town.turns()
    where = ("--units", town.units, "--ledger", town.ledger, "--clock", town.control)
    return town.cli("ways-back", turn["turn"], *where, *more)


@pytest.mark.rule("WH-41")
def test_the_ways_of_a_case_at_the_counter_in_order(town: Any, roster_of: Callable[..., Path]) -> None:
    town.file(roster=roster_of(6))
    asked = len(town.world.journal.entries)
    shown = ways(town, "--json")
    assert shown.exit_code == 0, shown.output
    found = json.loads(shown.stdout)
    assert all(set(way) == KEYS for way in found)
    assert [way["kind"] for way in found] == ["counter", "wait"]
    assert (found[0]["until"], found[0]["rule"]) == ("2026-11-20", "WH-41")
    assert found[0]["papers"]

    for_people = ways(town).stdout
    assert "窗口办理" in for_people
    assert "用人单位" in for_people
    assert "2026-11-20" in for_people
    assert "资料1" in for_people
    assert found[0]["papers"][0] in for_people
    assert len(town.world.journal.entries) == asked


def test_it_needs_neither_the_hall_nor_credentials(town: Any, roster_of: Callable[..., Path]) -> None:
    town.file(roster=roster_of(2))
    lines = town.units.read_text(encoding="utf-8").replace(f":{town.server.port}/", ":9/").splitlines()
    secrets = ("[unit.credentials]", "mode", "username", "password", "certificate")
    town.units.write_text("\n".join(x for x in lines if not x.startswith(secrets)), encoding="utf-8")
    found = json.loads(ways(town, "--json").stdout)
    assert [way["kind"] for way in found] == ["counter", "opposite"]


def test_a_turn_that_left_nothing_at_the_hall(town: Any, roster_of: Callable[..., Path]) -> None:
    town.file(roster=roster_of(5))  # insured elsewhere
    shown = ways(town)
    assert shown.exit_code == 2
    assert "没有已知的业务" in shown.stderr


def test_what_was_discarded_has_no_way_left(town: Any, roster_of: Callable[..., Path]) -> None:
    roster = roster_of(6)
    town.file(roster=roster)
    (task,) = town.world.wuhan.counter.waiting()
    town.world.wuhan.counter.return_(task.sxh, ["资料不全"])
    town.file(roster=roster)
    (turn,) = town.turns()
    where = ("--units", town.units, "--ledger", town.ledger, "--clock", town.control)
    assert json.loads(ways(town, "--json").stdout)[0]["kind"] == "discard"
    assert town.cli("discard", turn["turn"], *where).exit_code == 0
    assert json.loads(ways(town, "--json").stdout) == []
    assert "没有可撤销或更正的" in ways(town).stdout


def test_a_unit_that_the_units_file_lacks(town: Any, roster_of: Callable[..., Path]) -> None:
    town.file(roster=roster_of(2))
    text = town.units.read_text(encoding="utf-8").replace("4201000001", "4201000009")
    town.units.write_text(text, encoding="utf-8")
    shown = ways(town)
    assert shown.exit_code == 2
    assert "wuhan/4201000001" in shown.stderr
