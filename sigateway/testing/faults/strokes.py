"""What can go wrong with one request, as the promise lists it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Stroke:
    """One fault. ``do``, ``when`` and further figures (``shape``) as the mock halls name them.

    ``killed`` and ``sigkill`` strike our own process. ``ends_the_window``: what was to be filed may have become impossible, so that
    "nothing was filed" is a good end too.
    """

    do: str
    when: str
    shape: tuple[tuple[str, Any], ...] = ()

    @property
    def ends_the_window(self) -> bool:
        """Whether time passes beyond what the filing was for."""
        return self.do == "window_closes"

    @property
    def ours(self) -> bool:
        """Whether it strikes the vendor's process, not the line or the hall."""
        return self.do in ("killed", "sigkill")

    def __str__(self) -> str:
        shape = "".join(f" {name}={value}" for name, value in self.shape)
        return f"{self.do}/{self.when}{shape}"


BEFORE: Final = "before_commit"
AFTER: Final = "after_commit"
MID_BODY: Final = "mid_body"

SHOWN_LATE_SECONDS: Final = 20.0
"""Within every hall's settling time, on which the promise rests."""

AT_THE_HALL: Final = (
    Stroke("refuse", BEFORE),
    Stroke("refuse", BEFORE, (("connect_timeout", True),)),
    Stroke("reset", BEFORE),
    Stroke("reset", AFTER),
    Stroke("disconnect", BEFORE),
    Stroke("disconnect", AFTER),
    Stroke("stall", BEFORE),
    Stroke("stall", AFTER),
    Stroke("status_5xx", BEFORE),
    Stroke("status_5xx", AFTER),
    Stroke("truncate", MID_BODY),
    Stroke("truncate", MID_BODY, (("silent", True),)),
    Stroke("maintenance", BEFORE),
    Stroke("maintenance", AFTER),
    Stroke("login_page", BEFORE),
    Stroke("login_page", AFTER),
    Stroke("login_page", BEFORE, (("keep_session", False),)),
    Stroke("login_page", AFTER, (("keep_session", False),)),
    Stroke("session_expired", BEFORE),
    Stroke("session_expired", AFTER),
    Stroke("session_taken", BEFORE),
    Stroke("session_taken", AFTER),
    Stroke("window_closes", BEFORE),
    Stroke("shown_late", AFTER, (("seconds", SHOWN_LATE_SECONDS),)),
)
"""What happens on the line and at the hall."""

CONVERSATION_CLOSED: Final = (Stroke("killed", BEFORE), Stroke("killed", AFTER))
"""The process is gone at that request: simulated, at every request."""

SIGKILL: Final = (Stroke("sigkill", BEFORE), Stroke("sigkill", AFTER))
"""A real SIGKILL of a child process: around drafts and commits."""

STROKES: Final = (*AT_THE_HALL, *CONVERSATION_CLOSED, *SIGKILL)
