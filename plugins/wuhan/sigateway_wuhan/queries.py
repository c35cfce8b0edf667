"""What can be asked of the hall 查询: one flow of READs for each query, by its type. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import (
    Agreement,
    AgreementsQuery,
    Arrears,
    ArrearsQuery,
    BankOrder,
    BankOrderQuery,
    BatchResult,
    BatchResultsQuery,
    Context,
    DoneFiling,
    DoneFilingsQuery,
    Flow,
    FreePlace,
    FreePlacesQuery,
    Query,
    SignedIn,
)

from . import flows_community, flows_desk
from .reading_arrears import read_arrears

Asked = Callable[[Any, SignedIn, Context], Flow[Any]]


def arrears(query: ArrearsQuery, signed_in: SignedIn, context: Context) -> Flow[Arrears]:
    """单位欠费查询 (WH-111): what the unit owes, for one person or for all, and the bills made for it."""
    return read_arrears(document=None if query.person is None else query.person.document.number)


def done_filings(
    query: DoneFilingsQuery, signed_in: SignedIn, context: Context
) -> Flow[tuple[DoneFiling, ...]]:
    """已办业务查询 (WH-111)."""
    return flows_desk.done_filings(query)


def batch_results(
    query: BatchResultsQuery, signed_in: SignedIn, context: Context
) -> Flow[tuple[BatchResult, ...]]:
    """批量增员审核结果查询 and 批量减员审核结果查询, and those of the yearly declarations (WH-84)."""
    return flows_desk.batch_results(query)


def free_places(query: FreePlacesQuery, signed_in: SignedIn, context: Context) -> Flow[tuple[FreePlace, ...]]:
    """The times that 申报业务预约 offers (WH-113)."""
    return flows_desk.free_places()


def agreements(query: AgreementsQuery, signed_in: SignedIn, context: Context) -> Flow[tuple[Agreement, ...]]:
    """A community's agreements 社区代办协议 (WH-116, WH-117)."""
    return flows_community.agreements(query, signed_in)


def bank_order(query: BankOrderQuery, signed_in: SignedIn, context: Context) -> Flow[BankOrder | None]:
    """查询加办信息 of a flexible worker (WH-120)."""
    return flows_community.bank_order(query, signed_in)


QUERIES: Final[Mapping[type[Query[Any]], Asked]] = MappingProxyType(
    {
        ArrearsQuery: arrears,
        DoneFilingsQuery: done_filings,
        BatchResultsQuery: batch_results,
        FreePlacesQuery: free_places,
        AgreementsQuery: agreements,
        BankOrderQuery: bank_order,
    }
)
"""By the query's type. Another query is another entry."""


def answer(query: Query[Any], signed_in: SignedIn, context: Context) -> Flow[Any] | None:
    """The flow to the answer; ``None`` for what this hall does not answer."""
    asked = QUERIES.get(type(query))
    return None if asked is None else asked(query, signed_in, context)
