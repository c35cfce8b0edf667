"""The command line against a mock hall on loopback, in the hall's own time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from sigateway.cli import app
from sigateway_mockservers import MockServer, Simulator, World, serve

ROOT = Path(__file__).parents[2]
ROSTER = Path(__file__).with_name("roster.xlsx")
"""Eight enrolments of people of the mock hall at two units: five can be filed, three are refused for three reasons (WH-60, WH-53, a
mistyped identity number). It stands still, while the example's roster grows with the regions."""


@pytest.fixture(autouse=True)
def no_width_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have set ``COLUMNS``; tables honour it."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def cli() -> Callable[..., Result]:
    """Run ``sigateway`` in this process."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])  # type: ignore[return-value]

    return run


@dataclass
class Town:
    """A World, its server, and a folder with a units file for it."""

    world: World
    server: MockServer
    folder: Path
    cli: Callable[..., Any]

    @property
    def control(self) -> str:
        return f"{self.server.url}/_sim/worlds/{self.world.id}"

    @property
    def units(self) -> Path:
        return self.folder / "units.toml"

    @property
    def ledger(self) -> Path:
        return self.folder / "filings.db"

    def file(self, *more: object, roster: Path = ROSTER) -> Any:
        where = ("--units", self.units, "--ledger", self.ledger, "--clock", self.control)
        return self.cli("file", roster, *where, "--trust", "E1", *more)

    def turns(self) -> list[dict[str, Any]]:
        shown = self.cli("status", "--all", "--ledger", self.ledger, "--json")
        found: list[dict[str, Any]] = json.loads(shown.stdout)
        return found


@pytest.fixture
def town(tmp_path: Path, cli: Callable[..., Any]) -> Iterator[Town]:
    """A mock hall whose World's people are those of ``roster.xlsx``."""
    simulator = Simulator()
    with serve(simulator) as server:
        town = Town(simulator.create_world(), server, tmp_path, cli)
        text = (ROOT / "examples" / "units.toml").read_text(encoding="utf-8")
        base = town.world.base_url("wuhan", server.url)
        town.units.write_text(text.replace("http://127.0.0.1:8000/w/WORLD/wuhan/", base), encoding="utf-8")
        yield town


@pytest.fixture
def roster_of(tmp_path: Path) -> Callable[..., Path]:
    """The example roster with only some of its rows (2 to 9), changed by ``{column: value}``."""

    def make(*rows: int, **changes: object) -> Path:
        book = openpyxl.load_workbook(ROSTER)
        sheet = book.worksheets[0]
        header = [cell.value for cell in sheet[1]]
        for row in range(9, 1, -1):
            if row not in rows:
                sheet.delete_rows(row)
        for column, value in changes.items():
            for number in range(2, sheet.max_row + 1):
                sheet.cell(number, header.index(column) + 1).value = value  # type: ignore[assignment]
        path = tmp_path / "some.xlsx"
        book.save(path)
        return path

    return make


@pytest.fixture
def fault(town: Town) -> Callable[..., None]:
    """Arm a fault in the World, over the control plane."""

    def arm(**plan: object) -> None:
        httpx.post(f"{town.control}/faults", json=plan, trust_env=False).raise_for_status()

    return arm
