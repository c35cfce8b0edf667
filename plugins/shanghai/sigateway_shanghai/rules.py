"""Preflight: what the rulebook says of a filing before it is sent. Pure functions; every figure is the rulebook's, or the hall's own.

Offline a rule never blocks what the hall would take; with facts it foretells the hall, stage by stage: first the right of the certificate,
then window and form together (entrance), then the rules of the check (save). There is no review (SH-24).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sigateway.plugin import Context, Filing, Finding, ask_rules

from . import rules_access, rules_check, rules_form
from .businesses import ACCESS_TYPES, BUSINESSES
from .facts import person_of
from .rules_window import in_the_window

Rule = Callable[[Any, Context], Iterator[Finding]]

_ENTRANCE: Final[tuple[Rule, ...]] = (in_the_window, *rules_form.RULES)

_CHECK: Final[Mapping[str, tuple[Rule, ...]]] = {
    "enrolment": rules_check.ENROLMENT,
    "suspension": rules_check.SUSPENSION,
    "back_payment": rules_check.BACK_PAYMENT,
    "wage_change": rules_check.WAGE_CHANGE,
    "annual_wage": rules_check.ANNUAL_WAGE,
}
"""By the filing's type."""


def preflight(filing: Filing, context: Context) -> list[Finding]:
    """Everything the rules of this business find."""
    if filing.type in ACCESS_TYPES:
        return rules_access.preflight(filing, context)
    if filing.type not in BUSINESSES:
        return []
    barred = rules_access.may_not_file(context)
    if barred is not None:
        return [barred]
    return ask_rules((*_ENTRANCE, *_of_the_check(filing, context)), filing, context)


def _of_the_check(filing: Filing, context: Context) -> tuple[Rule, ...]:
    """查无此人 stands alone: of somebody whom the register does not know nothing else can be said (SH-29)."""
    person = person_of(context)
    return (rules_check.unknown_person,) if person is not None and not person.known else _CHECK[filing.type]
