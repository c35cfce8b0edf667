"""Preflight: what the rulebook says of a filing before it is sent. Pure functions; every figure is the rulebook's, or the hall's own.

Offline a rule never blocks what the hall would take; with facts it foretells the hall, stage by stage: the entrance 搜索, then the form,
then the content of a sound form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from sigateway.plugin import Context, Filing, Finding, ask_rules

from . import rules_enrolment, rules_flexible, rules_movement, rules_opening, rules_suspension
from .facts import ZhejiangFacts, facts_of
from .rules_shared import (
    Findings,
    in_use,
    not_in_the_menu,
    on_a_day_of_filing,
    refused_at_entrance,
    without_what_comes_later,
)

Rule = Callable[[Any, Context], Iterable[Finding]]

MENU: Final = {
    "enrolment": "ZJ-06",
    "suspension": "ZJ-16",
    "employer_opening": "ZJ-15",
    "flexible_enrolment": "ZJ-37",
    "flexible_suspension": "ZJ-37",
}
"""The rule that knows the way through the menu, by the filing's type."""

_MOVEMENT: Final[tuple[Rule, ...]] = (
    in_use,
    rules_movement.sound_number,
    rules_movement.medical_elsewhere,
    rules_movement.as_the_search_shows,
)
_ENTRANCE: Final[dict[str, tuple[Rule, ...]]] = {
    "enrolment": _MOVEMENT,
    "suspension": _MOVEMENT,
    "employer_opening": (in_use,),
    "flexible_enrolment": (rules_flexible.household,),
    "flexible_suspension": (rules_flexible.household,),
}
_WINDOW: Final[dict[str, tuple[Rule, ...]]] = {
    "enrolment": (on_a_day_of_filing,),
    "suspension": (on_a_day_of_filing,),
    "employer_opening": (on_a_day_of_filing,),
}
_FORM: Final[dict[str, tuple[Rule, ...]]] = {
    "enrolment": rules_enrolment.FORM,
    "suspension": rules_suspension.FORM,
    "employer_opening": (rules_opening.company,),
    "flexible_enrolment": rules_flexible.FORM,
    "flexible_suspension": rules_flexible.FORM,
}
_CONTENT: Final[dict[str, tuple[Rule, ...]]] = {
    "enrolment": rules_enrolment.CONTENT,
    "suspension": rules_suspension.CONTENT,
    "employer_opening": (rules_opening.staff,),
    "flexible_enrolment": rules_flexible.CONTENT,
    "flexible_suspension": rules_flexible.CONTENT,
}


def preflight(filing: Filing, context: Context) -> list[Finding]:
    """Everything the rules of this business find."""
    if filing.type not in MENU:
        return []
    facts = facts_of(context, ZhejiangFacts)
    entrance = ask_rules((_refused, *_ENTRANCE[filing.type]), filing, context)
    if facts is not None and (facts.refusals or not facts.offered):
        return entrance  # the hall has shown nothing else
    closed = ask_rules(_WINDOW.get(filing.type, ()), filing, context)
    if facts is not None and closed:
        return [*entrance, *closed]  # it is looked at alone, before the form
    form = ask_rules(_FORM[filing.type], filing, context)
    content = ask_rules(_CONTENT[filing.type], filing, context)
    return [*entrance, *closed, *without_what_comes_later(form, content, context)]


def _refused(filing: Filing, context: Context) -> Findings:
    yield from not_in_the_menu(filing, context, MENU[filing.type])
    yield from refused_at_entrance(filing, context)
