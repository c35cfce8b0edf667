"""The hall's printed forms as PDF: whether one came whole. Part of the wire."""

from __future__ import annotations

from typing import Final

MEDIA_TYPE: Final = "application/pdf"


def is_whole(content: bytes) -> bool:
    """Whether the file begins and ends as a PDF: a print cut short has no end mark."""
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
