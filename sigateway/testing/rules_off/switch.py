"""The switch that the rewritten sources ask: which rule is off, where, and which rules a test has come across."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Final

from sigateway.region import Offer

from .others import GONE, other_result, stands_aside


class Place(StrEnum):
    """Where a rule can be switched off."""

    HALL = "hall"
    CONDUCT = "conduct"
    PLUGIN = "plugin"
    BOOK = "book"


NOTHING: Final = object()
"""What is given in place of a refusal that is switched off."""


class Dropped(Exception):
    """The refusal that a statement was about to give is switched off."""


class SwitchedOff(Exception):
    """A function that gives nothing that could be another of its kind; without it there is no answer."""


class Switch:
    """One for the process.

    ``seen`` gathers what was come across, as (place, rule), while a test runs; ``named`` the rules that the rewritten
    sources name at all, whether anything of them can be switched off there or not.
    """

    def __init__(self) -> None:
        self.seen: set[tuple[Place, str]] = set()
        self.named: set[str] = set()
        self._off: tuple[Place, str] | None = None

    @contextmanager
    def off(self, place: Place, rule: str) -> Iterator[None]:
        """Switch one rule off at one place."""
        self._off = (place, rule)
        try:
            yield
        finally:
            self._off = None

    def has_off(self, place: Place, rule: str) -> bool:
        """Whether the rule is off there."""
        return self._off == (place, rule)

    def is_off(self, place: Place, rule: str) -> bool:
        """As `has_off`; that it was asked for is remembered."""
        self.seen.add((place, rule))
        return self.has_off(place, rule)


SWITCH: Final = Switch()


class Side:
    """The switch as the sources of one side see it, under the name ``__switch__``."""

    NOTHING = NOTHING
    Dropped = Dropped

    def __init__(self, place: Place, switch: Switch = SWITCH) -> None:
        self._place, self._switch = place, switch

    def given(self, value: Any) -> Any:
        """The value with what is switched off left out, or ``NOTHING`` when it is nothing else."""
        if isinstance(value, list | tuple):
            return NOTHING if self._is_dropped(value) else self.pruned(value)
        if isinstance(value, Offer):
            return self._without(value, "fields")
        if self._is_dropped(value):
            return NOTHING
        return self._without(value, "reasons") if dataclasses.is_dataclass(value) else value

    def yielded(self, value: Any) -> Any:
        """As `given`; anything that names the rule goes."""
        return NOTHING if self._names(value) else self.given(value)

    def argument(self, value: Any) -> Any:
        """A refusal written out as the argument of a statement: the statement goes with it."""
        if self._is_dropped(value):
            raise Dropped
        return value

    def pruned(self, values: Any) -> Any:
        """A list or tuple of things that each name a rule, without those that name the one switched off."""
        if type(values) not in (list, tuple) or not values or _is_pair(values):
            return values
        if not all(_rules_of(each) or isinstance(each, Offer) for each in values):
            return values
        kept = [self.given(each) for each in values if not self._names(each)]
        return type(values)(each for each in kept if each is not NOTHING)

    def choose(self, test: Any, body: Callable[[], Any], orelse: Callable[[], Any]) -> Any:
        """``body if test else orelse``; a refusal that is off gives way to the other one."""
        chosen, other = (body, orelse) if test else (orelse, body)
        value = self.given(chosen())
        return other() if value is NOTHING else value

    def _names(self, value: Any) -> bool:
        """Whether it names the rule that is off, and none beside."""
        rules = _rules_of(value)
        off = [rule for rule in rules if self._switch.is_off(self._place, rule)]
        return bool(rules) and len(off) == len(rules)

    def _is_dropped(self, value: Any) -> bool:
        return _refuses(value) and self._names(value)

    def _without(self, value: Any, field: str) -> Any:
        """The value with the things of one of its fields pruned."""
        held = getattr(value, field, None)
        kept = self.pruned(held)
        if kept == held:
            return value
        if isinstance(value, Offer):
            return value.model_copy(update={field: kept})
        return dataclasses.replace(value, **{field: kept})


def enforces(*rules: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """In place of the halls' mark of that name: a function that does something else when one of its rules is off."""

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def switched(*args: Any, **kwargs: Any) -> Any:
            off = any(SWITCH.has_off(Place.CONDUCT, rule) for rule in rules)
            aside, instead = stands_aside(function, args, kwargs)
            if off and aside:
                return instead
            result = function(*args, **kwargs)
            if not aside:
                instead = other_result(result, rules)
            if aside or instead is GONE or instead != result:
                SWITCH.seen.update((Place.CONDUCT, rule) for rule in rules)
            if not off:
                return result
            if instead is GONE:
                raise SwitchedOff(function.__qualname__)
            return instead

        for each in (function, switched):
            each.__dict__["enforced_rules"] = rules
        return function if inspect.isclass(function) else switched

    return mark


_REFUSALS: Final = ("Reason", "Refusal", "FileRefusal", "Finding", "Way", "Elsewhere", "FieldNeed")


def _refuses(value: Any) -> bool:
    """What may be left out where it stands alone; any other thing only out of a row of its like."""
    return isinstance(value, BaseException) or type(value).__name__ in _REFUSALS or _is_pair(value)


def _is_pair(value: Any) -> bool:
    """(whether it applies, the reason)."""
    return (
        type(value) is tuple and len(value) == 2 and isinstance(value[0], bool) and bool(_rules_of(value[1]))
    )


def _rules_of(value: Any) -> Sequence[str]:
    """The rules that a refusal names; none when it is no refusal."""
    if isinstance(value, type) or value is None:
        return ()
    if _is_pair(value):
        return _rules_of(value[1])
    rule, rules = getattr(value, "rule", None), getattr(value, "rules", None)
    if isinstance(rule, str):
        return (rule,)
    if isinstance(rules, tuple) and all(isinstance(each, str) for each in rules):
        return rules
    reasons = getattr(getattr(value, "refusal", value), "reasons", None)
    if type(value).__module__.startswith("sigateway.") or not isinstance(reasons, tuple):
        return ()
    return [
        each[0] if isinstance(each, tuple) and each else rule for each in reasons for rule in _rules_of(each)
    ]
