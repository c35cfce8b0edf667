"""One mutation of one reply, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from .mutation import Mutation


@dataclass(frozen=True)
class Trial:
    """One operation of a region, one of its replies before a commit, one mutation of it.

    ``essential``: it strikes what the region writes, so that it must be noticed before anything is written. ``committed``: how many
    commits of the operation have been answered by then.
    """

    region: str
    operation: str
    position: int
    request: str
    mutation: Mutation
    essential: bool
    committed: int = 0

    def __str__(self) -> str:
        after = f" after commit {self.committed}" if self.committed else ""
        return f"{self.region} {self.operation} {self.position}:{self.request} {self.mutation}{after}"


@dataclass(frozen=True)
class Result:
    """What the vendor was told (``outcome``: ``landed``, or the code of an error; in ``message`` its text), and what the hall holds.

    ``drafts`` were sent after the page had changed; ``why`` is empty when the promise held.
    """

    trial: Trial
    outcome: str
    message: str
    effects: tuple[int, ...]
    drafts: int
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether the promise held."""
        return not self.why

    @property
    def stopped(self) -> bool:
        """Whether it stopped before anything took effect."""
        return self.outcome != LANDED


LANDED = "landed"
