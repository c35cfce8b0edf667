"""The rules of a bill 生成欠费补缴单 and of going back 欠费补缴回退 (WH-98, WH-99, WH-103), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sigateway.plugin import ArrearsBill, ArrearsRollback, Context, Effect, Known, Stage

from .facts import facts_of
from .facts_arrears import BillFacts, RollbackFacts
from .rules_shared import Findings, drafts_waiting, refused_at_entrance


def bill_adds_up(bill: ArrearsBill, context: Context) -> Findings:
    """合计 of the bill is the sum of what each person owes for each month (WH-98)."""
    facts = facts_of(context, BillFacts)
    if facts is None or facts.total is None or facts.unit_part is None or facts.person_part is None:
        return
    if not facts.total == facts.rows_total == facts.unit_part + facts.person_part:
        yield context.rules.finding(
            "WH-98",
            Effect.WARNS,
            f"大厅显示缴费单合计 {facts.total} 元，各行相加为 {facts.rows_total} 元，"
            f"单位与个人相加为 {facts.unit_part + facts.person_part} 元",
            "以大厅核定为准；请到经办机构核实后再缴费",
            ("settlements",),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


def what_comes_then(bill: ArrearsBill, context: Context) -> Findings:
    """A bill is paid at the tax desk, and both forms and the receipt go to the agency (WH-99)."""
    yield context.rules.finding(
        "WH-99",
        Effect.WARNS,
        "缴费单生成后须到地税部门缴费，再持两份表格和税票到经办机构办理到账确认；到账后欠费才算结清（WH-73）",
        "请预先安排用人单位缴费",
        known=Known.OFFLINE,
    )


def whole_bill_goes_back(rollback: ArrearsRollback, context: Context) -> Findings:
    """A rollback takes the whole bill with it: assessments of others may go back as well (WH-103)."""
    facts = facts_of(context, RollbackFacts)
    others = tuple(number for number in facts.settlements if number != rollback.settlement) if facts else ()
    if facts and others:
        yield context.rules.finding(
            "WH-103",
            Effect.WARNS,
            f"缴费单 {facts.bill} 将整单回退，共 {facts.people} 人，一并回退的核定业务：{'、'.join(others)}",
            "请确认；回退后这些人员的欠费须重新核定",
            ("settlement",),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


BILL_RULES: Final[tuple[Callable[[ArrearsBill, Context], Findings], ...]] = (
    refused_at_entrance,
    bill_adds_up,
    what_comes_then,
    drafts_waiting,
)
ROLLBACK_RULES: Final[tuple[Callable[[ArrearsRollback, Context], Findings], ...]] = (
    refused_at_entrance,
    whole_bill_goes_back,
    drafts_waiting,
)
