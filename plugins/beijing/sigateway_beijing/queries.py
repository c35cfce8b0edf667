"""Queries (BJ-23 to BJ-30) answered: asked, read to the end, and made into records. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, Final

from sigateway.plugin import (
    SHANGHAI,
    Context,
    Flow,
    Month,
    NotOffered,
    Query,
    Request,
    Scheme,
    SignedIn,
    WireChanged,
)

from . import questions as q
from . import reading, wire_four
from .access import UNIT_DATA, me_of
from .fields import CODES

Row = Mapping[str, Any]

_SCHEMES: Final[Mapping[str, Scheme]] = {
    code: scheme for scheme, code in CODES.items() if scheme is not Scheme.LARGE_MEDICAL
}
_PAGE: Final = "500"
_LABELS: Final = {name: label for name, (_, label) in UNIT_DATA.items()}


def answer(query: Query[Any], signed_in: SignedIn, context: Context) -> Flow[Any] | None:
    """The flow to what is asked; ``None`` for what this hall does not answer. An insured person asks about himself only (BJ-30)."""
    own = isinstance(query, q.OwnDataQuery | q.OwnPaymentsQuery | q.OwnPensionYearsQuery)
    found = _flow(query, context)
    if found is not None and own != me_of(signed_in).person:
        found.close()
        raise NotOffered("BJ-30", "参保个人只查本人信息；单位的信息请用单位证书登录查询")
    return found


def _flow(query: Query[Any], context: Context) -> Flow[Any] | None:
    match query:
        case q.UnitPaymentsQuery():
            return _unit_payments(query, context)
        case q.UnitArrearsQuery():
            return _list("unitArrears", {}, _arrear)
        case q.ContributionBasesQuery(year=year, id_number=who):
            return _list("bases", {"idCard": who, "year": str(year)}, _base)
        case q.InsuredPersonsQuery(id_number=who):
            return _list("persons", {"idCard": who}, _person)
        case q.PensionYearsQuery(id_number=who):
            return _list("pensionYears", {"idCard": who}, _pension)
        case q.PensionYearQuery(id_number=who, year=year):
            return _one_year(who, year)
        case q.PersonPaymentsQuery(id_number=who, year=year):
            return _list("personPayments", {"idCard": who, "year": str(year)}, _person_payment)
        case q.EarlyPensionQuery(id_number=who):
            return _list("pension1992", {"idCard": who}, _pension)
    return _own(query) or _agreement(query)


def _own(query: Query[Any]) -> Flow[Any] | None:
    match query:
        case q.OwnDataQuery():
            return _own_data()
        case q.OwnPaymentsQuery():
            return _list("payments", {}, _person_payment, folder="person")
        case q.OwnPensionYearsQuery():
            return _list("pensionYears", {}, _pension, folder="person")
    return None


def _agreement(query: Query[Any]) -> Flow[Any] | None:
    match query:
        case q.UnitAgreementQuery():
            return _list("unit", {}, _agree, folder="consistency")
        case q.OneSidedPeopleQuery(month=month):
            return _list("people", {"month": month.compact}, _one_sided, folder="consistency")
        case q.DivergencesQuery():
            return _divergences(query)
    return None


def _unit_payments(query: q.UnitPaymentsQuery, context: Context) -> Flow[tuple[q.UnitPayment, ...]]:
    """From November 2004 on (BJ-23): what is earlier is said before anything is asked."""
    earliest = Month.parse(context.rules.text("BJ-23", "earliest", on=context.day))
    if query.from_month < earliest:
        raise NotOffered("BJ-23", f"单位缴费情况最早可查询{earliest}")
    months = {"from": query.from_month.compact, "to": query.to_month.compact}
    return (yield from _list("unitPayments", months, _unit_payment))


def _list(
    name: str, query: Mapping[str, str], make: Callable[[Row], Any], folder: str = "query"
) -> Flow[tuple[Any, ...]]:
    return tuple(_record(name, make, row) for row in (yield from _rows(name, query, folder)))


def _rows(name: str, query: Mapping[str, str], folder: str) -> Flow[list[Row]]:
    def ask(page: int) -> Request:
        return wire_four.get(
            f"{folder}.{name}", f"{folder}/{name}", {**query, "pageNo": str(page), "pageSize": _PAGE}
        )

    return (yield from reading.rows(ask))


def _record(name: str, make: Callable[[Row], Any], row: Row) -> Any:
    try:
        return make(row)
    except (KeyError, ValueError, TypeError, InvalidOperation) as error:
        raise WireChanged(f"four.{name}", "a record of this query", type(error).__name__) from None


def _one_year(who: str, year: int) -> Flow[q.PensionYear | None]:
    found = yield from _list("pensionYear", {"idCard": who, "year": str(year)}, _pension)
    return found[0] if found else None


def _own_data() -> Flow[q.InsuredPerson]:
    found = yield from _list("basic", {}, _person, folder="person")
    if len(found) != 1:
        raise WireChanged("four.person.basic", "one person", f"{len(found)}")
    person: q.InsuredPerson = found[0]
    return person


def _divergences(query: q.DivergencesQuery) -> Flow[tuple[q.Divergence, ...]]:
    found: list[q.Divergence] = []
    page, last = 1, 1
    while page <= last:
        asked = {
            "month": query.month.compact,
            "verdict": query.verdict,
            "pageNo": str(page),
            "pageSize": _PAGE,
        }
        shown = yield from reading.data(wire_four.get("consistency", "consistency", asked))
        as_of = _time(str(shown.get("asOf", "")))
        found += [_record("consistency", partial(_divergence, as_of), row) for row in shown["rows"]]
        page, last = page + 1, int(shown.get("pages", 1))
    return tuple(found)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise WireChanged("four.consistency", "a time", "something else") from None


def _month(text: str) -> Month | None:
    return Month.parse(text) if text else None


def _schemes(text: str) -> frozenset[Scheme]:
    return frozenset(_SCHEMES[code] for code in text.split(",") if code)


def _unit_payment(row: Row) -> q.UnitPayment:
    return q.UnitPayment(
        month=Month.parse(row["month"]),
        scheme=_SCHEMES[row["ins"]],
        people=int(row["people"]),
        base_total=Decimal(row["baseTotal"]),
        unit_part=Decimal(row["unitAmt"]),
        person_part=Decimal(row["personAmt"]),
        total=Decimal(row["total"]),
        state=row["state"],
        paid_on=date.fromisoformat(row["paidOn"][:10]) if row["paidOn"] else None,
    )


def _arrear(row: Row) -> q.UnitArrear:
    return q.UnitArrear(
        month=Month.parse(row["month"]),
        scheme=_SCHEMES[row["ins"]],
        people=int(row["people"]),
        unit_part=Decimal(row["unitAmt"]),
        person_part=Decimal(row["personAmt"]),
        total=Decimal(row["total"]),
    )


def _base(row: Row) -> q.ContributionBase:
    return q.ContributionBase(
        name=row["name"],
        id_number=row["idCard"],
        scheme=_SCHEMES[row["ins"]],
        wage=Decimal(row["wage"]),
        base=Decimal(row["base"]),
        since=Month.parse(row["from"]),
        until=_month(row["to"]),
    )


def _person(row: Row) -> q.InsuredPerson:
    return q.InsuredPerson(
        name=row["name"],
        id_type=row["idType"],
        id_number=row["idCard"],
        sex=row["sex"],
        birth=row["birth"],
        nation=row["nation"],
        education=row["education"],
        household=row["hukou"],
        fee_kind=row["feePsnType"],
        mobile=row["mobile"],
        address=row["address"],
        schemes=_schemes(row["insuranceType"]),
        since=_month(row["since"]),
        state=row["psnState"],
    )


def _pension(row: Row) -> q.PensionYear:
    def amount(name: str) -> Decimal | None:
        return Decimal(row[name]) if row.get(name) else None

    return q.PensionYear(
        year=int(row["year"]),
        months=int(row["months"]) if "months" in row else None,
        base=amount("base"),
        opening=amount("opening"),
        unit_part=amount("unitIn"),
        person_part=amount("personIn"),
        interest=amount("interest"),
        balance=Decimal(row["balance"]),
    )


def _person_payment(row: Row) -> q.PersonPayment:
    return q.PersonPayment(
        month=Month.parse(row["month"]),
        scheme=_SCHEMES[row["ins"]],
        base=Decimal(row["base"]),
        unit_part=Decimal(row["unitAmt"]),
        person_part=Decimal(row["personAmt"]),
        state=row["state"],
    )


def _agree(row: Row) -> q.Agreement:
    item = _LABELS.get(row["item"], row["item"])
    return q.Agreement(item=item, four=row["four"], medical=row["medical"], same=str(row["same"]) == "1")


def _one_sided(row: Row) -> q.OneSided:
    return q.OneSided(
        id_number=row["idCard"],
        name=row["name"],
        four=str(row["four"]) == "1",
        medical=str(row["medical"]) == "1",
    )


def _divergence(as_of: datetime, row: Row) -> q.Divergence:
    return q.Divergence(
        four_number=row["lsh"],
        medical_number=row["slh"],
        business=row["type"],
        name=row["name"],
        id_number=row["idCard"],
        verdict=row["verdictName"],
        differs=tuple(row["differs"]),
        as_of=as_of,
    )
