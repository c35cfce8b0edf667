"""One cell of the matrix, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sigateway.flows.effects import Means

from .strokes import Stroke


@dataclass(frozen=True)
class Recorded:
    """One request of the undisturbed conversation: the hall's name of the operation, and what it can do there."""

    operation: str
    means: Means


@dataclass(frozen=True)
class Trial:
    """One operation of a region, one of its requests, one stroke; a second stroke for pairs of faults.

    ``position`` counts the requests of the whole conversation from 0; ``nth`` is how often its operation occurs up to there.
    """

    region: str
    operation: str
    position: int
    request: Recorded
    nth: int
    stroke: Stroke
    accepts_duplicates: bool = False
    second: Trial | None = None

    def __str__(self) -> str:
        variant = " accepts_duplicates" if self.accepts_duplicates else ""
        then = f" then {self.second.position}:{self.second.stroke}" if self.second else ""
        return f"{self.region} {self.operation} {self.position}:{self.request.operation} {self.stroke}{variant}{then}"


@dataclass(frozen=True)
class Result:
    """What a vendor was told, call by call, and what the hall holds in the end.

    ``effects`` counts each thing asked for; ``commits_after_landing`` requests that tried again what had landed; ``why`` is empty
    when the promise held.
    """

    trial: Trial
    outcome: tuple[str, ...]
    effects: tuple[int, ...]
    commits_after_landing: int
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether the promise held."""
        return not self.why
