"""Run whole regions: ``python -m sigateway.testing.rules_off wuhan shanghai … --json build/rules_off.json``.

Prints the table and ends with 1 when no marked test fails for some rule that is off. ``--only`` picks rules by their ids,
``--workers`` says how many regions run at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from rich.console import Console

from .outcome import Outcome
from .report import as_json, table
from .running import rules_of, run


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sigateway.testing.rules_off")
    parser.add_argument("regions", nargs="+", metavar="REGION")
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    parser.add_argument("--only", nargs="*", default=None, metavar="RULE")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), metavar="N")
    chosen = parser.parse_args(arguments)

    def of(region: str) -> list[Outcome]:
        wanted = {rule: region for rule in rules_of(region) if chosen.only is None or rule in chosen.only}
        return list(run(wanted)) if wanted else []

    with ThreadPoolExecutor(chosen.workers) as pool:
        outcomes = list(chain.from_iterable(pool.map(of, chosen.regions)))
    shown = as_json(outcomes)
    if chosen.json is not None:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    console = Console(width=160)
    console.print(table(outcomes))
    for region, totals in shown["totals"].items():
        console.print(f"{region}: " + ", ".join(f"{count} {what}" for what, count in totals.items()))
    return 1 if any(each.red or not each.verdict.fine for each in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
