"""What a filing does to somebody's standing once it is imported. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sigateway_mockservers.beijing.names import ADD, BACK, CUT, PERSON, UNIT
from sigateway_mockservers.beijing.records import (
    BackPaid,
    Fields,
    Given,
    Spell,
    Standing,
    Submission,
    Wage,
)

#: The fields that a system keeps of a person or of a unit.
_INFO = frozenset(
    {
        "idType",
        "name",
        "feePsnType",
        "medPsnType",
        "nation",
        "education",
        "hukou",
        "mobile",
        "address",
        "hospital1",
        "hospital2",
        "hospital3",
        "hospital4",
        "contact",
        "phone",
        "postcode",
    }
)
PAID_FROM_DAY = 26


def after(standing: Standing, event: Given | tuple[str, Submission]) -> Standing:
    """The standing after something has happened."""
    if isinstance(event, Given):
        return _given(standing, event)
    code, submission = event
    fields = submission.fields
    if code == ADD:
        first = fields["startMonth"]
        joined = replace(standing, spells=(*standing.spells, Spell(first)))
        return _informed(_paid_by(joined, first, fields), fields)
    if code == CUT:
        return _stopped(standing, fields["stopMonth"])
    if code == BACK:
        assert submission.ended_at is not None
        paid = BackPaid(
            fields["backFrom"],
            fields["backTo"],
            Decimal(fields["avgSalary"]),
            fields["backReason"] == "02",
            next_day_26(submission.ended_at),
        )
        return replace(standing, back_paid=(*standing.back_paid, paid))
    if code in (PERSON, UNIT):
        return _informed(standing, fields)
    return _paid_by(standing, fields["startMonth"], fields)


def next_day_26(moment: datetime) -> datetime:
    """The day on which a month's contributions are taken."""
    due = moment.replace(day=PAID_FROM_DAY, hour=0, minute=0, second=0, microsecond=0)
    if moment < due:
        return due
    year, month = divmod(moment.year * 12 + moment.month, 12)
    return due.replace(year=year, month=month + 1)


def _given(standing: Standing, given: Given) -> Standing:
    if given.spell is not None:
        standing = replace(standing, spells=(*standing.spells, given.spell))
    if given.wage is not None:
        standing = replace(standing, wages=(*standing.wages, given.wage))
    return replace(standing, info={**standing.info, **given.info})


def _paid_by(standing: Standing, since: str, fields: Fields) -> Standing:
    kept = tuple(each for each in standing.wages if each.since < since)
    return replace(standing, wages=(*kept, Wage(since, Decimal(fields["avgSalary"]))))


def _stopped(standing: Standing, last: str) -> Standing:
    """Insured to the end of the last month; somebody who was added later than that never was."""
    ended = tuple(each if each.last else replace(each, last=last) for each in standing.spells)
    return replace(standing, spells=tuple(each for each in ended if each.first <= each.last))


def _informed(standing: Standing, fields: Fields) -> Standing:
    said = {name: value for name, value in fields.items() if name in _INFO}
    return replace(standing, info={**standing.info, **said})
