"""GBK in and out, strictly: percent-encoded queries and forms, and text lists with their end line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.paging import page_of
from sigateway_mockservers.kernel.replies import Reply

CHARSET = "gbk"
LIST_TYPE = "text/plain; charset=GBK"
FORM_TYPE = "application/x-www-form-urlencoded"

# What a browser sends for a character that the page's charset lacks.
_NUMERIC_REFERENCE = re.compile(r"&#[0-9]+;")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_GETA = "〓"


class RefusedTextError(ValueError):
    """What was sent cannot be read; ``words`` say why."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def read_fields(encoded: str) -> dict[str, str]:
    """The fields of a query or a form; of one that comes twice the last."""
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, encoding=CHARSET, errors="strict")
    except UnicodeDecodeError as error:
        raise RefusedTextError(reasons.NOT_GBK) from error
    for _, value in pairs:
        if _NUMERIC_REFERENCE.search(value):
            raise RefusedTextError(reasons.NOT_GBK)
        if _CONTROL.search(value):
            raise RefusedTextError(reasons.MALFORMED)
    return dict(pairs)


def write_list(
    name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]], query: Mapping[str, str]
) -> Reply:
    """A page of a list as text, to its end line."""
    page = page_of(rows, query.get("ys", ""), query.get("hs", ""))
    lines = [
        ("#MOCK 模拟", name, str(page.number), str(page.pages)),
        tuple(columns),
        *(tuple(row[column] for column in columns) for row in page.rows),
        ("#END", str(len(page.rows)), str(page.total)),
    ]
    text = "".join("\t".join(line) + "\r\n" for line in lines)
    return Reply(in_gbk(text), LIST_TYPE)


def in_gbk(text: str) -> bytes:
    """Text as GBK bytes. What came by file may hold other characters; in their place stands 〓, never ``?``."""
    try:
        return text.encode(CHARSET)
    except UnicodeEncodeError:
        return "".join(each if _is_gbk(each) else _GETA for each in text).encode(CHARSET)


def _is_gbk(character: str) -> bool:
    try:
        character.encode(CHARSET)
    except UnicodeEncodeError:
        return False
    return True
