"""信息查询: what a unit, or an insured person, may look at, with the limits of the text (BJ-23..30)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.access.conditions import system_of
from sigateway_mockservers.beijing.figures import added, money, share
from sigateway_mockservers.beijing.filings.facts import state_of
from sigateway_mockservers.beijing.filings.fields import own_schemes
from sigateway_mockservers.beijing.looking.payments import (
    PAID,
    UNPAID,
    Due,
    Payments,
    YearOfPension,
    wage_spans,
)
from sigateway_mockservers.beijing.names import FOUR, SYSTEMS, schemes_in
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.records import Standing, UnitRecord
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import is_month, month_of
from sigateway_mockservers.kernel.numbers import identity_birth_date, identity_sex
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

Rows = list[dict[str, Any]]
EARLIEST_MONTH = "200411"
OLD_YEARS = ("1992", "1993", "1994", "1995")


class Queries:
    """Answers the queries of one World."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall
        self._store = hall.store

    @property
    def _payments(self) -> Payments:
        return Payments(self._store, self._hall.now)

    # --- of the unit ----------------------------------------------------------------------------------------------

    @enforces("BJ-23")
    def unit_payments(self, unit: str, first: str, last: str) -> Rows | Refusal:
        """单位缴费情况过录表: from November 2004, of the four insurances only."""
        bad = [("起始年月", first), ("截止年月", last)]
        found = [reasons.malformed("BJ-23", label, "from") for label, text in bad if not is_month(text)]
        if found:
            return Refusal(tuple(found))
        if first < EARLIEST_MONTH:
            return Refusal((reasons.EARLIEST,))
        if first > last or last > month_of(self._hall.now):
            return Refusal((reasons.BAD_SPAN,))
        groups: dict[tuple[str, str], list[Due]] = {}
        record = self._store.units[unit]
        schemes = schemes_in(FOUR, record.schemes)
        for person, standing in self._store.people_of(FOUR, unit):
            for due in self._payments.dues(record, person, standing, schemes, first, last):
                groups.setdefault((due.month, due.scheme), []).append(due)
        return [self._paid_row(month, ins, dues) for (month, ins), dues in sorted(groups.items())]

    def _paid_row(self, month: str, ins: str, dues: list[Due]) -> dict[str, Any]:
        together, paid = added(each.part for each in dues), all(each.paid for each in dues)
        return {
            "month": month,
            "ins": ins,
            "people": len(dues),
            "baseTotal": money(sum((each.base for each in dues[1:]), dues[0].base)),
            "unitAmt": money(together.unit),
            "personAmt": money(together.person),
            "total": money(together.total),
            "state": PAID if paid else UNPAID,
            "paidOn": f"{month[:4]}-{month[4:]}-26" if paid else "",
        }

    @enforces("BJ-24")
    def unit_arrears(self, unit: str) -> Rows:
        """单位欠费情况, of every scheme."""
        rows: Rows = []
        record = self._store.units[unit]
        for owed in sorted(self._store.arrears, key=lambda each: (each.month, each.scheme)):
            if owed.unit != unit:
                continue
            system = system_of(owed.scheme)
            limits = self._store.figures.limits_in(owed.month)
            insured = [
                standing
                for person, standing in self._store.people_of(system, unit)
                if standing.covers(owed.month) and (not owed.people or person in owed.people)
            ]
            together = added(
                share(owed.scheme, limits.base(each.wage_in(owed.month)), record.injury_rate)
                for each in insured
            )
            rows.append(
                {
                    "month": owed.month,
                    "ins": owed.scheme,
                    "people": len(insured),
                    "unitAmt": money(together.unit),
                    "personAmt": money(together.person),
                    "total": money(together.total),
                }
            )
        return rows

    @enforces("BJ-25")
    def bases(self, unit: str, person: str, year: str) -> Rows | Refusal:
        """员工缴费基数, of every scheme, in a year."""
        if not _is_year(year):
            return Refusal((reasons.malformed("BJ-25", "年度", "year"),))
        if person and not self._is_of_unit(unit, person):
            return _stranger("BJ-25")
        rows: Rows = []
        for system in SYSTEMS:
            schemes = schemes_in(system, self._store.units[unit].schemes)
            for number, standing in self._store.people_of(system, unit):
                if person in ("", number):
                    rows += self._base_rows(number, standing, schemes, year)
        return sorted(rows, key=lambda row: (row["idCard"], row["ins"], row["from"]))

    def _base_rows(
        self, number: str, standing: Standing, schemes: Iterable[str], year: str
    ) -> Iterator[dict[str, Any]]:
        for since, until, wage in wage_spans(standing):
            if since[:4] > year or (until and until[:4] < year):
                continue
            base = self._store.figures.limits_in(since).base(wage)
            for scheme in schemes:
                yield {
                    "name": standing.info.get("name", ""),
                    "idCard": number,
                    "ins": scheme,
                    "wage": money(wage),
                    "base": money(base),
                    "from": since,
                    "to": until,
                }

    @enforces("BJ-26")
    def persons(self, unit: str, person: str) -> Rows | Refusal:
        """个人基本信息, as the four system has it."""
        if person and not self._is_of_unit(unit, person, (FOUR,)):
            return _stranger("BJ-26")
        return [
            self._person_row(self._store.units[unit], number, standing)
            for number, standing in self._store.people_of(FOUR, unit)
            if person in ("", number)
        ]

    def _person_row(self, unit: UnitRecord, number: str, standing: Standing) -> dict[str, Any]:
        info = standing.info
        born = identity_birth_date(number) if len(number) == 18 else None
        return {
            "name": info.get("name", ""),
            "idType": info.get("idType", ""),
            "idCard": number,
            "sex": identity_sex(number) if born is not None else "",
            "birth": born.isoformat() if born is not None else "",
            **{
                name: info.get(name, "")
                for name in ("nation", "education", "hukou", "feePsnType", "mobile", "address")
            },
            "insuranceType": own_schemes(FOUR, unit.schemes),
            "since": standing.running.first if standing.running is not None else "",
            "psnState": state_of(self._store, FOUR, unit.number, number),
        }

    # --- of one person --------------------------------------------------------------------------------------------

    @enforces("BJ-27")
    def pension_years(self, unit: str, person: str) -> Rows | Refusal:
        """养老历年对账单."""
        if not self._is_of_unit(unit, person, (FOUR,)):
            return _stranger("BJ-27")
        return [_statement(each) for each in self._years(person)]

    @enforces("BJ-27")
    def pension_year(self, unit: str, person: str, year: str) -> Rows | Refusal:
        """养老年账户: one year; a year without an account has no row."""
        if not _is_year(year):
            return Refusal((reasons.malformed("BJ-27", "年度", "year"),))
        if not self._is_of_unit(unit, person, (FOUR,)):
            return _stranger("BJ-27")
        return [
            {
                "year": each.year,
                "opening": money(each.opening),
                "months": each.months,
                "personIn": money(each.paid_in),
                "interest": money(each.interest),
                "balance": money(each.balance),
            }
            for each in self._years(person)
            if each.year == year
        ]

    @enforces("BJ-28")
    def person_payments(self, unit: str, person: str, year: str) -> Rows | Refusal:
        """当年各月缴费情况, of the four insurances only."""
        if not _is_year(year):
            return Refusal((reasons.malformed("BJ-28", "年度", "year"),))
        if year != f"{self._hall.now:%Y}":
            return Refusal((reasons.THIS_YEAR_ONLY,))
        if not self._is_of_unit(unit, person, (FOUR,)):
            return _stranger("BJ-28")
        return list(
            self._months(self._store.units[unit], person, self._store.standing(FOUR, unit, person), year)
        )

    def _months(
        self, unit: UnitRecord, person: str, standing: Standing, year: str
    ) -> Iterator[dict[str, Any]]:
        schemes = schemes_in(FOUR, unit.schemes)
        for due in self._payments.dues(unit, person, standing, schemes, f"{year}01", f"{year}12"):
            yield {
                "month": due.month,
                "ins": due.scheme,
                "base": money(due.base),
                "unitAmt": money(due.part.unit),
                "personAmt": money(due.part.person),
                "state": PAID if due.paid else UNPAID,
            }

    @enforces("BJ-29")
    def pension_1992(self, unit: str, person: str) -> Rows | Refusal:
        """1992至1995年养老账户."""
        if not self._is_of_unit(unit, person, (FOUR,)):
            return _stranger("BJ-29")
        kept = ("year", "personIn", "interest", "balance")
        rows = [_statement(each) for each in self._years(person) if each.year in OLD_YEARS]
        return [{name: row[name] for name in kept} for row in rows]

    # --- of oneself -----------------------------------------------------------------------------------------------

    @enforces("BJ-30")
    def own(self, what: str, person: str) -> Rows:
        """What an insured person sees: basic data, this year's payments, the account by year."""
        at = [(self._store.units[unit], standing) for unit, standing in self._store.places_of(FOUR, person)]
        if what == "basic":
            return [self._person_row(unit, person, standing) for unit, standing in at]
        if what == "payments":
            year = f"{self._hall.now:%Y}"
            return [row for unit, standing in at for row in self._months(unit, person, standing, year)]
        return [_statement(each) for each in self._years(person)]

    def _years(self, person: str) -> list[YearOfPension]:
        units = (
            (self._store.units[unit], standing) for unit, standing in self._store.places_of(FOUR, person)
        )
        return self._payments.years(person, units)

    def _is_of_unit(self, unit: str, person: str, systems: tuple[str, ...] = SYSTEMS) -> bool:
        return any(self._store.standing(system, unit, person).spells for system in systems)


def _statement(account: YearOfPension) -> dict[str, Any]:
    return {
        "year": account.year,
        "months": account.months,
        "base": money(account.base),
        "unitIn": "0.00",
        "personIn": money(account.paid_in),
        "interest": money(account.interest),
        "balance": money(account.balance),
    }


def _stranger(rule: str) -> Refusal:
    return Refusal((Reason(rule, reasons.NOT_OF_UNIT, "idCard"),))


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


def answer(queries: Queries, name: str, unit: str, asked: Mapping[str, str]) -> Rows | Refusal:
    """The rows of a query by its name on the wire."""
    person, year = asked.get("idCard", ""), asked.get("year", "")
    if name == "unitPayments":
        return queries.unit_payments(unit, asked.get("from", ""), asked.get("to", ""))
    if name == "unitArrears":
        return queries.unit_arrears(unit)
    if name == "bases":
        return queries.bases(unit, person, year)
    if name == "persons":
        return queries.persons(unit, person)
    if name == "pensionYears":
        return queries.pension_years(unit, person)
    if name == "pensionYear":
        return queries.pension_year(unit, person, year)
    if name == "personPayments":
        return queries.person_payments(unit, person, year)
    return queries.pension_1992(unit, person)


NAMES = (
    "unitPayments",
    "unitArrears",
    "bases",
    "persons",
    "pensionYears",
    "pensionYear",
    "personPayments",
    "pension1992",
)
