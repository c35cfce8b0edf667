"""How a case can be undone or changed: 撤回 while it is under review, else the opposite filing or the counter (ZJ-12, ZJ-40). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sigateway.plugin import Actor, Case, CaseState, Context, Month, NotOffered, RuleNotKnown, Way, WayKind

from .cases import ANEW_STAFF

COUNTER: Final = "社保经办机构窗口"

_AT_THE_COUNTER: Final = Way(
    kind=WayKind.COUNTER,
    what="审核之后网上不能撤回，请到社保经办机构窗口更正",
    who=Actor.EMPLOYER,
    rule="ZJ-40",
    place=COUNTER,
)
_OPPOSITE: Final = {
    "enrolment": Way(
        kind=WayKind.OPPOSITE, what="申报暂停参保：停保当月不缴费", who=Actor.VENDOR, rule="ZJ-18"
    ),
    "suspension": Way(
        kind=WayKind.OPPOSITE, what="重新申报参保登记，从上月或当月开始", who=Actor.VENDOR, rule="ZJ-08"
    ),
    "flexible_enrolment": Way(
        kind=WayKind.OPPOSITE, what="本人申报灵活就业人员社保中断", who=Actor.PERSON, rule="ZJ-39"
    ),
    "flexible_suspension": Way(
        kind=WayKind.OPPOSITE, what="本人重新申报灵活就业人员参保", who=Actor.PERSON, rule="ZJ-39"
    ),
}
_STAFF_ANEW: Final = Way(
    kind=WayKind.OPPOSITE, what=f"未通过的员工{ANEW_STAFF}", who=Actor.VENDOR, rule="ZJ-15"
)
_WAIT: Final = Way(
    kind=WayKind.WAIT, what="不能撤回，待审核后再用相反的业务更正", who=Actor.HALL, rule="ZJ-40"
)


def ways_back(case: Case, context: Context) -> list[Way]:
    """In the order in which to take them. Empty when nothing is left at the hall."""
    opposite = _OPPOSITE.get(case.filing.type)
    afterwards = [way for way in (opposite, _AT_THE_COUNTER) if way is not None]
    if case.state is CaseState.IN_REVIEW:
        return [_take_back()] if may_take_back(case, context) else [_WAIT, _AT_THE_COUNTER]
    if case.state is CaseState.PARTLY:
        return [_STAFF_ANEW]  # only an opening has parts
    if case.state is not CaseState.APPROVED:
        return []
    if may_take_back(case, context):
        return [_take_back(Month.of(context.at)), *afterwards]
    return afterwards


def _take_back(until: Month | None = None) -> Way:
    return Way(
        kind=WayKind.WITHDRAW,
        what="撤回作废该办件，再另行申报" if until else "审核前撤回作废该办件，再另行申报",
        who=Actor.VENDOR,
        rule="ZJ-12",
        until=until.last_day if until else None,
    )


def may_take_back(case: Case, context: Context) -> bool:
    """By kind and state, as the settings of ZJ-40 have it; the hall has the last word."""
    if case.filing.type not in ("enrolment", "suspension"):
        return False
    if case.filing.type == "suspension" and not _setting(
        context, "suspension_take_back", {"no": False, "yes": True}
    ):
        return False
    if case.state is CaseState.IN_REVIEW:
        return True
    until_month_end = _setting(context, "take_back_until", {"review": False, "month_end": True})
    return until_month_end and case.state is CaseState.APPROVED and filed_month(case) == Month.of(context.at)


def _setting(context: Context, name: str, among: Mapping[str, bool]) -> bool:
    try:
        return context.rules.choice("ZJ-40", name, among, on=context.day)
    except RuleNotKnown:
        return False


def filed_month(case: Case) -> Month | None:
    """The month in which it was submitted: 办件编号 begins with the day."""
    number = case.number or ""
    if not number.startswith("ZJ") or not number[2:8].isdigit():
        return None
    try:
        return Month.parse(number[2:8])
    except ValueError:
        return None


def not_online(case: Case, context: Context) -> NotOffered:
    """Why it cannot be taken back, and what to do instead."""
    if case.state is CaseState.REFUSED:
        return NotOffered("ZJ-41", "审核不通过，没有生效，无须撤回；请按原因更正后重新申报（新办件）")
    opposite = _OPPOSITE.get(case.filing.type)
    instead = f"；也可{opposite.what}" if opposite else ""
    if case.state is CaseState.IN_REVIEW:
        why = "暂停参保办件不能撤回" if case.filing.type == "suspension" else "该类办件不能撤回"
        return NotOffered("ZJ-40", f"{why}，请待审核后更正{instead}", place=COUNTER)
    return NotOffered("ZJ-40", f"{_AT_THE_COUNTER.what}{instead}", place=COUNTER)
