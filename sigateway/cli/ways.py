"""``sigateway ways-back``: how a filing of the ledger can be undone or corrected now. Asks no hall."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from sigateway.errors import ConfigurationError
from sigateway.gateway.sqlite_ledger import SqliteLedger
from sigateway.gateway.sync import Gateway
from sigateway.gateway.turns import Turn
from sigateway.region import Way, WayKind
from sigateway.registry import Registry
from sigateway.roster import read_units

from .output import Footnotes, as_json, show, show_json, show_table
from .status import turns_of, unit_of_turn
from .worldtime import clock_of

_KINDS = {
    WayKind.DISCARD: "退单",
    WayKind.WITHDRAW: "撤销",
    WayKind.OPPOSITE: "另作申报",
    WayKind.WAIT: "等待",
    WayKind.COUNTER: "窗口办理",
}


def command(
    turn: Annotated[str, typer.Argument(metavar="TURN", help="申报号，见 sigateway status --all。")],
    units: Annotated[Path, typer.Option("--units", metavar="FILE", help="单位文件 units.toml。")],
    ledger: Annotated[Path, typer.Option("--ledger", metavar="FILE", help="file 命令所用的账本。")],
    as_data: Annotated[bool, typer.Option("--json", help="输出 JSON。 Machine-readable.")] = False,
    clock: Annotated[str | None, typer.Option("--clock", metavar="URL", hidden=True)] = None,
) -> None:
    """一笔申报的更正途径，不联网。 How a filing can be undone or corrected, offline."""
    (filed,) = turns_of(ledger, turn)
    ways = _ways(filed, units, ledger, clock)
    if as_data:
        show_json([as_json(way) for way in ways])
    elif not ways:
        show(f"申报 {turn} 在大厅没有可撤销或更正的。 (nothing to undo)")
    else:
        papers = Footnotes("资料")
        columns = ("途径", "办法", "由谁", "最迟", "地点", "资料", "依据")
        show_table(f"申报 {turn} 的更正途径（依次考虑）", columns, [_row(way, papers) for way in ways])
        papers.show()


def _ways(turn: Turn, units: Path, ledger: Path, clock: str | None) -> list[Way]:
    registry = Registry()
    where = unit_of_turn(turn, read_units(units, registry), units)
    if turn.case is None:
        raise ConfigurationError(
            f"申报 {turn.id} 没有已知的业务可更正；若为待核实，请先再次运行 file，由大厅记录定论。 (no case yet)"
        )
    with (
        closing(SqliteLedger(ledger, read_only=True)) as book,
        clock_of(clock) as time,
        Gateway(ledger=book, clock=time, registry=registry) as gateway,
    ):
        hall = gateway.hall(turn.hall, unit=where.unit, base_url=where.base_url, sites=where.sites)
        return hall.ways_back(turn.case)


def _row(way: Way, papers: Footnotes) -> tuple[str, ...]:
    until = "" if way.until is None else f"{way.until:%Y-%m-%d}"
    sign = papers.mark(way.papers).strip("（）")
    return (_KINDS[way.kind], way.what, way.who.chinese, until, way.place or "", sign, way.rule)
