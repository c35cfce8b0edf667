"""Errors after which nothing has been filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway.filings.cases import Actor, Case
from sigateway.filings.findings import Finding

from .base import SigatewayError

if TYPE_CHECKING:
    from sigateway.flows.echo import EchoField


class BeforeSending(SigatewayError):
    """Nothing has been filed."""

    code = "before_sending"


class PreflightFailed(BeforeSending):
    """The hall's rules refuse the filing. ``findings`` holds all findings, also those that only warn."""

    code = "preflight_failed"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        blocking = [f for f in self.findings if f.blocks]
        super().__init__(
            "；".join(f"[{f.rule}] {f.message}{f'（{f.cure}）' if f.cure else ''}" for f in blocking)
        )


class WindowClosed(PreflightFailed):
    """Not on these days. ``opens_at`` is the next opening by the widest reading, or ``None``."""

    code = "window_closed"

    def __init__(self, findings: Sequence[Finding], opens_at: datetime | None) -> None:
        super().__init__(findings)
        self.opens_at = opens_at


class NotOffered(BeforeSending):
    """This hall does not do it online. ``rule`` says why, ``place`` where, ``papers`` what to bring."""

    code = "not_offered"
    who_acts = Actor.EMPLOYER

    def __init__(
        self,
        rule: str | None,
        message: str,
        *,
        place: str | None = None,
        papers: Sequence[str] = (),
        findings: Sequence[Finding] = (),
    ) -> None:
        where = f"办理地点：{place}。" if place else ""
        bring = f"携带：{'、'.join(papers)}。" if papers else ""
        super().__init__(f"{message}{'' if message.endswith('。') else '。'}{where}{bring}")
        self.rule, self.place, self.papers, self.findings = rule, place, tuple(papers), tuple(findings)


class AlreadyFiled(BeforeSending):
    """The slot is taken: by this ledger's last turn, or at the hall. Nothing was sent.

    ``case`` is what stands, ``differences`` the dotted names of the fields in which the new body differs (names only),
    ``ways`` what can be done.
    """

    code = "already_filed"

    def __init__(self, case: Case, differences: Sequence[str] = (), ways: Sequence[str] = ()) -> None:
        self.case, self.differences, self.ways = case, tuple(differences), tuple(ways)
        differs = f"，内容不同之处：{'、'.join(self.differences)}" if self.differences else ""
        hint = f"可行办法：{'；'.join(self.ways)}。" if self.ways else ""
        super().__init__(
            f"此前已申报（{case.state.chinese}，业务号 {case.number or '无'}）{differs}，未再发送。{hint}"
        )


class LaneBusy(BeforeSending):
    """Another filing of this person is in flight at this unit; ``until`` says when to look again."""

    code = "lane_busy"
    retry = True

    def __init__(self, turn: str, until: datetime) -> None:
        super().__init__(f"同一人员在该单位另有一笔申报正在进行（{turn}），请在 {until:%H:%M:%S} 之后再试。")
        self.turn, self.until = turn, until


class EchoDiffers(BeforeSending):
    """What the hall shows back is not what was asked, so it was not committed. ``fields`` lists each comparison.

    The draft stays at the hall under ``draft``, unsent; ``case`` is that draft, to be discarded.
    """

    code = "echo_differs"
    case: Case | None = None

    def __init__(self, fields: Sequence[EchoField], draft: str | None) -> None:
        self.fields, self.draft = tuple(fields), draft
        names = "、".join(f.label for f in self.fields if f.differs)
        left = f"草稿 {draft} 留在待办任务列表，可核对后退单或重新申报。" if draft else "请核对后重新申报。"
        super().__init__(f"大厅回显与申报内容不一致：{names}。未提交审批；{left}")


class DraftLost(BeforeSending):
    """Somebody at the unit changed or discarded our draft while it was in doubt; it was not submitted, and is not again.

    ``draft`` is the hall's number. The same call may be made again: it makes a new draft.
    """

    code = "draft_lost"
    retry = True

    def __init__(self, draft: str | None) -> None:
        super().__init__(
            f"草稿 {draft or '（无编号）'} 在提交前被人改动或退单，没有提交审批；如仍需申报，请重新调用（将另建草稿）。"
        )
        self.draft = draft
