"""What every hall says when it refuses: words, with the rule behind them. Which words, and which rules, are a hall's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hall refuses; ``field`` is the key concerned, ``code`` that of a hall which numbers its words, or empty."""

    rule: str
    words: str
    field: str = ""
    code: str = ""


class Refused(Protocol):
    """A hall's refusal: its reasons, beside whatever else that hall says with them."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All of them."""


def coded(code: str, rule: str, words: str) -> Reason:
    """A reason of a hall that numbers its words."""
    return Reason(rule, words, code=code)


def rules_behind(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """The rules behind some reasons, each once; the journal keeps them."""
    return tuple(dict.fromkeys(reason.rule for reason in reasons))
