"""Whole matrices on all cores, each trial in a process of a pool."""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from sigateway.testing.parallel import on_all_cores

from .kit import FaultKit
from .trial import Result, Trial

_CHUNK = 10


@cache
def kit_at(place: str) -> FaultKit:
    """The kit at ``module:NAME``."""
    module, _, name = place.partition(":")
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, FaultKit), f"{place} is no FaultKit"
    return found


def run_chunk(place: str, trials: Sequence[Trial]) -> list[Result]:
    """Some trials of a kit, in this process."""
    kit, found = kit_at(place), []
    for trial in trials:
        with tempfile.TemporaryDirectory() as folder:
            found.append(kit.run(trial, Path(folder)))
    return found


def run(
    places: Sequence[str], *, pairs: int = 0, workers: int | None = None, operations: Sequence[str] = ()
) -> Iterator[Result]:
    """Every trial of every kit, or of these operations, on all cores."""

    def chunks() -> Iterator[Callable[[], list[Result]]]:
        for place in places:
            kit = kit_at(place)
            trials = [
                trial
                for trial in (*kit.trials(), *kit.pairs(pairs))
                if not operations or trial.operation in operations
            ]
            for n in range(0, len(trials), _CHUNK):
                yield partial(run_chunk, place, trials[n : n + _CHUNK])

    return on_all_cores(chunks(), workers)
