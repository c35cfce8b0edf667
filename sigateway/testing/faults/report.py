"""What a run of the matrix shows: a table for people, JSON for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.table import Table

from .trial import Result


def as_json(results: Iterable[Result]) -> dict[str, Any]:
    """``{"cases": [...], "totals": {...}}``, the form of ``build/faults.json``."""
    cases = [
        {
            "region": result.trial.region,
            "operation": result.trial.operation,
            "request": f"{result.trial.position}:{result.trial.request.operation}",
            "fault": str(result.trial.stroke)
            + (f" + {result.trial.second.stroke}" if result.trial.second else ""),
            "variant": "accepts_duplicates" if result.trial.accepts_duplicates else "ordinary",
            "outcome": " > ".join(result.outcome),
            "effects_at_hall": list(result.effects),
            "commits_after_landing": result.commits_after_landing,
            "ok": result.ok,
            **({} if result.ok else {"why": result.why}),
        }
        for result in results
    ]
    regions = Counter(case["region"] for case in cases)
    return {
        "cases": cases,
        "totals": {
            "cases": len(cases),
            "ok": sum(case["ok"] for case in cases),
            "failed": sum(not case["ok"] for case in cases),
            "regions": dict(sorted(regions.items())),
        },
    }


def table(results: Iterable[Result]) -> Table:
    """Region and operation by fault: how many survived of how many, and how they ended."""
    rows: dict[tuple[str, str, str], list[Result]] = {}
    for result in results:
        fault = "两次故障" if result.trial.second else str(result.trial.stroke)
        rows.setdefault((result.trial.region, result.trial.operation, fault), []).append(result)
    shown = Table("地区", "业务", "故障", "经受", "结果", title="never two, never none")
    for (region, operation, fault), group in sorted(rows.items()):
        survived = sum(result.ok for result in group)
        ends = Counter(result.outcome[-1] if result.outcome else "" for result in group)
        how = ", ".join(f"{end} {count}" for end, count in ends.most_common(3))
        shown.add_row(region, operation, fault, f"{survived}/{len(group)}", how)
    return shown
