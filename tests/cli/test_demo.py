"""The demonstration holds what it promises, and the committed roster is the one that its script makes."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import openpyxl

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_demo_files_each_row_once_and_leaves_the_results(tmp_path: Path) -> None:
    command = [sys.executable, str(EXAMPLES / "demo.py"), str(tmp_path / "out")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    held = "{'wuhan': 21, 'shanghai': 2, 'beijing': 6, 'zhejiang': 2, 'jiangsu': 2}"
    assert f"各地大厅共受理 {held}；再次运行后仍为 {held}" in ran.stdout
    assert "该经办人员已可登录" in ran.stdout
    assert (tmp_path / "out" / "results.xlsx").is_file()


def test_the_committed_roster_is_what_its_script_makes(tmp_path: Path) -> None:
    made = tmp_path / "roster.xlsx"
    runpy.run_path(str(EXAMPLES / "make_roster.py"))["make"](made)

    def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
        book = openpyxl.load_workbook(path)
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}

    assert cells(made) == cells(EXAMPLES / "roster.xlsx")
