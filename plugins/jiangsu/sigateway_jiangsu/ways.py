"""Ways back: how a case can be undone or changed now (JS-07, JS-46). Pure."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import Actor, Case, CaseState, Context, NotOffered, Way, WayKind

from .cases import changeable_until
from .matters import FACES, GRANTING

COUNTER: Final = "经办窗口"
NEVER: Final = frozenset({"basic_data", "preregistration", "relation_transfer"})
"""What cannot be taken back at any time (X906)."""

_LAPSES: Final = Way(
    kind=WayKind.DISCARD,
    what="只是校验，没有提交，没有法律效力：草稿不能也无须作废，当日自行失效；更正后直接重新申报",
    who=Actor.VENDOR,
    rule="JS-07",
)
_AT_THE_COUNTER: Final = Way(
    kind=WayKind.COUNTER,
    what="过了征缴期或不能网上回退的，请到经办窗口更正",
    who=Actor.EMPLOYER,
    rule="JS-46",
    place=COUNTER,
)
_OPPOSITE: Final = {
    "enrolment": Way(kind=WayKind.OPPOSITE, what="办理退工停保登记", who=Actor.VENDOR, rule="JS-03"),
    "suspension": Way(kind=WayKind.OPPOSITE, what="重新办理用工参保登记", who=Actor.VENDOR, rule="JS-03"),
    "wage_change": Way(
        kind=WayKind.OPPOSITE, what="再次申报缴费基数（网上仅可调高）", who=Actor.VENDOR, rule="JS-06"
    ),
    "flexible_enrolment": Way(kind=WayKind.OPPOSITE, what="办理灵活就业停保", who=Actor.PERSON, rule="JS-08"),
    "flexible_suspension": Way(
        kind=WayKind.OPPOSITE, what="重新办理灵活就业参保", who=Actor.PERSON, rule="JS-08"
    ),
    "handler_grant": Way(
        kind=WayKind.OPPOSITE, what="取消授权（HandlerRevocation）", who=Actor.VENDOR, rule="JS-36"
    ),
    "handler_revocation": Way(
        kind=WayKind.OPPOSITE, what="重新授权，被授权人须重新人脸识别", who=Actor.VENDOR, rule="JS-42"
    ),
}


def ways_back(case: Case, context: Context) -> list[Way]:
    """In the order in which to take them. Empty when nothing is left at the hall."""
    if case.state is CaseState.DRAFT:
        return [_LAPSES]
    if case.state not in (CaseState.APPROVED, CaseState.AWAITING_COUNTER, CaseState.IN_REVIEW):
        return []
    opposite = _OPPOSITE.get(case.filing.type)
    afterwards = [] if opposite is None or case.state is not CaseState.APPROVED else [opposite]
    if case.filing.type in GRANTING | FACES:
        return afterwards
    until = changeable_until(case)
    taken_back = case.filing.type not in NEVER and until is not None and context.day <= until
    if not taken_back or case.state is CaseState.IN_REVIEW:
        return [*afterwards, _AT_THE_COUNTER]
    back = Way(
        kind=WayKind.WITHDRAW,
        what="在征缴期内网上回退后重新申报；此人如有后续申报，先从最后一笔依次向前回退",
        who=Actor.VENDOR,
        rule="JS-07",
        until=until,
    )
    return [back, *afterwards, _AT_THE_COUNTER]


def not_online(case: Case, context: Context) -> NotOffered:
    """Why it cannot be taken back online, and where to go."""
    ways = ways_back(case, context)
    opposite = next((way.what for way in ways if way.kind is WayKind.OPPOSITE), "")
    if case.filing.type in GRANTING | FACES:
        return NotOffered("JS-36", f"权限办理不能回退{'；可' + opposite if opposite else ''}")
    rule = "JS-07" if case.filing.type in NEVER else "JS-46"
    return NotOffered(rule, f"{_AT_THE_COUNTER.what}{'；也可' + opposite if opposite else ''}", place=COUNTER)
