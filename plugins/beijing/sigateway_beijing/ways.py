"""Ways back (BJ-32, a gap in the source; as modelled): what can be done with a case now. Pure."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import Actor, Case, CaseState, Context, Way, WayKind

_COUNTER: Final = Way(
    kind=WayKind.COUNTER,
    what="到所属社保经办机构更正，四险和医疗分别办理",
    who=Actor.EMPLOYER,
    rule="BJ-32",
    place="所属社保经办机构",
)
_OPPOSITE: Final = {
    "enrolment": "办理人员减少（误增的可在当月办理，停保原因填“误增”，即大厅的“法律、法规规定的其他情形”）",
    "suspension": "重新办理人员增加",
    "wage_change": "再次申报缴费工资",
    "person_update": "再次变更个人信息",
    "employer_update": "再次变更单位信息",
}


def ways_back(case: Case, context: Context) -> list[Way]:
    """In the order in which to take them. Of a PARTLY case the failed half is corrected alone; ``session.correct`` does that by itself."""
    if case.state is CaseState.DRAFT:
        return [Way(kind=WayKind.DISCARD, what="删除草稿后重新申报", who=Actor.VENDOR, rule="BJ-32")]
    if case.state in (CaseState.RETURNED, CaseState.REFUSED):
        return [Way(kind=WayKind.OPPOSITE, what="未生效：更正后直接重新申报", who=Actor.VENDOR, rule="BJ-32")]
    if case.state is CaseState.PARTLY:
        return [
            Way(
                kind=WayKind.OPPOSITE,
                what="只更正未成的一半：更正后再次提交这笔申报，已办成的不重复",
                who=Actor.VENDOR,
                rule="BJ-18",
            ),
            *_opposite(case),
            _COUNTER,
        ]
    if case.state is CaseState.IN_REVIEW:
        return [
            *_withdrawal(context),
            Way(kind=WayKind.WAIT, what="等待处理结束", who=Actor.HALL, rule="BJ-32"),
        ]
    return [*_opposite(case), _COUNTER] if case.state is CaseState.APPROVED else []


def _withdrawal(context: Context) -> list[Way]:
    if context.rules.text("BJ-32", "withdraw", on=context.day) != "processing":
        return []
    return [Way(kind=WayKind.WITHDRAW, what="撤回处理中的申报", who=Actor.VENDOR, rule="BJ-32")]


def _opposite(case: Case) -> list[Way]:
    what = _OPPOSITE.get(case.filing.type)
    return [] if what is None else [Way(kind=WayKind.OPPOSITE, what=what, who=Actor.VENDOR, rule="BJ-32")]
