"""What the desk answers: done filings, results of batches, free times, and the export of movements. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

from sigateway.plugin import (
    BatchResult,
    BatchResultsQuery,
    DoneFiling,
    DoneFilingsQuery,
    FetchedFile,
    Flow,
    FreePlace,
    MovementsExport,
    NotOffered,
    Request,
    SignedIn,
    WireChanged,
)

from . import movements, pages_desk, wire, wire_addresses, wire_desk, workbook
from .businesses import BUSINESSES
from .businesses_desk import APPOINTMENT
from .facts_desk import AppointmentFacts
from .fields import in_charset
from .lists import me_of
from .reading import open_file, open_page

Row = TypeVar("Row", DoneFiling, BatchResult)

_FIRST_PAGE: Final = 1
_A_WEEK: Final = timedelta(days=7)  # the table leaves out the weekends at its ends


def done_filings(query: DoneFilingsQuery) -> Flow[tuple[DoneFiling, ...]]:
    """已办业务查询, newest first, read to its end (WH-111)."""
    if query.business is not None and not in_charset(query.business):
        return ()  # no business of a hall that has no such character

    def asked(page: int) -> Request:
        return wire_desk.done(query.business, query.first_day, query.last_day, page)

    return (yield from _all_rows(asked, "done_query", pages_desk.done_rows))


def batch_results(query: BatchResultsQuery) -> Flow[tuple[BatchResult, ...]]:
    """批量增员审核结果查询 and its like, newest first, read to their end (WH-84)."""
    business = BUSINESSES.get(query.filing_type)
    if business is None or business.batch is None:
        raise NotOffered("WH-77", f"大厅没有 {query.filing_type} 的批量办理，也就没有批量审核结果")
    what = business.addresses.stem

    def asked(page: int) -> Request:
        return wire_desk.batches(what, page)

    return (yield from _all_rows(asked, "batch_query", pages_desk.batch_rows))


def free_places() -> Flow[tuple[FreePlace, ...]]:
    """The times that can be booked, earliest first (WH-113)."""
    addresses = wire_addresses.APPOINTMENT
    page = yield from open_page(wire.search_page(addresses), addresses.form_kind)
    return pages_desk.free_places(page)


def with_bookings(facts: AppointmentFacts) -> Flow[AppointmentFacts]:
    """The facts, with what the unit has booked already (WH-113): the hall takes one booking a half day.

    The list of what was submitted names no times, so the details are read, of as many days back as the table of times reaches ahead.
    """
    if not facts.places:
        return facts
    first, last = facts.places[0].day, facts.places[-1].day
    since = first - (last - first) - _A_WEEK
    mine = yield from done_filings(DoneFilingsQuery(business=APPOINTMENT.name, first_day=since))
    booked = set()
    for filing in mine:
        detail = yield from open_page(wire.detail(filing.number), "detail")
        booked.add(pages_desk.booked_time(detail))
    return facts.model_copy(update={"booked": frozenset(booked)})


def movements_export(wanted: MovementsExport, signed_in: SignedIn) -> Flow[FetchedFile]:
    """单位增减员异动表导出 (WH-111): the workbook, checked. Its months wrong: refused in the hall's words."""
    me = me_of(signed_in)
    request = wire_desk.movements(wanted.from_month, wanted.to_month)
    reply = yield from open_file(request, workbook.MEDIA_TYPE)
    sheet = workbook.read(reply.content, movements.TITLE)
    movements.check(sheet, me.unit_number, wanted.from_month, wanted.to_month)
    name = f"{movements.TITLE}-{wanted.from_month.compact}-{wanted.to_month.compact}.xls"
    return FetchedFile(name, workbook.MEDIA_TYPE, reply.content)


def _all_rows(
    asked: Callable[[int], Request],
    kind: str,
    read: Callable[[wire.Page], tuple[tuple[Row, ...], int, int]],
) -> Flow[tuple[Row, ...]]:
    """Every page of a list, as of its first; WireChanged when it has fewer rows than the hall says."""
    found: dict[str, Row] = {}
    number = _FIRST_PAGE
    while True:
        rows, total, pages = read((yield from open_page(asked(number), kind)))
        known = len(found)
        found.update((row.number, row) for row in rows)
        if len(found) == known or number >= pages:
            break
        number += 1
    if len(found) != total:
        raise WireChanged(kind, "a list read to its end", f"{len(found)} of {total} rows")
    return tuple(found.values())
