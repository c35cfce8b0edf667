"""GBK in and out, strictly: a character that GBK lacks is refused, never written as ``?``."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

CHARSET = "gbk"
CONTENT_TYPE = "text/html; charset=GBK"
FORM_TYPE = "application/x-www-form-urlencoded"

# What a browser sends for a character that the page's charset lacks.
_NUMERIC_REFERENCE = re.compile(r"&#[0-9]+;")


class NotGbkError(ValueError):
    """What was sent is not text in GBK."""


def read_pairs(encoded: bytes) -> dict[str, str]:
    """Form or query fields from percent-encoded GBK bytes; of a repeated field the last counts."""
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, encoding=CHARSET, errors="strict")
    except UnicodeDecodeError as error:
        raise NotGbkError("the bytes are not GBK") from error
    if any(_NUMERIC_REFERENCE.search(value) for _, value in pairs):
        raise NotGbkError("a numeric character reference stands for a character outside GBK")
    return dict(pairs)


def write_page(text: str) -> bytes:
    """A page as GBK bytes."""
    return text.encode(CHARSET)
