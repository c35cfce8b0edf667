"""Cases: how a declaration of the hall stands, in the words of the core, with who does what next."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sigateway.plugin import (
    Actor,
    Amount,
    Case,
    CaseState,
    Context,
    Filing,
    LaterFiling,
    Month,
    NextStep,
    UnitCertificate,
)

from . import answers
from .answers import Blocker, Declared, Row
from .businesses import NAMES
from .standing import AUTHORISED, SUPERVISOR, WAITING

DONE: Final = "申报成功"
"""The hall's word for a declaration that it has taken (SH-23)."""

_PRINT: Final = NextStep(who=Actor.EMPLOYER, what="可打印并留存申报表和核定表（SH-16，漏打可补打 SH-17）")
_LOG_IN_AGAIN: Final = NextStep(who=Actor.EMPLOYER, what="用被授权的证书重新登录后办理申报（SH-14）")
_SUPERVISOR: Final = NextStep(
    who=Actor.EMPLOYER, what="用具有单位主管权限的证书审核本证书（SH-09），然后重新登录（SH-14）"
)


def case(
    filing: Filing,
    context: Context,
    number: str,
    state: CaseState,
    word: str | None,
    at: datetime,
    *,
    next_steps: tuple[NextStep, ...] = (),
    amounts: tuple[Amount, ...] = (),
) -> Case:
    """A case of this hall and unit."""
    return Case(
        hall=context.unit.region,
        unit=context.unit.key,
        filing=filing,
        number=number,
        state=state,
        word=word,
        next_steps=next_steps,
        at=at,
        amounts=amounts,
    )


def taken(filing: Filing, context: Context, number: str, word: str, told: Declared, at: datetime) -> Case:
    """Taken at once, with what was assessed (SH-23). Nothing is ever pending (SH-24)."""
    steps = (*_back_payment(filing, number, told), _PRINT)
    return case(filing, context, number, CaseState.APPROVED, word, at, next_steps=steps, amounts=told.amounts)


def _back_payment(filing: Filing, number: str, told: Declared) -> tuple[NextStep, ...]:
    """The months before the month of filing are the person's insurance, and not paid by it: 补缴 is a declaration of its own (SH-28)."""
    notice = (NextStep(who=Actor.VENDOR, what=f"大厅提示：{told.notice}（SH-28）"),) if told.notice else ()
    if filing.type != "enrolment" or told.notice:
        return notice
    first, month = Month.parse(told.fields["qsny"]), filed_month(number)
    if month is None or first >= month:
        return ()
    until = month.plus(-1)
    return (NextStep(who=Actor.VENDOR, what=f"{first}至{until}应另行申报补缴（SH-28）"),)


def filed_month(number: str | None) -> Month | None:
    """The month in which it was declared: the first six digits of 申报号."""
    if number is None or len(number) != 14 or not number.isdigit():
        return None
    try:
        return Month.parse(number[:6])
    except ValueError:
        return None


def of_row(filing: Filing, context: Context, found: Row, told: Declared, at: datetime) -> Case:
    """As the list shows it."""
    if found.withdrawn:
        return case(filing, context, found.number, CaseState.WITHDRAWN, found.word, at)
    return taken(filing, context, found.number, found.word, told, at)


def withdrawn(before: Case, at: datetime) -> Case:
    """The case after 撤销 (SH-25)."""
    changes = {
        "state": CaseState.WITHDRAWN,
        "word": answers.WITHDRAWN,
        "at": at,
        "reasons": (),
        "next_steps": (),
        "amounts": (),
    }
    return before.model_copy(update=changes)


def lapsed(before: Case, word: str, at: datetime) -> Case:
    """A slip that was never submitted: nothing of it stands at the hall, and it lapses by itself."""
    changes = {"state": CaseState.DISCARDED, "word": word, "at": at, "next_steps": ()}
    return before.model_copy(update=changes)


def signed_agreement(filing: Filing, context: Context, serial: str, right: str, at: datetime) -> Case:
    """The agreement is signed: the first certificate of the unit is its supervisor (SH-07), another one waits for him (SH-09)."""
    steps = (_SUPERVISOR,) if right == WAITING else ()
    return case(filing, context, serial, CaseState.APPROVED, right, at, next_steps=steps)


def approved_certificate(filing: Filing, context: Context, found: UnitCertificate, at: datetime) -> Case:
    """审核成功 (SH-13): the other certificate logs in again, and files (SH-14)."""
    authorised = found.right in (AUTHORISED, SUPERVISOR)
    state = CaseState.APPROVED if authorised else CaseState.UNKNOWN
    steps = (_LOG_IN_AGAIN,) if authorised else ()
    return case(filing, context, found.serial, state, found.right, at, next_steps=steps)


def later(blocker: Blocker) -> LaterFiling:
    """What must be withdrawn first, filed by whomever (SH-26)."""
    return LaterFiling(
        number=blocker.number,
        business=NAMES.get(blocker.code, blocker.code),
        filed_at=blocker.filed_at,
        channel=answers.CHANNELS.get(blocker.channel, blocker.channel),
    )
