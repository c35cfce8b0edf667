"""What every printed form of a mock hall has: a font that every reader has, the mark, the World's date, equal bytes."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

MOCK = "模拟 MOCK"

_FONT = "STSong-Light"
_WIDTH, _HEIGHT = A4
_MARGIN, _LINE, _SIZE = 48.0, 18.0, 10.0
_LINES_PER_PAGE = 38


@cache
def _register_font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))


def write_lines(*, title: str, subject: str, dated: datetime, lines: list[str]) -> bytes:
    """A document of text lines, the mark and the title on each page. The same arguments give the same bytes."""
    _register_font()
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1, pageCompression=0)
    date_document(canvas, dated)
    canvas.setTitle(title)
    canvas.setKeywords("MOCK")
    canvas.setSubject(subject)
    for first in range(0, max(len(lines), 1), _LINES_PER_PAGE):
        _draw_page(canvas, title, lines[first : first + _LINES_PER_PAGE])
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def date_document(canvas: Canvas, moment: datetime) -> None:
    """Date a document by the World's clock. The library has no other way to a date that is not of this machine."""
    stamp = canvas._doc._timeStamp
    stamp.YMDhms = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    stamp.dhh, stamp.dmm = 8, 0


def _draw_page(canvas: Canvas, title: str, lines: list[str]) -> None:
    top = _HEIGHT - _MARGIN
    canvas.setFont(_FONT, _SIZE)
    canvas.drawString(_MARGIN, top, MOCK)
    canvas.setFont(_FONT, _SIZE * 1.6)
    canvas.drawCentredString(_WIDTH / 2, top - _LINE, title)
    canvas.setFont(_FONT, _SIZE)
    for place, line in enumerate(lines, start=3):
        canvas.drawString(_MARGIN, top - place * _LINE, line)
