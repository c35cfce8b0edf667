"""What every counter has: the hall it belongs to, refusals with a rule, and papers that must be brought."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.staff import HandRefused, listed_papers

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.hall import WuhanHall


class CounterWork:
    """A counter of one hall."""

    def __init__(self, hall: WuhanHall) -> None:
        self._hall = hall


def refuse(reason: Reason | None) -> None:
    """Send somebody away if there is a reason."""
    if reason is not None:
        raise HandRefused(reason)


@enforces("WH-108", "WH-110")
def require_some_paper(brought: Iterable[str]) -> None:
    """Key data are changed, and filings corrected, only by papers; which ones the sources do not say."""
    if not any(listed_papers(brought)):
        raise ValueError("name the papers that were brought: nothing is changed at the counter without")
