"""The ledger and the credentials file: who makes them, who only looks, and who else can read them."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sigateway as sg


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def foreign(path: Path) -> None:
    theirs = sqlite3.connect(path)
    theirs.execute("CREATE TABLE customers (name TEXT)")
    theirs.commit()
    theirs.close()


def test_a_ledger_that_cannot_be_used_leaves_no_credentials_behind(
    town: Any, roster_of: Callable[..., Path]
) -> None:
    foreign(town.ledger)
    roster = roster_of(2)
    before = contents(town.folder)
    shown = town.file(roster=roster)
    assert shown.exit_code == 2
    assert "不是 sigateway 的账本" in shown.stderr.splitlines()[-1]
    assert contents(town.folder) == before


def test_a_ledger_that_cannot_be_written_is_refused_before_anything_else(
    town: Any, roster_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sg.SqliteLedger(town.ledger).close()
    real = sqlite3.connect

    def on_a_read_only_disk(name: Any, **options: Any) -> sqlite3.Connection:
        path = str(name).removeprefix("file://").partition("?")[0]
        return real(f"{Path(path).as_uri()}?mode=ro", **{**options, "uri": True})

    monkeypatch.setattr(sqlite3, "connect", on_a_read_only_disk)
    shown = town.cli("doctor", "--ledger", town.ledger, "--json")
    assert shown.exit_code == 2
    assert "写不进去" in shown.stdout
    shown = town.file(roster=roster_of(2))
    assert shown.exit_code == 2
    assert "权限" in shown.stderr.splitlines()[-1]
    assert str(town.ledger) in shown.stderr
    assert not town.ledger.with_name("filings.db.credentials.db").exists()
    assert not [e for e in town.world.journal.entries if e.operation == "login.submit"]


@pytest.mark.parametrize("what", ["empty", "foreign", "text"])
def test_status_refuses_what_is_no_ledger_and_leaves_it_alone(
    cli: Callable[..., Any], tmp_path: Path, what: str
) -> None:
    ledger = tmp_path / "filings.db"
    if what == "foreign":
        foreign(ledger)
    else:
        ledger.write_text("" if what == "empty" else "no database, but some text " * 100, encoding="utf-8")
    before = contents(tmp_path)
    shown = cli("status", "--all", "--ledger", ledger)
    assert shown.exit_code == 2
    (line,) = shown.stderr.splitlines()
    assert "账本" in line
    assert contents(tmp_path) == before


def test_status_and_ways_back_change_nothing(town: Any, roster_of: Callable[..., Path]) -> None:
    assert town.file(roster=roster_of(2)).exit_code == 0
    before = contents(town.folder)
    (turn,) = town.turns()
    town.cli("status", turn["turn"], "--ledger", town.ledger)
    where = ("--units", town.units, "--ledger", town.ledger, "--clock", town.control)
    assert town.cli("ways-back", turn["turn"], *where).exit_code == 0
    assert contents(town.folder) == before


@pytest.mark.skipif(os.name != "posix", reason="modes say who may read on POSIX only")
def test_files_that_others_can_read_are_told_of_once(town: Any, roster_of: Callable[..., Path]) -> None:
    roster = roster_of(2)
    town.units.chmod(0o644)
    shown = town.file(roster=roster)
    assert shown.stderr.count("chmod 600") == 1
    assert str(town.units) in shown.stderr
    made = [town.ledger, town.ledger.with_name("filings.db.credentials.db")]
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o600, 0o600]

    town.units.chmod(0o600)
    assert "chmod" not in town.file(roster=roster).stderr

    for path in made:
        path.chmod(0o640)
    shown = town.file(roster=roster)
    assert shown.stderr.count("chmod 600") == 1
    assert all(str(path) in shown.stderr for path in made)
    assert str(town.units) not in shown.stderr
