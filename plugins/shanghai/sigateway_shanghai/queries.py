"""What can be asked of the hall 查询: one flow of READs for each query, by its type. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import (
    CertificatesQuery,
    Context,
    DoneFiling,
    DoneFilingsQuery,
    Flow,
    Month,
    NotOffered,
    Query,
    ServiceAgreement,
    ServiceAgreementQuery,
    SignedIn,
    UnitCertificate,
)

from . import flows_access, lists, standing
from .access import me_of
from .answers import Row
from .businesses import NAMES

Asked = Callable[[Any, SignedIn, Context], Flow[Any]]


def service_agreement(
    query: ServiceAgreementQuery, signed_in: SignedIn, context: Context
) -> Flow[ServiceAgreement]:
    """The text to be read before it is signed (SH-06)."""
    return flows_access.agreement(me_of(signed_in))


def certificates(
    query: CertificatesQuery, signed_in: SignedIn, context: Context
) -> Flow[tuple[UnitCertificate, ...]]:
    """单位主管审批: all that have signed, or those that wait (SH-10, SH-11)."""
    me = me_of(signed_in)
    right, _ = yield from flows_access.right(me)
    if right.session != standing.SUPERVISOR:
        raise NotOffered(
            "SH-10", "本证书没有单位主管权限，不能查询单位的证书；请用具有单位主管权限的证书登录"
        )
    return (yield from lists.certificates(me.head, lists.WAITING if query.waiting else lists.ALL))


def done_filings(
    query: DoneFilingsQuery, signed_in: SignedIn, context: Context
) -> Flow[tuple[DoneFiling, ...]]:
    """已申报清单, newest first: everything that the unit declared, by hand, at the counter or through us.

    The hall's list is by month: without days it is that of the hall's month.
    """
    me = me_of(signed_in)
    found: list[Row] = []
    for month in _months(query, context):
        listed = yield from lists.declarations(me.head, month=month)
        found.extend(lists.whole(listed, "sbqd"))
    wanted = [row for row in found if _asked_for(row, query)]
    return tuple(_done(row) for row in sorted(wanted, key=lambda row: row.number, reverse=True))


def _months(query: DoneFilingsQuery, context: Context) -> list[str]:
    if query.first_day is None and query.last_day is None:
        return [""]
    last = Month.of(query.last_day or context.day)
    first = Month.of(query.first_day) if query.first_day is not None else last
    return [first.plus(n).compact for n in range(last - first + 1)]


def _asked_for(row: Row, query: DoneFilingsQuery) -> bool:
    day = row.filed_at.date()
    if query.first_day is not None and day < query.first_day:
        return False
    if query.last_day is not None and day > query.last_day:
        return False
    return query.business is None or query.business == NAMES.get(row.code, row.code)


def _done(row: Row) -> DoneFiling:
    """The verdict is instant, so a declaration ends when it is filed, or when it is withdrawn."""
    return DoneFiling(
        number=row.number,
        business=NAMES.get(row.code, row.code),
        state=row.word,
        submitted_at=row.filed_at,
        ended_at=row.withdrawn_at or row.filed_at,
        name=row.name,
        document_number=row.person,
    )


QUERIES: Final[Mapping[type[Query[Any]], Asked]] = MappingProxyType(
    {
        ServiceAgreementQuery: service_agreement,
        CertificatesQuery: certificates,
        DoneFilingsQuery: done_filings,
    }
)
"""By the query's type. Another query is another entry."""


def answer(query: Query[Any], signed_in: SignedIn, context: Context) -> Flow[Any] | None:
    """The flow to the answer; ``None`` for what this hall does not answer."""
    asked = QUERIES.get(type(query))
    return None if asked is None else asked(query, signed_in, context)
