"""Drafts, submissions and lists of the four system."""

from __future__ import annotations

from typing import Any

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.filings.facts import facts_shown, form_values
from sigateway_mockservers.beijing.filings.fields import fields_of
from sigateway_mockservers.beijing.four.envelope import (
    MalformedError,
    done,
    fields_in,
    list_answer,
    refused,
    text_in,
    version_in,
)
from sigateway_mockservers.beijing.four.shown import half_shown, row_shown
from sigateway_mockservers.beijing.looking.prints import print_half
from sigateway_mockservers.beijing.names import BUSINESS_OF_TYPE, ENDED, FOUR, Business
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.records import Half
from sigateway_mockservers.beijing.visit import Visit
from sigateway_mockservers.kernel.months import read_day
from sigateway_mockservers.kernel.replies import PDF_TYPE, Reply, file_reply

Said = dict[str, Any]


def form(visit: Visit, _said: Said) -> Reply:
    """The entrance: facts and fields as the hall knows them, or why not."""
    business = _business(visit.query.get("type", ""))
    person = visit.query.get("idCard", "") if business.about_person else ""
    id_type = visit.query.get("idType", "")
    desk = visit.hall.declarations
    facts = desk.facts(FOUR, visit.unit, person)
    refusal = desk.enter(business, facts, id_type)
    if refusal is not None:
        return _refuse(visit, refusal)
    window_open = visit.hall.window.shut(visit.hall.now) is None
    return done(
        {
            "facts": facts_shown(facts, window_open=window_open),
            "fields": dict(form_values(business, facts, id_type)),
        }
    )


def save(visit: Visit, said: Said) -> Reply:
    """Save a first draft."""
    business = _business(text_in(said, "type"))
    fields = fields_in(said)
    saved = visit.hall.declarations.save(
        FOUR, visit.unit, business, text_in(said, "scope"), fields, unknown=_unknown(business, fields)
    )
    return _drafted(visit, saved)


def edit(visit: Visit, said: Said) -> Reply:
    """Save a half again."""
    number, fields = visit.path["lsh"], fields_in(said)
    half = visit.hall.declarations.half(FOUR, visit.unit, number)
    unknown = _unknown(half.business, fields) if half is not None else ()
    edited = visit.hall.declarations.edit(FOUR, visit.unit, number, version_in(said), fields, unknown=unknown)
    return _drafted(visit, edited)


def _drafted(visit: Visit, result: Half | Refusal) -> Reply:
    if isinstance(result, Refusal):
        return _refuse(visit, result)
    visit.note_half(result)
    visit.saw(result)
    return done(half_shown(result))


def submit(visit: Visit, said: Said) -> Reply:
    """The commit of this half."""
    number, version = visit.path["lsh"], version_in(said)
    _note_asked(visit, number)
    seen = visit.seen(number)
    return _committed(visit, visit.hall.declarations.submit(FOUR, visit.unit, number, version, seen))


def withdraw(visit: Visit, said: Said) -> Reply:
    """Take it back while it is processed."""
    number, version = visit.path["lsh"], version_in(said)
    _note_asked(visit, number)
    return _committed(visit, visit.hall.declarations.withdraw(FOUR, visit.unit, number, version))


def delete(visit: Visit, said: Said) -> Reply:
    """Delete a draft."""
    number, version = visit.path["lsh"], version_in(said)
    _note_asked(visit, number)
    deleted = visit.hall.declarations.delete(FOUR, visit.unit, number, version)
    if isinstance(deleted, Refusal):
        return _refuse(visit, deleted)
    visit.note_half(deleted, committed=True)
    return done({"lsh": number})


def _note_asked(visit: Visit, number: str) -> None:
    half = visit.hall.declarations.half(FOUR, visit.unit, number)
    if half is not None:
        visit.note_half(half)


def _committed(visit: Visit, result: Half | Refusal) -> Reply:
    if isinstance(result, Refusal):
        return _refuse(visit, result)
    visit.note_half(result, committed=True)
    return done(half_shown(result))


def detail(visit: Visit, _said: Said) -> Reply:
    """A half, as it is shown."""
    half = _shown_half(visit)
    if half is None:
        return _refuse(visit, Refusal((reasons.UNKNOWN_HALF,)))
    visit.saw(half)
    return done(half_shown(half))


def print_(visit: Visit, _said: Said) -> Reply:
    """The printed declaration, once it has ended."""
    half = _shown_half(visit)
    if half is None:
        return _refuse(visit, Refusal((reasons.UNKNOWN_HALF,)))
    if half.status != ENDED:
        return _refuse(visit, Refusal((reasons.NOT_ENDED,)))
    return file_reply(print_half(half, visit.unit), PDF_TYPE, f"{half.number}.pdf")


def list_(visit: Visit, _said: Said) -> Reply:
    """The halves of the unit, newest first."""
    rows = [row_shown(each) for each in shown_halves(visit)]
    asked = {
        name: visit.query.get(name, "") for name in ("lsh", "type", "status", "idCard", "name", "source")
    }
    wanted = [row for row in rows if all(not value or row[name] == value for name, value in asked.items())]
    first, last = (_day(visit.query.get(name, "")) for name in ("dateFrom", "dateTo"))
    in_days = [
        row
        for row in wanted
        if (not first or row["createdAt"][:10] >= first) and (not last or row["createdAt"][:10] <= last)
    ]
    in_days.sort(key=lambda row: (row["createdAt"], row["lsh"]), reverse=True)
    return list_answer(in_days, visit.query)


def shown_halves(visit: Visit) -> list[Half]:
    """The halves of a unit at this site, as they are shown."""
    return [
        each
        for each in visit.hall.store.all_shown("halves", visit.hall.now)
        if each.system == visit.site and each.unit == visit.unit and each.handed_on
    ]


def _shown_half(visit: Visit) -> Half | None:
    half: Half | None = visit.hall.store.shown("halves", (FOUR, visit.path["lsh"]), visit.hall.now)
    return half if half is not None and half.unit == visit.unit else None


def _business(wire: str) -> Business:
    business = BUSINESS_OF_TYPE.get(wire)
    if business is None:
        raise MalformedError(f"there is no type {wire!r}")
    return business


def _unknown(business: Business, fields: dict[str, str]) -> tuple[str, ...]:
    known = {each.key(FOUR) for each in fields_of(business, FOUR)}
    return tuple(name for name in fields if name not in known)


def _day(text: str) -> str:
    if text and read_day(text) is None:
        raise MalformedError(f"{text!r} is no day")
    return text


def _refuse(visit: Visit, refusal: Refusal) -> Reply:
    visit.note_refusal(refusal)
    return refused(refusal)
