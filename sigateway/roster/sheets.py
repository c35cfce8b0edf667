"""A workbook as sheets of cells. The only place that knows how a file is opened."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from sigateway.errors import ConfigurationError

from .cells import Cell

_SUSPECT: Final = (b"<f", b't="e"')


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``header_row`` counts from 1; ``columns`` maps a column's key to its place, counted from 0.

    ``broken`` are cells (row, place) that hold an error value, or a formula that was never calculated.
    """

    name: str
    cells: tuple[tuple[Cell, ...], ...]
    broken: frozenset[tuple[int, int]] = frozenset()
    header_row: int = 0
    columns: tuple[tuple[str, int], ...] = ()

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """The rows below the header, each with its number."""
        yield from enumerate(self.cells[self.header_row :], self.header_row + 1)


def address(row: int, place: int) -> str:
    """``F5`` for row 5 and place 5."""
    return f"{get_column_letter(place + 1)}{row}"


def open_workbook(path: Path) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx file. Raises ConfigurationError in one sentence for what is no workbook."""
    if path.suffix.lower() != ".xlsx":
        raise ConfigurationError(
            f"名册应为 .xlsx 文件：{path.name}；请在表格软件中“另存为”.xlsx。 (not an .xlsx workbook)"
        )
    if not path.is_file():
        raise ConfigurationError(f"没有名册文件 {path}；请核对路径。 (no such file)")
    try:
        with CalamineWorkbook.from_path(path) as book:
            kinds = {sheet.name: sheet.typ for sheet in book.sheets_metadata}
            grids = {
                name: tuple(
                    tuple(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                )
                for name in book.sheet_names
                if kinds[name] == SheetTypeEnum.WorkSheet
            }
    except (CalamineError, OSError) as error:
        raise ConfigurationError(
            f"名册 {path.name} 打不开：不是有效的 .xlsx 工作簿，或有密码保护；请在表格软件中打开核对后另存。"
            f" (not a readable workbook: {type(error).__name__})"
        ) from error
    broken = _broken(path, grids)
    return tuple(Sheet(name, grid, broken.get(name, frozenset())) for name, grid in grids.items())


def _broken(
    path: Path, grids: Mapping[str, tuple[tuple[Cell, ...], ...]]
) -> dict[str, frozenset[tuple[int, int]]]:
    """Cells that the reader shows as empty though something stands in them. Most workbooks have no such thing."""
    try:
        with ZipFile(path) as archive:
            parts = [part for part in archive.namelist() if part.startswith("xl/worksheets/")]
            if not any(mark in archive.read(part) for part in parts for mark in _SUSPECT):
                return {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings and validations, which say nothing about values
            book = openpyxl.load_workbook(path, read_only=True)
        try:
            return {name: _hidden(book[name], grid) for name, grid in grids.items()}
        finally:
            book.close()
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"名册 {path.name} 含有公式，但无法核对其结果；请把公式“选择性粘贴”为数值后另存。"
            f" (formulas could not be checked: {type(error).__name__})"
        ) from error


def _hidden(sheet: Any, grid: tuple[tuple[Cell, ...], ...]) -> frozenset[tuple[int, int]]:
    suspects = [
        (cell.row, cell.column - 1)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type in ("f", "e")
    ]
    return frozenset(
        (row, place)
        for row, place in suspects
        if row > len(grid) or place >= len(grid[row - 1]) or grid[row - 1][place] == ""
    )
