"""A mark on code that enforces a rule without saying words of refusal; read by the tests of the ledgers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Marked = TypeVar("Marked", bound=Callable[..., Any])


def enforces(*rules: str) -> Callable[[Marked], Marked]:
    """Say which rules of the rulebook a function is there for. It changes nothing at run time."""

    def mark(function: Marked) -> Marked:
        function.__dict__["enforced_rules"] = rules
        return function

    return mark
