"""Run whole matrices: ``python -m sigateway.testing.faults tests.wuhan.faultkit:KIT … --json build/faults.json``.

Prints the table and ends with 1 when a promise did not hold. ``--pairs N`` adds N pairs of faults a region.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console

from .kit import FaultKit
from .report import as_json, table
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


def run(places: Sequence[str], *, pairs: int = 0, workers: int | None = None) -> Iterator[Result]:
    """Every trial of every kit, on all cores."""
    # Spawned: a worker serves mock halls from threads, and a forked one would inherit them half alive.
    with ProcessPoolExecutor(workers or os.cpu_count(), mp_context=get_context("spawn")) as pool:
        waiting = []
        for place in places:
            kit = kit_at(place)
            trials = [*kit.trials(), *kit.pairs(pairs)]
            waiting += [pool.submit(run_chunk, place, trials[n : n + 40]) for n in range(0, len(trials), 40)]
        for chunk in waiting:
            yield from chunk.result()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sigateway.testing.faults")
    parser.add_argument("kits", nargs="+", metavar="MODULE:NAME")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--pairs", type=int, default=0, metavar="N")
    parser.add_argument("--workers", type=int, default=None, metavar="N")
    chosen = parser.parse_args(arguments)
    sys.path.insert(0, str(Path.cwd()))
    started = time.monotonic()
    results = list(run(chosen.kits, pairs=chosen.pairs, workers=chosen.workers))
    shown = as_json(results)
    if chosen.json is not None:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    console = Console(width=160)
    console.print(table(results))
    for result in results:
        if not result.ok:
            console.print(f"[red]{result.trial}[/]: {result.why}; {' > '.join(result.outcome)}")
    totals, seconds = shown["totals"], time.monotonic() - started
    console.print(f"{totals['ok']} passed, {totals['failed']} failed")
    console.print(f"{totals['cases']} trials in {seconds:.0f} s")
    return 1 if totals["failed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
