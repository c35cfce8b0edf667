"""What people at work have in common: they refuse with a rule and with words."""

from __future__ import annotations

from collections.abc import Iterable

from sigateway_mockservers.jiangsu.reasons import Reason, Refusal


class HandRefused(ValueError):
    """Somebody is sent away, with the rules and the words, one of each a reason."""

    def __init__(self, rules: tuple[str, ...], words: tuple[str, ...]) -> None:
        super().__init__("；".join(words))
        self.rules = rules
        self.words = words


def refuse(rule: str, words: str) -> HandRefused:
    """One reason, said by a person."""
    return HandRefused((rule,), (words,))


def refuse_for(refused: Reason | Refusal) -> HandRefused:
    """The refusal of the hall, as a person says it."""
    said = (refused,) if isinstance(refused, Reason) else refused.reasons
    return HandRefused(tuple(each.rule for each in said), tuple(each.words for each in said))


def require_papers(rule: str, wanted: Iterable[str], brought: Iterable[str]) -> tuple[str, ...]:
    """All of these papers must be there; what was brought, as it is kept."""
    if isinstance(brought, str):
        raise ValueError("papers are a list of texts")
    listed = tuple(brought)
    missing = [paper for paper in wanted if paper not in listed]
    if missing:
        raise refuse(rule, f"资料不全：{'、'.join(missing)}")
    return listed
