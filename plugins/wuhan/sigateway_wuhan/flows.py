"""Conversations with the Wuhan hall: what is asked in which order. Generators, no I/O.

All businesses go the same way; what differs between them is in ``businesses.py``. The log-in is in ``access.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sigateway.plugin import (
    Absent,
    Case,
    CaseState,
    Commit,
    Context,
    Different,
    Evidence,
    Facts,
    Filing,
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

from . import pages, pages_business, wire
from .access import WuhanSignedIn
from .businesses import Business, business_of
from .cases import case as a_case
from .cases import of_done, of_task, under_review
from .facts import WuhanFacts
from .fields import AGENCY
from .reading import open_page, page_of


@dataclass(frozen=True)
class _Lists:
    """Both task lists, read to their end. ``complete``: as many rows as the hall says there are."""

    todo: tuple[pages.Task, ...]
    done: tuple[pages.Done, ...]
    at: datetime
    complete: bool

    def find(self, number: str) -> tuple[pages.Task | None, pages.Done | None]:
        """The item of this number, in the list that has it."""
        task = next((item for item in self.todo if item.number == number), None)
        return task, next((item for item in self.done if item.number == number), None)

    def must_be_whole(self) -> None:
        """What a list not read to its end does not show may stand on the rest of it."""
        if not self.complete:
            raise WireChanged("任务列表", "lists read to their end", "fewer rows than the hall says")


def facts(filing: Filing, signed_in: SignedIn) -> Flow[Facts]:
    """What the hall shows of the person beforehand: READs only (WH-48, WH-53, WH-54, WH-60 to WH-63, WH-69, WH-73, WH-86)."""
    me, business = _me(signed_in), business_of(filing)
    lists = yield from _lists(document=filing.person.document.number)
    waiting = tuple(task.number for task in lists.todo if task.business == business.name)
    try:
        form = yield from _search(business, filing)
    except HallRefused as refusal:
        refused: Facts = business.facts(
            refusals=refusal.reasons, unit_schemes=me.schemes, unit_class=me.unit_class, waiting=waiting
        )
        return refused
    shown: Facts = business.read_facts(form, _of_unit(me, waiting))
    return shown


def submit(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """录入 → 保存 → 信息核对 → 提交审批 (WH-31, WH-33, WH-35, WH-36, WH-44, WH-52)."""
    me, business = _me(signed_in), business_of(filing)
    form = yield from _search(business, filing)
    before = business.read_facts(form, _of_unit(me))
    values = business.filled(filing, me.schemes, form.form.values)
    pages_business.check_values(form, business.addresses, values)
    check = yield from open_page(wire.save(business.addresses, form.number, values), "check", business)
    number = pages.draft_number(check)
    expected = business.expected_echo(filing, me.schemes, before)
    echo = compare(expected, {**business.shown_before(before), **pages.read_echo(check, expected)})

    request = wire.submit(number)
    reply = yield from send(Commit(request, step="submit", echo=echo, draft=number))
    page = page_of(reply, request, "submitted", business)
    result = pages.submitted(page)
    if result.number != number or not result.word:
        raise WireChanged(request.operation, "the number and state of what was submitted", "another")
    return under_review(
        filing, context, number, result.word, reply.at, unit_class=me.unit_class, by=result.papers_by
    )


def evidence(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether the hall holds what the step was about to commit, found by its 业务顺序号 (WH-34, WH-38, WH-39)."""
    if intent.draft is None or intent.step not in ("submit", "discard"):
        return Unclear(f"no number to look for (step {intent.step})")
    me, number = _me(signed_in), intent.draft
    lists = yield from _lists(number=number)
    task, done = lists.find(number)
    if intent.step == "discard":
        return _discarded(filing, context, number, lists, task, done, me)
    if done is not None:
        detail = yield from open_page(wire.detail(number), "detail")
        expected = business_of(filing).expected_echo(filing, me.schemes, None)
        shown = compare(expected, pages.read_echo(detail, expected))
        landed = of_done(filing, context, done, lists.at, me.unit_class)
        differing = tuple(field.name for field in shown if field.differs)
        return Different(landed, differing) if differing else Landed(landed)
    if task is not None:
        if task.returned:
            return Landed(of_task(filing, context, task, lists.at))
        check = yield from open_page(wire.task(number), "check")
        expected = business_of(filing).expected_echo(filing, me.schemes, None)
        shown = compare(expected, pages.read_echo(check, expected))
        intact = not any(field.differs for field in shown)
        return Absent(as_of=lists.at, complete=True, intact=intact)
    if not lists.complete:
        return Unclear("the lists could not be read to their end")
    # Never submitted: what was submitted stands in one of the lists. Somebody at the unit has discarded it.
    return Absent(as_of=lists.at, complete=True, intact=False)


def _discarded(
    filing: Filing,
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
        return Different(of_done(filing, context, done, lists.at, me.unit_class), ())
    if not lists.complete:
        return Unclear("the lists could not be read to their end")
    return Landed(a_case(filing, context, number, CaseState.DISCARDED, "已退单", lists.at))


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """The case as the lists now show it (WH-38, WH-39)."""
    me, number = _me(signed_in), _number(case)
    lists = yield from _lists(number=number)
    task, done = lists.find(number)
    if task is not None:
        now = of_task(case.filing, context, task, lists.at)
    elif done is not None:
        now = of_done(case.filing, context, done, lists.at, me.unit_class)
    else:
        lists.must_be_whole()
        if case.state is CaseState.APPROVED:
            raise WireChanged("任务列表", "the approved item", "no such item")
        never_submitted = case.state in (CaseState.DRAFT, CaseState.RETURNED, CaseState.DISCARDED)
        state = CaseState.DISCARDED if never_submitted else CaseState.UNKNOWN
        now = a_case(case.filing, context, number, state, None, lists.at)
    return now.model_copy(update={"hall": case.hall, "unit": case.unit, "turn": case.turn})


def discard(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """退单 of what was never submitted or came back (WH-45). What was submitted is corrected at the counter (WH-41)."""
    number = _number(case)
    lists = yield from _lists(number=number)
    task, done = lists.find(number)
    if done is not None:
        raise not_online(case)
    gone = case.model_copy(
        update={
            "state": CaseState.DISCARDED,
            "word": "已退单",
            "at": lists.at,
            "reasons": (),
            "next_steps": (),
        }
    )
    if task is None:
        lists.must_be_whole()
        return gone
    if task.document != case.filing.person.document.number:
        raise WireChanged("待办任务列表", "the person of this case", "another person")

    request = wire.discard(number)
    reply = yield from send(Commit(request, step="discard", draft=number))
    page_of(reply, request, "discarded")
    return gone.model_copy(update={"at": reply.at})


def not_online(case: Case) -> NotOffered:
    """What is submitted can no longer be changed online (WH-40); errors are corrected at the counter (WH-41)."""
    number = case.number or "（无编号）"
    return NotOffered(
        "WH-40",
        f"业务 {number} 已提交审批，网上不能退单、撤销或修改；如信息有误，请到经办机构办理信息订正手续（WH-41）",
        place=AGENCY,
        papers=business_of(case.filing).papers,
    )


def _search(business: Business[Any, Any], filing: Filing) -> Flow[pages_business.PersonForm]:
    """The form for one person; HallRefused in the words of the entrance."""
    addresses, asked = business.addresses, business.asked(filing)
    page = yield from open_page(wire.search_page(addresses), addresses.search_kind)
    pages_business.search_form(page, addresses, asked)
    found = yield from open_page(wire.search(addresses, asked), addresses.form_kind, business)
    return pages_business.person_form(found, addresses, business.fields)


def _of_unit(me: WuhanSignedIn, waiting: tuple[str, ...] = ()) -> WuhanFacts:
    return WuhanFacts(unit_schemes=me.schemes, unit_class=me.unit_class, waiting=waiting)


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
        known = len(todo) + len(done)
        todo.update((item.number, item) for item in shown.todo)
        done.update((item.number, item) for item in shown.done)
        nothing_new = len(todo) + len(done) == known
        if nothing_new or page_number >= max(shown.todo_pages, shown.done_pages):
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
