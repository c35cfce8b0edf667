"""Cases that go on after the hall has taken them: what else is read to say how such a case stands. Generators, no I/O.

A settlement of arrears is a matter of three parties (WH-98, WH-99): the bill's task is 结束 once it is made, and the money is still
to be paid and to arrive. The hall says so in 单位欠费查询, not in its task lists. A flexible worker takes an order to the bank
(``flows_community.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    Actor,
    Case,
    CaseState,
    Context,
    Flow,
    NextStep,
    RuleNotKnown,
    UnitClass,
    WireChanged,
)

from . import pages_arrears
from .access import WuhanSignedIn
from .fields import AGENCY
from .flows_community import with_bank_order
from .reading_arrears import read_arrears, words_of

ASSESSMENT_FORM: Final = "《单位社会保险费核定表》"
DETAIL_FORM: Final = "《社会保险费补缴明细表》"
TAX_DESK: Final = "地税部门"

Follow = Callable[[Case, WuhanSignedIn, Context], Flow[Case]]


def settlement(case: Case, me: WuhanSignedIn, context: Context) -> Flow[Case]:
    """The months of this assessment: to be billed, to be paid, arrived, or gone back with their bill (WH-98, WH-103)."""
    shown = yield from read_arrears(settlement=case.number)
    months = [row for row in shown.months if row.settlement == case.number]
    if not months:
        return (yield from _of_nothing(case))
    words = words_of(months)
    bills = tuple(dict.fromkeys(row.bill for row in months if row.bill))
    steps = [step for word in words for step in _steps(word, "、".join(bills), me, context)]
    return case.model_copy(update={"word": "、".join(words), "next_steps": tuple(steps)})


def bill(case: Case, me: WuhanSignedIn, context: Context) -> Flow[Case]:
    """The bill that this case has made: to be paid, paid, arrived or gone back (WH-99, WH-103)."""
    assert case.filing.type == "arrears_bill"
    shown = yield from read_arrears(settlement=case.filing.settlements[0])
    made = [row for row in shown.bills if row.case == case.number]
    if len(made) != 1:
        raise WireChanged("单位欠费查询", "the bill of this case, once", f"{len(made)} of them")
    found = made[0]
    if found.state == pages_arrears.ROLLED_BACK:
        return _rolled_back(case)
    steps = tuple(_steps(found.state, found.number, me, context))
    return case.model_copy(update={"word": found.state, "next_steps": steps})


def _of_nothing(case: Case) -> Flow[Case]:
    """No month names this assessment any more: it has gone back, or the counter has settled everything without it."""
    assert case.filing.type == "arrears_settlement"
    filing = case.filing
    shown = yield from read_arrears(document=filing.person.document.number)
    months = [row for row in shown.months if filing.from_month <= row.month <= filing.to_month]
    at_the_counter = all(row.state == pages_arrears.ARRIVED and row.settlement is None for row in months)
    if not months or not at_the_counter:
        return _rolled_back(case)
    return case.model_copy(update={"word": pages_arrears.ARRIVED})


def _rolled_back(case: Case) -> Case:
    again = NextStep(who=Actor.VENDOR, what="已随欠费补缴回退取消；如仍需补缴，重新申报单位员工欠费补缴")
    return case.model_copy(
        update={
            "state": CaseState.WITHDRAWN,
            "word": pages_arrears.ROLLED_BACK,
            "next_steps": (again,),
            "amounts": (),
        }
    )


def _steps(word: str, number: str, me: WuhanSignedIn, context: Context) -> tuple[NextStep, ...]:
    """Who does what next, by the hall's word for the months or the bill."""
    forms = (ASSESSMENT_FORM, DETAIL_FORM)
    match word:
        case pages_arrears.ASSESSED:
            return (NextStep(who=Actor.VENDOR, what="生成欠费补缴单，并打印两份表格（WH-98）"),)
        case pages_arrears.BILLED | pages_arrears.TO_PAY:
            what = f"打印两份表格，按缴费单 {number} 缴费（WH-99）；不能完成缴费的，须在税票开具前办理欠费补缴回退（WH-103）"
            return (NextStep(who=Actor.EMPLOYER, what=what, papers=forms, place=TAX_DESK),)
        case pages_arrears.PAID if _goes_nowhere(me, context):
            return (NextStep(who=Actor.HALL, what=f"缴费单 {number} 已缴费，等待系统确认到账（WH-133）"),)
        case pages_arrears.PAID:
            papers = (*forms, "税票原件及复印件")
            what = f"缴费单 {number} 已缴费，办理缴费到账确认手续（WH-99）"
            return (NextStep(who=Actor.EMPLOYER, what=what, papers=papers, place=AGENCY),)
        case _:
            return ()


def _goes_nowhere(me: WuhanSignedIn, context: Context) -> bool:
    """The texts disagree whether a VIP unit comes (WH-133); an unknown setting is read as the guide has it (WH-99)."""
    if me.unit_class is not UnitClass.VIP:
        return False
    try:
        return not context.rules.flag("WH-133", "vip_payment_confirmation", on=context.day)
    except RuleNotKnown:
        return False


FOLLOWED: Final[Mapping[str, Follow]] = MappingProxyType(
    {"arrears_settlement": settlement, "arrears_bill": bill, "flexible_enrolment": with_bank_order}
)
"""By the filing's type."""
