"""What a shell sees of streams and signals: a full or closed stdout, a width for pipes, SIGTERM."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SIGATEWAY = shlex.join([sys.executable, "-m", "sigateway.cli"])


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", f"{SIGATEWAY} {command}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        encoding="utf-8",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["regions", "regions --json", "--help", "window --help"])
@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
def test_a_stdout_that_takes_nothing_is_said_in_one_line(command: str, where: str) -> None:
    ran = shell(f"{command} {where}")
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert "标准输出" in line
    assert "internal" not in line


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_table_that_cannot_be_shown_loses_neither_the_filing_nor_the_workbook(
    town: Any, roster_of: Callable[..., Path]
) -> None:
    out = town.folder / "results.xlsx"
    where = ["--units", town.units, "--ledger", town.ledger, "--clock", town.control, "--out", out]
    ran = shell(f"{shlex.join(map(str, ['file', roster_of(2), *where]))} >/dev/full")
    assert ran.returncode == 2
    assert "标准输出" in ran.stderr.splitlines()[-1]
    assert out.is_file()
    assert [turn["state"] for turn in town.turns()] == ["landed"]


def test_a_reader_that_leaves_is_no_error_of_ours() -> None:
    ran = shell("rules wuhan --json | head -c 10")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_table_in_a_pipe_is_as_wide_as_columns_says(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def width() -> int:
        return max(len(line) for line in cli("rules", "wuhan").stdout.splitlines() if "┃" in line)

    monkeypatch.setenv("COLUMNS", "300")
    wide = width()
    monkeypatch.setenv("COLUMNS", "120")
    narrow = width()
    monkeypatch.setenv("COLUMNS", "nonsense")
    assert narrow < width() < wide


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_while_filing_ends_it_in_one_line_and_the_next_run_goes_on(
    town: Any, roster_of: Callable[..., Path], fault: Callable[..., None], number: signal.Signals, code: int
) -> None:
    fault(hall="wuhan", operation="login.submit", do="stall", when="before_commit", seconds=30)
    roster = roster_of(2)
    command = [sys.executable, "-m", "sigateway.cli", "file", str(roster), "--units", str(town.units)]
    command += ["--ledger", str(town.ledger), "--clock", town.control, "--trust", "E1"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ,
        # Whoever runs us in the background of a shell has made SIGINT ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as program:
        deadline = time.monotonic() + 30
        while not any(e.operation == "login.submit" for e in town.world.journal.entries):
            assert program.poll() is None, program.stderr and program.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        program.send_signal(number)
        out, err = program.communicate(timeout=20)
    assert program.returncode == code
    assert out == ""
    assert err.splitlines()[-1].startswith("已中断")
    assert "三分钟" in err
    assert "Traceback" not in err

    town.world.faults.clear()
    assert town.file(roster=roster).exit_code == 0
    assert len(town.world.wuhan.effects()) == 1
