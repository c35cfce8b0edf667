"""What a PDF says of itself: its title, and the names and values of its subject. Pure.

Halls print papers that people stamp, keep and pay by; a region hands one on only when the paper itself says that it is the one asked for.
The text on its pages is for people, and is not read.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from sigateway.errors import WireChanged

# A reader that repairs says so in its log, and would name the file's parts there; what cannot be read is an error here.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Printed:
    """The ``title`` of a PDF, and what its subject ``says``: ``name=value;name=value``."""

    title: str
    says: Mapping[str, str] = field(repr=False)


def read_printed(content: bytes, where: str) -> Printed:
    """What this PDF says of itself. WireChanged when it is none, has no page, or its subject is not made of names and values.

    ``where`` names the paper for people. A damaged file is never repaired in silence, nor is it ever another error.
    """
    from pypdf import PdfReader  # heavy, and needed only when something is printed
    from pypdf.errors import PyPdfError

    damage = (PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
    try:
        reader = PdfReader(BytesIO(content), strict=True)
        pages, information = len(reader.pages), reader.metadata
        title = str((information.title or "") if information else "")
        subject = str((information.subject or "") if information else "")
    except damage as error:
        raise WireChanged(where, "a readable PDF", type(error).__name__) from None
    if not pages:
        raise WireChanged(where, "a PDF with pages", "none")
    parts = [part.partition("=") for part in subject.split(";")]
    says = {name: value for name, equals, value in parts if equals}
    if len(says) != len(parts):
        raise WireChanged(where, "a subject of names and values", "another paper")
    return Printed(title, says)
