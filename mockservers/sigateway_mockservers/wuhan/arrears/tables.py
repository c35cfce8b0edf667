"""The tables of arrears as rows of text: what is due by scheme, by person and month, and their totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from sigateway_mockservers.wuhan.arrears.dues import Dues
from sigateway_mockservers.wuhan.figures import Charge, two_decimals

Line = Mapping[str, str]

MONEY = {"dwje": "单位应缴", "grje": "个人应缴", "hj": "合计"}
#: ``mx`` of an assessment and a write-off: one row a month and scheme.
BY_SCHEME: Mapping[str, str] = {
    "ny": "欠费年月",
    "xz": "险种",
    "js": "缴费基数",
    "dwfl": "单位费率",
    "grfl": "个人费率",
    **MONEY,
}
#: ``mx`` of a bill: one row a person and month.
BY_MONTH: Mapping[str, str] = {"xm": "姓名", "zjhm": "证件号码", "ny": "欠费年月", **MONEY}


def scheme_lines(charges: Iterable[Charge]) -> tuple[Line, ...]:
    """A row for each charge."""
    return tuple(
        {
            "ny": each.month,
            "xz": each.scheme,
            "js": two_decimals(each.base),
            "dwfl": two_decimals(each.unit_rate),
            "grfl": two_decimals(each.person_rate),
            "dwje": two_decimals(each.unit_part),
            "grje": two_decimals(each.person_part),
            "hj": two_decimals(each.total),
        }
        for each in charges
    )


def assessed_lines(dues: Dues, numbers: Iterable[str]) -> list[Line]:
    """The rows of these assessments as they were saved, each with its person."""
    found: list[Line] = []
    for sxh in numbers:
        task = dues.item(sxh)
        found += [{"xm": task.title, "zjhm": task.person, **line} for line in task.lines]
    return found


def month_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Rows by person and month, from rows by person, month and scheme."""
    return _grouped(lines, ("xm", "zjhm", "ny"))


def scheme_totals(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Rows by scheme."""
    return _grouped(lines, ("xz",))


def _grouped(lines: Iterable[Line], by: tuple[str, ...]) -> tuple[Line, ...]:
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault(tuple(line[name] for name in by), []).append(line)
    return tuple(dict(zip(by, key, strict=True)) | totals(group) for key, group in groups.items())


def totals(lines: Iterable[Line]) -> dict[str, str]:
    """单位应缴, 个人应缴 and 合计 of all rows: sums of rounded parts."""
    kept = list(lines)
    return {name: str(sum((Decimal(line[name]) for line in kept), Decimal("0.00"))) for name in MONEY}
