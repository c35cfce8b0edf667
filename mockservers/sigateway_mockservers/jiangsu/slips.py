"""Entitlement slips 权益单, of units and of people: what is shown, and what is printed (JS-10, JS-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu.figures import assessed
from sigateway_mockservers.jiangsu.names import PROVING
from sigateway_mockservers.jiangsu.prints import print_slip
from sigateway_mockservers.jiangsu.reasons import BAD_FORM, Refusal, bad
from sigateway_mockservers.jiangsu.visit import Answer, Paper, Visit, done
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import is_month, month_of, months_from

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.store import Store

MOST_MONTHS = 36
_FLEXIBLE = "灵活就业"
Row = dict[str, str]


def unit_rows(store: Store, unit: str, months: tuple[str, ...]) -> list[Row]:
    """How many people were insured at a unit in each month, and the sum of their bases."""
    people = dict.fromkeys((*store.given, *store.filings_of))
    standings = [store.standing(unit, person) for person in people]
    rows = []
    for month in months:
        bases = [
            assessed(store.limits, spell.wage_in(month), month)
            for standing in standings
            for spell in standing.spells
            if spell.covers(month)
        ]
        total = sum(bases, Decimal("0.0"))
        rows.append({"month": month, "people": str(len(bases)), "base": str(total)})
    return rows


def person_rows(store: Store, person: str, months: tuple[str, ...]) -> list[Row]:
    """Where somebody was insured in each month, and at which base."""
    standings = store.standings_of(person)
    return [
        {
            "month": month,
            "unitName": store.units[unit].name if unit else _FLEXIBLE,
            "base": str(assessed(store.limits, spell.wage_in(month), month)),
        }
        for month in months
        for unit, standing in standings.items()
        for spell in standing.spells
        if spell.covers(month)
    ]


def _months(visit: Visit) -> tuple[str, ...] | Refusal:
    first, last = visit.asked["from"], visit.asked["to"]
    if not (is_month(first) and is_month(last)) or last > month_of(visit.now) or first > last:
        return Refusal(BAD_FORM, (bad("年月"),))
    months = months_from(first, last)
    return months if len(months) <= MOST_MONTHS else Refusal(BAD_FORM, (bad("年月"),))


@enforces("JS-10")
def _of_unit(visit: Visit) -> list[Row] | Refusal:
    if refusal := visit.against_scope(PROVING):
        return refusal
    months = _months(visit)
    return months if isinstance(months, Refusal) else unit_rows(visit.shown, visit.session.unit, months)


@enforces("JS-11")
def _of_person(visit: Visit) -> list[Row] | Refusal:
    months = _months(visit)
    return months if isinstance(months, Refusal) else person_rows(visit.shown, visit.session.person, months)


def _shown(visit: Visit, rows: list[Row] | Refusal) -> Answer:
    if isinstance(rows, Refusal):
        return visit.refuse(rows)
    return done({"from": visit.asked["from"], "to": visit.asked["to"], "rows": rows})


def _printed(visit: Visit, kind: str, owner: str, named: str, rows: list[Row] | Refusal) -> Answer | Paper:
    if isinstance(rows, Refusal):
        return visit.refuse(rows)
    first, last = visit.asked["from"], visit.asked["to"]
    return Paper(f"{kind}-{first}-{last}.pdf", print_slip(kind, owner, named, first, last, rows, visit.now))


def entitlement_unit(visit: Visit) -> Answer:
    """单位权益单, queried."""
    return _shown(visit, _of_unit(visit))


def slip_unit(visit: Visit) -> Answer | Paper:
    """单位权益单, printed."""
    return _printed(visit, "unit-slip", visit.session.unit, visit.unit.name, _of_unit(visit))


def entitlement_person(visit: Visit) -> Answer:
    """我的权益单, queried."""
    return _shown(visit, _of_person(visit))


def slip_person(visit: Visit) -> Answer | Paper:
    """我的权益单, printed."""
    named = visit.hall.store.accounts[visit.session.account].name
    return _printed(visit, "person-slip", visit.session.person, named, _of_person(visit))
