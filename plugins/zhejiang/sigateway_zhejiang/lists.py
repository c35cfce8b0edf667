"""The hall's lists, read to their end. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from sigateway.plugin import Flow, Request, WireChanged

from . import answers, wire
from .answers import Item, Node, Place
from .reading import ask, asked

Entry = TypeVar("Entry")

_TRIES: Final = 3


@dataclass(frozen=True)
class Listed(Generic[Entry]):
    """A list as of its first page. ``complete``: as many rows as the hall says there are, each once."""

    entries: tuple[Entry, ...]
    at: datetime
    complete: bool


def read(
    page_of: Callable[[int], Request], entry_of: Callable[[Node], Entry], key: Callable[[Entry], str]
) -> Flow[Listed[Entry]]:
    """Pages 1 to the last of the last page read: whoever has read these has read the list to its end."""
    found: dict[str, Entry] = {}
    rows, number = 0, 1
    at: datetime | None = None
    while True:
        shown, reply = yield from asked(page_of(number))
        at = at or reply.at
        entries = [entry_of(row) for row in shown.rows("rows")]
        if shown.count("page") != number:
            raise WireChanged(shown.where, f"page {number}", "another page")
        rows += len(entries)
        found.update((key(each), each) for each in entries)
        pages, total = shown.count("pages"), shown.count("total")
        if number >= pages or not entries:
            complete = rows == len(found) == total and number >= pages
            return Listed(tuple(found.values()), at, complete)
        number += 1


def progress(person: str = "") -> Flow[Listed[Item]]:
    """单位业务申报进度查询: everything that the unit filed, whoever filed it and how, oldest first (ZJ-11, ZJ-21)."""
    return (yield from read(lambda page: wire.progress(page, person), answers.item, lambda item: item.number))


def whole(listed: Listed[Entry], where: str) -> tuple[Entry, ...]:
    """The rows of a list that was read to its end."""
    if not listed.complete:
        raise WireChanged(where, "a list read to its end", "rows that do not add up")
    return listed.entries


def places() -> Flow[tuple[Place, ...]]:
    """Every 参保地 of the province (ZJ-27)."""
    rows = (yield from ask(wire.places())).rows("rows")
    return tuple(answers.place(row) for row in rows)
