"""The hall's workbooks: .xls (Excel 97-2003), one sheet, every cell a text (WH-78). Part of the wire. Bytes in, bytes out.

A workbook is written with text cells only: a number would lose the zeros before it, and the last digits of an ID.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

import xlwt
from python_calamine import CalamineError, CalamineWorkbook

from sigateway.plugin import WireChanged

MEDIA_TYPE: Final = "application/vnd.ms-excel"

_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = 512
_FREE: Final = 0xFFFFFFFF
_IN_HEADER: Final = 109  # places in the header for sectors of the table; more would be a workbook of 7 MB


@dataclass(frozen=True)
class Sheet:
    """The one sheet of a workbook: its name, and its rows as texts, without the empty cells at a row's end."""

    name: str
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


def write(sheet: Sheet) -> bytes:
    """The workbook with this sheet. Every cell is a text and formatted as one."""
    book = xlwt.Workbook(encoding="utf-8")
    style = xlwt.easyxf(num_format_str="@")
    page = book.add_sheet(sheet.name)
    for number, row in enumerate(sheet.rows):
        for column, text in enumerate(row):
            page.write(number, column, str(text), style)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def read(content: bytes, where: str) -> Sheet:
    """The one sheet of this workbook, or WireChanged. ``where`` names it for people."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            names = book.sheet_names
            if len(names) != 1:
                raise WireChanged(where, "a workbook with one sheet", f"{len(names)} sheets")
            cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise WireChanged(where, "a workbook .xls", type(error).__name__) from None
    return Sheet(names[0], tuple(_row(row) for row in cells))


def is_whole(content: bytes) -> bool:
    """Whether the file is as long as its own table of sectors says (MS-CFB): a workbook cut short can still open."""
    if len(content) < _HEADER or not content.startswith(_MAGIC):
        return False
    (shift,) = struct.unpack_from("<H", content, 0x1E)
    (tables,) = struct.unpack_from("<I", content, 0x2C)
    if shift != 9 or not 0 < tables <= _IN_HEADER:
        return False
    size = 1 << shift
    used: list[int] = []
    for place, table in enumerate(struct.unpack_from(f"<{tables}I", content, 0x4C)):
        begins = (table + 1) * size
        if begins + size > len(content):
            return False
        entries = struct.unpack_from(f"<{size // 4}I", content, begins)
        used += (place * len(entries) + number for number, entry in enumerate(entries) if entry != _FREE)
    return bool(used) and len(content) >= (used[-1] + 2) * size


def _row(cells: Sequence[object]) -> tuple[str, ...]:
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _text(cell: object) -> str:
    """A cell as a text: a whole number as one is written by hand, for the hall may count its rows in numbers."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
