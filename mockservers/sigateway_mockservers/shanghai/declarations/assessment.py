"""核定: what a declaration would cost, month by month and scheme by scheme (SH-23). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import months_from, shifted
from sigateway_mockservers.shanghai.declarations.facts import Facts
from sigateway_mockservers.shanghai.figures import Figures
from sigateway_mockservers.shanghai.money import share, to_jiao
from sigateway_mockservers.shanghai.names import ANNUAL_WAGE, BACK_PAYMENT, ENROLMENT, SUSPENSION
from sigateway_mockservers.shanghai.records import AssessedRow, Outcome, UnitRecord

_NEW, _TRANSFERRED = "新进", "转入"


@enforces("SH-23")
def outcome_of(fields: Mapping[str, str], facts: Facts) -> Outcome:
    """What a declaration would do as things stand."""
    months = _months(fields, facts)
    works_from = facts.base_year.works_from if fields["ywlx"] == ANNUAL_WAGE else facts.month
    enrols = fields["ywlx"] == ENROLMENT
    return Outcome(
        category=(_TRANSFERRED if facts.ever_insured else _NEW) if enrols else "",
        notice=_notice(fields["qsny"], facts.month) if enrols else "",
        works_from=works_from,
        rows=tuple(
            assessed_row(month, scheme, Decimal(fields["gzsr"]), facts.figures, facts.unit)
            for month in months
            for scheme in facts.unit.schemes
        ),
    )


def assessed_row(month: str, scheme: str, wage: Decimal, figures: Figures, unit: UnitRecord) -> AssessedRow:
    """What is due for a scheme in a month: the wage between the limits of that month, each part to the fen."""
    limits = figures.limits_in(month)
    base = to_jiao(min(max(wage, limits.floor), limits.ceiling))
    rate = figures.rate_in(month, scheme, unit.injury_rate)
    return AssessedRow(
        month, scheme, base, rate.unit, rate.person, share(base, rate.unit), share(base, rate.person)
    )


def _months(fields: Mapping[str, str], facts: Facts) -> tuple[str, ...]:
    business = fields["ywlx"]
    if business == SUSPENSION:
        return ()
    if business == BACK_PAYMENT:
        return months_from(fields["ksny"], fields["jsny"])
    return (facts.base_year.works_from,) if business == ANNUAL_WAGE else (facts.month,)


def _notice(first: str, month: str) -> str:
    if first >= month:
        return ""
    return f"{first}至{shifted(month, -1)}应另行申报补缴"
