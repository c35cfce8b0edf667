"""``sigateway withdraw``, ``discard`` and ``fetch``: go back to the hall with a turn of the ledger, and do something with its case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from sigateway.errors import ConfigurationError
from sigateway.filings.cases import Case
from sigateway.filings.documents import DeclarationForm, FileFormat
from sigateway.gateway.sync import Session
from sigateway.registry import Registry
from sigateway.roster import read_units

from .opening import Files, gateway_of
from .output import show
from .status import turns_of, unit_of_turn

_Turn = Annotated[str, typer.Argument(metavar="TURN", help="申报号，见 sigateway status --all。")]
_Units = Annotated[Path, typer.Option("--units", metavar="FILE", help="单位文件 units.toml。")]
_Ledger = Annotated[Path, typer.Option("--ledger", metavar="FILE", help="file 命令所用的账本。")]
_Credentials = Annotated[
    Path | None, typer.Option("--credentials", metavar="FILE", help="凭据文件；默认在账本旁。")
]
_Clock = Annotated[str | None, typer.Option("--clock", metavar="URL", hidden=True)]


def withdraw(
    turn: _Turn, units: _Units, ledger: _Ledger, credentials: _Credentials = None, clock: _Clock = None
) -> None:
    """撤销一笔已提交的申报；大厅不许的，说明依据和去处。 Withdraw a filing, or say why the hall forbids it."""
    _undo(turn, Files(units, ledger, credentials, clock), Session.withdraw)


def discard(
    turn: _Turn, units: _Units, ledger: _Ledger, credentials: _Credentials = None, clock: _Clock = None
) -> None:
    """退单：丢弃未提交的草稿或被回退的申报。 Discard a draft, or what came back."""
    _undo(turn, Files(units, ledger, credentials, clock), Session.discard)


def fetch(
    turn: _Turn,
    units: _Units,
    ledger: _Ledger,
    out: Annotated[
        Path, typer.Option("--out", metavar="PATH", help="存到哪里：文件名，或已有的文件夹。")
    ] = Path("."),
    file_format: Annotated[
        FileFormat, typer.Option("--format", metavar="pdf|xls", help="文件格式；大厅未必都有。")
    ] = FileFormat.PDF,
    credentials: _Credentials = None,
    clock: _Clock = None,
) -> None:
    """下载一笔申报的申报表（打印、盖章、留存或带到窗口）。 Fetch the form of a filing."""
    _check_target(out)

    def save(session: Session, case: Case) -> str:
        file = session.fetch(DeclarationForm(case=case, format=file_format))
        try:
            return f"申报表已存为 {file.save(out)}"
        except OSError as error:
            raise ConfigurationError(
                f"无法写入 {out}：{error.strerror}。请换一个位置。 (cannot write)"
            ) from error

    _with_case(turn, Files(units, ledger, credentials, clock), save)


def _check_target(out: Path) -> None:
    """Known before anything is asked of the hall."""
    if not out.is_dir() and not out.parent.is_dir():
        raise ConfigurationError(f"文件夹 {out.parent} 不存在，请先建立。 (no such folder)")
    if out.is_file():
        raise ConfigurationError(f"{out} 已存在，不覆盖；请换一个名字。 (it exists, and is not overwritten)")


def _undo(identity: str, files: Files, step: Callable[[Session, Case], Case]) -> None:
    _with_case(identity, files, lambda session, case: step(session, case).explain())


def _with_case(identity: str, files: Files, do: Callable[[Session, Case], str]) -> None:
    """Sign in where the turn was filed, and show what comes of doing something with its case."""
    (turn,) = turns_of(files.ledger, identity)
    registry = Registry()
    known = read_units(files.units, registry)
    where = unit_of_turn(turn, known, files.units)
    if turn.case is None and not turn.in_doubt:
        raise ConfigurationError(
            f"申报 {identity} 没有在大厅产生业务；sigateway status {identity} 可查看。 (it left nothing at the hall)"
        )
    with (
        gateway_of(files, known, registry) as gateway,
        gateway.hall(
            where.unit.region, unit=where.unit, base_url=where.base_url, sites=where.sites
        ).sign_in() as session,
    ):
        case = turn.case or session.settle(turn.id)
        said = do(session, case)
    show(said)
