"""Conversations with the Wuhan hall: what is asked in which order. Generators, no I/O.

The log-in is in ``access.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sigateway.plugin import (
    Absent,
    Case,
    CaseState,
    Commit,
    Context,
    Different,
    Enrolment,
    Evidence,
    Facts,
    Flow,
    HallRefused,
    Intent,
    Landed,
    NotOffered,
    Request,
    SignedIn,
    Unclear,
    WireChanged,
    compare,
    send,
)

from . import pages, wire
from .access import WuhanSignedIn
from .cases import case as a_case
from .cases import of_done, of_task, under_review
from .facts import PAPERS, WuhanFacts
from .fields import AGENCY, DOCUMENT_KINDS, expected_echo, filled
from .reading import open_page, page_of

ENROL: Final = "增员(续保)"
"""The hall's name of the business (WH-47)."""


@dataclass(frozen=True)
class _Lists:
    """Both task lists, read to their end. ``complete``: as many rows as the hall says there are."""

    todo: tuple[pages.Task, ...]
    done: tuple[pages.Done, ...]
    at: datetime
    complete: bool


def facts(enrolment: Enrolment, signed_in: SignedIn) -> Flow[Facts]:
    """What the hall shows of the person beforehand: READs only (WH-48, WH-53, WH-54, WH-60 to WH-63)."""
    me = _me(signed_in)
    lists = yield from _lists(document=enrolment.person.document.number)
    waiting = tuple(task.number for task in lists.todo if task.business == ENROL)
    try:
        form = yield from _search(enrolment)
    except HallRefused as refusal:
        return WuhanFacts(
            refusals=refusal.reasons, unit_schemes=me.schemes, unit_class=me.unit_class, waiting=waiting
        )
    return WuhanFacts(
        first_enrolment=form.first_enrolment,
        month=form.month,
        name=form.name,
        nation=form.nation,
        sex_known=bool(form.form.values.get("xb")),
        birth_known=bool(form.form.values.get("csrq")),
        unit_schemes=me.schemes,
        unit_class=me.unit_class,
        waiting=waiting,
    )


def submit(enrolment: Enrolment, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """录入 → 保存 → 信息核对 → 提交审批 (WH-31, WH-33, WH-35, WH-36, WH-44, WH-52)."""
    me = _me(signed_in)
    form = yield from _search(enrolment)
    values = filled(enrolment, me.schemes, form.form.values)
    pages.check_values(form, values)
    check = yield from open_page(wire.enrol_save(form.form_number, values), "check")
    number = pages.draft_number(check)
    echo = compare(expected_echo(enrolment, me.schemes), pages.read_echo(check))

    request = wire.submit(number)
    reply = yield from send(Commit(request, step="submit", echo=echo, draft=number))
    page = page_of(reply, request, "submitted")
    result = pages.submitted(page)
    if result.number != number or not result.word:
        raise WireChanged(request.operation, "the number and state of what was submitted", "another")
    return under_review(
        enrolment, context, number, result.word, reply.at, unit_class=me.unit_class, by=result.papers_by
    )


def evidence(enrolment: Enrolment, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether the hall holds what the step was about to commit, found by its 业务顺序号 (WH-34, WH-38, WH-39)."""
    if intent.draft is None or intent.step not in ("submit", "discard"):
        return Unclear(f"no number to look for (step {intent.step})")
    me, number = _me(signed_in), intent.draft
    lists = yield from _lists(number=number)
    task = next((item for item in lists.todo if item.number == number), None)
    done = next((item for item in lists.done if item.number == number), None)
    if intent.step == "discard":
        return _discarded(enrolment, context, number, lists, task, done, me)
    if done is not None:
        detail = yield from open_page(wire.detail(number), "detail")
        shown = compare(expected_echo(enrolment, me.schemes, month_shown=False), pages.read_echo(detail))
        landed = of_done(enrolment, context, done, lists.at, me.unit_class)
        differing = tuple(field.name for field in shown if field.differs)
        return Different(landed, differing) if differing else Landed(landed)
    if task is not None:
        if task.returned:
            return Landed(of_task(enrolment, context, task, lists.at))
        return Absent(as_of=lists.at, complete=True)
    return Unclear("the number is in neither list")


def _discarded(
    enrolment: Enrolment,
    context: Context,
    number: str,
    lists: _Lists,
    task: pages.Task | None,
    done: pages.Done | None,
    me: WuhanSignedIn,
) -> Evidence:
    """What became of a 退单: the task is gone from both lists (WH-45)."""
    if task is not None:
        return Absent(as_of=lists.at, complete=True)
    if done is not None:
        return Different(of_done(enrolment, context, done, lists.at, me.unit_class), ())
    if not lists.complete:
        return Unclear("the lists could not be read to their end")
    return Landed(a_case(enrolment, context, number, CaseState.DISCARDED, "已退单", lists.at))


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """The case as the lists now show it (WH-38, WH-39)."""
    me, number = _me(signed_in), _number(case)
    lists = yield from _lists(number=number)
    now: Case | None = None
    for done in lists.done:
        if done.number == number:
            now = of_done(case.filing, context, done, lists.at, me.unit_class)
    for task in lists.todo:
        if task.number == number:
            now = of_task(case.filing, context, task, lists.at)
    if now is None:
        never_submitted = case.state in (CaseState.DRAFT, CaseState.RETURNED, CaseState.DISCARDED)
        state = CaseState.DISCARDED if never_submitted else CaseState.UNKNOWN
        now = a_case(case.filing, context, number, state, None, lists.at)
    return now.model_copy(update={"hall": case.hall, "unit": case.unit, "turn": case.turn})


def discard(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """退单 of what was never submitted or came back (WH-45). What was submitted is corrected at the counter (WH-41)."""
    number = _number(case)
    lists = yield from _lists(number=number)
    if any(item.number == number for item in lists.done):
        raise not_online(number)
    gone = case.model_copy(
        update={
            "state": CaseState.DISCARDED,
            "word": "已退单",
            "at": lists.at,
            "reasons": (),
            "next_steps": (),
        }
    )
    task = next((item for item in lists.todo if item.number == number), None)
    if task is None:
        return gone
    if task.document != case.filing.person.document.number:
        raise WireChanged("待办任务列表", "the person of this case", "another person")

    request = wire.discard(number)
    reply = yield from send(Commit(request, step="discard", draft=number))
    page_of(reply, request, "discarded")
    return gone.model_copy(update={"at": reply.at})


def not_online(number: str) -> NotOffered:
    """What is submitted can no longer be changed online (WH-40); errors are corrected at the counter (WH-41)."""
    return NotOffered(
        "WH-40",
        f"业务 {number} 已提交审批，网上不能退单、撤销或修改；如信息有误，请到经办机构办理信息订正手续（WH-41）",
        place=AGENCY,
        papers=PAPERS,
    )


def _search(enrolment: Enrolment) -> Flow[pages.EnrolForm]:
    """The form for one person; HallRefused in the words of the entrance."""
    document = enrolment.person.document
    kind = DOCUMENT_KINDS[document.kind]
    pages.search_form((yield from open_page(wire.enrol_page(), "enrol_search")), kind)
    return pages.enrol_form((yield from open_page(wire.enrol_search(kind, document.number), "enrol_form")))


def _lists(*, number: str | None = None, document: str | None = None) -> Flow[_Lists]:
    """Both lists, every page of them, as of the first page."""
    todo: dict[str, pages.Task] = {}
    done: dict[str, pages.Done] = {}
    page_number = 1
    while True:
        request: Request = wire.home(
            number=number, document=document, todo_page=page_number, done_page=page_number
        )
        page = yield from open_page(request, "home")
        shown = pages.home(page)
        if page_number == 1:
            at = page.at
        todo.update((item.number, item) for item in shown.todo)
        done.update((item.number, item) for item in shown.done)
        if page_number >= max(shown.todo_pages, shown.done_pages):
            break
        page_number += 1
    complete = len(todo) == shown.todo_total and len(done) == shown.done_total
    return _Lists(tuple(todo.values()), tuple(done.values()), at, complete)


def _me(signed_in: SignedIn) -> WuhanSignedIn:
    if not isinstance(signed_in, WuhanSignedIn):
        raise TypeError("this region's flows need this region's log-in")
    return signed_in


def _number(case: Case) -> str:
    if case.number is None:
        raise WireChanged("业务顺序号", "a case with the hall's number", "none")
    return case.number


__all__ = ["discard", "evidence", "facts", "not_online", "submit", "track"]
