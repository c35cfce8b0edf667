"""Workbooks of Excel 97-2003 (.xls, BIFF8): written with xlwt, read with python-calamine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlwt
from python_calamine import CalamineError, load_workbook

CONTENT_TYPE = "application/vnd.ms-excel"

# Every file of Excel 97-2003 is an OLE container. An .xlsx (a zip), a CSV and an HTML page under another name are not.
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")

_TEXT = xlwt.easyxf(num_format_str="@")
_HEADING = xlwt.easyxf("font: bold on", num_format_str="@")
_RED_HEADING = xlwt.easyxf("font: bold on, colour red", num_format_str="@")
_COLUMN_WIDTH = 18 * 256


# A stray cell in a far corner makes a sheet of millions of empty ones; nobody files so many.
_MOST_CELLS = 1_000_000


class NotAWorkbookError(ValueError):
    """What was sent is no workbook of Excel 97-2003."""


class SheetTooLargeError(ValueError):
    """The first sheet reaches further than anybody would fill in."""


def write_workbook(
    sheet: str, headings: Sequence[str], rows: Iterable[Sequence[str]] = (), red: str = "*"
) -> bytes:
    """A workbook of one sheet, every column formatted as text. Headings that end in ``red`` are red."""
    workbook = xlwt.Workbook(encoding="utf-8")
    page = workbook.add_sheet(sheet)
    for place, heading in enumerate(headings):
        page.col(place).width = _COLUMN_WIDTH
        page.col(place).set_style(_TEXT)
        page.write(0, place, heading, _RED_HEADING if heading.endswith(red) else _HEADING)
    for line, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            page.write(line, place, text, _TEXT)
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def read_workbook(content: bytes) -> list[list[object]]:
    """The rows of the first sheet from its first cell on; texts are ``str``, an empty cell is ``""``."""
    if not content.startswith(_OLE_MAGIC):
        raise NotAWorkbookError("the file does not begin as an OLE container does")
    try:
        with load_workbook(BytesIO(content)) as workbook:
            sheet = workbook.get_sheet_by_index(0)
            if sheet.total_height * sheet.total_width > _MOST_CELLS:
                raise SheetTooLargeError("the sheet is too large to be a batch")
            rows: Any = sheet.to_python(skip_empty_area=False)
    except SheetTooLargeError:
        raise
    except (CalamineError, ValueError, IndexError) as error:
        raise NotAWorkbookError("the container holds no readable workbook") from error
    except BaseException as error:
        # A damaged container makes the reader panic, and pyo3 makes that a BaseException that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise NotAWorkbookError("the container is damaged") from error
    return list(rows)
