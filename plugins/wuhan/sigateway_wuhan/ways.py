"""Ways back: how a case can be undone or changed now, by its state (WH-33, WH-36, WH-40, WH-41, WH-45). Pure."""

from __future__ import annotations

from sigateway.plugin import Actor, Case, CaseState, Way, WayKind

from .businesses import business_of
from .fields import AGENCY

_DISCARD = Way(kind=WayKind.DISCARD, what="在待办任务列表退单后重新申报", who=Actor.VENDOR, rule="WH-45")
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
}


def ways_back(case: Case) -> list[Way]:
    """In the order in which to take them. Empty when nothing is left at the hall."""
    counter = _COUNTER.model_copy(update={"papers": business_of(case.filing).papers})
    match case.state:
        case CaseState.DRAFT | CaseState.RETURNED:
            return [_DISCARD]
        case CaseState.IN_REVIEW:
            return [_WAIT, counter]
        case CaseState.AWAITING_COUNTER:
            due = [step.by for step in case.next_steps if step.by is not None]
            return [counter.model_copy(update={"until": min(due, default=None)}), _WAIT]
        case CaseState.APPROVED:
            return [counter, _OPPOSITE[case.filing.type]]
        case _:
            return []
