"""Preflight: what the rulebook says of a filing before it is sent. Pure functions; every figure is the rulebook's.

Offline a rule never blocks what the hall would take; with facts it foretells the hall, stage by stage: the rules of each
business stand in the order of its stages, entrance, save, review. Each business has its own
``rules_….py``; what several share is in ``rules_shared.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from sigateway.plugin import (
    Context,
    Effect,
    Enrolment,
    Filing,
    Finding,
    RuleNotKnown,
    Suspension,
    WageChange,
)

from . import rules_enrolment, rules_suspension, rules_wage

FilingT = TypeVar("FilingT")


def preflight(filing: Filing, context: Context) -> list[Finding]:
    """Everything the rules of this business find."""
    match filing:
        case Enrolment():
            return _asked(rules_enrolment.RULES, filing, context)
        case Suspension():
            return _asked(rules_suspension.RULES, filing, context)
        case WageChange():
            return _asked(rules_wage.RULES, filing, context)


def _asked(
    rules: Iterable[Callable[[FilingT, Context], Iterator[Finding]]], filing: FilingT, context: Context
) -> list[Finding]:
    """Ask each rule. A figure that is missing for the day is a finding ``unknown``."""
    found: list[Finding] = []
    for rule in rules:
        try:
            found.extend(rule(filing, context))
        except RuleNotKnown as missing:
            message = f"规则 {missing.rule} 没有 {missing.day:%Y-%m-%d} 的数值“{missing.figure}”，无法判断"
            cure = "请在自己的规则层中补充该数值及其出处"
            found.append(context.rules.finding(missing.rule, Effect.UNKNOWN, message, cure))
    return found
