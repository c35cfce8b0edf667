"""What became of a row, in the words of a client-service person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import Field

from sigateway.errors import (
    AccessError,
    AlreadyFiled,
    ConfigurationError,
    DraftLost,
    EchoDiffers,
    HallRefused,
    HallUnavailable,
    InteractionNeeded,
    LandedDifferently,
    LaneBusy,
    LedgerError,
    NotOffered,
    OutcomeUnknown,
    PartlyFiled,
    PreflightFailed,
    SessionTaken,
    SigatewayError,
    WindowClosed,
    WireChanged,
)
from sigateway.filings.base import Model
from sigateway.filings.cases import Case, NextStep
from sigateway.filings.findings import Finding

from .rows import RefusedRow, RosterRow

_STATES: Final[tuple[tuple[type[SigatewayError], str, str], ...]] = (
    (WindowClosed, "未申报：不在办理期", "办理期开始后再次申报"),
    (PreflightFailed, "未申报：预检不通过", "处理后再次申报"),
    (NotOffered, "未申报：网上不受理", "按所列地点和资料办理"),
    (AlreadyFiled, "未申报：已有不同内容的申报", "核对此前的申报"),
    (LaneBusy, "未申报：该人员另有申报进行中", "稍后再次运行"),
    (EchoDiffers, "未提交：大厅回显不一致", "核对大厅待办任务中的草稿"),
    (DraftLost, "未提交：草稿被人改动或退单", "如仍需申报，再次运行"),
    (SessionTaken, "未申报：账号在别处登录", "稍后再次运行"),
    (InteractionNeeded, "未申报：须本人配合", "由本人配合完成后再次运行"),
    (AccessError, "未申报：登录未成功", "核对并更换凭据后再次运行"),
    (HallRefused, "未申报：大厅未受理", "按原因处理后再次申报"),
    (HallUnavailable, "未申报：大厅不可用", "稍后再次运行同一命令"),
    (PartlyFiled, "部分办成：其余尚未申报", "再次运行同一命令，只补办其余"),
    (LandedDifferently, "已受理但内容不一致", "核对所载内容，并按更正途径办理"),
    (WireChanged, "未申报：大厅页面与已知不符", "先核对大厅地址，再通知地区插件维护者"),
    (LedgerError, "未申报：账本不可用", "核对账本的路径、权限和磁盘空间后再次运行"),
    (ConfigurationError, "未申报：设置有误", "按原因更正设置后再次运行"),
    (OutcomeUnknown, "待核实：是否生效尚不能确定", "稍后再次运行同一命令，由大厅记录定论；不会重复发送"),
)
_WITH_CASE: Final = (AlreadyFiled, LandedDifferently, PartlyFiled)
_OTHERWISE: Final = ("未申报：出错", "请联系系统维护人员")


class Outcome(Model):
    """One row's result. ``case`` is the hall's case if there is one; ``error`` the code of what stood in the way.

    ``papers`` are what somebody has to bring or keep, apart from ``next_step`` because they are long and often the same.
    """

    sheet: str
    row: int
    state: str
    word: str = ""
    number: str = ""
    reason: str = ""
    next_step: str = ""
    papers: tuple[str, ...] = ()
    case: Case | None = Field(default=None, repr=False)
    error: str | None = None

    @property
    def whole_next_step(self) -> str:
        """The next step with its papers, as the results workbook shows it."""
        papers = f"资料：{'、'.join(self.papers)}" if self.papers else ""
        return "；".join(filter(None, (self.next_step, papers)))

    @classmethod
    def of_case(cls, row: RosterRow, case: Case) -> Outcome:
        """A row that the hall holds."""
        reasons = [f"{r.words}" + (f"（{r.plain}）" if r.plain else "") for r in case.every_reason]
        steps = [say_step(step) for step in case.next_steps] or list(
            filter(None, (r.cure for r in case.every_reason))
        )
        return cls(
            sheet=row.sheet,
            row=row.row,
            state=case.state.chinese,
            word=case.word or "",
            number=case.number or "",
            reason="；".join(reasons),
            next_step="；".join(steps),
            papers=tuple(dict.fromkeys(paper for step in case.next_steps for paper in step.papers)),
            case=case,
        )

    @classmethod
    def of_error(cls, row: RosterRow, error: SigatewayError) -> Outcome:
        """A row that was not filed, or of which nobody knows yet."""
        state, step = next(((s, n) for kind, s, n in _STATES if isinstance(error, kind)), _OTHERWISE)
        return cls(
            sheet=row.sheet,
            row=row.row,
            state=state,
            word=_word(error),
            number=(error.case.number or "") if isinstance(error, _WITH_CASE) else "",
            reason=_reason(error),
            next_step=_next(error) or step,
            papers=error.papers if isinstance(error, NotOffered) else (),
            error=error.code,
        )

    @classmethod
    def of_refused(cls, row: RefusedRow) -> Outcome:
        """A row that could not be read."""
        return cls(
            sheet=row.sheet,
            row=row.row,
            state="未申报：名册有误",
            reason=row.why,
            next_step="改正单元格后再次运行",
            error="roster",
        )


def say_step(step: NextStep) -> str:
    """Who does what, by when, where; without the papers."""
    by = f"，最迟{step.by:%Y-%m-%d}" if step.by else ""
    place = f"，地点：{step.place}" if step.place else ""
    return f"{step.who.chinese}{step.what}{by}{place}"


def _blocking(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.blocks]


def _word(error: SigatewayError) -> str:
    if isinstance(error, HallRefused):
        return "；".join(r.words for r in error.reasons)
    return (error.case.word or "") if isinstance(error, _WITH_CASE) else ""


def _reason(error: SigatewayError) -> str:
    if isinstance(error, PreflightFailed):
        return "；".join(f"{f.message}（{f.rule}）" for f in _blocking(error.findings))
    if isinstance(error, NotOffered):
        found = _blocking(error.findings)
        return "；".join(f"{f.message}（{f.rule}）" for f in found) or error.message
    if isinstance(error, HallRefused):
        return "；".join(r.plain or r.words for r in error.reasons)
    return error.message


def _next(error: SigatewayError) -> str:
    if isinstance(error, WindowClosed) and error.opens_at is not None:
        return f"{error.opens_at:%Y-%m-%d %H:%M} 起再次申报"
    if isinstance(error, PreflightFailed):
        return "；".join(dict.fromkeys(f.cure for f in _blocking(error.findings) if f.cure))
    if isinstance(error, NotOffered) and error.place:
        return f"到{error.place}办理"
    if isinstance(error, HallRefused):
        return "；".join(dict.fromkeys(r.cure for r in error.reasons if r.cure))
    return "；".join(error.ways) if isinstance(error, AlreadyFiled) else ""
