"""What people at work have in common: they refuse with a rule and with words, and they ask for papers."""

from __future__ import annotations

from collections.abc import Iterable

from sigateway_mockservers.shanghai.reasons import Reason, Refusal


class HandRefused(ValueError):
    """Somebody is sent away, with the rules and the words, one of each a reason."""

    def __init__(self, rules: tuple[str, ...], words: tuple[str, ...]) -> None:
        super().__init__("；".join(words))
        self.rules = rules
        self.words = words


def refuse_for(refused: Reason | Refusal) -> HandRefused:
    """The refusal of the hall, as a person says it."""
    said = (refused,) if isinstance(refused, Reason) else refused.reasons
    return HandRefused(tuple(each.rule for each in said), tuple(each.words for each in said))


def require_papers(rule: str, wanted: Iterable[str], brought: Iterable[str]) -> None:
    """All of these papers must be there."""
    listed = _listed(brought)
    missing = [paper for paper in wanted if paper not in listed]
    if missing:
        raise HandRefused((rule,), (f"资料不全：{'、'.join(missing)}",))


def require_some_paper(rule: str, brought: Iterable[str]) -> None:
    """At least one paper must be named; which ones the source does not say."""
    if not any(_listed(brought)):
        raise HandRefused((rule,), ("资料不全：未提供任何资料",))


def _listed(brought: Iterable[str]) -> list[str]:
    if isinstance(brought, str):
        raise ValueError("papers are a list of texts")
    return list(brought)
