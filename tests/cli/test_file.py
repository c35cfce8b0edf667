"""``sigateway file``: a roster reaches the hall, each row says what became of it, and nothing is filed twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Cli = Callable[..., Any]


def results(path: Path) -> list[tuple[Any, ...]]:
    """The last four columns of each row below the header."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [row[-4:] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.rule("WH-36", "WH-42", "WH-43", "WH-60")
def test_five_of_eight_are_filed_and_three_are_refused_for_three_reasons(town: Any, tmp_path: Path) -> None:
    out = tmp_path / "results.xlsx"
    shown = town.file("--out", out)
    assert shown.exit_code == 1
    assert len(town.world.wuhan.effects()) == 5
    rows = results(out)
    assert [row[0] for row in rows] == [
        "已办结",
        "已办结",
        "已办结",
        "未申报：预检不通过",
        "待到窗口审核资料",
        "待到窗口审核资料",
        "未申报：网上不受理",
        "未申报：名册有误",
    ]
    assert "WH-60" in rows[3][2]
    assert "WH-53" in rows[6][2]
    assert "F9" in rows[7][2]
    assert "最迟2026-11-20" in rows[4][3]
    assert town.world.verify() == []


def test_filing_again_after_the_counter_has_acted_sends_nothing_and_shows_the_new_state(
    town: Any, tmp_path: Path
) -> None:
    town.file()
    for task in town.world.wuhan.counter.waiting():
        town.world.wuhan.counter.approve(task.sxh)
    before = [entry.subject for entry in town.world.wuhan.commits if entry.operation != "login.submit"]
    out = tmp_path / "results.xlsx"
    assert town.file("--out", out).exit_code == 1
    assert [row[0] for row in results(out)].count("已办结") == 5
    assert len(town.world.wuhan.effects()) == 5
    assert [e.subject for e in town.world.wuhan.commits if e.operation != "login.submit"] == before


def test_what_the_counter_returns_is_shown_with_its_reason(
    town: Any, roster_of: Callable[..., Path], tmp_path: Path
) -> None:
    roster = roster_of(6)
    assert town.file(roster=roster).exit_code == 0
    (task,) = town.world.wuhan.counter.waiting()
    town.world.wuhan.counter.return_(task.sxh, ["资料不全"])
    out = tmp_path / "results.xlsx"
    assert town.file("--out", out, roster=roster).exit_code == 1
    (row,) = results(out)
    assert row[0] == "被回退"
    assert "资料不全" in row[2]


def test_a_row_changed_after_it_was_filed_is_not_filed_again(
    town: Any, roster_of: Callable[..., Path]
) -> None:
    assert town.file(roster=roster_of(2)).exit_code == 0
    shown = town.file(roster=roster_of(2, 申报工资=9999))
    assert shown.exit_code == 1
    assert "已有不同内容的申报" in shown.stdout
    assert len(town.world.wuhan.effects()) == 1


def test_without_waiting_a_case_is_shown_as_it_stands(town: Any, roster_of: Callable[..., Path]) -> None:
    shown = town.file("--wait", "0", roster=roster_of(2))
    assert shown.exit_code == 0
    assert "审核中" in shown.stdout


def test_the_screen_shows_names_and_never_whole_identity_numbers(town: Any) -> None:
    shown = town.file()
    assert "模拟张一" in shown.stdout
    assert "420106********0033" in shown.stdout
    assert "420106199503140033" not in shown.output


def test_each_turn_keeps_the_cell_it_came_from(town: Any, roster_of: Callable[..., Path]) -> None:
    town.file(roster=roster_of(2))
    (turn,) = town.turns()
    shown = town.cli("status", turn["turn"], "--ledger", town.ledger)
    assert "some.xlsx" in shown.stdout
    assert "第2行" in shown.stdout
    assert "已办结" in shown.stdout
    assert turn["case"]["word"] == "结束"


class TestWhenTheHallIsShut:
    """The rest of a unit's rows are not tried, the other units go on, and the exit code says what to do."""

    def test_a_refused_log_in_ends_with_5_and_is_not_tried_again(
        self, town: Any, roster_of: Callable[..., Path]
    ) -> None:
        good = town.units.read_text(encoding="utf-8")
        town.units.write_text(good.replace("mock0001a1", "wrong"), encoding="utf-8")
        roster = roster_of(2, 3, 6)
        first = town.file(roster=roster)
        assert first.exit_code == 5
        assert len(town.world.wuhan.effects()) == 1  # the other unit's
        tries = len([e for e in town.world.journal.entries if e.operation == "login.submit"])
        assert town.file(roster=roster).exit_code == 5
        again = [e for e in town.world.journal.entries if e.operation == "login.submit"]
        assert len(again) == tries + 1  # the other unit signed in; the blown fuse kept ours away

        town.units.write_text(good, encoding="utf-8")
        assert town.file(roster=roster).exit_code == 0
        assert len(town.world.wuhan.effects()) == 3

    def test_a_hall_that_cannot_be_reached_ends_with_3(
        self, town: Any, roster_of: Callable[..., Path]
    ) -> None:
        text = town.units.read_text(encoding="utf-8").replace(f":{town.server.port}/", ":9/")
        town.units.write_text(text, encoding="utf-8")
        shown = town.file(roster=roster_of(2, 6))
        assert shown.exit_code == 3
        assert shown.stdout.count("未申报：大厅不可用") == 2

    def test_credentials_in_neither_place_end_with_2(self, town: Any) -> None:
        text = town.units.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith(_SECRETS)]
        town.units.write_text("\n".join(lines), encoding="utf-8")
        shown = town.file()
        assert shown.exit_code == 2
        assert "凭据" in shown.stderr


_SECRETS = ("[unit.credentials]", "mode", "username", "password", "certificate")


def test_a_unit_that_is_not_in_the_units_file_is_refused_and_the_others_go_on(
    town: Any, tmp_path: Path
) -> None:
    text = town.units.read_text(encoding="utf-8")
    second = text.index("[[unit]]", text.index("[[unit]]") + 1)
    town.units.write_text(text[:second], encoding="utf-8")
    out = tmp_path / "results.xlsx"
    assert town.file("--out", out).exit_code == 1
    states = [row[0] for row in results(out)]
    assert states.count("已办结") == 3
    assert states.count("未申报：名册有误") == 4


def test_a_lost_answer_is_settled_by_the_halls_record_and_filed_once(
    town: Any, roster_of: Callable[..., Path], fault: Callable[..., None]
) -> None:
    fault(hall="wuhan", operation="submit", do="reset", when="after_commit")
    assert town.file(roster=roster_of(2)).exit_code == 0
    assert len(town.world.wuhan.effects()) == 1
    assert town.world.verify() == []


def test_a_filing_of_which_nobody_knows_ends_with_4_and_the_next_run_ends_the_doubt(
    town: Any, roster_of: Callable[..., Path], fault: Callable[..., None]
) -> None:
    fault(hall="wuhan", operation="submit", do="reset", when="after_commit")
    fault(hall="wuhan", operation="detail.open", do="maintenance", times=1000)
    fault(hall="wuhan", operation="task.open", do="maintenance", times=1000)
    roster = roster_of(2)
    shown = town.file(roster=roster)
    assert shown.exit_code == 4
    assert "待核实" in shown.stdout
    listed = town.cli("status", "--all", "--ledger", town.ledger)
    assert listed.exit_code == 4
    assert "待核实" in listed.stdout

    town.world.faults.clear()
    assert town.file(roster=roster).exit_code == 0
    assert len(town.world.wuhan.effects()) == 1
    assert town.cli("status", "--all", "--ledger", town.ledger).exit_code == 0


def test_json_of_status_masks_identity_numbers(town: Any, roster_of: Callable[..., Path]) -> None:
    town.file(roster=roster_of(2))
    shown = town.cli("status", "--all", "--ledger", town.ledger, "--json")
    assert json.loads(shown.stdout)[0]["id_number"] == "420106********0033"


def test_a_results_file_that_cannot_be_written_is_said_before_anything_is_filed(town: Any) -> None:
    for out in (town.folder / "none" / "out.xlsx", town.folder):
        assert town.file("--out", out).exit_code == 2
    assert town.world.wuhan.effects() == []
