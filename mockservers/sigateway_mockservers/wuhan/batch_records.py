"""What a batch upload leaves beside its task: the list of the people who could not be imported."""

from __future__ import annotations

from dataclasses import dataclass

from sigateway_mockservers.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row of an uploaded workbook that was not imported, with its number and name as they could be read."""

    row: int
    number: str
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class FailureList:
    """导入失败列表 of one upload. Its number is the task's, or its own when nobody could be imported."""

    sxh: str
    unit: str
    rows: tuple[FailedRow, ...]
