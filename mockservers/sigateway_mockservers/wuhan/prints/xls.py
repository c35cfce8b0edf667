"""A form as a workbook of Excel 97-2003: title, head, headings, rows; every cell is text."""

from __future__ import annotations

from io import BytesIO

import xlwt

from sigateway_mockservers.wuhan.prints.forms import Printed

CONTENT_TYPE = "application/vnd.ms-excel"

_TEXT = xlwt.easyxf(num_format_str="@")
_WIDTH = 18 * 256


def write_xls(printed: Printed) -> bytes:
    """The workbook. The same content gives the same bytes."""
    form = printed.form
    rows = [
        [f"{form.title}（模拟 MOCK）"],
        [cell for pair in printed.head for cell in pair],
        form.headings,
        *printed.rows,
        *([printed.totals] if printed.totals else []),
    ]
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet(form.title[:31])
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.col(place).width = _WIDTH
            sheet.write(line, place, text, _TEXT)
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()
