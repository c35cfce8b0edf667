"""``sigateway check``: what the rules say of each row, without a network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from sigateway.errors import ConfigurationError
from sigateway.filings.findings import Finding, Grade
from sigateway.filings.units import InsuredUnit
from sigateway.registry import Registry, Stack
from sigateway.roster import RefusedRow, Roster, RosterRow, UnitsFile, read, read_units
from sigateway.roster.reading import region_codes
from sigateway.rules.calendar import StateCouncilCalendar
from sigateway.rules.context import Context

from .exits import Exit
from .output import as_json, say, show_json, show_table, who_of
from .window import any_unit, moment

Checked = tuple[RosterRow, tuple[Finding, ...]]


def command(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help="名册 .xlsx、.xls、.csv 或 .txt。")],
    units: Annotated[
        Path | None, typer.Option("--units", metavar="FILE", help="单位文件 units.toml。")
    ] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="ISO", help="按哪一天预检；默认现在。")] = None,
    trust: Annotated[
        str, typer.Option("--trust", metavar="E0…E4", help="低于此证据等级的规则只提示。")
    ] = "E2",
    as_data: Annotated[
        bool, typer.Option("--json", help="输出 JSON，含完整证件号码。 Machine-readable.")
    ] = False,
) -> None:
    """离线预检名册，不联网。 Check a roster against the rules, offline."""
    registry = Registry()
    book = read_roster(roster, registry)
    known = None if units is None else read_units(units, registry)
    checked, refused = examine(book, known, registry, moment(at), grade(trust))
    for note in book.notes:
        say(note)
    if as_data:
        rows = [{**row.as_json(), "findings": [_finding(row, f) for f in found]} for row, found in checked]
        show_json({"rows": rows, "refused": [row.as_json() for row in refused]})
    else:
        _show(checked, refused)
    blocked = any(finding.blocks for _, found in checked for finding in found)
    if blocked or refused:
        raise typer.Exit(Exit.REFUSED)


def read_roster(path: Path, registry: Registry) -> Roster:
    """The roster of that file. ConfigurationError for what is none."""
    if path.is_dir():
        raise ConfigurationError(
            f"{path.resolve()} 是文件夹；请给出其中的名册文件（.xlsx、.xls、.csv 或 .txt）。 (a folder, not a roster)"
        )
    return read(path, regions=region_codes(registry))


def grade(text: str) -> Grade:
    """A grade by its name."""
    if text not in Grade.__members__:
        raise ConfigurationError(f"--trust 应为 {'、'.join(Grade.__members__)} 之一。 (unknown grade)")
    return Grade[text]


def examine(
    book: Roster, units: UnitsFile | None, registry: Registry, at: datetime, trust: Grade
) -> tuple[list[Checked], list[RefusedRow]]:
    """The findings of each row; rows whose unit is not to be found join the refused ones."""
    stacks: dict[str, Stack] = {}
    calendar = StateCouncilCalendar()
    checked: list[Checked] = []
    refused = list(book.refused)
    for row in book.rows:
        unit = unit_of(row, units)
        if isinstance(unit, RefusedRow):
            refused.append(unit)
            continue
        if row.region not in stacks:
            stacks[row.region] = registry.stack(row.region)
        stack = stacks[row.region]
        context = Context(unit, at, stack.rules, calendar)
        checked.append((row, stack.findings(row.filing, context, trust)))
    return checked, refused


def unit_of(row: RosterRow, units: UnitsFile | None) -> InsuredUnit | RefusedRow:
    """The row's unit, by the units file; without one, a unit of which only the employer is known."""
    if units is None:
        return any_unit(row.region, row.employer_uscc)
    try:
        return units.find(row.region, row.employer_uscc, row.unit_number).unit
    except ConfigurationError as error:
        return no_unit(row, error)


def no_unit(row: RosterRow, error: ConfigurationError) -> RefusedRow:
    """The refusal of a row whose unit the units file does not have."""
    cell = row.cells["employer_uscc"]
    why = f"{cell}（统一社会信用代码）{error.message}"
    return RefusedRow(sheet=row.sheet, row=row.row, cells=(cell,), why=why, name=row.name)


def _finding(row: RosterRow, finding: Finding) -> Mapping[str, Any]:
    return {
        **as_json(finding),
        "grade": finding.grade.name,
        "blocks": finding.blocks,
        "cells": list(row.cells_of(finding)),
    }


def _show(checked: list[Checked], refused: list[RefusedRow]) -> None:
    rows = [
        (
            f"{row.sheet}!{row.row}",
            who_of(row.person),
            _verdict(found),
            _say(row, found),
        )
        for row, found in checked
    ]
    rows += [(f"{row.sheet}!{row.row}", row.name or "", "未申报：名册有误", row.why) for row in refused]
    show_table("名册预检（离线）", ("行", "人员", "结论", "说明"), rows)


def _verdict(found: tuple[Finding, ...]) -> str:
    return "未申报：预检不通过" if any(f.blocks for f in found) else "可申报" + ("，有提示" if found else "")


def _say(row: RosterRow, found: tuple[Finding, ...]) -> str:
    lines = []
    for finding in found:
        where = "，".join((finding.rule, *row.cells_of(finding)))
        # Papers to keep at hand are in --json; ten of them in each row would hide what must be mended.
        cure = f"；{finding.cure}" if finding.cure and (finding.blocks or not finding.papers) else ""
        lines.append(f"{'✗' if finding.blocks else '·'}{finding.message}（{where}）{cure}")
    return "\n".join(lines)
