"""Whole matrices on all cores, each trial in a process of a pool."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from .kit import FaultKit
from .trial import Result, Trial


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
    # Spawned: a worker serves mock halls from threads, and a forked one would inherit them half alive.
    with ProcessPoolExecutor(workers or os.cpu_count(), mp_context=get_context("spawn")) as pool:
        waiting = []
        for place in places:
            kit = kit_at(place)
            trials = [
                trial
                for trial in (*kit.trials(), *kit.pairs(pairs))
                if not operations or trial.operation in operations
            ]
            waiting += [pool.submit(run_chunk, place, trials[n : n + 10]) for n in range(0, len(trials), 10)]
        for chunk in waiting:
            yield from chunk.result()
