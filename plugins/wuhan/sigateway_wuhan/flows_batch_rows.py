"""One person of a batch, found again: the rows of a task, what they are evidence of, how a person stands, and 退单 (WH-82 to WH-85).

A batch is one task with one 业务顺序号. What is asked of one person is answered by the person's row. Of the yearly wages some rows may
be given back and the others taken (WH-94, WH-137).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sigateway.plugin import (
    Absent,
    Actor,
    Case,
    Commit,
    Context,
    Different,
    EchoField,
    Evidence,
    Filing,
    Flow,
    Landed,
    NextStep,
    NotOffered,
    RuleNotKnown,
    Scheme,
    Unclear,
    WireChanged,
    compare,
    send,
)

from . import pages, pages_batch, wire, wire_batch
from .access import WuhanSignedIn
from .business import Batch
from .businesses import business_of, document_of
from .cases import discarded, gone, of_row
from .facts import WuhanFacts
from .lists import Lists, read_lists
from .pages_batch import RETURNED, UNSENT, BatchPage, BatchRow
from .reading import open_page, page_of
from .ways import not_online

_OF_THEIR_OWN: Final = {"in_results": False, "new_task": True}
"""Whether rows that were given back stand in a task of their own (WH-137)."""


@dataclass(frozen=True)
class Rows:
    """The rows of a task, read to their end, by 行号. ``complete``: as many as the hall says there are."""

    number: str
    lines: Mapping[int, BatchRow] = field(repr=False)
    at: datetime
    complete: bool

    def of(self, filing: Filing) -> BatchRow | None:
        """The row of this filing's person."""
        found = [row for row in self.lines.values() if row.document == document_of(filing)]
        if len(found) > 1:
            raise WireChanged("批量任务", "one row of each person", f"{len(found)} rows")
        return found[0] if found else None

    def must_be_whole(self) -> None:
        """What a list not read to its end does not show may stand on the rest of it."""
        if not self.complete:
            raise WireChanged("批量任务", "rows read to their end", "fewer rows than the hall says")


def batch_of(filing: Filing) -> Batch:
    """How several of this business are filed at once."""
    batch = business_of(filing).batch
    if batch is None:
        raise TypeError("this business has no batches")
    return batch


def stands_in_a_batch(filing: Filing, task: pages.Task | None, done: pages.Done | None) -> bool:
    """Whether the item found by its number is a batch of the filing's business."""
    batch, item = business_of(filing).batch, task or done
    return batch is not None and item is not None and item.business == batch.name


def read_rows(
    number: str,
    batch: Batch,
    *,
    document: str | None = None,
    first: BatchPage | None = None,
    at: datetime | None = None,
) -> Flow[Rows]:
    """Every page of a task's rows, or of one person's. ``first``: the first page when it is at hand, ``at`` as of when."""
    found: dict[int, BatchRow] = {}
    page_number, total = 1, 0
    while True:
        if page_number == 1 and first is not None:
            shown = first
        else:
            page = yield from open_page(
                wire_batch.rows(number, page=page_number, document=document), "batch_list"
            )
            shown = pages_batch.rows(page, batch.name, batch.shown, batch.of_task)
            at = at or page.at
        if shown.number != number:
            raise WireChanged("批量任务", "the task that was asked for", "another")
        total = shown.total if page_number == 1 else total
        known = len(found)
        found.update((row.line, row) for row in shown.rows)
        if len(found) == known or page_number >= shown.pages:
            break
        page_number += 1
    assert at is not None
    return Rows(number, found, at, complete=len(found) == total)


def echo(
    filing: Filing, row: BatchRow, schemes: frozenset[Scheme], facts: WuhanFacts | None = None
) -> tuple[EchoField, ...]:
    """What was asked, compared with what the hall shows of the row: the template's columns, and what it sets beside them."""
    batch = batch_of(filing)
    expected = business_of(filing).expected_echo(filing, schemes, facts)
    return compare({name: expected[name] for name in (*batch.shown, *batch.of_task)}, row.values)


def answers(
    filings: Sequence[Filing], step: str, number: str, lists: Lists, me: WuhanSignedIn, context: Context
) -> Flow[tuple[Evidence, ...]]:
    """What the task of this number says of each filing; the task stands in one of the ``lists``."""
    task, done = lists.find(number)
    alone = document_of(filings[0]) if len(filings) == 1 else None
    rows = yield from read_rows(number, batch_of(filings[0]), document=alone)
    if not rows.complete:
        return tuple(Unclear("the batch could not be read to its end") for _ in filings)
    ours = {document_of(filing) for filing in filings}
    # What is sent again is the whole task: somebody else's row in it would go along.
    only_ours = all(row.document in ours for row in rows.lines.values())
    found: list[Evidence] = []
    for filing in filings:
        row = rows.of(filing)
        if row is None and done is not None:
            moved = yield from _given_back_apart(filing, context)
            if moved is not None:
                found.append(Landed(of_row(filing, context, *moved, me.unit_class)))
                continue
        found.append(_answer(filing, step, task, done, row, lists.at, me, context, only_ours=only_ours))
    return tuple(found)


def _given_back_apart(filing: Filing, context: Context) -> Flow[tuple[pages.Task, BatchRow, datetime] | None]:
    """The person's row in a task of its own, where the setting says that rows given back are put into one (WH-137)."""
    batch = batch_of(filing)
    if not batch.failed_rows or not _apart(context):
        return None
    lists = yield from read_lists(only_todo=True)
    year = str(filing.period)
    for task in lists.todo:
        if task.returned and task.business == batch.name:
            rows = yield from read_rows(task.number, batch, document=document_of(filing))
            row = rows.of(filing)
            if row is not None and all(row.values[name] == year for name in batch.of_task):
                return task, row, lists.at
    return None


def _apart(context: Context) -> bool:
    """What becomes of failed rows is not stated (WH-137); an unknown setting is read as the results of the batch itself."""
    try:
        return context.rules.choice("WH-137", "failed_rows", _OF_THEIR_OWN, on=context.day)
    except RuleNotKnown:
        return False


def _answer(
    filing: Filing,
    step: str,
    task: pages.Task | None,
    done: pages.Done | None,
    row: BatchRow | None,
    at: datetime,
    me: WuhanSignedIn,
    context: Context,
    *,
    only_ours: bool,
) -> Evidence:
    item = task or done
    if item is None or row is None:
        # The list was read to its end: somebody has deleted the row before the task was submitted (WH-80).
        return Absent(as_of=at, complete=True, intact=False)
    differing = tuple(one.name for one in echo(filing, row, me.schemes) if one.differs)
    unsent = row.word == UNSENT
    if task is not None and not task.returned:
        if not unsent:
            return Unclear("the task was unsent, and its rows no longer are")
        return Absent(as_of=at, complete=True, intact=only_ours and not differing)
    case = of_row(filing, context, item, row, at, me.unit_class)
    if task is not None:
        return Landed(case)
    if unsent:
        return Unclear("the task was submitted, and its rows are not")
    if step == "discard":
        return Different(case, ())
    return Different(case, differing) if differing else Landed(case)


def track(case: Case, number: str, lists: Lists, me: WuhanSignedIn, context: Context) -> Flow[Case]:
    """The person's row as the hall now shows it (WH-84, WH-85)."""
    task, done = lists.find(number)
    document = document_of(case.filing)
    rows = yield from read_rows(number, batch_of(case.filing), document=document)
    rows.must_be_whole()
    item, row = task or done, rows.of(case.filing)
    if item is not None and row is not None:
        return of_row(case.filing, context, item, row, lists.at, me.unit_class)
    if task is not None:
        return discarded(case, lists.at)  # deleted from a task that is not with the hall (WH-80)
    moved = yield from _given_back_apart(case.filing, context)
    if moved is not None:
        return of_row(case.filing, context, *moved, me.unit_class)
    return gone(case, context, number, lists.at)


def discard(case: Case, number: str, lists: Lists, me: WuhanSignedIn, context: Context) -> Flow[Case]:
    """退单 of a person in a batch: of the whole task (WH-82), and only if nobody else in it is still wanted."""
    _, done = lists.find(number)
    batch = batch_of(case.filing)
    page = yield from open_page(wire_batch.rows(number), "batch_list")
    first = pages_batch.rows(page, batch.name, batch.shown, batch.of_task)
    rows = yield from read_rows(number, batch, first=first, at=page.at)
    rows.must_be_whole()
    row = rows.of(case.filing)
    if done is not None:
        if row is None or row.word != RETURNED:
            raise not_online(case)
        # Given back alone: it takes no effect, and no list holds anything of it that could be discarded (WH-85).
        returned = of_row(case.filing, context, done, row, lists.at, me.unit_class)
        return returned.model_copy(update={"hall": case.hall, "unit": case.unit, "turn": case.turn})
    if row is None:
        return discarded(case, lists.at)
    others = len(rows.lines) - 1
    if others and any(each.word != RETURNED for each in rows.lines.values()):
        raise NotOffered(
            "WH-82",
            f"业务 {number} 是含 {others + 1} 人的批量任务，退单会连同其他 {others} 人一并取消，未退单；"
            "只撤下此人的，请在待办任务列表打开该任务，勾选此人后删除（WH-80）",
        )
    pages.discard_form(page, number)
    request = wire.discard(number)
    reply = yield from send(Commit(request, step="discard", draft=number))
    page_of(reply, request, "discarded")
    what = f"整个批量任务已取消（WH-82），同批其他 {others} 人如需办理，请重新申报"
    also = (NextStep(who=Actor.VENDOR, what=what),) if others else ()
    return discarded(case, reply.at, also=also)


__all__ = ["Rows", "answers", "batch_of", "discard", "echo", "read_rows", "stands_in_a_batch", "track"]
