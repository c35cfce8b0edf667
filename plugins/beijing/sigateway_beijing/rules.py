"""Preflight: what the rulebook says of a filing before it is sent. Pure functions; every figure is the rulebook's, or the hall's own.

Each half is asked for itself, as its system would: first the entrance, which the hall shows beforehand in its own words, then the rules of
saving, then what is known of processing. A message says of which system it speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sigateway.plugin import Context, Effect, Filing, Finding, Known, Stage, ask_rules

from . import facts, rules_form, rules_money, rules_person, rules_window
from .business import BUSINESSES, TITLES, systems_of
from .facts import BeijingFacts
from .flows import ONLY_IN_A_FILE
from .reading import REASONS
from .rules_shared import Asked

Rule = Callable[[Asked], Iterator[Finding]]

_BY_FACTS: Final[tuple[Rule, ...]] = (rules_person.not_insured_here,)
_SAVE: Final[tuple[Rule, ...]] = (
    rules_form.must_be_filled,
    rules_form.reason_of_the_hall,
    rules_form.well_formed,
    rules_form.writable,
    rules_form.insurances,
    rules_form.grey_fields,
    rules_money.lowest_wage,
    rules_money.wage_changes,
    rules_money.back_pay_months,
    rules_person.dates,
)
_PROCESSING: Final[tuple[Rule, ...]] = (rules_person.retirement_age,)


def preflight(filing: Filing, context: Context) -> list[Finding]:
    """Everything the rules find, for each system that the filing reaches."""
    if filing.type not in BUSINESSES:
        return []
    found: list[Finding] = []
    shown = facts.of(context)
    if shown is None:
        found += ask_rules((rules_window.in_the_window,), filing, context)
    else:
        found += [*_entrance(filing, shown, context), *_unit_differs(shown, context)]
    found += ask_rules((rules_window.of_this_month, rules_form.nothing_here), filing, context)
    for system in systems_of(filing, context.unit.schemes):
        found += ask_rules(
            [_of_half(rule, system) for rule in (*_BY_FACTS, *_SAVE, *_PROCESSING)], filing, context
        )
    return found


def _of_half(rule: Rule, system: str) -> Callable[[Filing, Context], Iterator[Finding]]:
    return lambda filing, context: rule(Asked(filing, system, context))


def _entrance(filing: Filing, shown: BeijingFacts, context: Context) -> Iterator[Finding]:
    """What each system has said at its entrance. Somebody in 中断失业 is filed by a file (BJ-20), so that it only warns."""
    business = BUSINESSES[filing.type]
    for system, half in shown.halves.items():
        for words in half.refused:
            reason = REASONS.read(words)
            rule = reason.rule or business.rule
            effect = Effect.WINDOW if rule == "BJ-32" else Effect.RETURNS
            if words == ONLY_IN_A_FILE:
                effect = Effect.WARNS
            yield context.rules.finding(
                rule,
                effect,
                f"{TITLES[system]}：{words}",
                reason.cure or "",
                stage=Stage.ENTRANCE,
                known=Known.LOOKUP,
                opens_at=rules_window.hall_window(context).opens if rule == "BJ-32" else None,
            )


def _unit_differs(shown: BeijingFacts, context: Context) -> Iterator[Finding]:
    """BJ-33: looked at when the service is opened, not at each filing, by its setting; somebody should look all the same."""
    if not shown.unit_differs:
        return
    at_opening = _conditions_at_opening(context)
    yield context.rules.finding(
        "BJ-06",
        Effect.WARNS if at_opening else Effect.RETURNS,
        f"四险系统与医疗保险系统的{'、'.join(shown.unit_differs)}不一致{'（BJ-33：不妨碍申报）' if at_opening else ''}",
        "请到所属社保经办机构更正单位信息",
        stage=None if at_opening else Stage.ENTRANCE,
        known=Known.LOOKUP,
    )


def _conditions_at_opening(context: Context) -> bool:
    setting = context.rules.text("BJ-33", "conditions_checked", on=context.day)
    if setting not in ("opening", "each_filing"):
        raise ValueError(f"rule BJ-33: conditions_checked is {setting!r}, not opening or each_filing")
    return setting == "opening"
