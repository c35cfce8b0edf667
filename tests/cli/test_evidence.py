"""``sigateway evidence``: export, verify offline, attest."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_exported_verified_and_a_changed_one_ends_with_1(
    town: Any, cli: Callable[..., Any], roster_of: Callable[..., Path], tmp_path: Path
) -> None:
    town.file(roster=roster_of(2))
    (turn,) = town.turns()
    for name, more in (("whole.json", ()), ("bare.json", ("--redacted",))):
        shown = cli(
            "evidence", "export", turn["turn"], "--ledger", town.ledger, "--out", tmp_path / name, *more
        )
        assert shown.exit_code == 0, shown.stderr
        assert cli("evidence", "verify", tmp_path / name).exit_code == 0
    head = json.loads((tmp_path / "whole.json").read_text())["head"]
    assert cli("evidence", "verify", tmp_path / "bare.json", "--head", head).exit_code == 0
    assert cli("evidence", "verify", tmp_path / "bare.json", "--head", "0" * 64).exit_code == 1

    text = (tmp_path / "whole.json").read_text(encoding="utf-8")
    (tmp_path / "changed.json").write_text(text.replace("6500.00", "9500.00"), encoding="utf-8")
    shown = cli("evidence", "verify", tmp_path / "changed.json", "--json")
    assert shown.exit_code == 1
    assert "内容被改动" in json.loads(shown.stdout)["faults"][0]


def test_a_turn_that_is_not_in_doubt_is_not_attested(
    town: Any, cli: Callable[..., Any], roster_of: Callable[..., Path], tmp_path: Path
) -> None:
    town.file(roster=roster_of(2))
    (turn,) = town.turns()
    proof = tmp_path / "photo.jpg"
    proof.write_bytes(b"x")
    ledger = ("--ledger", town.ledger, "--who", "模拟甲", "--how", "窗口", "--file", proof)
    shown = cli("evidence", "attest", turn["turn"], *ledger, "--second", "模拟乙")
    assert shown.exit_code == 2
    assert "没有待定的结果" in shown.stderr
    shown = cli("evidence", "attest", turn["turn"], *ledger, "--second", "模拟甲")
    assert "不能是同一人" in shown.stderr
