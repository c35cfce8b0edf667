"""Read a workbook: find each sheet's header, read its rows, refuse what cannot be filed and go on with the others."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sigateway.errors import ConfigurationError
from sigateway.registry import Registry

from . import cells
from .columns import COLUMNS, is_harmless, is_header, known
from .parsing import RowReader
from .rows import RefusedRow, Roster, RosterRow
from .sheets import Sheet, address, open_workbook

_HEADER_WITHIN = 15


def read(path: str | os.PathLike[str], *, regions: Mapping[str, str] | None = None) -> Roster:
    """Read a roster. Raises ConfigurationError, in one sentence, for a file that is no roster.

    ``regions`` maps each way to write a region to its code; by default those installed, by code and by Chinese name.
    """
    file = Path(path)
    sheets, notes = [], []
    for sheet in open_workbook(file):
        found, said = _with_header(sheet)
        notes += said
        sheets.append(found)
    headed = [sheet for sheet in sheets if sheet.header_row]
    if not headed:
        raise ConfigurationError(
            f"名册 {file.name} 中没有表头：前{_HEADER_WITHIN}行里应有一行含有{_mandatory()}等列名。 (no header row found)"
        )
    rows, refused = _rows(headed, region_codes(Registry()) if regions is None else regions)
    if not rows and not refused:
        raise ConfigurationError(
            f"名册 {file.name} 的表头之下没有任何人员；请填写后再试。 (the roster has no rows)"
        )
    return Roster(
        path=file, rows=tuple(rows), refused=tuple(refused), notes=tuple(notes), sheets=tuple(sheets)
    )


def region_codes(registry: Registry) -> dict[str, str]:
    """Each way to write an installed region, to its code: the code, the Chinese name, the name with 市 or 省."""
    found: dict[str, str] = {}
    for code in registry.plugins:
        name = registry.region(code.split(".")[0]).name if "." not in code else ""
        short = name.removesuffix("市").removesuffix("省")
        found |= {
            spelling: code
            for spelling in (code, name, short, f"{short}市", f"{short}省")
            if len(spelling) > 1
        }
    return found


def _rows(sheets: list[Sheet], regions: Mapping[str, str]) -> tuple[list[RosterRow], list[RefusedRow]]:
    rows: list[RosterRow] = []
    refused: list[RefusedRow] = []
    first: dict[tuple[object, ...], str] = {}
    for sheet in sheets:
        reader = RowReader(sheet, regions)
        for number, raw in sheet.rows():
            if all(cells.is_empty(cell) for cell in raw) and not any(
                row == number for row, _ in sheet.broken
            ):
                continue
            row = reader.read(number, raw)
            if isinstance(row, RosterRow):
                row = _unless_twice(row, first)
            if isinstance(row, RosterRow):
                rows.append(row)
            else:
                refused.append(row)
    return rows, refused


def _unless_twice(row: RosterRow, first: dict[tuple[object, ...], str]) -> RosterRow | RefusedRow:
    """The same person twice, for one unit and one business: only the first stands, and the second says so."""
    what = (row.region, row.employer_uscc, row.unit_number, row.action, row.filing.person.key)
    here = f"{row.sheet}!{row.cells['person.document.number']}"
    earlier = first.setdefault(what, here)
    if earlier == here:
        return row
    return RefusedRow(
        sheet=row.sheet,
        row=row.row,
        cells=(row.cells["person.document.number"],),
        why=f"{row.cells['person.document.number']}（证件号码）与 {earlier} 为同一人、同一单位、同一业务，请删去重复的一行",
        name=row.name,
    )


def _with_header(sheet: Sheet) -> tuple[Sheet, list[str]]:
    for number, row in enumerate(sheet.cells[:_HEADER_WITHIN], 1):
        if is_header(row):
            return _headed(sheet, number, row)
    if any(not cells.is_empty(cell) for row in sheet.cells for cell in row):
        return sheet, [f"工作表“{sheet.name}”没有名册表头，未读取。"]
    return sheet, []


def _headed(sheet: Sheet, number: int, row: tuple[cells.Cell, ...]) -> tuple[Sheet, list[str]]:
    places: dict[str, int] = {}
    notes: list[str] = []
    for place, cell in enumerate(row):
        header = cell if isinstance(cell, str) else str(cell)
        column = known(header)
        here = address(number, place)
        if column is None:
            if not is_harmless(header):
                notes.append(f"工作表“{sheet.name}”的列 {here}“{header.strip()}”不认识，未用于申报。")
        elif column.key in places:
            other = address(number, places[column.key])
            raise ConfigurationError(
                f"工作表“{sheet.name}”的 {other} 与 {here} 两列都是“{column.header}”；请只保留一列。 (column stands twice)"
            )
        else:
            places[column.key] = place
    missing = [column.header for column in COLUMNS if column.mandatory and column.key not in places]
    if missing:
        raise ConfigurationError(
            f"工作表“{sheet.name}”第{number}行的表头缺少：{'、'.join(missing)}；请补上这些列。 (missing columns)"
        )
    return replace(sheet, header_row=number, columns=tuple(places.items())), notes


def _mandatory() -> str:
    return "、".join(column.header for column in COLUMNS if column.mandatory)
