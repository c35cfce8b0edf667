"""The root of the tree, and what is wrong before a hall comes into it: the configuration, the rules, a plugin, the ledger."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sigateway.filings.cases import Actor


class SigatewayError(Exception):
    """The root. ``message`` is what a person reads."""

    code: ClassVar[str] = "sigateway"
    who_acts: Actor = Actor.VENDOR
    retry: ClassVar[bool] = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConfigurationError(SigatewayError):
    """Something handed to the gateway cannot be right; the message says what and what to hand instead."""

    code = "configuration"


class RulebookError(SigatewayError):
    """A ``rules.toml`` or ``reasons.toml`` is malformed; the message names file and rule."""

    code = "rulebook"
    who_acts = Actor.CONTRIBUTOR


class RuleNotKnown(RulebookError):
    """The rulebook has no figure for that day. A preflight turns this into a finding ``unknown``."""

    code = "rule_not_known"
    who_acts = Actor.VENDOR

    def __init__(self, rule: str, figure: str, day: date) -> None:
        super().__init__(
            f"规则 {rule} 没有 {day:%Y-%m-%d} 的数值“{figure}”；请在自己的规则层中补充该数值及其出处。"
            f" (no figure {figure!r} of {rule} for that day: supply it in a layer of your own, with its source)"
        )
        self.rule, self.figure, self.day = rule, figure, day


class PluginError(SigatewayError):
    """A hook of a region failed or cannot be registered. Nothing was sent because of it."""

    code = "plugin"
    who_acts = Actor.CONTRIBUTOR

    def __init__(self, plugin: str, hook: str, message: str) -> None:
        super().__init__(f"plugin {plugin!r}, hook {hook!r}: {message}")
        self.plugin, self.hook = plugin, hook


class LedgerError(SigatewayError):
    """The ledger could not record what must be recorded first, so nothing was sent."""

    code = "ledger"
