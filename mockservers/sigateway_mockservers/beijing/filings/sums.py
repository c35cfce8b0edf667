"""The grey fields: months, base and amounts that the hall sets whenever a half is saved. Pure."""

from __future__ import annotations

from decimal import Decimal

from sigateway_mockservers.beijing.figures import Share, added, money, share
from sigateway_mockservers.beijing.filings.facts import Facts
from sigateway_mockservers.beijing.filings.fields import TOO_LITTLE
from sigateway_mockservers.beijing.filings.rules import declared_wage
from sigateway_mockservers.beijing.names import ADD, BACK, CUT, WAGE, Business
from sigateway_mockservers.beijing.records import Fields
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import months_from, shifted


def with_grey(business: Business, facts: Facts, values: Fields) -> Fields:
    """The fields with everything that the hall sets."""
    if business.code == CUT:
        return {**values, "stopMonth": shifted(facts.month, -1)}
    if business.code == BACK:
        return {**values, **_back_payment(facts, values)}
    if business.code not in (ADD, WAGE):
        return values
    base = facts.limits.base(Decimal(values["avgSalary"]))
    found = {**values, "startMonth": facts.month, "feeBase": money(base)}
    if business.code == WAGE:
        found["oldSalary"] = money(facts.standing.wage_in(facts.month))
    return found


@enforces("BJ-22")
def _back_payment(facts: Facts, values: Fields) -> dict[str, str]:
    """Each month by its own limits; 少报 pays the difference to the higher base, and no fixed part again."""
    wage = Decimal(values["avgSalary"])
    months = months_from(values["backFrom"], values["backTo"])
    parts: list[Share] = []
    for month in months:
        limits = facts.figures.limits_in(month)
        base = limits.base(wage)
        declared = declared_wage(facts, month) if values["backReason"] == TOO_LITTLE else Decimal(0)
        if declared:
            base -= limits.base(declared)
        parts += [share(scheme, base, facts.unit.injury_rate, extra=not declared) for scheme in facts.schemes]
    together = added(parts)
    return {
        "feeBase": money(facts.figures.limits_in(values["backTo"]).base(wage)),
        "months": str(len(months)),
        "unitAmt": money(together.unit),
        "personAmt": money(together.person),
        "total": money(together.total),
    }
