"""Asking rules about a filing: a figure that is missing for the day is a finding, never an exception."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from sigateway.errors import RuleNotKnown
from sigateway.filings.findings import Effect, Finding

from .context import Context

FilingT = TypeVar("FilingT")


def ask_rules(
    rules: Iterable[Callable[[FilingT, Context], Iterable[Finding]]], filing: FilingT, context: Context
) -> list[Finding]:
    """What all of them find, in their order. A rule without its figure for the day finds ``unknown``, and says what to supply."""
    found: list[Finding] = []
    for rule in rules:
        try:
            found.extend(rule(filing, context))
        except RuleNotKnown as missing:
            message = f"规则 {missing.rule} 没有 {missing.day:%Y-%m-%d} 的数值“{missing.figure}”，无法判断"
            cure = "请在自己的规则层中补充该数值及其出处"
            found.append(context.rules.finding(missing.rule, Effect.UNKNOWN, message, cure))
    return found
