"""``sigateway status``: what the ledger holds. Asks no hall."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sigateway.errors import ConfigurationError
from sigateway.filings.units import at_its_hall
from sigateway.gateway.sqlite_ledger import SqliteLedger
from sigateway.gateway.turns import Turn, TurnState
from sigateway.roster import KnownUnit, UnitsFile
from sigateway.roster.kinds import word_of
from sigateway.roster.outcomes import say_step

from .exits import Exit
from .output import Footnotes, as_json, mask, show, show_json, show_table, who_of

_STATES = {
    TurnState.OPEN: "办理中或已中断，再次运行 file 即可继续",
    TurnState.LANDED: "已申报",
    TurnState.OVER: "未申报（未产生效力）",
}


def command(
    turn: Annotated[str | None, typer.Argument(metavar="TURN", help="申报号；不给则须 --all。")] = None,
    everything: Annotated[bool, typer.Option("--all", help="列出账本中的全部申报。")] = False,
    ledger: Annotated[Path, typer.Option("--ledger", metavar="FILE", help="账本。")] = Path("filings.db"),
    as_data: Annotated[bool, typer.Option("--json", help="输出 JSON。 Machine-readable.")] = False,
) -> None:
    """查看账本中的申报，不联网。 What the ledger knows of one filing, or of all."""
    if (turn is None) != everything:
        raise typer.BadParameter("给出一个申报号，或用 --all 列出全部。 (give TURN or --all)")
    turns = turns_of(ledger, turn)
    if as_data:
        show_json([_json(each) for each in turns])
    elif turn is not None:
        _explain(turns[0])
    else:
        papers = Footnotes("资料")
        rows = [_row(each, papers) for each in turns]
        show_table(
            "账本中的申报",
            ("申报号", "人员", "单位", "业务", "状态", "大厅状态", "业务号", "下一步"),
            rows,
        )
        papers.show()
    if any(each.in_doubt for each in turns):
        raise typer.Exit(Exit.UNKNOWN)


def turns_of(ledger: Path, turn: str | None = None) -> list[Turn]:
    """All turns of a ledger, or the one of that name. Raises ConfigurationError when there is no such ledger, or turn."""
    if not ledger.is_file():
        raise ConfigurationError(
            f"没有账本 {ledger}；请用 --ledger 指出 file 命令所用的账本。 (no such ledger)"
        )
    book = SqliteLedger(ledger, read_only=True)
    try:
        turns = book.turns() if turn is None else [found for found in (book.turn(turn),) if found]
    finally:
        book.close()
    if turn is not None and not turns:
        raise ConfigurationError(
            f"账本 {ledger} 中没有申报 {turn}；sigateway status --all 可列出全部。 (no such turn)"
        )
    return turns


def unit_of_turn(turn: Turn, units: UnitsFile, file: Path) -> KnownUnit:
    """The unit that the turn was filed for. ConfigurationError where the units file lacks it."""
    known = next((each for each in units.units if at_its_hall(each.unit.key) == at_its_hall(turn.unit)), None)
    if known is None:
        raise ConfigurationError(
            f"单位文件 {file} 中没有申报 {turn.id} 的单位 {turn.unit}；请补上该单位。 (unit not in the units file)"
        )
    return known


def why_of(turn: Turn) -> str:
    """Why the turn ended without effect; empty where it did not."""
    if turn.state is not TurnState.OVER or turn.in_doubt or turn.why_over is None:
        return ""
    return turn.why_over


def _who(turn: Turn) -> str:
    return who_of(turn.filing.subject)


def _state(turn: Turn) -> str:
    if turn.in_doubt:
        return "待核实：再次运行 file，由大厅记录定论"
    if turn.state is TurnState.LANDED and turn.case is not None:
        return turn.case.state.chinese
    return _STATES[turn.state]


def _row(turn: Turn, papers: Footnotes) -> tuple[str, ...]:
    case = turn.case
    steps = [say_step(step) + papers.mark(step.papers) for step in case.next_steps] if case else []
    word, number = (case.word or "", case.number or "") if case else ("", "")
    return (
        turn.id,
        _who(turn),
        turn.unit,
        f"{word_of(turn.filing.type)} {turn.filing.period}".strip(),
        "\n".join(filter(None, (_state(turn), why_of(turn)))),
        word,
        number,
        "；".join(steps),
    )


def _explain(turn: Turn) -> None:
    who = _who(turn).replace("\n", " ")
    lines = [f"申报 {turn.id}，{turn.unit}，{who}，{turn.opened_at:%Y-%m-%d %H:%M:%S}"]
    if turn.instruction is not None and (source := turn.instruction.source) is not None:
        lines.append(f"来源：{source.file}，工作表“{source.sheet}”，第{source.row}行")
    why = why_of(turn)
    if turn.case is None or turn.in_doubt:
        lines.append(f"结果：{_state(turn)}")
        lines += [f"原因：{why}"] if why else []
    else:
        lines += [f"未申报的原因：{why}"] if why else []
        lines.append(turn.case.explain())
        lines.append(f"（截至 {turn.case.at:%Y-%m-%d %H:%M:%S}，再次运行 file 可更新）")
    show("\n".join(lines))


def _json(turn: Turn) -> dict[str, Any]:
    case = turn.case
    return {
        "turn": turn.id,
        "hall": turn.hall,
        "unit": turn.unit,
        "type": turn.filing.type,
        "period": str(turn.filing.period),
        "id_number": mask(turn.filing.subject.document.number) if turn.filing.subject else None,
        "reference": turn.reference,
        "state": turn.state.value,
        "in_doubt": turn.in_doubt,
        "why": why_of(turn) or None,
        "opened_at": turn.opened_at.isoformat(),
        "case": None
        if case is None
        else {
            "state": case.state.value,
            "number": case.number,
            "word": case.word,
            "at": case.at.isoformat(),
            "reasons": [as_json(reason) for reason in case.reasons],
            "next_steps": [as_json(step) for step in case.next_steps],
        },
    }
