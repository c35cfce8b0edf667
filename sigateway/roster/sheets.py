"""Sheets of cells, and the names of the cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from .cells import Cell

Grid = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``header_row`` counts from 1; ``columns`` maps a column's key to its place, counted from 0.

    ``broken`` are cells (row, place) that hold an error value, or a formula that was never calculated. ``lettered`` is false for
    a text file, where people know a column by its header and a row by its line.
    """

    name: str
    cells: Grid
    broken: frozenset[tuple[int, int]] = frozenset()
    header_row: int = 0
    columns: tuple[tuple[str, int], ...] = ()
    lettered: bool = True

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """The rows below the header, each with its number."""
        yield from enumerate(self.cells[self.header_row :], self.header_row + 1)

    def address(self, row: int, place: int) -> str:
        """``F5`` in a workbook; ``第5行“月工资”`` in a text file, or the column's number where it has no header."""
        if self.lettered:
            return f"{get_column_letter(place + 1)}{row}"
        header = self.cells[self.header_row - 1] if self.header_row else ()
        named = str(header[place]).strip() if place < len(header) else ""
        return f"第{row}行“{named}”" if named else f"第{row}行第{place + 1}列"


class Addresses(Mapping[str, str]):
    """Where the values of one row stand: the filing's dotted field, or a column's key, to the cell. Worked out when asked for."""

    __slots__ = ("_places", "_row", "_sheet")

    def __init__(self, sheet: Sheet, row: int, places: Mapping[str, int]) -> None:
        self._sheet, self._row, self._places = sheet, row, places

    def __getitem__(self, path: str) -> str:
        return self._sheet.address(self._row, self._places[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
