"""Run whole sets: ``python -m sigateway.testing.mutations tests.wuhan.faultkit:KIT … --json build/mutations.json``.

Prints the table and ends with 1 when a changed page ended in something else than it should. ``--only WORDS`` picks trials.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from .report import as_json, table
from .running import run


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sigateway.testing.mutations")
    parser.add_argument("kits", nargs="+", metavar="MODULE:NAME")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--only", default="", metavar="WORDS")
    parser.add_argument("--workers", type=int, default=None, metavar="N")
    chosen = parser.parse_args(arguments)
    sys.path.insert(0, str(Path.cwd()))
    results = list(run(chosen.kits, only=chosen.only, workers=chosen.workers))
    shown = as_json(results)
    if chosen.json is not None:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    console = Console(width=160)
    console.print(table(results))
    for result in results:
        if not result.ok:
            console.print(f"[red]{escape(str(result.trial))}[/]: {escape(result.why)}; {result.outcome}")
    totals = shown["totals"]
    console.print(f"{totals['stopped']} stopped, {totals['landed_as_asked']} landed as asked")
    console.print(f"{totals['ok']} passed, {totals['failed']} failed")
    return 1 if totals["failed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
