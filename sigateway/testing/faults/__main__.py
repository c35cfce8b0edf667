"""Run whole matrices: ``python -m sigateway.testing.faults tests.wuhan.faultkit:KIT … --json build/faults.json``.

Prints what fails as it fails and a line when a region is through, then the table, and ends with 1 when a promise did not hold. The
JSON is written anew after each region, so that a run cut short keeps what it found. ``--pairs N`` adds N pairs of faults a region;
``--operation NAME`` (more than once) runs these only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from sigateway.testing.showing import shown_as_they_come

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
    console = Console(width=160)
    found = run(chosen.kits, pairs=chosen.pairs, workers=chosen.workers, operations=chosen.operation)
    results = shown_as_they_come(found, console, _failure, as_json, chosen.json)
    console.print(table(results))
    failed = sum(not result.ok for result in results)
    console.print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _failure(result: Result) -> str:
    return f"[red]{escape(str(result.trial))}[/]: {escape(result.why)}; {' > '.join(result.outcome)}"


if __name__ == "__main__":
    raise SystemExit(main())
