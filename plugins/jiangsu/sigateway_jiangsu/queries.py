"""What can be asked of the hall: who is granted, the text of the consent, and what was filed. Generators, no I/O."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sigateway.plugin import (
    DoneFiling,
    DoneFilingsQuery,
    Flow,
    Handler,
    HandlersQuery,
    Query,
    ServiceAgreement,
    ServiceAgreementQuery,
    SignedIn,
)

from . import flows_handlers, wire
from .access import me_of
from .matters import TITLES
from .reading import Record, ask, pages


def answer(query: Query[Any], signed_in: SignedIn) -> Flow[Any] | None:
    """The flow to the answer; ``None`` for what this hall does not answer."""
    me_of(signed_in)
    match query:
        case HandlersQuery():
            return _handlers()
        case ServiceAgreementQuery():
            return _consent()
        case DoneFilingsQuery():
            return _filed(query)
    return None


def _handlers() -> Flow[tuple[Handler, ...]]:
    """By 法定代表人, 管理员, 经办人 (JS-40); what was taken back is not among them."""
    rows, _ = yield from flows_handlers.listed()
    standing = [row for row in rows if row.text("state") != flows_handlers.REVOKED]
    by_rank = sorted(standing, key=lambda row: row.text("rank"))
    return tuple(flows_handlers.handler(row) for row in by_rank)


def _consent() -> Flow[ServiceAgreement]:
    """授权注意事项 (JS-39)."""
    shown = yield from ask(wire.consent())
    return ServiceAgreement(
        version=shown.text("version"), text=shown.text("text"), text_digest=shown.text("digest")
    )


def _filed(query: DoneFilingsQuery) -> Flow[tuple[DoneFiling, ...]]:
    rows, _ = yield from pages(lambda page: wire.filings(page=page))
    found = [_done(row) for row in reversed(rows)]
    return tuple(
        each
        for each in found
        if (query.business is None or each.business == query.business)
        and (query.first_day is None or each.submitted_at.date() >= query.first_day)
        and (query.last_day is None or each.submitted_at.date() <= query.last_day)
    )


def _done(row: Record) -> DoneFiling:
    ended = row.text("takenBackAt")
    return DoneFiling(
        number=row.text("filing"),
        business=TITLES.get(row.text("matter"), row.text("matter")),
        state=row.text("state"),
        submitted_at=row.moment("filedAt"),
        ended_at=datetime.fromisoformat(ended) if ended else None,
        name=row.text("name"),
        document_number=row.text("idNumber"),
    )
