"""What a run shows: a table for people, JSON for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.table import Table

from .outcome import Outcome, Trial, Verdict
from .switch import Place


def as_json(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """``{"rules": [...], "totals": {...}}``, the form of ``build/rules_off.json``."""
    outcomes = list(outcomes)
    regions = sorted({each.region for each in outcomes})
    return {
        "rules": [
            {
                "rule": each.rule,
                "region": each.region,
                "tests": each.tests,
                "verdict": str(each.verdict),
                "off": {
                    str(trial.place): {
                        "reached_by": trial.reached,
                        "proof": str(trial.proof),
                        "failed": list(trial.failed),
                        "stumbled": list(trial.stumbled),
                    }
                    for trial in each.trials
                },
                **({"red": list(each.red)} if each.red else {}),
            }
            for each in outcomes
        ],
        "totals": {
            region: {
                "rules": len(of),
                **{str(verdict): Counter(each.verdict for each in of)[verdict] for verdict in Verdict},
            }
            for region in regions
            for of in [[each for each in outcomes if each.region == region]]
        },
    }


def table(outcomes: Iterable[Outcome]) -> Table:
    """Rule by place: what the tests told, and how many marked tests came across it there."""
    shown = Table(
        "规则",
        "测试",
        *(str(place) for place in Place),
        "结论",
        title="a marked test fails when its rule is off",
    )
    for each in outcomes:
        trials = {trial.place: trial for trial in each.trials}
        tests = f"{each.tests} ({len(each.red)} red)" if each.red else str(each.tests)
        shown.add_row(each.rule, tests, *(_cell(trials.get(place)) for place in Place), str(each.verdict))
    return shown


def _cell(trial: Trial | None) -> str:
    return "" if trial is None else f"{trial.proof} ({trial.reached})"
