"""A form as PDF: text in a font that every reader has, nothing from the clock of this machine."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from sigateway_mockservers.wuhan.prints.forms import Printed, Row

CONTENT_TYPE = "application/pdf"
MOCK = "模拟 MOCK"

_FONT = "STSong-Light"
_WIDTH, _HEIGHT = landscape(A4)
_MARGIN, _LINE, _SIZE, _PADDING = 36.0, 18.0, 10.0, 4.0
_ROWS_PER_PAGE = 20


@cache
def _register_font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))


def write_pdf(printed: Printed) -> bytes:
    """The document. The same content gives the same bytes; its information says what it is, for a client to check."""
    _register_font()
    written = BytesIO()
    canvas = Canvas(written, pagesize=(_WIDTH, _HEIGHT), invariant=1, pageCompression=0)
    if printed.dated is not None:
        _date(canvas, printed.dated)
    canvas.setTitle(printed.form.title)
    canvas.setKeywords("MOCK")
    canvas.setSubject(f"bd={printed.form.bd};sxh={printed.sxh};dwbh={printed.unit};hj={printed.total}")
    lines = [*printed.rows, printed.totals] if printed.totals else list(printed.rows)
    widths = _widths([printed.form.headings, *lines])
    pages = [lines[at : at + _ROWS_PER_PAGE] for at in range(0, len(lines), _ROWS_PER_PAGE)] or [[]]
    for _ in range(printed.form.copies):
        for page in pages:
            _draw(canvas, printed, page, widths)
            canvas.showPage()
    canvas.save()
    return written.getvalue()


def _date(canvas: Canvas, moment: datetime) -> None:
    """Date the document by the World's clock. The library has no other way to a date that is not of this machine."""
    stamp = canvas._doc._timeStamp
    stamp.YMDhms = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    stamp.dhh, stamp.dmm = 8, 0


def _draw(canvas: Canvas, printed: Printed, lines: list[Row], widths: list[float]) -> None:
    top = _HEIGHT - _MARGIN
    canvas.setFont(_FONT, _SIZE)
    canvas.drawString(_MARGIN, top, MOCK)
    canvas.setFont(_FONT, _SIZE * 1.6)
    canvas.drawCentredString(_WIDTH / 2, top, printed.form.title)
    canvas.setFont(_FONT, _SIZE)
    head = "　".join(f"{label}：{value}" for label, value in printed.head)
    canvas.drawString(_MARGIN, top - 2 * _LINE, head)
    at = top - 3 * _LINE
    for row in (printed.form.headings, *lines):
        at -= _LINE
        left = _MARGIN
        for text, width in zip(row, widths, strict=False):
            canvas.rect(left, at - _PADDING, width, _LINE)
            canvas.drawString(left + _PADDING, at, text)
            left += width


def _widths(rows: list[Row]) -> list[float]:
    """As wide as the widest text of each column; narrowed together when the page is too small."""
    columns = zip(*rows, strict=True)
    wanted = [
        max(pdfmetrics.stringWidth(text, _FONT, _SIZE) for text in column) + 2 * _PADDING
        for column in columns
    ]
    shrink = min(1.0, (_WIDTH - 2 * _MARGIN) / sum(wanted))
    return [width * shrink for width in wanted]
