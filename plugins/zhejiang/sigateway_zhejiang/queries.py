"""What can be asked of the hall 查询: one flow of READs for each query, by its type. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import Context, DoneFiling, DoneFilingsQuery, Entrance, Flow, Query, SignedIn

from . import lists
from .access import by_entrance, me_of
from .answers import Item

Asked = Callable[[Any, SignedIn, Context], Flow[Any]]


def done_filings(
    query: DoneFilingsQuery, signed_in: SignedIn, context: Context
) -> Flow[tuple[DoneFiling, ...]]:
    """单位业务申报进度查询, newest first: everything that the unit filed, by hand, at the counter or through us (ZJ-11, ZJ-21)."""
    by_entrance(me_of(signed_in), Entrance.LEGAL_PERSON, "单位业务申报进度查询", "ZJ-11")
    items = lists.whole((yield from lists.progress()), "api/progress")
    wanted = [item for item in items if _asked_for(item, query)]
    return tuple(_done(item) for item in sorted(wanted, key=lambda item: item.number, reverse=True))


def _asked_for(item: Item, query: DoneFilingsQuery) -> bool:
    day = item.filed_at.date()
    if query.first_day is not None and day < query.first_day:
        return False
    if query.last_day is not None and day > query.last_day:
        return False
    return query.business is None or query.business == item.business


def _done(item: Item) -> DoneFiling:
    return DoneFiling(
        number=item.number,
        business=item.business,
        state=item.state,
        submitted_at=item.filed_at,
        ended_at=item.decided_at,
        name=item.name,
        document_number=item.person,
    )


QUERIES: Final[Mapping[type[Query[Any]], Asked]] = MappingProxyType({DoneFilingsQuery: done_filings})
"""By the query's type. Another query is another entry."""


def answer(query: Query[Any], signed_in: SignedIn, context: Context) -> Flow[Any] | None:
    """The flow to the answer; ``None`` for what this hall does not answer."""
    asked = QUERIES.get(type(query))
    return None if asked is None else asked(query, signed_in, context)
