"""Cases: what became of a filing at the hall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field, field_serializer

from .attestation import Attestation
from .base import Model
from .filing import Filing
from .units import Scheme


class CaseState(StrEnum):
    """The state of a case, the same words for every hall."""

    DRAFT = "draft"  #: 已保存,未提交
    IN_REVIEW = "in_review"  #: 审核中
    AWAITING_COUNTER = "awaiting_counter"  #: 待携资料到窗口审核
    APPROVED = "approved"  #: 已办结
    RETURNED = "returned"  #: 回退
    REFUSED = "refused"  #: 不予受理
    PARTLY = "partly"  #: 部分办成: see ``Case.parts``
    WITHDRAWN = "withdrawn"  #: 已撤销
    DISCARDED = "discarded"  #: 已退单
    UNKNOWN = "unknown"  #: 结果不明

    @property
    def chinese(self) -> str:
        """The word for a client-service person."""
        return _STATE_WORDS[self]

    @property
    def settled(self) -> bool:
        """Whether nothing more happens by itself."""
        return self not in (
            CaseState.DRAFT,
            CaseState.IN_REVIEW,
            CaseState.AWAITING_COUNTER,
            CaseState.UNKNOWN,
        )


_STATE_WORDS = {
    CaseState.DRAFT: "已保存未提交",
    CaseState.IN_REVIEW: "审核中",
    CaseState.AWAITING_COUNTER: "待到窗口审核资料",
    CaseState.APPROVED: "已办结",
    CaseState.RETURNED: "被回退",
    CaseState.REFUSED: "未受理",
    CaseState.PARTLY: "部分办成",
    CaseState.WITHDRAWN: "已撤销",
    CaseState.DISCARDED: "已退单",
    CaseState.UNKNOWN: "结果不明",
}


class Actor(StrEnum):
    """Who has to do something next."""

    VENDOR = "vendor"
    EMPLOYER = "employer"
    PERSON = "person"
    HALL = "hall"
    CONTRIBUTOR = "contributor"

    @property
    def chinese(self) -> str:
        """The word for a client-service person."""
        return _ACTOR_WORDS[self]


_ACTOR_WORDS = {
    Actor.VENDOR: "代理机构",
    Actor.EMPLOYER: "用人单位",
    Actor.PERSON: "员工本人",
    Actor.HALL: "社保经办机构",
    Actor.CONTRIBUTOR: "系统维护人员",
}


class Reason(Model):
    """Why a hall refused or returned: its own ``words``, and the plain ones when ``reasons.toml`` knows them.

    ``code`` and ``plain`` are ``None`` for words we do not know: they are shown raw.
    """

    words: str
    code: str | None = None
    plain: str | None = None
    cure: str | None = None
    rule: str | None = None
    who: Actor | None = None


class NextStep(Model):
    """Who does what next, until when, with which papers, where."""

    who: Actor
    what: str
    by: date | None = None
    papers: tuple[str, ...] = ()
    place: str | None = None


class Amount(Model):
    """Money that a hall shows about a case: ``label`` is the hall's word, ``yuan`` the amount."""

    label: str
    yuan: Decimal = Field(repr=False)


class Part(Model):
    """One system's share of a filing that reaches several 分系统办理结果.

    ``name`` is the region's name for the system and that of its step, ``title`` what people call it; ``schemes`` are the insurances
    it is about; ``state`` is DRAFT while this part has not been filed; ``differs`` names what that system holds otherwise than it was
    asked. The rest as in `Case`.
    """

    name: str
    title: str
    schemes: frozenset[Scheme]
    number: str | None
    state: CaseState
    word: str | None = None
    reasons: tuple[Reason, ...] = ()
    differs: tuple[str, ...] = ()

    @field_serializer("schemes")
    def _in_order(self, schemes: frozenset[Scheme]) -> list[Scheme]:
        return sorted(schemes)

    @property
    def stands(self) -> bool:
        """Whether the hall has it and has not said no."""
        return self.state in _STANDING

    def explain(self) -> str:
        """One line in Chinese: how this part stands, and its number."""
        word = f"（大厅显示“{self.word}”）" if self.word else ""
        number = f"，编号 {self.number}" if self.number else ""
        return f"{self.title}：{self.state.chinese}{word}{number}"


_STANDING = frozenset({CaseState.IN_REVIEW, CaseState.AWAITING_COUNTER, CaseState.APPROVED})
_NOT_FOR_GOOD = (CaseState.UNKNOWN, CaseState.DRAFT, CaseState.RETURNED, CaseState.REFUSED)


def state_of(parts: Sequence[Part]) -> CaseState:
    """How a filing stands as a whole. APPROVED only when every part is; PARTLY when one stands and another does not."""
    states = {part.state for part in parts}
    if len(states) == 1:
        return states.pop()
    if all(part.stands for part in parts):
        return CaseState.AWAITING_COUNTER if CaseState.AWAITING_COUNTER in states else CaseState.IN_REVIEW
    if any(part.stands for part in parts):
        return CaseState.PARTLY
    return next((state for state in _NOT_FOR_GOOD if state in states), CaseState.WITHDRAWN)


class Case(Model):
    """A filing as the hall now holds it. Plain JSON: it can be stored and continued by another process.

    ``number`` is the hall's own number; ``word`` the hall's own word for the state; ``at`` when this was read, by the
    hall's clock; ``turn`` the ledger's name of the attempt; ``differs`` names what the hall holds otherwise than it was asked;
    ``amounts`` what the hall has assessed; ``parts`` how each system stands, where one filing reaches several; ``attested`` by whom it is
    known, where the hall itself has not shown it (then the state is unknown until it does).
    """

    schema_name: Literal["case/1"] = Field(default="case/1", alias="schema")
    hall: str
    unit: str
    filing: Filing = Field(repr=False)
    number: str | None
    state: CaseState
    word: str | None = None
    reasons: tuple[Reason, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    at: datetime
    turn: str | None = None
    differs: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    parts: tuple[Part, ...] = ()
    attested: Attestation | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing more happens by itself: no part of it either."""
        return self.state.settled and all(
            part.state.settled or part.state is CaseState.DRAFT for part in self.parts
        )

    @property
    def only_attested(self) -> bool:
        """Whether nothing is known of it but what people have attested."""
        return self.attested is not None and self.state is CaseState.UNKNOWN

    @property
    def in_review(self) -> bool:
        """Whether the hall is still to decide it, or a part of it."""
        return CaseState.IN_REVIEW in (self.state, *(part.state for part in self.parts))

    @property
    def every_reason(self) -> tuple[Reason, ...]:
        """The reasons of the case and of its parts."""
        return (*self.reasons, *(reason for part in self.parts for reason in part.reasons))

    @property
    def unfinished(self) -> bool:
        """Whether a part of it stands and another has never been filed."""
        return self.state is CaseState.PARTLY and any(part.state is CaseState.DRAFT for part in self.parts)

    def explain(self) -> str:
        """Say in Chinese what happened, why, who acts next, by when and with what papers."""
        lines = [f"结果：{self.state.chinese}" + (f"（大厅显示“{self.word}”）" if self.word else "")]
        if self.number:
            lines.append(f"业务号：{self.number}")
        if self.attested is not None:
            lines.append(f"依据：人工证明（{self.attested.how}），大厅尚未显示；请稍后再查询")
        lines += [f"{amount.label}：{amount.yuan} 元" for amount in self.amounts]
        lines += [part.explain() for part in self.parts]
        if self.differs:
            lines.append(f"注意：大厅所载与申报不一致：{'、'.join(self.differs)}")
        for reason in self.every_reason:
            plain = f"：{reason.plain}" if reason.plain else "（原文照录，尚无解释）"
            lines.append(f"原因：“{reason.words}”{plain}")
            if reason.cure:
                lines.append(f"办法：{reason.cure}")
        for step in self.next_steps:
            by = f"，最迟{step.by:%Y年%m月%d日}" if step.by else ""
            place = f"，地点：{step.place}" if step.place else ""
            papers = f"，{'携带' if step.place else '资料'}：{'、'.join(step.papers)}" if step.papers else ""
            lines.append(f"下一步：{step.who.chinese}{step.what}{by}{place}{papers}")
        return "\n".join(lines)


class LaterFiling(Model):
    """What must be withdrawn before another case can be: as the hall's list shows it, filed by us or by hand.

    ``number`` and ``business`` are the hall's; ``channel`` 渠道 how it was filed, in the hall's word; ``ours`` the case in our ledger,
    ``None`` when it was not filed through it.
    """

    number: str
    business: str
    filed_at: datetime
    channel: str = ""
    ours: Case | None = None


class Cascade(Model):
    """A plan to withdraw ``case``: first ``before``, in this order, then the case itself.

    ``by_hand`` are those of them that nobody filed through this ledger: people must withdraw them first, for the gateway touches only
    what it filed.
    """

    case: Case
    before: tuple[LaterFiling, ...] = ()

    @property
    def by_hand(self) -> tuple[LaterFiling, ...]:
        """What must be withdrawn by hand."""
        return tuple(each for each in self.before if each.ours is None)

    def explain(self) -> str:
        """The plan in Chinese, step by step."""
        lines = [
            f"{n}. 撤销 {each.business} {each.number}"
            + (
                ""
                if each.ours
                else f"（非本系统申报{'，渠道：' + each.channel if each.channel else ''}，须人工先行撤销）"
            )
            for n, each in enumerate(self.before, 1)
        ]
        return "\n".join([*lines, f"{len(lines) + 1}. 撤销本业务 {self.case.number or ''}".rstrip()])
