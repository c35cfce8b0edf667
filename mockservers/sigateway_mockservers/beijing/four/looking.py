"""The routes that only look: queries, what insured persons see, the consistency report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sigateway_mockservers.beijing.four.envelope import MalformedError, list_answer, refused
from sigateway_mockservers.beijing.looking.queries import answer
from sigateway_mockservers.beijing.moments import written
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.visit import Visit
from sigateway_mockservers.kernel.months import is_month, month_of
from sigateway_mockservers.kernel.replies import Reply

Said = dict[str, Any]
Handler = Callable[[Visit, Said], Reply]


def query(name: str) -> Handler:
    """The handler of one query."""

    def handle(visit: Visit, _said: Said) -> Reply:
        rows = answer(visit.hall.queries, name, visit.unit, visit.query)
        if isinstance(rows, Refusal):
            visit.note_refusal(rows)
            return refused(rows)
        return list_answer(rows, visit.query)

    return handle


def own(what: str) -> Handler:
    """The handler of what an insured person sees."""

    def handle(visit: Visit, _said: Said) -> Reply:
        return list_answer(visit.hall.queries.own(what, visit.session.person), visit.query)

    return handle


def declarations(visit: Visit, _said: Said) -> Reply:
    """Declarations that were meant for both systems."""
    month = _month(visit.query.get("month", ""))
    asked = {name: visit.query.get(name, "") for name in ("lsh", "idCard", "verdict")}
    rows = [
        row
        for row in visit.hall.consistency_report.rows(visit.unit)
        if all(value in ("", row[name]) for name, value in asked.items())
        and (not month or row["declaredAt"][:7] == f"{month[:4]}-{month[4:]}")
    ]
    for row in rows:
        del row["declaredAt"]
    return list_answer(rows, visit.query, asOf=written(visit.hall.consistency_report.as_of))


def people(visit: Visit, _said: Said) -> Reply:
    """Persons insured in one system only."""
    report = visit.hall.consistency_report
    month = _month(visit.query.get("month", "")) or month_of(visit.hall.now)
    return list_answer(report.people(visit.unit, month), visit.query, asOf=written(report.as_of))


def unit(visit: Visit, _said: Said) -> Reply:
    """The unit's data in both systems."""
    report = visit.hall.consistency_report
    return list_answer(report.unit(visit.unit), visit.query, asOf=written(report.as_of))


def _month(text: str) -> str:
    if text and not is_month(text):
        raise MalformedError(f"{text!r} is no month")
    return text
