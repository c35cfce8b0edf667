"""``sigateway file``: file a roster. Run again, it files nothing twice: the ledger knows what was sent."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from types import TracebackType
from typing import Annotated, Self

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from sigateway.gateway.house import Event
from sigateway.registry import Registry
from sigateway.roster import read_units, write_results
from sigateway.roster.results import check_target

from .check import grade, read_roster
from .exits import gravest
from .filer import Filer
from .opening import Files, gateway_of
from .output import console, say, show_json
from .results import as_data, causes, show_results

_LONGEST = 30 * 24 * 3600
_BUSY = {
    "signing in": "登录",
    "filing": "填写",
    "intended": "提交",
    "in doubt": "应答丢失，向大厅核实",
    "settling": "核实此前的申报",
    "waiting": "等待另一进程",
}


def command(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help="名册 .xlsx、.xls、.csv 或 .txt。")],
    units: Annotated[Path, typer.Option("--units", metavar="FILE", help="单位文件 units.toml。")],
    ledger: Annotated[Path, typer.Option("--ledger", metavar="FILE", help="账本；同一批业务始终用同一个。")],
    credentials: Annotated[
        Path | None, typer.Option("--credentials", metavar="FILE", help="凭据文件；默认在账本旁。")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="把结果写成 .xlsx。")] = None,
    trust: Annotated[
        str, typer.Option("--trust", metavar="E0…E4", help="低于此证据等级的规则只提示。")
    ] = "E2",
    wait: Annotated[
        float,
        typer.Option(
            "--wait", metavar="SECONDS", min=0, max=_LONGEST, help="每笔最多等待审核多久；0 为不等。"
        ),
    ] = 900.0,
    batch_from: Annotated[
        int,
        typer.Option(
            "--batch-from",
            metavar="N",
            min=0,
            help="同一单位同一业务满 N 人起批量上传（大厅支持的）；0 为逐笔办理。 From how many on a batch is made.",
        ),
    ] = 10,
    as_json: Annotated[
        bool, typer.Option("--json", help="输出 JSON，证件号码遮盖。 Machine-readable.")
    ] = False,
    clock: Annotated[str | None, typer.Option("--clock", metavar="URL", hidden=True)] = None,
) -> None:
    """申报名册中的人员，等待审核，列出结果。 File a roster; run again, nothing is filed twice."""
    if math.isnan(wait):
        raise typer.BadParameter("--wait 应为 0 以上的秒数。 (not a number of seconds)")
    registry, trusted = Registry(), grade(trust)
    book = read_roster(roster, registry)
    known = read_units(units, registry)
    for note in book.notes:
        say(note)
    if out is not None:
        check_target(out, book)  # before anything is filed
    bar = _Bar(len(book.rows), len(book.refused))
    files = Files(units, ledger, credentials, clock)
    with gateway_of(files, known, registry, trusted, bar.observe) as gateway, bar:
        filer = Filer(
            gateway,
            known,
            patience=wait,
            batch_from=max(batch_from, 2) if batch_from else sys.maxsize,
            advance=bar.advance,
            tell=bar.tell,
        )
        done = filer.run(book)
    try:
        if as_json:
            show_json([as_data(each) for each in done])
        else:
            show_results(done)
    finally:  # the workbook is written even where nobody can read the table
        for cause in causes(done):
            say(cause)
        if out is not None:
            write_results(out, book, [each.outcome for each in done])
            say(f"结果已写入 {out}")
    code = gravest(each.code for each in done)
    if code:
        raise typer.Exit(code)


class _Bar:
    """A bar on stderr; what the gateway does is its last word."""

    def __init__(self, rows: int, refused: int) -> None:
        columns = (
            SpinnerColumn(),
            TextColumn("申报"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        self._bar = Progress(*columns, console=console(stderr=True))
        self._task = self._bar.add_task("", total=rows + refused, completed=refused)
        self._where = ""

    def tell(self, what: str) -> None:
        """Whose turn it is."""
        self._where = what
        self._bar.update(self._task, description=what)

    def observe(self, event: Event) -> None:
        """What the gateway does for it."""
        if event.what == "ended":
            self.advance()
        elif event.what in _BUSY:
            self._bar.update(self._task, description=f"{self._where} · {_BUSY[event.what]}")

    def advance(self) -> None:
        """One row has ended."""
        self._bar.advance(self._task)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.update(self._task, description="完成" if kind is None else "中断")
        self._bar.stop()
