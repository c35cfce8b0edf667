"""Errors of a hall's answer, or of its missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sigateway.filings.cases import Actor, Case, CaseState, LaterFiling, Reason

from .base import SigatewayError


class HallError(SigatewayError):
    """The hall answered, or did not."""

    code = "hall"
    who_acts = Actor.HALL


class HallRefused(HallError):
    """The hall refused in its own words; nothing took effect. ``reasons`` holds the words and the plain ones."""

    code = "hall_refused"
    who_acts = Actor.VENDOR

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        parts = [
            f"“{r.words}”" + (f"：{r.plain}" if r.plain else "") + (f"（{r.cure}）" if r.cure else "")
            for r in reasons
        ]
        super().__init__("大厅未受理：" + "；".join(parts))


class WithdrawBlocked(HallError):
    """Later filings must be withdrawn first. Nothing was withdrawn. ``later`` lists them, the first to be withdrawn first."""

    code = "withdraw_blocked"
    who_acts = Actor.VENDOR

    def __init__(self, later: Sequence[LaterFiling], rule: str | None = None) -> None:
        self.later, self.rule = tuple(later), rule
        numbers = "、".join(f"{each.business} {each.number}" for each in self.later)
        super().__init__(
            f"应先撤销后续申报：{numbers}。本业务未撤销；可用 session.plan_withdrawal(case) 取得撤销次序。"
        )


class CascadeStopped(HallError):
    """A cascade of withdrawals stopped before its end. ``withdrawn`` are withdrawn, ``left`` are not; ``__cause__`` says why.

    When that is OutcomeUnknown, the first of ``left`` may be withdrawn: a new plan settles it first.
    """

    code = "cascade_stopped"
    who_acts = Actor.VENDOR

    def __init__(self, withdrawn: Sequence[Case], left: Sequence[Case], why: SigatewayError) -> None:
        self.withdrawn, self.left = tuple(withdrawn), tuple(left)
        done = "、".join(case.number or "无编号" for case in self.withdrawn) or "无"
        rest = "、".join(case.number or "无编号" for case in self.left)
        doubt = "（其中第一笔尚无定论）" if isinstance(why, OutcomeUnknown) else ""
        super().__init__(f"逐笔撤销中途停止：{why.message} 已撤销：{done}；未撤销：{rest}{doubt}。")


class CorrectionStopped(HallError):
    """What was to be corrected is undone, and the new filing did not end as it should: ``__cause__`` says how. The same call goes on.

    ``undone`` is the old case, as it was undone.
    """

    code = "correction_stopped"
    who_acts = Actor.VENDOR
    retry = True

    def __init__(self, undone: Case, why: SigatewayError) -> None:
        self.undone = undone
        super().__init__(
            f"原业务（业务号 {undone.number or '无'}）{undone.state.chinese}，更正后的申报没有照常办成：{_cause(why)} "
            "排除原因后再次调用同一 correct（或以新内容调用 file）：先核实再补办新申报，不会再撤一次。"
        )


class HallUnavailable(HallError):
    """The hall is down, in maintenance or unreachable. Nothing took effect; the same call may be made again."""

    code = "hall_unavailable"
    retry = True

    def __init__(self, why: str) -> None:
        super().__init__(f"大厅暂不可用：{why}。本次没有产生新的申报，可稍后重试同一调用。")
        self.why = why


class OutcomeUnknown(HallError):
    """The commit may have taken effect and the hall has not shown which. Nothing is sent again until it has.

    ``turn`` names the attempt; ``settles_at`` is when the hall's word is final. Call ``session.settle(turn)`` after that, or the
    same ``file`` again: both ask the hall first.
    """

    code = "outcome_unknown"
    who_acts = Actor.VENDOR
    retry = True

    def __init__(self, turn: str, settles_at: datetime) -> None:
        super().__init__(
            f"申报 {turn} 是否生效尚不能确定；不会重复发送。请在 {settles_at:%Y-%m-%d %H:%M:%S} 之后调用 settle，由大厅记录定论；"
            "大厅始终没有显示的，由两人查看后用 hall.attest 证明。"
        )
        self.turn, self.settles_at = turn, settles_at


class LandedDifferently(HallError):
    """It took effect, and the hall holds something other than was asked: perhaps somebody edited the draft first.

    ``case`` is what stands, ``differences`` names the fields; none when it is an undoing that came too late. Correct it by
    ``hall.ways_back(case)``.
    """

    code = "landed_differently"
    who_acts = Actor.VENDOR

    def __init__(self, case: Case, differences: Sequence[str]) -> None:
        self.case, self.differences = case, tuple(differences)
        stands = f"（{case.state.chinese}，业务号 {case.number or '无'}）"
        super().__init__(
            f"大厅已受理{stands}，但所载内容与申报不一致：{'、'.join(differences)}。不会重复发送；请核对，并按 ways_back 所列途径更正。"
            if differences
            else f"这次撤销（退单）没有生效：大厅已办理这笔业务{stands}。不会重复发送；请按 ways_back 所列途径办理。"
        )


class PartlyFiled(HallError):
    """A part of the filing stands, and the rest could not be filed now: ``__cause__`` says why. The same call again files only the rest.

    ``case`` holds its ``parts``.
    """

    code = "partly_filed"
    who_acts = Actor.VENDOR
    retry = True

    def __init__(self, case: Case, why: SigatewayError) -> None:
        done = "、".join(part.title for part in case.parts if part.stands)
        rest = "、".join(part.title for part in case.parts if not part.stands)
        super().__init__(
            f"{done}已申报，{rest}尚未申报：{_cause(why)} 已申报的部分有效；再次调用同一申报，只补办{rest}。"
        )
        self.case = case


class PartlyUndone(HallError):
    """A part of the case is withdrawn or discarded, and the rest could not be now: ``__cause__`` says why. The same call again goes on.

    ``case`` holds its ``parts``; ``undone`` is the state of those that are undone.
    """

    code = "partly_undone"
    who_acts = Actor.VENDOR
    retry = True

    def __init__(self, case: Case, undone: CaseState, why: SigatewayError) -> None:
        done = "、".join(part.title for part in case.parts if part.state is undone)
        rest = "、".join(part.title for part in case.parts if part.state is not undone)
        super().__init__(
            f"{done}{undone.chinese}，{rest}尚未：{_cause(why)} 再次调用同一操作，只补办{rest}。"
        )
        self.case, self.undone = case, undone


def _cause(why: SigatewayError) -> str:
    """Of a hall that is not there now without "nothing was filed": of the whole that is not true."""
    return f"大厅暂不可用：{why.why}。" if isinstance(why, HallUnavailable) else why.message


class WireChanged(HallError):
    """The hall's page is not one this region knows. Only this operation stops. No personal data in ``got``."""

    code = "wire_changed"
    who_acts = Actor.CONTRIBUTOR

    def __init__(self, where: str, expected: str, got: str) -> None:
        super().__init__(
            f"大厅页面与已知格式不符（{where}）：应为 {expected}，实为 {got}。已停止该操作；请通知地区插件维护者更新 wire.py。"
        )
        self.where, self.expected, self.got = where, expected, got


class SealBroken(HallError):
    """A paper whose electronic seal is missing, broken, or not of whom it should be. It was not handed on."""

    code = "seal_broken"
    retry = True

    def __init__(self, why: str) -> None:
        super().__init__(
            f"文件的电子专用章未通过验证：{why}。该文件没有采用；请重新取一次，仍不通过的请向经办机构核实。"
        )
        self.why = why
