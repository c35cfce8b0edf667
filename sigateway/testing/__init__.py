"""Door 3, the SDK's side: what CI of a vendor or a contributor needs to test against mock halls.

`WorldClock` is a mock World's clock for ``Gateway(clock=…)``. `Stage` is a World with a unit and a ledger in it, and
`sigateway.testing.faults` the crash matrix over it; both need the extra ``mock``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sigateway.testing.clock import WorldClock

if TYPE_CHECKING:
    from sigateway.testing.stage import Stage

__all__ = ["Stage", "WorldClock"]


def __getattr__(name: str) -> Any:
    """`Stage` only when it is asked for: the clock alone needs no mock halls, and the command line imports it."""
    if name == "Stage":
        from sigateway.testing.stage import Stage

        return Stage
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
