"""The rulebook, watched: which rules' figures are asked for, and other figures for a rule that is off."""

from __future__ import annotations

import sys
from datetime import date

from sigateway.rules import rulebook
from sigateway.rules.rulebook import Rulebook
from sigateway.rules.schema import Rule

from .others import with_other_figures
from .switch import Place, Switch


def watch_the_book(switch: Switch) -> None:
    """Put the switch into the two ways to a figure, for the rest of the process."""
    rule_of, text_of = Rulebook.rule, Rulebook.text

    def rule(self: Rulebook, rule: str) -> Rule:
        entry = rule_of(self, rule)
        own = sys._getframe(1).f_globals["__name__"] == rulebook.__name__
        if not entry.figures or own:
            return entry
        return with_other_figures(entry) if switch.is_off(Place.BOOK, rule) else entry

    def text(self: Rulebook, rule: str, figure: str, *, on: date) -> str:
        entry = rule_of(self, rule)
        if not entry.figures or not switch.is_off(Place.BOOK, rule):
            return text_of(self, rule, figure, on=on)
        return text_of(Rulebook(self.layers, {rule: with_other_figures(entry)}, {}), rule, figure, on=on)

    Rulebook.rule, Rulebook.text = rule, text  # type: ignore[method-assign]
