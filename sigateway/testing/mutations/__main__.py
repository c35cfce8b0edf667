"""Run whole sets: ``python -m sigateway.testing.mutations tests.wuhan.faultkit:KIT … --json build/mutations.json``.

Prints what fails as it fails and a line when a region is through, then the table, and ends with 1 when a changed page ended in
something else than it should. The JSON is written anew after each region, so that a run cut short keeps what it found. ``--only
WORDS`` picks trials; ``--operation NAME`` (more than once) runs these only; ``--between`` those alone that strike between two commits.
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
    parser = argparse.ArgumentParser(prog="python -m sigateway.testing.mutations")
    parser.add_argument("kits", nargs="+", metavar="MODULE:NAME")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--only", default="", metavar="WORDS")
    parser.add_argument("--operation", action="append", default=[], metavar="NAME")
    parser.add_argument("--between", action="store_true")
    parser.add_argument("--workers", type=int, default=None, metavar="N")
    chosen = parser.parse_args(arguments)
    sys.path.insert(0, str(Path.cwd()))
    console = Console(width=160)
    found = run(
        chosen.kits,
        only=chosen.only,
        workers=chosen.workers,
        operations=chosen.operation,
        between=chosen.between,
    )
    results = shown_as_they_come(found, console, _failure, as_json, chosen.json)
    console.print(table(results))
    totals = as_json(results)["totals"]
    console.print(f"{totals['stopped']} stopped, {totals['landed_as_asked']} landed as asked")
    console.print(f"{totals['ok']} passed, {totals['failed']} failed")
    return 1 if totals["failed"] else 0


def _failure(result: Result) -> str:
    return f"[red]{escape(str(result.trial))}[/]: {escape(result.why)}; {result.outcome}"


if __name__ == "__main__":
    raise SystemExit(main())
