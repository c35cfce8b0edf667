"""``sigateway roster template``: a workbook that anybody can fill in, and that reads back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Cli = Callable[..., Any]


@pytest.mark.parametrize("region", [(), ("--region", "wuhan")])
def test_the_template_is_written_and_checks_without_a_refusal(
    cli: Cli, tmp_path: Path, region: tuple[str, ...]
) -> None:
    out = tmp_path / "名册.xlsx"
    shown = cli("roster", "template", *region, out)
    assert shown.exit_code == 0, shown.output
    assert str(out) in shown.stderr
    checked = cli("check", out, "--json")
    assert checked.exit_code == 0
    assert '"rows": []' in checked.stdout
    assert "示例" in checked.stderr


def test_the_regions_template_marks_what_its_hall_asks_for(cli: Cli, tmp_path: Path) -> None:
    cli("roster", "template", "--region", "wuhan", tmp_path / "名册.xlsx")
    listed = {
        row[0]: row
        for row in openpyxl.load_workbook(tmp_path / "名册.xlsx")["说明"].iter_rows(values_only=True)
    }
    assert listed["手机号码"][1] == "必填"
    assert listed["居住地地址"][1] == "可填"


def test_a_file_that_is_there_is_never_overwritten(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "名册.xlsx"
    out.write_bytes(b"mine")
    shown = cli("roster", "template", out)
    assert shown.exit_code == 2
    assert "未覆盖" in shown.stderr
    assert out.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("名册.csv",), ".xlsx"),
        (("--region", "atlantis", "x.xlsx"), "atlantis"),
        (("none/x.xlsx",), "写不进去"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = cli("roster", "template", *arguments)
    assert shown.exit_code == 2
    assert said in shown.stderr
    assert list(tmp_path.iterdir()) == []
