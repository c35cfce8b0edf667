"""Whole sets of mutations on all cores, each trial in a process of a pool."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from sigateway.testing.faults.running import kit_at
from sigateway.testing.parallel import on_all_cores

from .kit import MutationKit
from .trial import Result, Trial

_CHUNK = 60


@cache
def mutation_kit_at(place: str) -> MutationKit:
    """The mutations of the `FaultKit` at ``module:NAME``."""
    return MutationKit(kit_at(place))


def run_chunk(place: str, trials: Sequence[Trial]) -> list[Result]:
    """Some trials of a kit, in this process."""
    kit, found = mutation_kit_at(place), []
    for trial in trials:
        with tempfile.TemporaryDirectory() as folder:
            found.append(kit.run(trial, Path(folder)))
    return found


def run(
    places: Sequence[str],
    *,
    only: str = "",
    workers: int | None = None,
    operations: Sequence[str] = (),
    between: bool = False,
) -> Iterator[Result]:
    """Every trial of every kit, on all cores; or those whose words hold ``only``, of these operations, ``between`` two commits."""

    def chunks() -> Iterator[Callable[[], list[Result]]]:
        for place in places:
            trials = [
                trial
                for trial in mutation_kit_at(place).trials()
                if only in str(trial)
                and (not operations or trial.operation in operations)
                and (trial.committed or not between)
            ]
            for n in range(0, len(trials), _CHUNK):
                yield partial(run_chunk, place, trials[n : n + _CHUNK])

    return on_all_cores(chunks(), workers)
