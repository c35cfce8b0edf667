"""``sigateway withdraw`` and ``sigateway discard``: take back what a turn of the ledger filed, or left as a draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from sigateway.errors import ConfigurationError
from sigateway.filings.cases import Case
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


def _undo(identity: str, files: Files, step: Callable[[Session, Case], Case]) -> None:
    (turn,) = turns_of(files.ledger, identity)
    registry = Registry()
    known = read_units(files.units, registry)
    where = unit_of_turn(turn, known, files.units)
    if turn.case is None and not turn.in_doubt:
        raise ConfigurationError(
            f"申报 {identity} 没有在大厅产生业务，没有可撤销或退单的；sigateway status {identity} 可查看。 (nothing to undo)"
        )
    with (
        gateway_of(files, known, registry) as gateway,
        gateway.hall(
            where.unit.region, unit=where.unit, base_url=where.base_url, sites=where.sites
        ).sign_in() as session,
    ):
        case = turn.case or session.settle(turn.id)
        undone = step(session, case)
    show(undone.explain())
