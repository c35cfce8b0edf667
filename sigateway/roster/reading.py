"""Read a roster: find each sheet's header, read its rows, refuse what cannot be filed and go on with the others."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sigateway.errors import ConfigurationError
from sigateway.registry import Registry

from . import cells
from .columns import ALL, COLUMNS, caution, is_harmless, is_header, known, lacking
from .help import HELP_TITLE
from .opening import HEADER_WITHIN, sheets_in
from .parsing import RowReader
from .rows import RefusedRow, Roster, RosterRow
from .sheets import Sheet


def read(path: str | os.PathLike[str], *, regions: Mapping[str, str] | None = None) -> Roster:
    """Read a roster. Raises ConfigurationError, in one sentence, for a file that is no roster.

    ``regions`` maps each way to write a region to its code; by default those installed, by code and by Chinese name.
    """
    file = Path(path)
    codes = region_codes(Registry()) if regions is None else regions
    with _no_collecting():
        return _read(file, codes)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the garbage collector: it would look through every cell again and again, and a roster makes no cycles."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(file: Path, regions: Mapping[str, str]) -> Roster:
    sheets, notes = [], []
    for sheet in sheets_in(file):
        found, said = _with_header(sheet, regions)
        notes += said
        sheets.append(found)
    headed = [sheet for sheet in sheets if sheet.header_row]
    if not headed:
        raise ConfigurationError(
            f"名册 {file.name} 中没有表头：前{HEADER_WITHIN}行里应有一行含有{_mandatory()}等列名。 (no header row found)"
        )
    rows, refused, examples = _rows(headed, regions)
    notes += [f"{where} 是示例，未读取。" for where in examples]
    if not rows and not refused and not examples:
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
        name = registry.name_of(code)
        short = name.removesuffix("市").removesuffix("省")
        found |= {
            spelling: code
            for spelling in (code, name, short, f"{short}市", f"{short}省")
            if len(spelling) > 1
        }
    return found


def _rows(
    sheets: list[Sheet], regions: Mapping[str, str]
) -> tuple[list[RosterRow], list[RefusedRow], list[str]]:
    """The rows, the refused ones, and where the template's example stands."""
    rows: list[RosterRow] = []
    refused: list[RefusedRow] = []
    examples: list[str] = []
    first: dict[tuple[object, ...], RosterRow] = {}
    for sheet in sheets:
        reader = RowReader(sheet, regions)
        broken = {row for row, _ in sheet.broken}
        for number, raw in sheet.rows():
            if number not in broken and all(map(cells.is_empty, raw)):
                continue
            if reader.is_example(raw):
                examples.append(f"{sheet.name}!{number}")
                continue
            row = reader.read(number, raw)
            if isinstance(row, RosterRow):
                row = _unless_twice(row, first)
            if isinstance(row, RosterRow):
                rows.append(row)
            else:
                refused.append(row)
    return rows, refused, examples


_NUMBER = "person.document.number"


def _unless_twice(row: RosterRow, first: dict[tuple[object, ...], RosterRow]) -> RosterRow | RefusedRow:
    """The same person twice, for one unit and one business: only the first stands, and the second says so."""
    what = (row.region, row.employer_uscc, row.unit_number, row.action, row.person.key)
    earlier = first.setdefault(what, row)
    if earlier is row:
        return row
    here, there = row.cells[_NUMBER], earlier.cells[_NUMBER]
    return RefusedRow(
        sheet=row.sheet,
        row=row.row,
        cells=(here,),
        why=f"{here}（证件号码）与 {earlier.sheet}!{there} 为同一人、同一单位、同一业务，请删去重复的一行",
        name=row.name,
    )


def _with_header(sheet: Sheet, regions: Mapping[str, str]) -> tuple[Sheet, list[str]]:
    for number, row in enumerate(sheet.cells[:HEADER_WITHIN], 1):
        if is_header(row):
            return _headed(sheet, number, row, regions)
    if sheet.cells and HELP_TITLE in sheet.cells[0]:
        return sheet, []
    if any(not cells.is_empty(cell) for row in sheet.cells for cell in row):
        return sheet, [f"工作表“{sheet.name}”没有名册表头，未读取。"]
    return sheet, []


def _headed(
    sheet: Sheet, number: int, row: tuple[cells.Cell, ...], regions: Mapping[str, str]
) -> tuple[Sheet, list[str]]:
    places: dict[str, int] = {}
    notes: list[str] = []
    for place, cell in enumerate(row):
        header = cell if isinstance(cell, str) else str(cell)
        column = known(header)
        here = sheet.address(number, place)
        if column is None:
            if not is_harmless(header):
                notes.append(f"工作表“{sheet.name}”的列 {here}“{header.strip()}”不认识，未用于申报。")
        elif column.key in places:
            other = sheet.address(number, places[column.key])
            raise ConfigurationError(
                f"工作表“{sheet.name}”的 {other} 与 {here} 两列都是“{column.header}”；请只保留一列。 (column stands twice)"
            )
        else:
            places[column.key] = place
            if meant := caution(header):
                notes.append(f"工作表“{sheet.name}”的列 {here}“{header.strip()}”{meant}。")
    having = {*places, "region"} if sheet.name in regions else places.keys()
    if missing := [column.header for column in lacking(having)]:
        raise ConfigurationError(
            f"工作表“{sheet.name}”第{number}行的表头缺少：{'、'.join(missing)}；请补上这些列。 (missing columns)"
        )
    return replace(sheet, header_row=number, columns=tuple(places.items())), notes


def _mandatory() -> str:
    return "、".join(column.header for column in COLUMNS if column.needed_by == ALL)
