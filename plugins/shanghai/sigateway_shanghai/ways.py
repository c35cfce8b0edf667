"""Ways back: how a case can be undone or changed now (SH-25 to SH-27, SH-32, SH-33). Pure."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import Actor, Case, CaseState, Context, Month, NotOffered, RuleNotKnown, Way, WayKind

from .businesses import ACCESS_TYPES, CENTRE
from .cases import filed_month
from .rules_window import ends_of

_COUNTER: Final = Way(
    kind=WayKind.COUNTER,
    what="已过申报当月的业务变更期，网上不能撤销，请到社保中心柜面更正",
    who=Actor.EMPLOYER,
    rule="SH-27",
    place=CENTRE,
)
_NO_RIGHT_BACK: Final = Way(
    kind=WayKind.COUNTER,
    what="签约和授权网上不能撤回，请到社保中心柜面办理",
    who=Actor.EMPLOYER,
    rule="SH-33",
    place=CENTRE,
)
_LAPSES: Final = Way(
    kind=WayKind.DISCARD,
    what="只是校验，没有申报，没有法律效力：校验号不能也无须作废，当日自行失效；更正后直接重新申报",
    who=Actor.VENDOR,
    rule="SH-24",
)
_OPPOSITE: Final = {
    "enrolment": Way(
        kind=WayKind.OPPOSITE, what="申报转出，缴费截止年月为本月或上月", who=Actor.VENDOR, rule="SH-29"
    ),
    "suspension": Way(
        kind=WayKind.OPPOSITE, what="重新申报转入，中断的月份另行申报补缴", who=Actor.VENDOR, rule="SH-28"
    ),
    "wage_change": Way(
        kind=WayKind.OPPOSITE, what="再申报一次工资性收入，当月生效", who=Actor.VENDOR, rule="SH-29"
    ),
}
_WHOSE: Final = {"same_person": "同一人的", "any_person": "本单位任何人的"}


def ways_back(case: Case, context: Context) -> list[Way]:
    """In the order in which to take them. Empty when nothing is left at the hall."""
    if case.state is CaseState.DRAFT:
        return [_LAPSES]
    if case.state is not CaseState.APPROVED:
        return []
    if case.filing.type in ACCESS_TYPES:
        return [_NO_RIGHT_BACK]
    opposite = _OPPOSITE.get(case.filing.type)
    afterwards = [_COUNTER] if opposite is None else [opposite, _COUNTER]
    withdrawal = _withdrawal(case, context)
    return afterwards if withdrawal is None else [withdrawal, *afterwards]


def _withdrawal(case: Case, context: Context) -> Way | None:
    """In the window of the month in which it was declared, from the latest later filing backwards (SH-25, SH-26, SH-32).

    By when is for planning: the narrowest reading of SH-30, as long as that is not over.
    """
    month = filed_month(case.number) or Month.of(case.at)
    try:
        window = ends_of(month, context)
    except RuleNotKnown:
        return None
    if Month.of(context.at) != month or window.closes is None or context.at >= window.closes:
        return None
    safe = window.safe_until
    by = safe if safe is not None and context.at < safe else window.closes
    return Way(
        kind=WayKind.WITHDRAW,
        what=f"{by:%m月%d日%H时}前，在申报当月的业务变更期内撤销后重新申报；"
        f"如有{_blocking(context)}后续申报，先从最后一笔依次向前撤销",
        who=Actor.VENDOR,
        rule="SH-25",
        until=by.date(),
    )


def _blocking(context: Context) -> str:
    """Whose later filings block, by the setting of SH-32; the hall's own list decides when it is asked."""
    try:
        return context.rules.choice("SH-32", "later_filings_block", _WHOSE, on=context.day)
    except RuleNotKnown:
        return _WHOSE["same_person"]


def not_online(case: Case, context: Context) -> NotOffered:
    """After the month's window nothing is withdrawn online (SH-27); nor is ever what was done about access (SH-33)."""
    if case.filing.type in ACCESS_TYPES:
        return NotOffered(_NO_RIGHT_BACK.rule, _NO_RIGHT_BACK.what, place=CENTRE)
    opposite = _OPPOSITE.get(case.filing.type)
    instead = f"；也可{opposite.what}" if opposite else ""
    return NotOffered("SH-27", f"{_COUNTER.what}{instead}", place=CENTRE)
