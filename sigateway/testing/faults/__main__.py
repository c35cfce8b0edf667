"""Run whole matrices: ``python -m sigateway.testing.faults tests.wuhan.faultkit:KIT … --json build/faults.json``.

Prints what fails as it fails, then the table, and ends with 1 when a promise did not hold. ``--pairs N`` adds N pairs of faults a
region; ``--operation NAME`` (more than once) runs these only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from .report import as_json, table
from .running import run


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
    console, results = Console(width=160), []
    for result in run(chosen.kits, pairs=chosen.pairs, workers=chosen.workers, operations=chosen.operation):
        results.append(result)
        if not result.ok:
            console.print(f"[red]{result.trial}[/]: {result.why}; {' > '.join(result.outcome)}")
    shown = as_json(results)
    if chosen.json is not None:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    console.print(table(results))
    totals = shown["totals"]
    console.print(f"{totals['ok']} passed, {totals['failed']} failed")
    return 1 if totals["failed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
