"""The hall's lists, read to their end: what was declared 已申报清单, and the unit's certificates. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from sigateway.plugin import Flow, Request, UnitCertificate, WireChanged

from . import answers, standing, wire
from .answers import Node, Row
from .reading import ask
from .wire import Head

Item = TypeVar("Item")

ALL: Final = "全部"
WAITING: Final = "待审核"
"""查询范围 (SH-11)."""

_TRIES: Final = 3


@dataclass(frozen=True)
class Listed(Generic[Item]):
    """A list as of its first page. ``complete``: as many rows as the hall says there are, each once."""

    items: tuple[Item, ...]
    at: datetime
    complete: bool


def _read(
    page_of: Callable[[int], Request], item_of: Callable[[Node], Item], key: Callable[[Item], str]
) -> Flow[Listed[Item]]:
    """Pages 1 to the last of the last page read: whoever has read these has read the list to its end."""
    found: dict[str, Item] = {}
    rows, number = 0, 1
    at: datetime | None = None
    while True:
        answer = yield from ask(page_of(number))
        nr = answers.content(answer)
        at = at or answer.at
        shown = nr.rows("rows")
        if nr.count("ym") != number:
            raise WireChanged(answer.function, f"page {number}", "another page")
        rows += len(shown)
        found.update((key(item), item) for item in (item_of(row) for row in shown))
        pages, total = nr.count("yms"), nr.count("zs")
        if number >= pages or not shown:
            return Listed(tuple(found.values()), at, rows == len(found) == total and number >= pages)
        number += 1


def declarations(head: Head, *, month: str = "", number: str = "", slip: str = "") -> Flow[Listed[Row]]:
    """已申报清单: everything that the unit filed, whoever filed it and how, oldest first."""
    return (
        yield from _read(
            lambda page: wire.declarations(head, month=month, number=number, slip=slip, page=page),
            answers.row,
            lambda row: row.number,
        )
    )


def certificates(head: Head, scope: str) -> Flow[tuple[UnitCertificate, ...]]:
    """The unit's certificates that have signed, oldest first (SH-11).

    待审核 loses rows while others are approved: what does not add up is read anew from its first page.
    """
    for _ in range(_TRIES):
        listed = yield from _read(
            lambda page: wire.certificate_list(head, scope, page),
            standing.certificate,
            lambda certificate: certificate.serial,
        )
        if listed.complete:
            return listed.items
    raise WireChanged("zscx", "a list read to its end", "rows that do not add up")


def whole(listed: Listed[Item], where: str) -> tuple[Item, ...]:
    """The rows of a list that was read to its end."""
    if not listed.complete:
        raise WireChanged(where, "a list read to its end", "rows that do not add up")
    return listed.items
