"""Other values of the same form: figures of a rulebook, and what a function gives."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sigateway.rules.schema import Figures, Rule

_PLAIN: Final = (bool, int, Decimal, date, datetime, dict, list, tuple, frozenset)
"""What is another in a record before its texts are: by those it is found again."""
_signature = cache(inspect.signature)
GONE: Final = object()
"""What stands for a value that has no other of its kind."""


def with_other_figures(rule: Rule) -> Rule:
    """The rule with every one of its figures another."""
    figures = tuple(
        Figures(
            effective_from=each.effective_from,
            until=each.until,
            values={name: other_figure(value) for name, value in each.values.items()},
        )
        for each in rule.figures
    )
    return rule.model_copy(update={"figures": figures})


def other_figure(value: str) -> str:
    """Another value of the same form: a number, a month, a day, a time, yes or no, words."""
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    if re.fullmatch(r"\d{4}-?(0[1-9]|1[0-2])", value):
        return f"{int(value[:4]) + 1}{value[4:]}"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (date.fromisoformat(value) + timedelta(days=31)).isoformat()
    if re.fullmatch(r"\d\d:\d\d", value):
        return time((int(value[:2]) + 1) % 24, int(value[3:])).isoformat("minutes")
    if re.fullmatch(r"-?\d+", value):
        return str(int(value) - 1) if int(value) > 1 else str(int(value) + 1)
    if re.fullmatch(r"-?\d+\.\d+", value):
        return str(Decimal(value) + Decimal(1).scaleb(-len(value.partition(".")[2])))
    for between in ("；", " "):
        if between in value:
            return value.partition(between)[2]
    return value[::-1] if value[::-1] != value else f"{value}X"


def other_result(result: Any, rules: Sequence[str]) -> Any:
    """What a function would give that did not do what it is there for; the same, if nothing else can be.

    A refusal that names one of the function's own ``rules`` stays, for it has a switch of its own; any other is not given.
    """
    return _without_refusals(result, rules) if _refuses(result) else other_value(result)


def stands_aside(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> tuple[bool, Any]:
    """Whether a function can be left out altogether, and what stands in for its result: nothing, or what came in."""
    signature = _signature(function)
    returns = signature.return_annotation
    if returns in (None, "None"):
        return True, None
    for name, value in signature.bind(*args, **kwargs).arguments.items():
        if signature.parameters[name].annotation == returns and returns[:1].isupper():
            return True, value
    return False, None


def other_value(value: Any) -> Any:
    """Another value of the same kind; the same one, if it has none."""
    match value:
        case bool():
            return not value
        case int() | Decimal():
            return value + 1
        case str():
            return other_figure(value) if value else "X"
        case bytes():
            return b""
        case datetime() | date():
            return value + timedelta(days=1)
        case dict():
            others = {key: other_value(held) for key, held in value.items()}
            return {key: value[key] if held is GONE else held for key, held in others.items()}
        case list() | tuple() | frozenset() | set():
            return type(value)()
        case None:
            return None
        case _ if is_dataclass(value) and not isinstance(value, type):
            told = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
            for kinds in (_PLAIN, str):
                others = {name: other_value(held) for name, held in told.items() if isinstance(held, kinds)}
                if any(others[name] != told[name] for name in others):
                    return replace(value, **others)
        case _ if hasattr(value, "set_data"):
            return type(value)("", status=value.status, content_type=value.content_type)
    return GONE


def _refuses(result: Any) -> bool:
    several = isinstance(result, list | tuple) and result
    return all(map(_refuses, result)) if several else type(result).__name__ in ("Reason", "Refusal")


def _without_refusals(result: Any, rules: Sequence[str]) -> Any:
    if isinstance(result, list | tuple):
        return type(result)(each for each in result if set(_rules_of(each)) & set(rules))
    return result if set(_rules_of(result)) & set(rules) else None


def _rules_of(refusal: Any) -> Sequence[str]:
    """The rules of a reason, or of a refusal's reasons."""
    if hasattr(refusal, "rules"):
        return refusal.rules  # type: ignore[no-any-return]
    return (refusal.rule,) if hasattr(refusal, "rule") else [each.rule for each in refusal.reasons]
