"""What the hall holds, as JSON-able data: for the control plane and for ``World.state``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sigateway_mockservers.wuhan.businesses import business_of
from sigateway_mockservers.wuhan.lists import written
from sigateway_mockservers.wuhan.records import Effect, Insurance, Task


def task_as_json(task: Task) -> dict[str, Any]:
    """A business item as JSON-able data."""
    return {
        "sxh": task.sxh,
        "unit": task.unit,
        "business": task.business,
        "kind": business_of(task).kind,
        "fields": dict(task.fields),
        "created": written(task.created),
        "submitted": written(task.submitted),
        "finished": written(task.finished),
        "papers_until": task.papers_until.isoformat() if task.papers_until else None,
        "returned": task.returned,
        "reasons": list(task.reasons),
        "discarded": task.discarded,
        "lines": [dict(each) for each in task.lines],
        "rows": [
            {
                "row": each.row,
                "fields": dict(each.fields),
                "returned": each.returned,
                "reasons": list(each.reasons),
            }
            for each in task.rows
        ],
    }


def insurance_as_json(insurance: Insurance) -> dict[str, Any]:
    """An insurance as JSON-able data."""
    moments = {"since": written(insurance.since), "stopped": written(insurance.stopped)}
    return asdict(insurance) | moments


def effect_as_json(effect: Effect) -> dict[str, Any]:
    """An effect as JSON-able data."""
    moments = {"at": effect.at, "returned_at": effect.returned_at, "stopped": effect.stopped}
    return asdict(effect) | {name: _iso(moment) for name, moment in moments.items()}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
