"""The roster again, with what became of each row beside it. No cell of it can become a formula."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from sigateway.errors import ConfigurationError
from sigateway.filings.cases import CaseState

from . import cells
from .columns import RESULT_HEADERS
from .outcomes import Outcome
from .rows import Roster
from .saving import save
from .sheets import Sheet

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "|", "%")
_GREEN, _AMBER, _RED = (PatternFill("solid", start_color=c) for c in ("E2F0D9", "FFF2CC", "F8D7DA"))
_WIDTHS: Final = (26, 14, 44, 44)
_BLANK: Final = "未处理"


def write_results(path: str | os.PathLike[str], roster: Roster, outcomes: Iterable[Outcome]) -> None:
    """Write the roster's sheets with four columns more: 办理结果, 大厅状态, 业务号/原因, 下一步.

    Rows stay where they were. Every text is stored as text. The file appears whole or not at all; ConfigurationError when it
    would overwrite the roster, or cannot be written.
    """
    target = Path(path)
    if target.exists() and roster.path.exists() and target.samefile(roster.path):
        raise ConfigurationError(
            f"结果文件不能覆盖名册 {target}；请换一个文件名。 (results would overwrite the roster)"
        )
    by_row = {(outcome.sheet, outcome.row): outcome for outcome in outcomes}
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in roster.sheets:
        _write_sheet(book.create_sheet(sheet.name), sheet, by_row)
    if not book.worksheets:
        book.create_sheet("结果")
    save(book, target)


def check_target(target: Path, roster: Roster) -> None:
    """Raise ConfigurationError where results cannot go: over the roster, or into a folder that is not there."""
    if target.exists() and roster.path.exists() and target.samefile(roster.path):
        raise ConfigurationError(
            f"结果文件不能覆盖名册 {target}；请换一个文件名。 (results would overwrite the roster)"
        )
    if target.is_dir() or not target.parent.is_dir():
        raise ConfigurationError(
            f"结果文件 {target} 写不进去：目录不存在，或它本身是目录；请换一个位置。 (no such folder)"
        )


def _write_sheet(out: Any, sheet: Sheet, outcomes: Mapping[tuple[str, int], Outcome]) -> None:
    kept, start = _layout(sheet)
    for number, row in enumerate(sheet.cells, 1):
        for place, cell in enumerate(row):
            if kept(place, number) and not cells.is_empty(cell):
                _put(out.cell(number, place + 1), cell)
        if sheet.header_row and number == sheet.header_row:
            for offset, header in enumerate(RESULT_HEADERS):
                _put(out.cell(number, start + offset), header)
            for cell in out[number]:
                cell.font = Font(bold=True)
        elif sheet.header_row and number > sheet.header_row and any(not cells.is_empty(c) for c in row):
            _annotate(out, number, start, outcomes.get((sheet.name, number)))
    if sheet.header_row:
        out.freeze_panes = f"A{sheet.header_row + 1}"
        for _, place in sheet.columns:
            out.column_dimensions[get_column_letter(place + 1)].width = 20
        for offset, width in enumerate(_WIDTHS):
            out.column_dimensions[get_column_letter(start + offset)].width = width


def _layout(sheet: Sheet) -> tuple[Any, int]:
    """Which cells are kept, and where (from 1) the result columns begin. Earlier results give way to the new ones."""
    if not sheet.header_row:
        return (lambda place, number: True), 1
    header = sheet.cells[sheet.header_row - 1]
    earlier = [place for place, cell in enumerate(header) if cell in RESULT_HEADERS]
    used = [place for place, cell in enumerate(header) if place not in earlier and not cells.is_empty(cell)]
    start = max(used) + 2
    span = range(start - 1, start - 1 + len(RESULT_HEADERS))

    def kept(place: int, number: int) -> bool:
        return number < sheet.header_row or (place not in earlier and place not in span)

    return kept, start


def _annotate(out: Any, number: int, start: int, outcome: Outcome | None) -> None:
    if outcome is None:
        _put(out.cell(number, start), _BLANK)
        return
    detail = "；".join(filter(None, (outcome.number, outcome.reason)))
    for offset, text in enumerate((outcome.state, outcome.word, detail, outcome.whole_next_step)):
        cell = out.cell(number, start + offset)
        _put(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    out.cell(number, start).fill = _colour(outcome)


def _colour(outcome: Outcome) -> PatternFill:
    if outcome.case is None:
        return _AMBER if outcome.error == "outcome_unknown" else _RED
    if outcome.case.state is CaseState.APPROVED:
        return _GREEN
    return _RED if outcome.case.settled else _AMBER


def _put(cell: Cell, value: cells.Cell) -> None:
    """Put a value in. Text stays text, whatever it begins with, also when somebody edits the cell."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.number_format = "@"
        if value.startswith(_RISKY):
            cell.quotePrefix = True
        return
    cell.value = value
    if isinstance(value, date | time):
        cell.number_format = "yyyy-mm-dd hh:mm:ss" if isinstance(value, datetime | time) else "yyyy-mm-dd"
