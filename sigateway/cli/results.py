"""What ``sigateway file`` shows: a table, the same as data, and what stopped many rows at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sigateway.errors import (
    AccessError,
    ConfigurationError,
    HallRefused,
    HallUnavailable,
    LandedDifferently,
    LedgerError,
    NotOffered,
    OutcomeUnknown,
    PluginError,
    PreflightFailed,
    RulebookError,
    SessionTaken,
    SigatewayError,
    WireChanged,
)
from sigateway.filings.cases import Actor, Case, CaseState, NextStep, Reason
from sigateway.roster import RefusedRow
from sigateway.roster.kinds import word_of

from .filer import Done
from .output import Footnotes, as_json, mask, sentences, show_table, who_of

_NOT_FILED = "not_filed"


def show_results(done: Sequence[Done]) -> None:
    """The table of all rows, in the roster's order."""
    papers = Footnotes("资料")
    columns = ("行", "人员", "业务", "状态", "大厅状态", "原因/业务号", "下一步")
    show_table("办理结果", columns, [_cells(each, papers) for each in done])
    papers.show()


def _cells(each: Done, papers: Footnotes) -> tuple[str, ...]:
    outcome, row = each.outcome, each.row
    filing = None if isinstance(row, RefusedRow) else row.filing
    who = who_of(filing.subject) if filing else row.name or ""
    what = f"{word_of(filing.type)} {filing.period}".strip() if filing else ""
    detail = "\n".join(filter(None, (outcome.number, outcome.reason)))
    step = outcome.next_step + papers.mark(outcome.papers)
    return (f"{outcome.sheet}!{outcome.row}", who, what, outcome.state, outcome.word, detail, step)


def as_data(each: Done) -> dict[str, Any]:
    """One row of ``file --json``.

    ``state`` is a case's state, ``unknown`` while nobody knows, or ``not_filed``; ``code`` the error's, null where all went well.
    """
    outcome, row = each.outcome, each.row
    filing = None if isinstance(row, RefusedRow) else row.filing
    case = _case(each)
    return {
        "sheet": outcome.sheet,
        "row": outcome.row,
        "name": row.name,
        "id_number": mask(filing.subject.document.number) if filing and filing.subject else None,
        "type": filing.type if filing else None,
        "period": str(filing.period) if filing else None,
        "turn": each.error.turn if isinstance(each.error, OutcomeUnknown) else case.turn if case else None,
        "state": _state(each, case),
        "says": outcome.state,
        "number": outcome.number or None,
        "word": outcome.word or None,
        "reasons": [as_json(reason) for reason in _reasons(each)],
        "next_steps": [as_json(step) for step in _steps(each)],
        "code": each.error.code if each.error else outcome.error,
    }


def _case(each: Done) -> Case | None:
    """The case that this row led to. What stood before it and kept it from being filed is another's."""
    return each.error.case if isinstance(each.error, LandedDifferently) else each.outcome.case


def _state(each: Done, case: Case | None) -> str:
    if case is not None:
        return case.state.value
    return CaseState.UNKNOWN.value if isinstance(each.error, OutcomeUnknown) else _NOT_FILED


def _reasons(each: Done) -> Sequence[Reason]:
    match each.error:
        case HallRefused(reasons=reasons):
            return reasons
        case PreflightFailed(findings=findings) | NotOffered(findings=findings) if findings:
            return [Reason(words=f.message, rule=f.rule, cure=f.cure) for f in findings if f.blocks]
        case SigatewayError(message=message):
            return [Reason(words=message)]
    if each.outcome.case is not None:
        return each.outcome.case.reasons
    return [Reason(words=each.outcome.reason)]


def _steps(each: Done) -> Sequence[NextStep]:
    outcome, error = each.outcome, each.error
    if outcome.case is not None:
        return outcome.case.next_steps
    place = error.place if isinstance(error, NotOffered) else None
    # The hall mends itself; running the command again is ours.
    who = Actor.VENDOR if error is None or error.who_acts is Actor.HALL else error.who_acts
    return [NextStep(who=who, what=outcome.next_step, papers=outcome.papers, place=place)]


_SHUT = (
    AccessError,
    ConfigurationError,
    HallUnavailable,
    LedgerError,
    PluginError,
    RulebookError,
    WireChanged,
)
"""What is no one row's fault: it stops whatever comes after it too."""


def causes(done: Sequence[Done]) -> list[str]:
    """Each cause that stopped rows through no fault of theirs, said once, with its cure."""
    found = [each for each in done if isinstance(each.error, _SHUT)]
    errors = {_kind(each): each.error for each in found if each.error}
    rows = Counter(map(_kind, found))
    return [
        sentences(
            f"错误 [{error.code}]：{rows[kind]} 行（共 {len(done)} 行）{kind[0]}：{error.message}",
            _cure(error),
        )
        for kind, error in errors.items()
    ]


def _kind(each: Done) -> tuple[str, str]:
    what = "已申报，但审核进度暂时查不到" if each.outcome.case else "未申报"
    return what, each.error.message if each.error else ""


def _cure(error: SigatewayError) -> str:
    match error:
        case SessionTaken():
            return "请稍后再次运行同一命令。 (run again later)"
        case AccessError():
            return "请核对 units.toml 中该单位的 [unit.credentials]，改正后再次运行同一命令。 (check the credentials)"
        case HallUnavailable():
            return "请稍后再次运行同一命令；若一直如此，请核对 units.toml 的 base_url 和网络。 (run again later, or check base_url)"
        case WireChanged():
            return "请先核对 units.toml 的 base_url；地址无误的，请将此信息报告给维护者。 (check base_url, else please report)"
        case LedgerError():
            return (
                "请核对账本的权限和磁盘空间，再次运行同一命令。 (check the ledger's permissions and the disk)"
            )
        case ConfigurationError():
            return "改正后再次运行同一命令。 (correct it and run again)"
    return "请将此信息报告给维护者。 (please report)"
