"""The two systems behind one set of verbs, so that a flow is written once for both. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sigateway.plugin import (
    Commit,
    EchoField,
    Flow,
    HallRefused,
    Kind,
    Reply,
    Request,
    WireChanged,
    send,
)

from . import fields, halves, pages, reading, wire, wire_four, wire_medical
from .business import Business
from .fields import FOUR, MEDICAL
from .halves import Half


@dataclass(frozen=True)
class Form:
    """The entrance to a business in one system: the hall's words when it is shut, else facts and what the system holds.

    ``page`` is the form itself, at the system that shows one.
    """

    system: str
    refused: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    held: Mapping[str, str] = field(default_factory=dict, repr=False)
    page: pages.Form | None = None


_FACTS = {
    "cbzt": "psnState", "grbh": "personNo", "qsny": "since", "bdx": "floor", "fdx": "ceiling",
    "zdgz": "lowest", "sbq": "windowOpen",
}  # fmt: skip
"""The facts of ``medical`` under the names of ``four``."""


def form(system: str, business: Business, who: Mapping[str, str]) -> Flow[Form]:
    """Ask for the form. Its refusal is an answer, not an error: it is what the hall shows beforehand."""
    own = fields.named(system, who)
    at_four = system == FOUR
    request = wire_four.form(business.kind, own) if at_four else wire_medical.form(business.code, own)
    reply = yield from send(request)
    classified = wire.classify(reply)
    if classified.kind is Kind.REFUSED:
        return Form(system, classified.words)
    if system == FOUR:
        shown = reading.data_of(reply, request)
        where = request.operation
        return Form(
            system, facts=reading.texts(where, shown, "facts"), held=reading.texts(where, shown, "fields")
        )
    page = reading.page_of(reply, request, "form")
    own_form = page.form(wire_medical.SAVE)
    facts = {_FACTS.get(name, name): value for name, value in page.fields("facts").items()}
    return Form(system, facts=facts, held=fields.ours(system, own_form.inputs), page=own_form)


def check_form(form: Form, business: Business, wanted: Mapping[str, str]) -> None:
    """The form has each field that is about to be written and none unknown, and wants nothing that is left empty."""
    if form.page is not None:
        own = fields.named(form.system, wanted)
        _check(form.page, wire_medical.SAVE, wire_medical.HEAD, own, business)


def _check(
    shown: pages.Form, action: str, head: Collection[str], own: Mapping[str, str], business: Business
) -> None:
    # A change says anew what the form holds: what it no longer shows would be lost.
    held = fields.named(MEDICAL, dict.fromkeys(fields.of_a_change(business.code), ""))
    known = {*head, *own, *held, *(name for name in shown.inputs if fields.is_known(MEDICAL, name))}
    pages.check_names(action, shown.inputs, known)
    may = fields.named(MEDICAL, dict.fromkeys(fields.MAY_BE_EMPTY.get(business.code, ()), ""))
    empty = sorted(name for name in shown.mandatory & may.keys() if name in own and not own[name])
    if empty:
        raise WireChanged(action, f"{' '.join(empty)}: may be left empty", "mandatory")


def save(system: str, business: Business, scope: str, partner: str, wanted: Mapping[str, str]) -> Flow[Half]:
    """A draft, as the system shows it back."""
    own = fields.named(system, wanted)
    request = (
        wire_four.save(business.kind, scope, own)
        if system == FOUR
        else wire_medical.save(business.code, scope, partner, own)
    )
    return _half(system, (yield from send(request)), request, business)


def edit(half: Half, business: Business, wanted: Mapping[str, str]) -> Flow[Half]:
    """A draft, or what came back, said anew: grey fields as they are shown."""
    pages.check_names("declaration", half.fields, half.fields.keys() & fields.FIELDS.keys())
    own = fields.named(half.system, {**half.fields, **wanted})
    if half.page is not None:
        form = half.page.form(wire_medical.EDIT)
        _check(form, wire_medical.EDIT, wire_medical.BY_NUMBER, own, business)
    make = wire_four.edit if half.system == FOUR else wire_medical.edit
    request = make(half.number, half.version, own)
    return _half(half.system, (yield from send(request)), request, business)


def commit(verb: str, step: str, half: Half, echo: tuple[EchoField, ...] = ()) -> Commit:
    """``submit``, ``delete`` or ``withdraw`` of this version of the half."""
    check_commit(verb, half)
    make = wire_four.commit if half.system == FOUR else wire_medical.commit
    return make(verb, step, half.number, half.version, echo)


def check_commit(verb: str, half: Half) -> None:
    """The page of a medical half has the form by which this is done, with the fields this region knows; ``four`` has no forms."""
    if half.page is not None:
        action = wire_medical.VERBS[verb]
        pages.check_names(action, half.page.form(action).inputs, wire_medical.BY_NUMBER)


def look(system: str, number: str) -> Flow[tuple[Half | None, datetime]]:
    """The half of that number, and when it was looked at; none when the system knows nothing of it."""
    request = (wire_four.detail if system == FOUR else wire_medical.detail)(number)
    reply = yield from send(request)
    try:
        return _half(system, reply, request, None), reply.at
    except HallRefused as refusal:
        if reading.is_not_there(refusal):
            return None, reply.at
        raise


def medical_of(partner: str) -> Flow[str | None]:
    """The number of the medical half that bears this number of the four system; the newest, should there be several."""
    page, last = 1, 1
    found: list[str] = []
    while page <= last:
        request = wire_medical.listed(sblsh=partner, ys=str(page), hs="500")
        reply = yield from send(request)
        reading.check(reply, request)
        shown = pages.text_list(reply, "sb")
        found += [row["slh"] for row in shown.rows if row["sblsh"] == partner]
        page, last = page + 1, shown.pages
    return max(found, default=None)


def _half(system: str, reply: Reply, request: Request, business: Business | None) -> Half:
    if system == FOUR:
        found = halves.of_four(reading.data_of(reply, request, business))
    else:
        found = halves.of_medical(reading.page_of(reply, request, "check detail", business))
    if business is not None and found.business not in (business.kind, business.code):
        raise WireChanged(request.operation, f"a half of {business.code}", "another business")
    return found


def submitted(system: str, reply: Reply, request: Request, business: Business) -> None:
    """That the system says yes to a submission; HallRefused when it says no."""
    if system == FOUR:
        if reading.data_of(reply, request, business).get("status") not in (halves.PROCESSING, halves.ENDED):
            raise WireChanged(request.operation, "a half that is being processed", "another state")
    else:
        page = reading.page_of(reply, request, "accepted", business)
        if page.fields("result").get("ywzt") not in (halves.PROCESSING, halves.ENDED):
            raise WireChanged(request.operation, "a half that is being processed", "another state")
