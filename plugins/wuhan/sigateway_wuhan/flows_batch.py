"""Filing several at once 批量办理: template, upload, list, deletion, one submission (WH-77 to WH-83). Generators, no I/O.

What the hall does not take, or shows otherwise than it was asked, is left out by name, and is gone from the task before the
rest of it is submitted (WH-91, WH-92). Where the hall takes batches only (WH-90, WH-95), one person is a batch of one. How a person
of a batch is found again is in ``flows_batch_rows.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sigateway.plugin import (
    Case,
    Commit,
    Context,
    EchoField,
    Evidence,
    Expected,
    Filing,
    Flow,
    HallRefused,
    Intent,
    Reason,
    SignedIn,
    Unclear,
    WireChanged,
    compare,
    leave_out,
    send,
)

from . import fields, flows_batch_rows, pages, pages_batch, wire, wire_batch, workbook
from .access import WuhanSignedIn
from .business import Batch, Business
from .businesses import business_of, document_of
from .cases import read_words, under_review
from .flows_batch_rows import Rows, batch_of, echo, read_rows, stands_in_a_batch
from .flows_template import Template, facts_of_one, open_template
from .lists import check_user, me_of, read_lists
from .pages_batch import UNSENT, BatchPage, BatchRow
from .reading import open_workbook, page_of

Lines = Mapping[int, int]
"""The place of each filing in the batch, by the 行号 of the workbook in which it was sent."""


@dataclass(frozen=True)
class _Job:
    """What is filed together. ``alone``: as the one filing that was asked for, so what a batch leaves out is refused."""

    filings: Sequence[Filing]
    business: Business[Any, Any]
    batch: Batch
    me: WuhanSignedIn
    alone: bool

    @classmethod
    def of(cls, filings: Sequence[Filing], signed_in: SignedIn, *, alone: bool = False) -> _Job:
        """All of one type, of the user who has signed in."""
        me, business = me_of(signed_in), business_of(filings[0])
        check_user(me, business)
        return cls(filings, business, batch_of(filings[0]), me, alone)

    def leave_out(
        self, place: int, reasons: tuple[Reason, ...] = (), echo: tuple[EchoField, ...] = ()
    ) -> Flow[None]:
        """Not in what will be committed."""
        if self.alone and reasons:
            raise HallRefused(reasons)
        yield from leave_out(place, reasons, echo)


def submit(filings: Sequence[Filing], signed_in: SignedIn, context: Context) -> Flow[Mapping[int, Case]]:
    """模板下载 → 填报 → 上传 → 删除 → 提交审批 (WH-77, WH-78, WH-79, WH-80), as one task of at most one commit."""
    return (yield from _submit(_Job.of(filings, signed_in), context))


def submit_alone(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """One person where the hall takes batches only: a batch of one. Refused in words, or stopped by its echo, as a single filing is."""
    cases = yield from _submit(_Job.of((filing,), signed_in, alone=True), context)
    return cases[0]


def _submit(job: _Job, context: Context) -> Flow[Mapping[int, Case]]:
    fitting = yield from _fitting(job)
    if not fitting:
        return {}
    template = yield from open_template(job.business, job.batch, job.me)
    lines = yield from _listed(job, fitting, template)
    if not lines:
        return {}
    uploaded = yield from _upload(job, lines, template)
    if uploaded is None:
        return {}
    echoes = {
        line: _echo(job, job.filings[lines[line]], row, template) for line, row in uploaded.lines.items()
    }
    # Alone, what differs stops the commit itself, and the draft stays to be looked at, as of a single filing.
    kept = sorted(echoes) if job.alone else (yield from _without_what_differs(job, uploaded, echoes, lines))
    if not kept:
        return {}
    number = uploaded.number
    carried = {lines[line]: echoes[line] for line in kept}

    request = wire.submit(number)
    reply = yield from send(Commit(request, step="submit", draft=number, rows=carried))
    result = pages.submitted(page_of(reply, request, "submitted", job.business))
    if result.number != number or not result.word:
        raise WireChanged(request.operation, "the number and state of what was submitted", "another")
    word, by, unit_class = result.word, result.papers_by, job.me.unit_class
    return {
        place: under_review(job.filings[place], context, number, word, reply.at, unit_class=unit_class, by=by)
        for place in carried
    }


def evidence(
    filings: Sequence[Filing], intent: Intent, signed_in: SignedIn, context: Context
) -> Flow[Sequence[Evidence]]:
    """Whether the hall holds what was about to be committed: the task by its 业务顺序号, each person by the row (WH-83)."""
    if intent.draft is None or intent.step != "submit":
        return [Unclear(f"no batch to look for (step {intent.step})") for _ in filings]
    me, number = me_of(signed_in), intent.draft
    lists = yield from read_lists(number=number)
    task, done = lists.find(number)
    if task is None and done is None:
        return [lists.never_submitted() for _ in filings]
    if not stands_in_a_batch(filings[0], task, done):
        return [Unclear("the number is that of another business") for _ in filings]
    return (yield from flows_batch_rows.answers(filings, intent.step, number, lists, me, context))


def _fitting(job: _Job) -> Flow[Sequence[int]]:
    """What a template can say as it was asked; the rest is left out, in the words in which the hall would refuse it.

    A batch has no column for schemes: they are the unit's (WH-57). A character that GBK lacks is never replaced (WH-32).
    """
    fitting: list[int] = []
    for place, filing in enumerate(job.filings):
        schemes = _schemes(filing, job.me)
        lacking = fields.unwritable(job.batch.columns, job.business.stated(filing, job.me.schemes))
        words = [f"{label}含有GBK以外的字符" for label in lacking]
        if schemes and job.batch.other_schemes:
            words.append(job.batch.other_schemes)
        if words:
            yield from job.leave_out(place, read_words(words, job.business))
        elif schemes:
            yield from job.leave_out(place, echo=schemes)
        else:
            fitting.append(place)
    return fitting


def _schemes(filing: Filing, me: WuhanSignedIn) -> tuple[EchoField, ...]:
    """How the schemes that a filing names differ from those of the unit; empty when they do not."""
    if filing.in_schemes is None or filing.in_schemes == me.schemes:
        return ()
    asked = Expected("参保险种", fields.scheme_codes(filing.in_schemes))
    return compare({"xz": asked}, {"xz": fields.scheme_codes(me.schemes)})


def _listed(job: _Job, fitting: Sequence[int], template: Template) -> Flow[Lines]:
    """Who has a row: everybody in an empty template; of one that comes filled in, whoever the hall has put there (WH-90)."""
    listed: list[int] = []
    for place in fitting:
        if template.row_of(job.filings[place]) is None:
            yield from job.leave_out(place, read_words([job.batch.not_listed], job.business))
        else:
            listed.append(place)
    return dict(enumerate(listed, wire_batch.FIRST_LINE))


def _upload(job: _Job, lines: Lines, template: Template) -> Flow[Rows | None]:
    """Fill in the hall's own template, upload it, and read what was taken; what was not is left out. None: nobody was taken."""
    what, batch = job.business.addresses.stem, job.batch
    cells = [_cells(job, job.filings[place], template) for place in lines.values()]
    filled = workbook.write(workbook.Sheet(template.sheet, (batch.headings, *cells)))

    request = wire_batch.upload(what, template.form.number, filled)
    reply = yield from send(request)
    shown = wire.page(reply)
    if shown is not None and wire_batch.NOBODY in shown.errors:
        number = pages_batch.failure_list(shown)
        yield from _failed(job, number, lines, lines.keys())
        return None
    page = page_of(reply, request, "batch_list", job.business)
    first = pages_batch.rows(page, batch.name, batch.shown, batch.of_task)
    pages.submission_form(page, first.number)
    rows = yield from read_rows(first.number, batch, first=first, at=page.at)
    rows.must_be_whole()
    missing = _not_taken(first, rows, lines)
    if missing:
        yield from _failed(job, rows.number, lines, missing)
    return rows


def _echo(job: _Job, filing: Filing, row: BatchRow, template: Template) -> tuple[EchoField, ...]:
    return echo(filing, row, job.me.schemes, facts_of_one(template, filing, job.business))


def _cells(job: _Job, filing: Filing, template: Template) -> tuple[str, ...]:
    """One row of the template, in the codes and formats of the single form; what the hall has filled in stays as it is."""
    columns, shown = job.batch.columns, template.row_of(filing) or {}
    values = fields.filled(columns, job.business.stated(filing, job.me.schemes), shown)
    return tuple(values[column.name] for column in columns)


def _not_taken(first: BatchPage, rows: Rows, lines: Lines) -> Collection[int]:
    """The rows that the list lacks, as many as the hall says that it did not take; nobody else's row may be in it."""
    missing = lines.keys() - rows.lines.keys()
    counted = (first.taken, first.failed) == (str(len(rows.lines)), str(len(missing)))
    if not counted or not rows.lines.keys() <= lines.keys():
        raise WireChanged(
            "批量上传",
            f"{len(lines)} rows, each taken or failed",
            f"{len(rows.lines)} in the list, 导入成功 {first.taken}, 导入失败 {first.failed}",
        )
    if any(row.word != UNSENT for row in rows.lines.values()):
        raise WireChanged("批量上传", "rows that are not submitted yet", "rows that are")
    return missing


def _failed(job: _Job, number: str, lines: Lines, missing: Collection[int]) -> Flow[None]:
    """下载导入失败列表: every row that is not in the list must stand there, with its person and reasons (WH-79)."""
    failures = pages_batch.failures((yield from open_workbook(wire_batch.failures(number))))
    if sorted(failure.line for failure in failures) != sorted(missing):
        raise WireChanged("导入失败列表", "each row that is not in the list, once", "other rows")
    for failure in failures:
        if failure.document != document_of(job.filings[lines[failure.line]]):
            raise WireChanged("导入失败列表", "the person of each row", "another person")
    for failure in failures:
        yield from job.leave_out(lines[failure.line], read_words(failure.words, job.business))


def _without_what_differs(
    job: _Job, uploaded: Rows, echoes: Mapping[int, tuple[EchoField, ...]], lines: Lines
) -> Flow[Sequence[int]]:
    """Delete the rows that the hall shows otherwise than they were asked; the rest is looked at again (WH-52, WH-80)."""
    differing = [line for line in sorted(echoes) if any(one.differs for one in echoes[line])]
    kept = sorted(echoes.keys() - differing)
    for line in differing:
        yield from job.leave_out(lines[line], echo=echoes[line])
    if not differing:
        return kept
    request = wire_batch.delete(uploaded.number, differing)
    reply = yield from send(request)
    page_of(reply, request, "batch_list" if kept else "discarded", job.business)
    if kept:
        left = yield from read_rows(uploaded.number, job.batch)
        left.must_be_whole()
        same = left.lines.keys() == set(kept) and all(
            row.word == UNSENT and row.values == uploaded.lines[line].values
            for line, row in left.lines.items()
        )
        if not same:
            raise WireChanged(request.operation, "the rows that were not deleted, as they were", "other rows")
    return kept


__all__ = ["evidence", "submit", "submit_alone"]
