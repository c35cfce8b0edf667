"""What every counter has: the hall it belongs to, refusals with a rule, and papers that must be brought."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.hall import WuhanHall


class CounterRefused(ValueError):
    """Staff send somebody away, with the rule and the words."""

    def __init__(self, rule: str, words: str) -> None:
        super().__init__(words)
        self.rule = rule
        self.words = words


class CounterWork:
    """A counter of one hall."""

    def __init__(self, hall: WuhanHall) -> None:
        self._hall = hall


def refuse(reason: Reason | None) -> None:
    """Send somebody away if there is a reason."""
    if reason is not None:
        raise CounterRefused(reason.rule, reason.words)


def require_papers(rule: str, wanted: Iterable[str], brought: Iterable[str]) -> None:
    """All of these papers must be there."""
    missing = [paper for paper in wanted if paper not in _listed(brought)]
    if missing:
        raise CounterRefused(rule, f"资料不全：{'、'.join(missing)}")


@enforces("WH-108", "WH-110")
def require_some_paper(brought: Iterable[str]) -> None:
    """Key data are changed, and filings corrected, only by papers; which ones the sources do not say."""
    if not any(_listed(brought)):
        raise ValueError("name the papers that were brought: nothing is changed at the counter without")


def _listed(brought: Iterable[str]) -> list[str]:
    if isinstance(brought, str):
        raise ValueError("papers are a list of texts")
    return list(brought)
