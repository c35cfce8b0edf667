"""What ``file`` says besides its table: rows as data, and one cause of many rows said once with its cure."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

KEYS = {
    "sheet",
    "row",
    "name",
    "id_number",
    "type",
    "period",
    "turn",
    "state",
    "says",
    "number",
    "word",
    "reasons",
    "next_steps",
    "code",
}
REASON = {"words", "code", "plain", "cure", "rule", "who"}
STEP = {"who", "what", "by", "papers", "place"}


def test_each_row_as_data(town: Any) -> None:
    shown = town.file("--json")
    assert shown.exit_code == 1
    rows = json.loads(shown.stdout)
    assert all(set(row) == KEYS for row in rows)
    assert all(set(reason) == REASON for row in rows for reason in row["reasons"])
    assert all(set(step) == STEP for row in rows for step in row["next_steps"])
    assert [(row["row"], row["state"], row["code"]) for row in rows] == [
        (2, "approved", None),
        (3, "approved", None),
        (4, "approved", None),
        (5, "not_filed", "preflight_failed"),
        (6, "awaiting_counter", None),
        (7, "awaiting_counter", None),
        (8, "not_filed", "not_offered"),
        (9, "not_filed", "roster"),
    ]
    first, refused, elsewhere, unread = rows[0], rows[3], rows[6], rows[7]
    assert (first["name"], first["id_number"]) == ("模拟张一", "420106********0033")
    assert first["number"]
    assert first["turn"] in {turn["turn"] for turn in town.turns()}
    assert first["word"] == "结束"
    assert [reason["rule"] for reason in refused["reasons"]] == ["WH-60"]
    assert elsewhere["next_steps"][0]["place"]
    assert "F9" in unread["reasons"][0]["words"]
    assert rows[4]["next_steps"][0]["by"] == "2026-11-20"
    assert "420106199503140033" not in shown.output


def test_a_filing_of_which_nobody_knows_is_unknown(
    town: Any, roster_of: Callable[..., Path], fault: Callable[..., None]
) -> None:
    fault(hall="wuhan", operation="submit", do="reset", when="after_commit")
    fault(hall="wuhan", operation="detail.open", do="maintenance", times=1000)
    fault(hall="wuhan", operation="task.open", do="maintenance", times=1000)
    (row,) = json.loads(town.file("--json", roster=roster_of(2)).stdout)
    (turn,) = town.turns()
    assert (row["state"], row["code"], row["turn"]) == ("unknown", "outcome_unknown", turn["turn"])


class TestOneCauseOfManyRows:
    """Said once on stderr, with how many rows it stopped and its cure."""

    def causes(self, shown: Any) -> list[str]:
        return [line for line in shown.stderr.splitlines() if line.startswith("错误 [")]

    def test_a_hall_that_cannot_be_reached(self, town: Any, roster_of: Callable[..., Path]) -> None:
        text = town.units.read_text(encoding="utf-8").replace(f":{town.server.port}/", ":9/")
        town.units.write_text(text, encoding="utf-8")
        (line,) = self.causes(town.file(roster=roster_of(2, 3, 6)))
        assert "hall_unavailable" in line
        assert "3 行（共 3 行）" in line
        assert "base_url" in line

    def test_a_wrong_address(self, town: Any, roster_of: Callable[..., Path]) -> None:
        text = town.units.read_text(encoding="utf-8").replace("/wuhan/", "/nowhere/")
        town.units.write_text(text, encoding="utf-8")
        (line,) = self.causes(town.file(roster=roster_of(2, 3)))
        assert "2 行" in line
        assert "base_url" in line

    def test_a_refused_slip(self, town: Any, roster_of: Callable[..., Path]) -> None:
        text = town.units.read_text(encoding="utf-8").replace("mock0001a1", "wrong")
        town.units.write_text(text, encoding="utf-8")
        (line,) = self.causes(town.file(roster=roster_of(2, 3, 6)))
        assert "2 行（共 3 行）" in line
        assert "[unit.credentials]" in line

    def test_a_unit_without_an_address_stops_its_own_rows_only(
        self, town: Any, roster_of: Callable[..., Path]
    ) -> None:
        lines = town.units.read_text(encoding="utf-8").splitlines()
        first = next(n for n, line in enumerate(lines) if line.startswith("base_url"))
        town.units.write_text("\n".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")
        shown = town.file(roster=roster_of(2, 3, 6))
        assert shown.exit_code == 2
        (line,) = self.causes(shown)
        assert "2 行（共 3 行）" in line
        assert len(town.world.wuhan.effects()) == 1

    def test_what_is_wrong_with_single_rows_is_in_the_table_alone(self, town: Any) -> None:
        assert self.causes(town.file()) == []


def test_why_a_turn_ended_without_effect_is_shown(town: Any, roster_of: Callable[..., Path]) -> None:
    town.file(roster=roster_of(5))  # insured elsewhere
    (turn,) = town.turns()
    assert turn["state"] == "over"
    assert "WH-60" in turn["why"]
    shown = town.cli("status", turn["turn"], "--ledger", town.ledger)
    assert "原因：[WH-60]" in shown.stdout
    assert "WH-60" in town.cli("status", "--all", "--ledger", town.ledger).stdout


def test_what_took_effect_has_no_such_why(town: Any, roster_of: Callable[..., Path]) -> None:
    town.file(roster=roster_of(2))
    (turn,) = town.turns()
    assert turn["why"] is None
