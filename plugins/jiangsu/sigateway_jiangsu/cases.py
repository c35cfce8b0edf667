"""Cases: a filing of the hall, read into the state, the words and the next steps that people need.

A retirement is accepted at the window, completed within a time limit, and its papers are posted (JS-12, JS-14, JS-15).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from sigateway.plugin import Actor, Amount, Case, CaseState, Context, Filing, NextStep, Reason

from .reading import REASONS, Record
from .rules_window import opening_day

STATES: Final[Mapping[str, CaseState]] = MappingProxyType(
    {
        "办理成功": CaseState.APPROVED,
        "已回退": CaseState.WITHDRAWN,
        "已修改": CaseState.WITHDRAWN,
        "已预登记": CaseState.APPROVED,
        "待窗口受理": CaseState.AWAITING_COUNTER,
        "不予受理": CaseState.REFUSED,
        "已受理": CaseState.IN_REVIEW,
        "已办结": CaseState.APPROVED,
        "办理中": CaseState.IN_REVIEW,
    }
)
"""The hall's word for the state. One that is not known is shown raw, never guessed."""
HALL: Final = "jiangsu"
CHANGEABLE: Final = "如需更正，可在征缴期内网上回退后重新申报"
"""The next step that carries until when a filing can be taken back (JS-07, JS-46)."""


def of_row(filing: Filing, context: Context, row: Record, at: datetime) -> Case:
    """A filing as the hall now shows it."""
    word = row.text("state")
    state = STATES.get(word, CaseState.UNKNOWN)
    return Case(
        hall=HALL,
        unit=context.unit.key,
        filing=filing,
        number=row.text("filing"),
        state=state,
        word=word,
        reasons=_reasons(row) if state is CaseState.REFUSED else (),
        next_steps=tuple(_next_steps(filing, row, word, context)),
        at=at,
        amounts=_amounts(row),
    )


def _reasons(row: Record) -> tuple[Reason, ...]:
    steps = row.rows("steps")
    return (REASONS.read(steps[-1].text("words")),) if steps else ()


def _amounts(row: Record) -> tuple[Amount, ...]:
    base = row.text("assessedBase")
    try:
        return (Amount(label="核定缴费基数", yuan=Decimal(base)),) if base else ()
    except InvalidOperation:
        return ()


def _next_steps(filing: Filing, row: Record, word: str, context: Context) -> list[NextStep]:
    steps: list[NextStep] = []
    if word == "已预登记":
        steps.append(
            NextStep(
                who=Actor.VENDOR,
                what=f"预登记不会自动生效：请从本月{opening_day(context)}日起另行办理用工参保登记",
            )
        )
    awaits = (
        row.record_or_none("awaits")
        if filing.type in ("retirement_registration", "relation_transfer")
        else None
    )
    if awaits is not None:
        papers, due = awaits.texts("papers"), awaits.text("dueBy")
        steps.append(
            NextStep(
                who=Actor.EMPLOYER if papers else Actor.HALL,
                what="打印审批表，由职工本人签字、单位盖章，连同档案等材料提交窗口" if papers else "限时办结",
                by=date.fromisoformat(due) if due else None,
                papers=papers,
                place=awaits.text("place") or None,
            )
        )
    if filing.type == "retirement_registration" and word == "已办结":
        posted = "、".join(row.texts("posted"))
        steps.append(
            NextStep(
                who=Actor.HALL,
                what=f"已将{posted}邮寄送达单位；养老金每月15日（遇重大节假日提前）通过社会保障卡发放",
            )
        )
    until = row.text("changeableUntil")
    if until and STATES.get(word) in (CaseState.APPROVED, CaseState.AWAITING_COUNTER):
        steps.append(NextStep(who=Actor.VENDOR, what=CHANGEABLE, by=datetime.fromisoformat(until).date()))
    return steps


def changeable_until(case: Case) -> date | None:
    """The last day on which the hall lets this case be taken back; ``None`` when it lets it never."""
    return next((step.by for step in case.next_steps if step.what == CHANGEABLE), None)


def done(
    filing: Filing, context: Context, number: str | None, word: str, at: datetime, *steps: NextStep
) -> Case:
    """What is done about access, at once."""
    return Case(
        hall=HALL,
        unit=context.unit.key,
        filing=filing,
        number=number,
        state=CaseState.APPROVED,
        word=word,
        next_steps=steps,
        at=at,
    )
