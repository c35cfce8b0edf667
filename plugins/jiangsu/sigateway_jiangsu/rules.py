"""Preflight: what the rulebook says of a filing before it is sent. Pure functions; every figure is the rulebook's, or the hall's own.

The hall looks in this order, and each stops the rest: the right of the account, the window, the form (entrance); then the rules of the
check (save). What it says depends on nothing later: there is no review, but of a retirement at the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sigateway.plugin import Context, Effect, Filing, Finding, Known, Stage, ask_rules

from . import rules_access, rules_changes, rules_enrolment, rules_form, rules_personal, rules_shared
from .facts import facts_of, person_of, unit_of
from .matters import FACES, GRANTING, MATTERS
from .rules_window import closed, preregistration_is_offered, taken_days, window_of

Rule = Callable[[Any, Context], Iterator[Finding]]

_CHECK: Final[Mapping[str, tuple[Rule, ...]]] = {
    "enrolment": rules_enrolment.ENROLMENT,
    "preregistration": rules_enrolment.PREREGISTRATION,
    "contract_renewal": rules_changes.RENEWAL,
    "suspension": rules_changes.SUSPENSION,
    "wage_change": rules_changes.WAGE_CHANGE,
    "retirement_registration": rules_changes.RETIREMENT,
    "basic_data": rules_personal.BASIC_DATA,
    "flexible_enrolment": rules_personal.FLEXIBLE_ENROLMENT,
    "flexible_suspension": rules_personal.FLEXIBLE_SUSPENSION,
    "relation_transfer": rules_personal.TRANSFER,
}
"""By the filing's type."""


def preflight(filing: Filing, context: Context) -> list[Finding]:
    """Everything the rules of this matter find."""
    if filing.type not in MATTERS and filing.type not in GRANTING | FACES:
        return []
    barred = rules_access.may_not_file(filing, context)
    if barred is not None:
        return [barred]
    if filing.type in GRANTING | FACES:
        return ask_rules(rules_access.RULES[filing.type], filing, context)
    shut = _shut(filing, context)
    if shut is not None:
        return [shut]
    person = person_of(context)
    unknown = person is not None and not person.known and filing.type != "basic_data"
    check = (rules_shared.unknown_person,) if unknown else _CHECK[filing.type]
    return ask_rules((*rules_form.RULES, *check, initial_pin), filing, context)


def _shut(filing: Filing, context: Context) -> Finding | None:
    """Outside the window nothing is taken, and nothing else is looked at (JS-01 to JS-04)."""
    unit = unit_of(context)
    if filing.type == "preregistration":
        offered = preregistration_is_offered(context)
        if not offered or (
            unit is not None and not unit.preregistration and window_of(filing.type, context).open
        ):
            return context.rules.finding(
                "JS-04",
                Effect.WINDOW,
                "网上大厅未开放预登记",
                f"请在{taken_days(context)}办理用工参保登记",
                stage=Stage.ENTRANCE,
                known=Known.OFFLINE if not offered else Known.LOOKUP,
            )
    if filing.type not in ("preregistration", "basic_data") and unit is not None:
        return None if unit.open else closed(context, filing.type, unit.opens, Known.LOOKUP)
    window = window_of(filing.type, context)
    return None if window.open else closed(context, filing.type, window.opens, Known.OFFLINE)


def initial_pin(filing: Filing, context: Context) -> Iterator[Finding]:
    """The hall nags while the CA's 口令 is still the first one (JS-26); nothing is blocked."""
    facts = facts_of(context)
    for notice in facts.notices if facts else ():
        yield context.rules.finding("JS-26", Effect.WARNS, notice, "请用证书助手修改口令", known=Known.LOOKUP)
