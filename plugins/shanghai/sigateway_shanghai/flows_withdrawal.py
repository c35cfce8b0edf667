"""The way back online 撤销 (SH-25 to SH-27, SH-32): from the latest backwards, in the window of the month. Generators, no I/O."""

from __future__ import annotations

from sigateway.plugin import (
    Absent,
    Case,
    CaseState,
    Commit,
    Context,
    Evidence,
    Expected,
    Filing,
    Flow,
    Intent,
    Landed,
    LaterFiling,
    Month,
    SignedIn,
    Unclear,
    WireChanged,
    WithdrawBlocked,
    compare,
)

from . import answers, standing, wire
from .access import ShanghaiSignedIn, me_of, signed
from .answers import Row
from .businesses import business_of
from .cases import case as a_case
from .cases import filed_month, later, withdrawn
from .flows import number_of
from .reading import ask, commit
from .ways import not_online
from .wire import Answer

STEP = "withdraw"


def withdraw(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """撤销: what blocks is read at that very moment, and nothing is sent while something does (SH-26)."""
    me, number = me_of(signed_in), number_of(case)
    row, blocking, answer = yield from _opened(me, number)
    if row.withdrawn:
        return withdrawn(case, answer.at)  # by another hand: there is nothing left to do
    unit = standing.unit(answers.content((yield from ask(wire.unit(me.head)))))
    this_month = Month.of(answer.at)
    if filed_month(number) != this_month or Month.of(unit.opens) > this_month:
        raise not_online(case, context)  # the hall names the window of the next month: this one's is over
    if blocking:
        raise WithdrawBlocked(blocking, "SH-26")
    business, person = business_of(case.filing), case.filing.subject
    assert person is not None
    expected = {
        "ywlx": Expected("业务类型", business.code),
        "zjhm": Expected("公民身份号码", person.document.number),
    }
    echo = compare(expected, {"ywlx": row.code, "zjhm": row.person})
    parts = [("sbh", number), ("ywlx", row.code), ("zjhm", row.person)]
    request = yield from signed("withdrawal.submit", "cxtj", me, parts)
    done = yield from commit(Commit(request, step=STEP, echo=echo, draft=number))
    nr = answers.content(done)
    if nr.needed("sbh") != number or nr.needed("zt") != answers.WITHDRAWN:
        raise WireChanged(request.operation, f"{answers.WITHDRAWN}, of this declaration", "something else")
    return withdrawn(case, done.at)


def what_blocks(case: Case, signed_in: SignedIn) -> Flow[tuple[LaterFiling, ...]]:
    """What must be withdrawn before this case, as the hall shows it now, filed by whomever, latest first (SH-26, SH-32)."""
    _, blocking, _ = yield from _opened(me_of(signed_in), number_of(case))
    return blocking


def evidence(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether it has been withdrawn, by the declaration itself: it stays in the list, and only its state changes."""
    if intent.draft is None:
        return Unclear("no number to look for (step withdraw)")
    row, _, answer = yield from _opened(me_of(signed_in), intent.draft)
    if not row.withdrawn:
        return Absent(as_of=answer.at, complete=True)
    return Landed(a_case(filing, context, row.number, CaseState.WITHDRAWN, row.word, answer.at))


def _opened(me: ShanghaiSignedIn, number: str) -> Flow[tuple[Row, tuple[LaterFiling, ...], Answer]]:
    answer = yield from ask(wire.declaration(me.head, number))
    nr = answers.content(answer)
    row = answers.row(nr)
    if row.number != number:
        raise WireChanged(answer.function, "the declaration that was asked for", "another")
    return row, tuple(later(each) for each in answers.blockers(nr)), answer
