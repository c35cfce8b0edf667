"""The clock behind the hidden ``--clock URL``: a mock World's, over its control plane, closed when the command ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sigateway.gateway.clock import Clock, SystemClock
from sigateway.testing.clock import WorldClock


@contextmanager
def clock_of(url: str | None) -> Iterator[Clock]:
    """The machine's clock, or that of the World whose control plane is at ``url``."""
    if url is None:
        yield SystemClock()
        return
    with WorldClock(url) as clock:
        yield clock
