"""What the hall does by itself with a submitted file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.clock import FiredEvent

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall


class FileProcessing:
    """Ends the halves of a file together, and hands the medical ones on."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall

    def fire(self, what: str, number: str) -> list[FiredEvent]:
        """Let happen what falls due for a file."""
        return []
