"""Conversations with the Wuhan hall: what is asked in which order. Generators, no I/O.

All businesses go the same way; what differs between them is in ``businesses.py``. The log-in is in ``access.py``. Several at once
are filed in ``flows_batch.py``; one person of a batch is found again in ``flows_batch_rows.py``.
"""

from __future__ import annotations

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
    SignedIn,
    Unclear,
    WireChanged,
    compare,
    send,
)

from . import (
    flows_batch,
    flows_batch_rows,
    flows_community,
    flows_desk,
    flows_template,
    pages,
    pages_business,
    wire,
)
from .access import WuhanSignedIn
from .business import Business, Told
from .businesses import business_of, document_of
from .cases import case as a_case
from .cases import discarded, gone, of_done, of_ended, of_task, under_review, with_told
from .facts import WuhanFacts
from .facts_community import AgreementFacts
from .facts_desk import AppointmentFacts
from .flows_batch_rows import stands_in_a_batch
from .following import FOLLOWED
from .lists import Lists, check_user, me_of, read_lists
from .reading import open_page, page_of
from .ways import not_online


def facts(filing: Filing, signed_in: SignedIn) -> Flow[Facts]:
    """What the hall shows of the person or the unit beforehand: READs only (WH-48, WH-53, WH-54, WH-60 to WH-63, WH-69, WH-73, WH-86,
    WH-116, WH-119)."""
    me, business = me_of(signed_in), business_of(filing)
    check_user(me, business)
    if not business.single:
        return (yield from flows_template.facts(filing, business, me))
    lists = yield from read_lists(document=document_of(filing) or None, only_todo=True)
    waiting = tuple(task.number for task in lists.todo if task.business == business.name)
    try:
        form = yield from _search(business, filing)
    except HallRefused as refusal:
        refused: Facts = business.facts(
            refusals=refusal.reasons, unit_schemes=me.schemes, unit_class=me.unit_class, waiting=waiting
        )
        return refused
    shown: Facts = business.read_facts(form, _of_unit(me, waiting))
    if isinstance(shown, AgreementFacts):
        return (yield from flows_community.with_agreements(shown, document_of(filing)))
    if isinstance(shown, AppointmentFacts):
        return (yield from flows_desk.with_bookings(shown))
    return shown


def submit(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """录入 → 保存 → 信息核对 → 提交审批 (WH-31, WH-33, WH-35, WH-36, WH-42, WH-43, WH-44, WH-52).

    The same for every business (WH-47, WH-98, WH-103, WH-106, WH-107, WH-109).
    """
    me, business = me_of(signed_in), business_of(filing)
    check_user(me, business)
    if not business.single:
        return (yield from flows_batch.submit_alone(filing, signed_in, context))
    form = yield from _search(business, filing)
    before = business.read_facts(form, _of_unit(me))
    values = business.filled(filing, me.schemes, form.form.values)
    files = business.uploads(filing) if business.uploads is not None else None
    known = (*business.fields, *business.files)
    pages_business.check_values(form, business.addresses, known, values, files)
    check = yield from open_page(wire.save(business.addresses, form.number, values, files), "check", business)
    number = pages.draft_number(check)
    expected = business.expected_echo(filing, me.schemes, before)
    echo = compare(expected, {**business.shown_before(before), **pages.read_echo(check, expected)})
    beside = business.of_page(check, context) if business.of_page is not None else None

    request = wire.submit(number)
    reply = yield from send(Commit(request, step="submit", echo=echo, draft=number))
    page = page_of(reply, request, "submitted", business)
    result = pages.submitted(page)
    if result.number != number or not result.word:
        raise WireChanged(request.operation, "the number and state of what was submitted", "another")
    if result.word == pages.FINISHED:
        # Taken at once. What the detail tells is for `track`: nothing is asked after a commit that need not be.
        told = business.of_detail(filing, {}) if business.of_detail is not None else None
        return of_ended(filing, context, number, result.word, reply.at, me.unit_class, told)
    case = under_review(
        filing, context, number, result.word, reply.at, unit_class=me.unit_class, by=result.papers_by
    )
    return with_told(case, beside)


def evidence(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether the hall holds what the step was about to commit, found by its 业务顺序号 (WH-34, WH-38, WH-39)."""
    if intent.draft is None or intent.step not in ("submit", "discard"):
        return Unclear(f"no number to look for (step {intent.step})")
    me, number = me_of(signed_in), intent.draft
    lists = yield from read_lists(number=number)
    task, done = lists.find(number)
    if stands_in_a_batch(filing, task, done) and not (intent.step == "discard" and task is not None):
        (found,) = yield from flows_batch_rows.answers((filing,), intent.step, number, lists, me, context)
        return found
    if intent.step == "discard":
        return _discarded(filing, context, number, lists, task, done, me)
    if done is not None:
        detail = yield from open_page(wire.detail(number), "detail")
        expected = business_of(filing).expected_echo(filing, me.schemes, None)
        shown = compare(expected, pages.read_echo(detail, expected))
        of_detail = business_of(filing).of_detail if done.finished else None
        told = of_detail(filing, pages.read_detail(detail)) if of_detail is not None else None
        landed = of_done(filing, context, done, lists.at, me.unit_class, told)
        of_page = business_of(filing).of_page
        landed = with_told(landed, of_page(detail, context) if of_page is not None else None)
        differing = tuple(field.name for field in shown if field.differs)
        return Different(landed, differing) if differing else Landed(landed)
    if task is not None:
        if task.returned:
            return Landed(of_task(filing, context, task, lists.at))
        intact = yield from _as_we_left_it(filing, number, me)
        return Absent(as_of=lists.at, complete=True, intact=intact)
    return lists.never_submitted()


def _as_we_left_it(filing: Filing, number: str, me: WuhanSignedIn) -> Flow[bool]:
    """Whether the draft still says what was asked; where it matters, also what was left as the form shows it."""
    business = business_of(filing)
    check = yield from open_page(wire.task(number), "check")
    before: WuhanFacts | None = None
    if business.looks_again:
        try:
            before = business.read_facts((yield from _search(business, filing)), _of_unit(me))
        except HallRefused:
            return False
    expected = business.expected_echo(filing, me.schemes, before)
    shown_before = {} if before is None else business.shown_before(before)
    shown = compare(expected, {**shown_before, **pages.read_echo(check, expected)})
    return not any(field.differs for field in shown)


def _discarded(
    filing: Filing,
    context: Context,
    number: str,
    lists: Lists,
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
    """The case as the lists now show it (WH-38, WH-39); the audit takes minutes (WH-37), papers days (WH-133, WH-135)."""
    me, number = me_of(signed_in), _number(case)
    lists = yield from read_lists(number=number)
    task, done = lists.find(number)
    if stands_in_a_batch(case.filing, task, done):
        now = yield from flows_batch_rows.track(case, number, lists, me, context)
    elif task is not None:
        now = of_task(case.filing, context, task, lists.at)
    elif done is not None:
        told = (yield from _told(business_of(case.filing), case.filing, number)) if done.finished else None
        now = of_done(case.filing, context, done, lists.at, me.unit_class, told)
        now = yield from _followed(now, done, me, context)
    else:
        lists.must_be_whole()
        now = gone(case, context, number, lists.at)
    return now.model_copy(update={"hall": case.hall, "unit": case.unit, "turn": case.turn})


def discard(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """退单 of what was never submitted or came back (WH-45). What was submitted is corrected at the counter (WH-40, WH-41)."""
    me, number = me_of(signed_in), _number(case)
    lists = yield from read_lists(number=number)
    task, done = lists.find(number)
    if stands_in_a_batch(case.filing, task, done):
        return (yield from flows_batch_rows.discard(case, number, lists, me, context))
    if done is not None:
        raise not_online(case)
    if task is None:
        lists.must_be_whole()
        return discarded(case, lists.at)
    if task.document != document_of(case.filing):
        raise WireChanged("待办任务列表", "the person of this case", "another person")

    request = wire.discard(number)
    reply = yield from send(Commit(request, step="discard", draft=number))
    page_of(reply, request, "discarded")
    return discarded(case, reply.at)


def _search(business: Business[Any, Any], filing: Filing) -> Flow[pages_business.PersonForm]:
    """The form for one person, or for the unit; HallRefused in the words of the entrance."""
    addresses, asked = business.addresses, business.asked(filing)
    page = yield from open_page(wire.search_page(addresses), addresses.search_kind, business)
    if addresses.searches:
        pages_business.search_form(page, addresses, asked)
        page = yield from open_page(wire.search(addresses, asked), addresses.form_kind, business)
    return pages_business.person_form(page, addresses, business.fields, business.files)


def _told(business: Business[Any, Any], filing: Filing, number: str) -> Flow[Told | None]:
    """What the detail tells of an item that has ended, where the business asks for it."""
    if business.of_detail is None:
        return None
    return business.of_detail(
        filing, pages.read_detail((yield from open_page(wire.detail(number), "detail")))
    )


def _followed(case: Case, done: pages.Done, me: WuhanSignedIn, context: Context) -> Flow[Case]:
    """With what the detail tells besides, and what became of it since it was taken (WH-98, WH-99, WH-103)."""
    business = business_of(case.filing)
    if business.of_page is not None:
        detail = yield from open_page(wire.detail(done.number), "detail")
        case = with_told(case, business.of_page(detail, context))
    follow = FOLLOWED.get(case.filing.type) if done.finished else None
    return case if follow is None else (yield from follow(case, me, context))


def _of_unit(me: WuhanSignedIn, waiting: tuple[str, ...] = ()) -> WuhanFacts:
    return WuhanFacts(unit_schemes=me.schemes, unit_class=me.unit_class, waiting=waiting)


def _number(case: Case) -> str:
    if case.number is None:
        raise WireChanged("业务顺序号", "a case with the hall's number", "none")
    return case.number


__all__ = ["discard", "evidence", "facts", "submit", "track"]
