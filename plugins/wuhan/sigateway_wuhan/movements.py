"""单位增减员异动表: the export is checked to be this unit's, of these months, and whole. Pure. Part of the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sigateway.plugin import SHANGHAI, Month, WireChanged

from .workbook import Sheet

TITLE: Final = "单位增减员异动表"
KINDS: Final = ("增员", "减员")

_FIRST: Final = ("异动类型", "证件号码", "姓名", "异动年月")
_LAST: Final = ("业务顺序号", "办结时间")
_WIDTH: Final = 7  # between them stands one column: 申报工资 of who came, 停保原因 of who left
_UNIT: Final = "单位编号"


def check(sheet: Sheet, unit_number: str, first: Month, last: Month) -> None:
    """WireChanged unless every row is a movement that was taken in these months, and no other unit is named."""
    head = next((place for place, row in enumerate(sheet.rows) if row[: len(_FIRST)] == _FIRST), None)
    if head is None or len(sheet.rows[head]) != _WIDTH or sheet.rows[head][-len(_LAST) :] != _LAST:
        raise WireChanged(TITLE, "the columns this region knows", "others")
    above = sheet.rows[:head]
    if TITLE not in sheet.name and not any(TITLE in cell for row in above for cell in row):
        raise WireChanged(TITLE, "its title", "another")
    for row in above:
        if _UNIT in row and row[row.index(_UNIT) + 1 :][:1] != (unit_number,):
            raise WireChanged(TITLE, "the movements of this unit", "another unit's")
    for row in sheet.rows[head + 1 :]:
        _check_row(row, first, last)


def _check_row(row: Sequence[str], first: Month, last: Month) -> None:
    if len(row) != _WIDTH or row[0] not in KINDS or not row[1] or not row[-2]:
        raise WireChanged(TITLE, "movements 增员 and 减员, each with person and number", "another row")
    try:
        ended = datetime.strptime(row[-1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise WireChanged(TITLE, "办结时间 as YYYY-MM-DD HH:MM:SS", "another form") from None
    if not first <= Month.of(ended.date()) <= last:
        raise WireChanged(TITLE, f"movements of {first} to {last}", "of another month")
