"""A workbook, .xlsx or .xls, as sheets of cells."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

import openpyxl
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from sigateway.errors import ConfigurationError

from . import biff
from .sheets import Grid, Sheet

MARKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How the bytes of a workbook begin: a zip archive .xlsx, a compound file .xls."""

_SUSPECT: Final = (b"<f", b't="e"')
_UNREADABLE: Final = (BadZipFile, LookupError, ValueError, TypeError, AttributeError, struct.error)


def sheets_of(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of a workbook. Raises ConfigurationError in one sentence for what is none."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            kinds = {sheet.name: sheet.typ for sheet in book.sheets_metadata}
            grids: dict[str, Grid] = {
                title: tuple(
                    tuple(row) for row in book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                )
                for title in book.sheet_names
                if kinds[title] == SheetTypeEnum.WorkSheet
            }
    except (CalamineError, OSError) as error:
        raise ConfigurationError(
            f"名册 {name} 打不开：不是有效的 .xlsx 或 .xls 工作簿，或有密码保护；请在表格软件中打开核对后另存。"
            f" (not a readable workbook: {type(error).__name__})"
        ) from error
    broken = _broken(data, name, grids)
    return tuple(Sheet(title, grid, broken.get(title, frozenset())) for title, grid in grids.items())


def _broken(data: bytes, name: str, grids: Mapping[str, Grid]) -> dict[str, frozenset[tuple[int, int]]]:
    """Cells that the reader shows as empty though something stands in them. Most workbooks have no such thing."""
    try:
        suspects = _suspects(data, grids) if data.startswith(MARKS[0]) else biff.suspects(data)
    except _UNREADABLE as error:
        raise ConfigurationError(
            f"名册 {name} 中有没有公式或错误值无法核对；请把公式“选择性粘贴”为数值，另存为 .xlsx 后再试。"
            f" (formulas could not be checked: {type(error).__name__})"
        ) from error
    return {title: _hidden(found, grids[title]) for title, found in suspects.items() if title in grids}


def _suspects(data: bytes, titles: Iterable[str]) -> dict[str, set[tuple[int, int]]]:
    """The cells of an .xlsx that hold a formula or an error value."""
    with ZipFile(BytesIO(data)) as archive:
        parts = [part for part in archive.namelist() if part.startswith("xl/worksheets/")]
        if not any(mark in archive.read(part) for part in parts for mark in _SUSPECT):
            return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drawings and validations, which say nothing about values
        book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    try:
        return {title: set(_formulas(book[title])) for title in titles}
    finally:
        book.close()


def _formulas(sheet: Any) -> Iterator[tuple[int, int]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and cell.data_type in ("f", "e"):
                yield cell.row, cell.column - 1


def _hidden(suspects: Iterable[tuple[int, int]], grid: Grid) -> frozenset[tuple[int, int]]:
    return frozenset(
        (row, place)
        for row, place in suspects
        if row > len(grid) or place >= len(grid[row - 1]) or grid[row - 1][place] == ""
    )
