"""Run whole matrices: ``python -m sigateway.testing.faults tests.wuhan.faultkit:KIT … --json build/faults.json``.

Prints what fails as it fails and a line when a region is through, then the table, and ends with 1 when a promise did not hold. The
JSON is written anew after each region, so that a run cut short keeps what it found. ``--pairs N`` adds N pairs of faults a region;
``--operation NAME`` (more than once) runs these only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console

from sigateway.gateway.clock import SystemClock

from .report import as_json, table
from .running import run
from .trial import Result


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sigateway.testing.faults")
    parser.add_argument("kits", nargs="+", metavar="MODULE:NAME")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--pairs", type=int, default=0, metavar="N")
    parser.add_argument("--workers", type=int, default=None, metavar="N")
    parser.add_argument("--operation", action="append", default=[], metavar="NAME")
    chosen = parser.parse_args(arguments)
    sys.path.insert(0, str(Path.cwd()))
    console, results, started = Console(width=160), list[Result](), SystemClock().now()
    found = run(chosen.kits, pairs=chosen.pairs, workers=chosen.workers, operations=chosen.operation)
    for region, of_region in groupby(found, key=lambda result: result.trial.region):
        passed = -len(results)
        for result in of_region:
            results.append(result)
            if not result.ok:
                passed -= 1
                console.print(f"[red]{result.trial}[/]: {result.why}; {' > '.join(result.outcome)}")
                sys.stdout.flush()
        passed += len(results)
        took = SystemClock().now() - started
        console.print(f"{region}: {passed} passed, {took.total_seconds():.0f} s since the start")
        sys.stdout.flush()
        if chosen.json is not None:
            chosen.json.parent.mkdir(parents=True, exist_ok=True)
            shown = json.dumps(as_json(results), ensure_ascii=False, indent=1)
            chosen.json.write_text(shown + "\n", encoding="utf-8")
    console.print(table(results))
    failed = sum(not result.ok for result in results)
    console.print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
