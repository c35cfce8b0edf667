"""The programs in ``examples/`` for a vendor's engineer run as they stand, in a folder of their own, with no arguments."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(program: str, folder: Path) -> str:
    command = [sys.executable, "-W", "error", str(ROOT / "examples" / program)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert list(folder.iterdir()) == [], "it leaves nothing behind"
    return done.stdout


def test_a_vendors_program_files_once_and_says_what_stands_in_the_way(tmp_path: Path) -> None:
    said = run("vendor.py", tmp_path)
    preflight, dry_run, filed, again, differs, elsewhere = said.split("== ")[2:]
    assert "可以申报" in preflight
    assert "enrol.save" in dry_run
    assert "submit" not in dry_run
    assert "结果：已办结" in filed
    assert "同一业务：True" in again
    assert "declared_wage，未再发送" in differs
    assert "更正途径：" in differs
    assert "WH-40" in elsewhere
    assert "模拟大厅共受理 1 笔" in elsewhere


def test_the_async_program_files_five_people_at_once(tmp_path: Path) -> None:
    _, filed, waited = run("vendor_async.py", tmp_path).split("== ")
    assert filed.count("审核中") == 5
    assert waited.count("已办结") == 5
    assert "模拟大厅共受理 5 笔" in waited


@pytest.mark.parametrize("program", ["vendor.py", "vendor_async.py"])
def test_what_is_for_the_mock_only_stands_apart(program: str) -> None:
    text = (ROOT / "examples" / program).read_text(encoding="utf-8")
    vendors, mocks = text.split("# ---- FOR THE MOCK ONLY")
    for name in ("sigateway_mockservers", "sigateway.testing", "WorldClock"):
        assert name not in vendors.replace("sigateway[mock]", "")
        assert name in mocks
