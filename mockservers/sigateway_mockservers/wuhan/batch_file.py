"""The workbook of a batch: the template, and what an upload says row by row before any rule is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.businesses import Business
from sigateway_mockservers.wuhan.workbook import (
    NotAWorkbookError,
    SheetTooLargeError,
    read_workbook,
    write_workbook,
)

#: The most bytes of a file. The hall's real figure is unknown (E0).
MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A row of an uploaded workbook: its cells by field, and what is wrong with it as part of a file."""

    row: int
    cells: dict[str, str]
    found: tuple[Reason, ...]


def headings(business: Business) -> list[str]:
    """Row 1 of the template: the labels of the single form, with a star behind the red ones."""
    return [each.label + ("*" if each.red else "") for each in business.batch_columns]


@enforces("WH-78")
def template(business: Business, people: Iterable[Mapping[str, str]] = ()) -> bytes:
    """模板下载: a workbook with the headings, and a row for each of these people."""
    names = [each.name for each in business.batch_columns]
    rows = [[person[name] for name in names] for person in people]
    return write_workbook(business.batch_name, headings(business), rows)


def read_lines(business: Business, content: bytes) -> list[Line] | Reason:
    """The rows of an upload that hold anything, or why the file is refused as a whole."""
    if len(content) > MOST_BYTES:
        return reasons.FILE_TOO_LARGE
    try:
        rows = read_workbook(content)
    except NotAWorkbookError:
        return reasons.BAD_WORKBOOK
    except SheetTooLargeError:
        return reasons.FILE_TOO_LARGE
    width = len(business.batch_columns)
    # Beyond the template's columns nothing may be named; what stands there under no heading is not read.
    if not rows or rows[0][:width] != headings(business) or any(cell != "" for cell in rows[0][width:]):
        return reasons.BAD_HEADINGS
    filled = {
        number: row[:width]
        for number, row in enumerate(rows[1:], start=2)
        if any(str(cell).strip() for cell in row[:width])
    }
    if not filled:
        return reasons.NO_ROWS
    if len(filled) > business.most_rows:
        return reasons.too_many_rows(business.most_rows)
    return _read_filled(business, filled)


def _read_filled(business: Business, filled: dict[int, list[object]]) -> list[Line]:
    lines: list[Line] = []
    seen: set[str] = set()
    for number, row in filled.items():
        cells = {each.name: str(cell) for each, cell in zip(business.batch_columns, row, strict=True)}
        found = _ill_formed(business, row)
        if not found and cells["zjhm"] in seen:
            found = [reasons.NUMBER_REPEATED]
        if cells["zjhm"]:
            seen.add(cells["zjhm"])
        lines.append(Line(number, cells, tuple(found)))
    return lines


def _ill_formed(business: Business, row: list[object]) -> list[Reason]:
    """Cells that are no text, or no text that the hall can show."""
    found: list[Reason] = []
    for each, cell in zip(business.batch_columns, row, strict=True):
        if not isinstance(cell, str):
            found.append(reasons.not_text(each.label))
        elif not _is_gbk(cell):
            found.append(reasons.not_gbk(each.label))
    return found


def _is_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
