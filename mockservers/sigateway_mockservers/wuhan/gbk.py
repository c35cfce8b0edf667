"""GBK in and out, strictly: a character that GBK lacks is refused, never written as ``?``."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode

CHARSET = "gbk"
CONTENT_TYPE = "text/html; charset=GBK"
FORM_TYPE = "application/x-www-form-urlencoded"

# What a browser sends for a character that the page's charset lacks.
_NUMERIC_REFERENCE = re.compile(r"&#[0-9]+;")


class NotGbkError(ValueError):
    """What was sent is not text in GBK."""


def read_all(encoded: bytes) -> dict[str, list[str]]:
    """Form or query fields from percent-encoded GBK bytes, each with all its values."""
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, encoding=CHARSET, errors="strict")
    except UnicodeDecodeError as error:
        raise NotGbkError("the bytes are not GBK") from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(refuse_references(value))
    return found


def refuse_references(text: str) -> str:
    """The text again, unless a browser has put a numeric reference into it."""
    if _NUMERIC_REFERENCE.search(text):
        raise NotGbkError("a numeric character reference stands for a character outside GBK")
    return text


def write_query(fields: dict[str, str], **more: object) -> str:
    """A query as percent-encoded GBK bytes, for a link."""
    return urlencode({**fields, **more}, encoding=CHARSET, errors="strict")


def write_page(text: str) -> bytes:
    """A page as GBK bytes."""
    return text.encode(CHARSET)
