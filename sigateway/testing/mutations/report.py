"""What a run shows: a table for people, JSON for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.table import Table

from .trial import Result


def as_json(results: Iterable[Result]) -> dict[str, Any]:
    """``{"cases": [...], "totals": {...}}``, the form of ``build/mutations.json``."""
    results = list(results)
    cases = [
        {
            "region": result.trial.region,
            "operation": result.trial.operation,
            "reply": f"{result.trial.position}:{result.trial.request}",
            "mutation": str(result.trial.mutation.change),
            "target": result.trial.mutation.target,
            "strikes_what_is_written": result.trial.essential,
            "outcome": result.outcome,
            "effects_at_hall": list(result.effects),
            "written_after": result.drafts,
            "ok": result.ok,
            **({} if result.ok else {"why": result.why}),
        }
        for result in results
    ]
    return {
        "cases": cases,
        "totals": {
            "cases": len(cases),
            "ok": sum(case["ok"] for case in cases),
            "failed": sum(not case["ok"] for case in cases),
            "stopped": sum(case["outcome"] != "landed" for case in cases),
            "landed_as_asked": sum(case["outcome"] == "landed" and case["ok"] for case in cases),
            "wrong_filings": sum(result.why.startswith("a wrong filing") for result in results),
            "regions": dict(sorted(Counter(case["region"] for case in cases).items())),
            "outcomes": dict(sorted(Counter(case["outcome"] for case in cases).items())),
        },
    }


def table(results: Iterable[Result]) -> Table:
    """Region and operation by kind of change: how many ended well of how many, and how."""
    rows: dict[tuple[str, str, str], list[Result]] = {}
    for result in results:
        rows.setdefault(
            (result.trial.region, result.trial.operation, str(result.trial.mutation.change)), []
        ).append(result)
    shown = Table("地区", "业务", "页面改动", "无误", "结果", title="no changed page ends in a wrong filing")
    for (region, operation, change), group in sorted(rows.items()):
        well = sum(result.ok for result in group)
        ends = Counter(result.outcome for result in group)
        how = ", ".join(f"{end} {count}" for end, count in ends.most_common(4))
        shown.add_row(region, operation, change, f"{well}/{len(group)}", how)
    return shown
