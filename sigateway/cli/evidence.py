"""``sigateway evidence``: the record of a filing as a pack, checked offline; and what people attest of one in doubt."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from sigateway.errors import ConfigurationError
from sigateway.evidence import EvidencePack
from sigateway.filings.attestation import Attestation
from sigateway.gateway.clock import SystemClock
from sigateway.gateway.sqlite_ledger import SqliteLedger

from .exits import Exit
from .output import show, show_json
from .status import turns_of

_Turn = Annotated[str, typer.Argument(metavar="TURN", help="申报号，见 sigateway status --all。")]
_Ledger = Annotated[Path, typer.Option("--ledger", metavar="FILE", help="file 命令所用的账本。")]


def export(
    turn: _Turn,
    ledger: _Ledger,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="存到哪个文件；不覆盖。")],
    redacted: Annotated[
        bool, typer.Option("--redacted", help="遮去个人信息；遮去后仍可核对。 Still verifies.")
    ] = False,
) -> None:
    """导出一笔申报的证据：要求了什么、大厅显示了什么、结果如何、何时。 The record of a filing, as a pack."""
    turns_of(ledger, turn)
    with closing(SqliteLedger(ledger, read_only=True)) as book:
        pack = book.record(turn)
    if pack is None:
        raise ConfigurationError(f"申报 {turn} 由旧版本记账，没有证据链。 (no chain)")
    saved = (pack.redacted() if redacted else pack).save(out)
    show(f"证据已存为 {saved}（{len(pack.entries)} 条，总摘要 {pack.head}）。请把总摘要另存一处。")


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="export 导出的证据文件。")],
    head: Annotated[
        str | None, typer.Option("--head", metavar="DIGEST", help="另存的总摘要；给出时一并核对。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 Machine-readable.")] = False,
) -> None:
    """离线核对证据文件：有无改动、缺失、插入。 Check a pack offline. Ends with 1 when something does not hold."""
    pack = EvidencePack.load(file)
    faults = pack.faults()
    if head is not None and head != pack.head:
        faults.append("总摘要与另存的不同：不是当时的那份记录")
    if as_json:
        show_json({"ok": not faults, "turn": pack.turn, "entries": len(pack.entries), "faults": faults})
    elif faults:
        show("证据不成立：" + "；".join(faults) + "。")
    else:
        span = f"{pack.entries[0].at} 至 {pack.entries[-1].at}"
        show(f"证据完整，未被改动：{len(pack.entries)} 条，{span}，总摘要 {pack.head}。")
    if faults:
        raise typer.Exit(Exit.REFUSED)


def attest(
    turn: _Turn,
    ledger: _Ledger,
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="谁查看的。")],
    second: Annotated[str, typer.Option("--second", metavar="NAME", help="第二人。")],
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help="怎样得知：窗口、电话、网页。")],
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="留存的凭证：照片、盖章表、截图。")],
    number: Annotated[
        str | None,
        typer.Option("--landed", metavar="NUMBER", help="大厅已受理，其业务号；不给即证明未受理。"),
    ] = None,
    at: Annotated[
        datetime | None, typer.Option("--at", metavar="TIME", help="查看的时刻；不给即现在。")
    ] = None,
) -> None:
    """两人证明一笔结果不明的申报是否受理；大厅的显示仍优先。 What two people say of a filing in doubt."""
    turns_of(ledger, turn)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"读不到凭证文件 {file}：{error.strerror}。 (cannot read)") from error
    now = SystemClock().now()
    moment = now if at is None else at if at.tzinfo else at.replace(tzinfo=now.tzinfo)
    try:
        said = Attestation(
            landed=number is not None,
            number=number,
            who=who,
            second=second,
            how=how,
            at=moment,
            file_name=file.name,
            file_sha256=hashlib.sha256(content).hexdigest(),
        )
    except ValidationError as error:
        why = "；".join(each["msg"].removeprefix("Value error, ") for each in error.errors())
        raise ConfigurationError(f"{why}。 (not a valid attestation)") from error
    with closing(SqliteLedger(ledger)) as book:
        book.attest(turn, said, now)
    show("已记入账本。下次申报、撤销或查询这笔业务时，先问大厅；大厅没有显示的，以此为准。")
