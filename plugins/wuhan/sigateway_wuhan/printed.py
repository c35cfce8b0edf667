"""The hall's printed forms as PDF: whether one came whole, and what its document information says. Part of the wire.

A form states in its information, in ASCII, of which business and which unit it is (``/Subject``); the text on its pages is for people.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from io import BytesIO
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from sigateway.plugin import WireChanged

MEDIA_TYPE: Final = "application/pdf"

# A reader that repairs says so in its log, and would name the file's parts there; what cannot be read is an error here.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def is_whole(content: bytes) -> bool:
    """Whether the file begins and ends as a PDF: a print cut short has no end mark."""
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


def subject(content: bytes, where: str) -> Mapping[str, str]:
    """What the form says it is of: ``bd=…;sxh=…;dwbh=…;hj=…``. ``where`` names it for people."""
    try:
        reader = PdfReader(BytesIO(content), strict=True)
        pages, information = len(reader.pages), reader.metadata
        text = (information.subject or "") if information else ""
    except (
        PyPdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        raise WireChanged(where, "a readable PDF", type(error).__name__) from None
    if not pages:
        raise WireChanged(where, "a PDF with pages", "none")
    parts = [part.partition("=") for part in text.split(";")]
    found = {name: value for name, equals, value in parts if equals}
    if len(found) != len(parts):
        raise WireChanged(where, "a subject of names and values", "another form")
    return found
