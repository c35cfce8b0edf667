"""Preflight: what the rulebook says of a filing before it is sent. Pure functions; every figure is the rulebook's.

Offline a rule never blocks what the hall would take; with facts it foretells the hall, stage by stage: the rules of each
business stand in the order of its stages, entrance, save, review. Each business has its own
``rules_….py``; what several share is in ``rules_shared.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sigateway.plugin import Context, Filing, Finding, ask_rules

from . import (
    rules_agreement,
    rules_annual,
    rules_arrears,
    rules_arrears_bill,
    rules_changes,
    rules_enrolment,
    rules_errands,
    rules_flexible,
    rules_suspension,
    rules_wage,
    rules_write_off,
)

_RULES: Final[Mapping[str, tuple[Callable[[Any, Context], Iterator[Finding]], ...]]] = {
    "enrolment": rules_enrolment.RULES,
    "suspension": rules_suspension.RULES,
    "wage_change": rules_wage.RULES,
    "person_update": rules_changes.PERSON_RULES,
    "employer_update": rules_changes.EMPLOYER_RULES,
    "appointment": rules_errands.APPOINTMENT_RULES,
    "problem_report": rules_errands.PROBLEM_RULES,
    "arrears_settlement": rules_arrears.RULES,
    "arrears_bill": rules_arrears_bill.BILL_RULES,
    "arrears_rollback": rules_arrears_bill.ROLLBACK_RULES,
    "current_month_write_off": rules_write_off.RULES,
    "annual_wage": rules_annual.WAGE_RULES,
    "retiree_wage": rules_annual.PENSION_RULES,
    "agency_agreement": rules_agreement.RULES,
    "flexible_enrolment": rules_flexible.RULES,
}
"""By the filing's type."""


def preflight(filing: Filing, context: Context) -> list[Finding]:
    """Everything the rules of this business find."""
    return ask_rules(_RULES.get(filing.type, ()), filing, context)
