"""The rows of the two yearly forms (WH-97): person by person, with what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.batch_list import result_of
from sigateway_mockservers.wuhan.records import Task
from sigateway_mockservers.wuhan.store import Store


@enforces("WH-97")
def declared_rows(*names: str) -> Callable[[Store, Task], Sequence[Sequence[str]]]:
    """The fields of these names, then 审批结果."""
    return lambda _store, task: [
        [*(row.fields[name] for name in names), result_of(task, row)] for row in task.rows
    ]
