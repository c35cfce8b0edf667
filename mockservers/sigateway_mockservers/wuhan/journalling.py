"""What the journal says about an item: its number, kind and unit, and whom it files for with what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sigateway_mockservers.kernel.journal import JournalPart
from sigateway_mockservers.wuhan.businesses import business_of, content_of
from sigateway_mockservers.wuhan.records import Filing, Task


def noted(task: Task, filings: Iterable[Filing] | None = None) -> dict[str, Any]:
    """The fields of a journal entry about an item; of a batch only ``filings`` when they are given.

    A row that has come back is a part that was not taken.
    """
    about: dict[str, Any] = {
        "subject": task.sxh,
        "kind": business_of(task).kind,
        "unit": task.unit,
        "person": task.person,
    }
    if not task.is_batch:
        content, parties = content_of(task, task.filings[0]), business_of(task).parties(task.fields)
        if parties == (task.person,):
            return about | {"content": content}
        return about | {"parts": tuple(JournalPart(each, f"{content}:{each}") for each in parties)}
    parts = tuple(
        JournalPart(each.person, content_of(task, each), taken=not each.returned)
        for each in (task.rows if filings is None else filings)
    )
    return about | {"parts": parts}
