"""An empty roster to fill in: the headers, one example row that is skipped on reading, and a sheet that explains each column."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .columns import COLUMNS, EXAMPLE, Column
from .help import HELP, HELP_HEADERS, HELP_TITLE, NOTES
from .kinds import KINDS
from .saving import save

_HEAD, _SAMPLE = PatternFill("solid", start_color="DDEBF7"), PatternFill("solid", start_color="EDEDED")
_ROWS: Final = 1000
"""So many rows offer the lists of values."""

_NEEDED, _OPTIONAL, _UNUSED, _ELSEWHERE = "必填", "可填", "—", "不在网上办理"


@dataclass(frozen=True)
class Needs:
    """What one region takes: its name as a roster writes it, and the fields that each kind of filing offered there must have."""

    region: str
    fields: Mapping[str, Collection[str]] = field(default_factory=dict)


def write_template(path: str | os.PathLike[str], needs: Needs | None = None) -> None:
    """Write the workbook. It appears whole or not at all; ConfigurationError when it cannot be written."""
    book = Workbook()
    _fill_in(book.worksheets[0], needs)
    _explain(book.create_sheet("说明"), needs)
    save(book, Path(path))


def _fill_in(sheet: Any, needs: Needs | None) -> None:
    sheet.title = "名册"
    for place, column in enumerate(COLUMNS, 1):
        text = HELP[column.key]
        head, sample = sheet.cell(1, place, column.header), sheet.cell(2, place)
        head.font, head.fill, head.alignment = Font(bold=True), _HEAD, Alignment(horizontal="center")
        head.comment = Comment(f"{text.meaning}\n{text.values}".strip(), "sigateway", height=120, width=260)
        sample.value = needs.region if needs and column.key == "region" else text.example
        sample.font, sample.fill = Font(italic=True, color="808080"), _SAMPLE
        sample.number_format = "@"
        whole = sheet.column_dimensions[get_column_letter(place)]
        whole.width = max(12, 2 * len(column.header) + 4, len(text.example) + 4)
        # Everything is text: identifiers keep their digits, and a month is not taken for a day.
        whole.number_format = "@"
        if text.choices:
            _offer(sheet, place, text.choices)
    sheet.freeze_panes = "A2"


def _offer(sheet: Any, place: int, choices: tuple[str, ...]) -> None:
    listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    letter = get_column_letter(place)
    listed.add(f"{letter}3:{letter}{_ROWS}")
    sheet.add_data_validation(listed)


def _explain(sheet: Any, needs: Needs | None) -> None:
    sheet.append([HELP_TITLE])
    for note in NOTES:
        sheet.append([note.format(example=EXAMPLE)])
    sheet.append([])
    sheet.append([*HELP_HEADERS[:1], *(kind.word for kind in KINDS.values()), *HELP_HEADERS[1:]])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for column in COLUMNS:
        text = HELP[column.key]
        uses = (_use(column, kind, needs) for kind in KINDS)
        sheet.append(
            [column.header, *uses, text.meaning, text.values, text.example, "、".join(_also(column))]
        )
    sheet["A1"].font = Font(bold=True, size=14)
    for letter, width in zip("ABCDEFGH", (18, 12, 12, 12, 44, 60, 24, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.number_format = "@"
            if cell.column > 4:
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _use(column: Column, kind: str, needs: Needs | None) -> str:
    if needs is not None and needs.fields and kind not in needs.fields:
        return _ELSEWHERE
    if kind not in column.serves:
        return _UNUSED
    asked = needs is not None and column.path in needs.fields.get(kind, ())
    return _NEEDED if kind in column.needed_by or asked else _OPTIONAL


def _also(column: Column) -> tuple[str, ...]:
    return tuple(name for name in column.synonyms if not name.isascii())
