"""Queries (BJ-23 to BJ-30) answered: asked, and read to the end (``records.py``). Generators, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import (
    SHANGHAI,
    Context,
    Flow,
    Month,
    NotOffered,
    Query,
    Request,
    SignedIn,
    WireChanged,
)

from . import questions as q
from . import reading, records, wire_four
from .access import me_of
from .records import Shape

_PAGE: Final = "500"


@dataclass(frozen=True)
class List:
    """One list of the hall: where it stands, what is asked for, and the record that each row is."""

    path: str
    shape: Shape
    asks: Callable[[Any], Mapping[str, str]] = lambda query: {}

    @property
    def name(self) -> str:
        """As the operation is called."""
        return self.path.replace("/", ".")

    def page(self, query: Any, number: int) -> Request:
        """One page of it."""
        asked = {**self.asks(query), "pageNo": str(number), "pageSize": _PAGE}
        return wire_four.get(self.name, self.path, asked)


def _who(query: Any) -> Mapping[str, str]:
    return {"idCard": query.id_number}


def _who_and_year(query: Any) -> Mapping[str, str]:
    return {"idCard": query.id_number, "year": str(query.year)}


def _from_to(query: q.UnitPaymentsQuery) -> Mapping[str, str]:
    return {"from": query.from_month.compact, "to": query.to_month.compact}


LISTS: Final[Mapping[type[Query[Any]], List]] = MappingProxyType(
    {
        q.UnitPaymentsQuery: List("query/unitPayments", records.UNIT_PAYMENT, _from_to),
        q.UnitArrearsQuery: List("query/unitArrears", records.UNIT_ARREAR),
        q.ContributionBasesQuery: List("query/bases", records.BASE, _who_and_year),
        q.InsuredPersonsQuery: List("query/persons", records.PERSON, _who),
        q.PensionYearsQuery: List("query/pensionYears", records.PENSION_YEAR, _who),
        q.PensionYearQuery: List("query/pensionYear", records.PENSION_YEAR, _who_and_year),
        q.PersonPaymentsQuery: List("query/personPayments", records.PERSON_PAYMENT, _who_and_year),
        q.EarlyPensionQuery: List("query/pension1992", records.PENSION_YEAR, _who),
        q.OwnDataQuery: List("person/basic", records.PERSON),
        q.OwnPaymentsQuery: List("person/payments", records.PERSON_PAYMENT),
        q.OwnPensionYearsQuery: List("person/pensionYears", records.PENSION_YEAR),
        q.UnitAgreementQuery: List("consistency/unit", records.AGREEMENT),
        q.OneSidedPeopleQuery: List(
            "consistency/people", records.ONE_SIDED, lambda query: {"month": query.month.compact}
        ),
        q.DivergencesQuery: List(
            "consistency",
            records.DIVERGENCE,
            lambda query: {"month": query.month.compact, "verdict": query.verdict},
        ),
    }
)
"""By the query's type. Another query is another entry."""

_OWN: Final = (q.OwnDataQuery, q.OwnPaymentsQuery, q.OwnPensionYearsQuery)


def answer(query: Query[Any], signed_in: SignedIn, context: Context) -> Flow[Any] | None:
    """The flow to what is asked; ``None`` for what this hall does not answer. An insured person asks about himself only (BJ-30)."""
    found = LISTS.get(type(query))
    if found is None:
        return None
    if isinstance(query, _OWN) != me_of(signed_in).person:
        raise NotOffered("BJ-30", "参保个人只查本人信息；单位的信息请用单位证书登录查询")
    return _answer(query, found, context)


def _answer(query: Query[Any], asked: List, context: Context) -> Flow[Any]:
    if isinstance(query, q.UnitPaymentsQuery):
        _not_too_early(query, context)
    found = []
    for page in (yield from reading.list_pages(lambda number: asked.page(query, number))):
        more = {"as_of": _as_of(page)} if isinstance(query, q.DivergencesQuery) else {}
        found += [asked.shape.read(asked.name, row, **more) for row in page["rows"]]
    match query:
        case q.PensionYearQuery():
            return found[0] if found else None
        case q.OwnDataQuery() if len(found) != 1:
            raise WireChanged(f"four.{asked.name}", "one person", f"{len(found)}")
        case q.OwnDataQuery():
            return found[0]
    return tuple(found)


def _not_too_early(query: q.UnitPaymentsQuery, context: Context) -> None:
    """From November 2004 on (BJ-23): what is earlier is said before anything is asked."""
    earliest = Month.parse(context.rules.text("BJ-23", "earliest", on=context.day))
    if query.from_month < earliest:
        raise NotOffered("BJ-23", f"单位缴费情况最早可查询{earliest}")


def _as_of(page: Mapping[str, Any]) -> datetime:
    """When the two systems told each other last."""
    try:
        return datetime.fromisoformat(str(page.get("asOf", ""))).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise WireChanged("four.consistency", "a time", "something else") from None
