"""Lists page by page: 20 rows, up to 500 when asked; a page beyond the last is the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_ROWS, MOST_PAGE_ROWS = 20, 500


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list."""

    rows: Sequence[Row]
    total: int
    number: int
    pages: int


def page_of(rows: Sequence[Row], number: str, size: str) -> Page[Row]:
    """The page that is asked for; what is no number is the default."""
    each = min(_whole(size) or PAGE_ROWS, MOST_PAGE_ROWS)
    pages = max(1, -(-len(rows) // each))
    at = min(_whole(number) or 1, pages)
    return Page(rows[(at - 1) * each : at * each], len(rows), at, pages)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
