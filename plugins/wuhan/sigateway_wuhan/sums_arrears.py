"""The hall's sums beside our own: what differs is said, never corrected, for the hall decides (WH-27, WH-88, WH-98). Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from sigateway.plugin import Actor, Amount, Context, Month, NextStep, Rulebook, RuleNotKnown, Scheme

from . import pages_arrears
from .assessment import (
    AssessedPart,
    Difference,
    differences,
    injury_range,
    limits_of,
)
from .business import Told
from .fields import SCHEME_LABELS
from .wire import Page


def of_assessment(page: Page, context: Context) -> Told:
    """What a check page or detail with the table of sums tells: the totals, and what our own figures make otherwise."""
    rows, amounts = pages_arrears.parts(page), pages_arrears.sums(page)
    said = [
        *otherwise(rows, context.rules),
        *totals_otherwise(rows, amounts),
        *bases_otherwise(rows, context.rules),
    ]
    look = [
        NextStep(who=Actor.VENDOR, what=f"核对大厅核定的金额（以大厅为准）：{words}（{rule}）")
        for rule, words in said
    ]
    return Told(next_steps=tuple(look), amounts=amounts)


def of_bill(page: Page, context: Context) -> Told:
    """What a check page or detail of a bill or of what goes back tells: the totals."""
    return Told(amounts=pages_arrears.sums(page))


def otherwise(
    rows: Collection[AssessedPart], rules: Rulebook, injury_rate: Decimal | None = None
) -> Iterator[tuple[str, str]]:
    """Row by row: the rule of our rates, and what it makes otherwise. A rate that the unit cannot have counts too."""
    found, _ = differences(rows, rules, injury_rate=injury_rate)
    for difference in found:
        yield difference.ours.rule, _words(difference)
    for row in rows:
        if row.scheme is Scheme.INJURY and row.unit_rate is not None:
            try:
                least, most, rule = injury_range(row.month, rules)
            except RuleNotKnown:
                continue
            if not least <= row.unit_rate <= most:
                yield rule, f"{row.month} 工伤：费率 {row.unit_rate}% 不在 {least}% 至 {most}% 之间"


def totals_otherwise(
    rows: Collection[AssessedPart], amounts: Collection[Amount]
) -> Iterator[tuple[str, str]]:
    """The totals are the sums of the rounded parts (WH-98)."""
    parts = {
        "单位应缴": [row.unit_part for row in rows],
        "个人应缴": [row.person_part for row in rows],
        "合计": [row.total for row in rows],
    }
    for amount in amounts:
        added = sum(parts[amount.label], Decimal(0))
        if added != amount.yuan:
            yield "WH-98", f"{amount.label} {amount.yuan} 元，各行相加为 {added} 元"


def bases_otherwise(rows: Collection[AssessedPart], rules: Rulebook) -> Iterator[tuple[str, str]]:
    """A base below the floor or above the ceiling of its month (WH-88), and bases that differ between insurances of one month."""
    for month, bases in _bases(rows).items():
        if len(bases) > 1:
            yield "WH-88", f"{month} 各险种的缴费基数不同：{'、'.join(str(base) for base in sorted(bases))}"
        try:
            floor, ceiling, rule = limits_of(month, rules)
        except RuleNotKnown:
            continue
        for base in sorted(bases):
            if not floor <= base <= ceiling:
                yield rule, f"{month} 缴费基数 {base} 元不在保底 {floor} 元与封顶 {ceiling} 元之间"


def unknown_figures(rows: Collection[AssessedPart], rules: Rulebook) -> dict[str, set[Month]]:
    """The rules that lack a figure for a month owed, and those months."""
    _, missing = differences(rows, rules)
    found: dict[str, set[Month]] = {}
    for unknown in missing:
        found.setdefault(unknown.rule, set()).add(Month.of(unknown.day))
    for month in _bases(rows):
        try:
            limits_of(month, rules)
        except RuleNotKnown:
            found.setdefault("WH-88", set()).add(month)
    return found


def _bases(rows: Collection[AssessedPart]) -> dict[Month, set[Decimal]]:
    found: dict[Month, set[Decimal]] = {}
    for row in rows:
        if row.base is not None:
            found.setdefault(row.month, set()).add(row.base)
    return found


def _words(difference: Difference) -> str:
    hall, ours = difference.hall, difference.ours
    return (
        f"{hall.month} {SCHEME_LABELS[hall.scheme]}：大厅 {hall.explain()}；按本项目所知费率 {ours.explain()}"
    )


__all__ = [
    "bases_otherwise",
    "of_assessment",
    "of_bill",
    "otherwise",
    "totals_otherwise",
    "unknown_figures",
]
