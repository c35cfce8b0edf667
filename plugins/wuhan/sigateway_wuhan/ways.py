"""Ways back: how a case can be undone or changed now, by its state (WH-33, WH-36, WH-40, WH-41, WH-45, WH-82). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sigateway.plugin import Actor, AgencyAgreement, AgreementStep, Case, CaseState, NotOffered, Way, WayKind

from . import ways_arrears
from .businesses import business_of
from .cases import ALONE_RETURNED, IN_A_BATCH
from .fields import AGENCY

_DISCARD = Way(kind=WayKind.DISCARD, what="在待办任务列表退单后重新申报", who=Actor.VENDOR, rule="WH-45")
_DISCARD_ALL: Final = Way(
    kind=WayKind.DISCARD,
    what="退单，取消整个批量任务（同批有他人仍待提交时不退单，须在任务中勾选此人删除），再重新申报",
    who=Actor.VENDOR,
    rule="WH-82",
)
_NOTHING_LEFT: Final = Way(
    kind=WayKind.DISCARD,
    what="在批量任务中单独被回退，大厅没有待退的任务，无须退单；更正后重新申报",
    who=Actor.VENDOR,
    rule="WH-85",
)
_WAIT = Way(
    kind=WayKind.WAIT, what="已提交审批，等待审核结果；被回退后可退单或更正", who=Actor.HALL, rule="WH-36"
)
_COUNTER = Way(
    kind=WayKind.COUNTER,
    what="携资料到经办机构办理信息订正手续",
    who=Actor.EMPLOYER,
    rule="WH-41",
    place=AGENCY,
)
_OPPOSITE = {
    "enrolment": Way(
        kind=WayKind.OPPOSITE, what="申报暂停缴费，次月起不再缴费", who=Actor.VENDOR, rule="WH-74"
    ),
    "suspension": Way(
        kind=WayKind.OPPOSITE, what="停保生效后重新申报增员（续保）", who=Actor.VENDOR, rule="WH-47"
    ),
    "wage_change": Way(
        kind=WayKind.OPPOSITE, what="再申报一次个人工资变更，次月起按新基数", who=Actor.VENDOR, rule="WH-89"
    ),
    "annual_wage": Way(
        kind=WayKind.OPPOSITE, what="申报个人工资变更，次月起按新基数", who=Actor.VENDOR, rule="WH-89"
    ),
    "person_update": Way(
        kind=WayKind.OPPOSITE,
        what="再申报一次个人一般信息变更，改回原来的内容",
        who=Actor.VENDOR,
        rule="WH-107",
    ),
    "employer_update": Way(
        kind=WayKind.OPPOSITE,
        what="再申报一次单位一般信息变更，改回原来的内容",
        who=Actor.VENDOR,
        rule="WH-109",
    ),
}


_ERRANDS: Final[Mapping[str, Way | None]] = {
    "appointment": Way(
        kind=WayKind.COUNTER,
        what="网上不能取消预约；请与经办机构联系取消，或另约时段",
        who=Actor.EMPLOYER,
        rule="WH-113",
        place=AGENCY,
    ),
    "problem_report": None,
}
"""What is submitted and insures nobody: nothing of it can be corrected 信息订正, and at most somebody can be told."""


_END_IT: Final = Way(
    kind=WayKind.OPPOSITE, what="申报终止代办协议，当日即终止", who=Actor.VENDOR, rule="WH-118"
)
_BACK_FROM: Final[Mapping[AgreementStep, Way]] = {
    AgreementStep.SIGN: _END_IT,
    AgreementStep.RENEW: _END_IT,
    AgreementStep.END: Way(
        kind=WayKind.OPPOSITE, what="重新申报签订代办协议", who=Actor.VENDOR, rule="WH-116"
    ),
}
"""Of an agreement, which the hall takes at once (WH-116, WH-118)."""


def ways_back(case: Case) -> list[Way]:
    """In the order in which to take them. Empty when nothing is left at the hall."""
    if case.filing.type in _ERRANDS and case.state in (CaseState.IN_REVIEW, CaseState.APPROVED):
        tell = _ERRANDS[case.filing.type]
        return [] if tell is None else [tell]
    counter = _COUNTER.model_copy(update={"papers": business_of(case.filing).papers})
    if isinstance(case.filing, AgencyAgreement) and case.state is CaseState.APPROVED:
        return [_BACK_FROM[case.filing.step]]
    own = ways_arrears.ways_back(case, _WAIT, counter)
    if own is not None:
        return own
    match case.state:
        case CaseState.DRAFT | CaseState.RETURNED:
            if ALONE_RETURNED in case.next_steps:
                return [_NOTHING_LEFT]
            return [_DISCARD_ALL if IN_A_BATCH in case.next_steps else _DISCARD]
        case CaseState.IN_REVIEW:
            return [_WAIT, counter]
        case CaseState.AWAITING_COUNTER:
            due = [step.by for step in case.next_steps if step.by is not None]
            return [counter.model_copy(update={"until": min(due, default=None)}), _WAIT]
        case CaseState.APPROVED:
            opposite = _OPPOSITE.get(case.filing.type)
            return [counter] if opposite is None else [counter, opposite]
        case _:
            return []


def not_online(case: Case) -> NotOffered:
    """What is submitted can no longer be changed online (WH-40); errors are corrected at the counter (WH-41)."""
    number = case.number or "（无编号）"
    if case.filing.type in _ERRANDS:
        tell = _ERRANDS[case.filing.type]
        what = tell.what if tell is not None else "网上不能撤回或修改"
        return NotOffered("WH-40", f"业务 {number} 已提交，{what}", place=AGENCY)
    return NotOffered(
        "WH-40",
        f"业务 {number} 已提交审批，网上不能退单、撤销或修改；如信息有误，请到经办机构办理信息订正手续（WH-41）",
        place=AGENCY,
        papers=business_of(case.filing).papers,
    )
