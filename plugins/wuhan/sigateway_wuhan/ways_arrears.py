"""Ways back in a settlement of 欠费: until the tax receipt exists by 欠费补缴回退; a write-off has none (WH-103, WH-106). Pure."""

from __future__ import annotations

from sigateway.plugin import Actor, ArrearsBill, ArrearsSettlement, Case, CaseState, Way, WayKind

from .pages_arrears import ARRIVED, PAID

_AFTER_THE_RECEIPT = frozenset({PAID, ARRIVED})


def ways_back(case: Case, wait: Way, counter: Way) -> list[Way] | None:
    """What differs from the ways that every business has; ``None`` where nothing does."""
    filing = case.filing
    if filing.type == "current_month_write_off":
        if case.state is CaseState.IN_REVIEW:
            return [wait]
        return [] if case.state is CaseState.APPROVED else None
    if case.state is not CaseState.APPROVED:
        return None
    if isinstance(filing, ArrearsSettlement | ArrearsBill):
        words = set((case.word or "").split("、"))
        return [counter] if words & _AFTER_THE_RECEIPT else [_rollback(case, filing), counter]
    if filing.type == "arrears_rollback":
        what = "重新申报单位员工欠费补缴，再生成欠费补缴单"
        return [Way(kind=WayKind.OPPOSITE, what=what, who=Actor.VENDOR, rule="WH-98")]
    return None


def _rollback(case: Case, filing: ArrearsSettlement | ArrearsBill) -> Way:
    """欠费补缴回退 names an assessment, and takes the whole bill that it is in."""
    number = filing.settlements[0] if isinstance(filing, ArrearsBill) else case.number
    return Way(
        kind=WayKind.OPPOSITE,
        what=f"税票开具前申报欠费补缴回退（核定业务顺序号 {number}），所在缴费单一并回退",
        who=Actor.VENDOR,
        rule="WH-103",
    )
