"""What people at work in every hall have in common: they refuse with a rule and with words, and they ask for papers."""

from __future__ import annotations

from collections.abc import Iterable

from sigateway_mockservers.kernel.reasons import Reason, Refused


class HandRefused(ValueError):
    """Somebody is sent away by a person, with the rules and the words, one of each a reason."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("；".join(reason.words for reason in reasons))
        self.rules = tuple(reason.rule for reason in reasons)
        self.words = tuple(reason.words for reason in reasons)


def refuse(rule: str, words: str) -> HandRefused:
    """One reason, said by a person."""
    return HandRefused(Reason(rule, words))


def refuse_for(refused: Reason | Refused) -> HandRefused:
    """The refusal of the hall, as a person says it."""
    return HandRefused(*([refused] if isinstance(refused, Reason) else refused.reasons))


def require_papers(rule: str, wanted: Iterable[str], brought: Iterable[str]) -> tuple[str, ...]:
    """All of these papers must be there; what was brought, as it is kept."""
    listed = listed_papers(brought)
    missing = [paper for paper in wanted if paper not in listed]
    if missing:
        raise refuse(rule, f"资料不全：{'、'.join(missing)}")
    return listed


def require_some_paper(rule: str, brought: Iterable[str]) -> None:
    """At least one paper must be named, where the sources do not say which."""
    if not any(listed_papers(brought)):
        raise refuse(rule, "资料不全：未提供任何资料")


def listed_papers(brought: Iterable[str]) -> tuple[str, ...]:
    """The papers that were brought; one text alone is most likely a slip of the test."""
    if isinstance(brought, str):
        raise ValueError("papers are a list of texts")
    return tuple(brought)
