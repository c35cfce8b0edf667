"""The check: every rule of a declaration against the facts, in the order in which the hall says its reasons. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of, months_from, shifted
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.shanghai import reasons
from sigateway_mockservers.shanghai.declarations.facts import Facts
from sigateway_mockservers.shanghai.names import (
    ANNUAL_WAGE,
    BACK_PAYMENT,
    ENROLMENT,
    SUSPENSION,
    WAGE_CHANGE,
)

Fields = Mapping[str, str]
Judged = Iterable[tuple[bool, Reason]]

_MONTHS_BACK = 6


@enforces("SH-24", "SH-28", "SH-29")
def judge(fields: Fields, facts: Facts, *, guards_duplicates: bool) -> tuple[Reason, ...]:
    """Why a declaration is not taken; nothing when it is."""
    if facts.person is None:
        return (reasons.NOBODY,)
    wrong_name: Judged = [(fields["xm"] != facts.person.name, reasons.NAME_DIFFERS)]
    of_business = _RULES[fields["ywlx"]](fields, facts, guards_duplicates)
    return tuple(reason for applies, reason in (*wrong_name, *of_business) if applies)


def _enrolment(fields: Fields, facts: Facts, guards: bool) -> Judged:
    first, month = fields["qsny"], facts.month
    here = facts.running is not None
    free = not here and not facts.insured_elsewhere
    yield here and guards, reasons.INSURED_HERE
    yield not here and facts.insured_elsewhere, reasons.INSURED_ELSEWHERE
    yield first < month_of(facts.unit.founded_on), reasons.BEFORE_FOUNDING
    yield first < shifted(month, -_MONTHS_BACK), reasons.START_TOO_EARLY
    yield first > month, reasons.START_TOO_LATE
    yield _under_minimum(fields, facts), reasons.UNDER_MINIMUM
    yield free and first <= facts.latest_end, reasons.START_NOT_AFTER_END
    yield fields["grxh"] in facts.numbers_of_others, reasons.NUMBER_TAKEN


def _suspension(fields: Fields, facts: Facts, guards: bool) -> Judged:
    last = fields["jzny"]
    again = not guards and facts.stopped_this_month
    if facts.running is None and not again:
        yield True, reasons.NOT_INSURED
        return
    yield last not in (facts.month, shifted(facts.month, -1)), reasons.END_MONTH_WRONG
    yield last < facts.standing.spells[-1].first_month, reasons.END_BEFORE_START


def _back_payment(fields: Fields, facts: Facts, guards: bool) -> Judged:
    first, last, month = fields["ksny"], fields["jsny"], facts.month
    never = not facts.standing.spells
    too_late = last > shifted(month, -1)
    wrong_way = first > last
    too_early = first < shifted(month, -_MONTHS_BACK)
    yield never, reasons.NEVER_INSURED
    if not never:
        yield too_late, reasons.LAST_TOO_LATE
        yield wrong_way, reasons.WRONG_WAY_ROUND
        yield too_early, reasons.FIRST_TOO_EARLY
    yield _under_minimum(fields, facts), reasons.UNDER_MINIMUM
    if not (never or too_late or wrong_way or too_early):
        bad = _not_owed(first, last, facts, guards)
        yield bool(bad), reasons.months_not_owed(bad)


def _not_owed(first: str, last: str, facts: Facts, guards: bool) -> tuple[str, ...]:
    """The months of a range that are not to be paid; a hall that guards nothing asks only for an insurance."""
    if guards:
        return tuple(month for month in months_from(first, last) if month not in facts.standing.unpaid)
    return tuple(
        month
        for month in months_from(first, last)
        if not any(
            spell.first_month <= month and (spell.runs or month <= spell.last_month)
            for spell in facts.standing.spells
        )
    )


def _wage_change(fields: Fields, facts: Facts, guards: bool) -> Judged:
    if facts.running is None:
        yield True, reasons.NOT_INSURED
        return
    unchanged = Decimal(fields["gzsr"]) == facts.running.wage_in(facts.month)
    yield _under_minimum(fields, facts), reasons.UNDER_MINIMUM
    yield fields["sxny"] != facts.month, reasons.NOT_THIS_MONTH
    yield unchanged and guards, reasons.WAGE_UNCHANGED


def _annual_wage(fields: Fields, facts: Facts, guards: bool) -> Judged:
    if facts.running is None:
        yield True, reasons.NOT_INSURED
        return
    year = facts.base_year
    outside = fields["nd"] != year.year or not year.first_day <= facts.today <= year.last_day
    yield _under_minimum(fields, facts), reasons.UNDER_MINIMUM
    yield (
        outside,
        reasons.outside_base_year(year.first_day.isoformat(), year.last_day.isoformat()),
    )
    yield fields["nd"] in facts.declared_years and guards, reasons.YEAR_DECLARED


def _under_minimum(fields: Fields, facts: Facts) -> bool:
    return Decimal(fields["gzsr"]) < facts.figures.minimum_wage_in(facts.month)


_RULES: Mapping[str, Callable[[Fields, Facts, bool], Judged]] = {
    ENROLMENT: _enrolment,
    SUSPENSION: _suspension,
    BACK_PAYMENT: _back_payment,
    WAGE_CHANGE: _wage_change,
    ANNUAL_WAGE: _annual_wage,
}
