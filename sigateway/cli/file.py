"""``sigateway file``: file a roster. Run again, it files nothing twice: the ledger knows what was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from sigateway.errors import ConfigurationError
from sigateway.flows.credentials import Credentials
from sigateway.gateway.house import Event
from sigateway.gateway.sqlite_ledger import SqliteLedger
from sigateway.gateway.store import FileCredentials
from sigateway.gateway.sync import Gateway
from sigateway.registry import Registry
from sigateway.roster import Roster, UnitsFile, read, read_units, write_results
from sigateway.roster.reading import region_codes
from sigateway.roster.results import check_target

from .check import grade
from .exits import gravest
from .filer import Done, Filer
from .output import Footnotes, console, mask, say, show_table
from .worldtime import clock_of

_BUSY = {
    "signing in": "登录",
    "filing": "填写",
    "intended": "提交",
    "in doubt": "应答丢失，向大厅核实",
    "settling": "核实此前的申报",
    "waiting": "等待另一进程",
}


def command(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help="名册 .xlsx。")],
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
        float, typer.Option("--wait", metavar="SECONDS", help="每笔最多等待审核多久；0 为不等。")
    ] = 900.0,
    clock: Annotated[str | None, typer.Option("--clock", metavar="URL", hidden=True)] = None,
) -> None:
    """申报名册中的人员，等待审核，列出结果。 File a roster; run again, nothing is filed twice."""
    registry, trusted = Registry(), grade(trust)
    book = read(roster, regions=region_codes(registry))
    known = read_units(units, registry)
    for note in book.notes:
        say(note)
    if out is not None:
        check_target(out, book)  # before anything is filed
    store = FileCredentials(
        credentials or ledger.with_name(ledger.name + ".credentials.db"), _modes(registry)
    )
    with ExitStack() as closing:
        journal = SqliteLedger(ledger)
        closing.callback(journal.close)
        _seed(store, known, journal)
        time = closing.enter_context(clock_of(clock))
        with _progress(len(book.rows), len(book.refused)) as (bar, tell, advance):
            gateway = Gateway(
                ledger=journal,
                credentials=store,
                clock=time,
                trust=trusted,
                observers=[bar],
                registry=registry,
            )
            closing.callback(gateway.close)
            done = Filer(gateway, known, patience=wait, advance=advance, tell=tell).run(book)
    _show(book, done)
    if out is not None:
        write_results(out, book, [each.outcome for each in done])
        say(f"结果已写入 {out}")
    code = gravest(each.code for each in done)
    if code:
        raise typer.Exit(code)


def _modes(registry: Registry) -> Iterable[type[Credentials]]:
    regions = (registry.region(code) for code in registry.plugins if "." not in code)
    return dict.fromkeys(mode for region in regions for mode in region.login_modes)


def _seed(store: FileCredentials, units: UnitsFile, ledger: SqliteLedger) -> None:
    """Put the units file's credentials into the store where it has none, or where the hall has refused those it has."""
    for known in units.units:
        key, given = known.unit.key, known.credentials
        current = store.current(key)
        if given is None:
            if current is None:
                raise ConfigurationError(
                    f"没有单位 {key} 的凭据；请在 units.toml 的 [unit.credentials] 中填写，或用 --credentials 指定凭据文件。"
                )
        elif current is None or (
            ledger.fuse(current.fingerprint) is not None and ledger.fuse(given.fingerprint) is None
        ):
            store.put(key, given)


@contextmanager
def _progress(
    rows: int, refused: int
) -> Iterator[tuple[Callable[[Event], None], Callable[[str], None], Callable[[], None]]]:
    """A bar on stderr; what the gateway does is its last word."""
    columns = (
        SpinnerColumn(),
        TextColumn("申报"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console(stderr=True)) as bar:
        task = bar.add_task("", total=rows + refused, completed=refused)
        where = ""

        def tell(what: str) -> None:
            nonlocal where
            where = what
            bar.update(task, description=what)

        def observe(event: Event) -> None:
            if event.what in _BUSY:
                bar.update(task, description=f"{where} · {_BUSY[event.what]}")

        yield observe, tell, lambda: bar.advance(task)
        bar.update(task, description="完成")


def _show(book: Roster, done: list[Done]) -> None:
    rows = {(row.sheet, row.row): row for row in book.rows}
    names = {(row.sheet, row.row): row.name for row in book.refused}
    shown = []
    papers = Footnotes("资料")
    for each in done:
        outcome = each.outcome
        row = rows.get((outcome.sheet, outcome.row))
        who = (
            f"{row.name}\n{mask(row.filing.person.document.number)}"
            if row
            else names[outcome.sheet, outcome.row]
        )
        what = f"增员 {row.filing.first_paid_month}" if row else "增员"
        detail = "\n".join(filter(None, (outcome.number, outcome.reason)))
        where = f"{outcome.sheet}!{outcome.row}"
        step = outcome.next_step + papers.mark(outcome.papers)
        shown.append((where, who or "", what, outcome.state, outcome.word, detail, step))
    show_table("办理结果", ("行", "人员", "业务", "状态", "大厅状态", "原因/业务号", "下一步"), shown)
    papers.show()
