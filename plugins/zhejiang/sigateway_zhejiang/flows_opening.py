"""Opening a company's insurance with its staff 开办企业全程网上办平台 (ZJ-15): one submission, all or nothing. Generators, no I/O."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sigateway.plugin import (
    Absent,
    Case,
    Commit,
    Context,
    Different,
    EmployerOpening,
    Entrance,
    Evidence,
    Expected,
    Facts,
    Flow,
    HallRefused,
    Intent,
    Landed,
    NotOffered,
    Reply,
    SignedIn,
    Unclear,
    WireChanged,
    compare,
    send,
)

from . import answers, fields, lists, menus, wire
from .access import by_entrance, me_of
from .answers import Item, Node
from .cases import ANEW_STAFF
from .cases import opened as an_opening
from .facts import OpeningFacts
from .reading import answer_of, asked, commit, read_words, refusals

STEP: Final = "submit"
_TITLE: Final = "企业参保开户"
_DONE: Final = "提交成功"


def facts(filing: EmployerOpening, signed_in: SignedIn, context: Context) -> Flow[Facts]:
    """What the platform shows of the company, or why it is not for it."""
    me = me_of(signed_in)
    by_entrance(me, Entrance.LEGAL_PERSON, _TITLE, "ZJ-15")
    request = wire.opening()
    reply = yield from send(request)
    refusal = refusals(reply)
    if refusal:
        return OpeningFacts(at=reply.at, refusals=refusal)
    shown = answers.content(answer_of(reply, request))
    if shown.flag("opened"):
        return OpeningFacts(at=reply.at, opened=True, refusals=read_words(("单位已办理参保登记",)))
    offered = yield from menus.offered(me, context, "ZJ-15")
    return _facts(shown, reply, offered=offered)


def _facts(shown: Node, reply: Reply, *, offered: bool) -> OpeningFacts:
    return OpeningFacts(
        at=reply.at,
        offered=offered,
        place=shown.needed("place"),
        start_months=shown.each_months("startMonths"),
        minimum_wage=shown.yuan("minimumWage"),
    )


def submit(filing: EmployerOpening, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """The company and its staff, once."""
    by_entrance(me_of(signed_in), Entrance.LEGAL_PERSON, _TITLE, "ZJ-15")
    shown, reply = yield from asked(wire.opening())
    if shown.flag("opened"):
        raise HallRefused(read_words(("单位已办理参保登记",)))
    seen = _facts(shown, reply, offered=True)
    # The company of the account, before anything is opened for it.
    echo = compare(
        {"uscc": Expected("统一社会信用代码", context.unit.employer.uscc)}, {"uscc": shown.text("uscc")}
    )
    request = wire.opening_submit(_form(filing, seen, context))
    answer, reply = yield from commit(Commit(request, step=STEP, echo=echo))
    done = answers.content(answer)
    items = done.rows("items")
    if answer.words != _DONE or len(items) != len(filing.staff):
        raise WireChanged(request.operation, f"{_DONE}, with an item for each of the staff", "something else")
    staff = [(row.needed("itemNo"), row.needed("state"), ()) for row in items]
    return an_opening(filing, context, done.needed("openingNo"), reply.at, staff)


def _form(filing: EmployerOpening, seen: OpeningFacts, context: Context) -> dict[str, Any]:
    schemes = fields.codes_of(fields.insurances(filing, context))
    return {
        "place": seen.place,
        "contactName": filing.contact,
        "contactMobile": filing.contact_mobile,
        "schemes": list(schemes),
        "people": [
            fields.enrolment(each, fields.joined(each, schemes), {}, seen.start_months)
            for each in filing.staff
        ],
    }


def evidence(
    filing: EmployerOpening, intent: Intent, signed_in: SignedIn, context: Context
) -> Flow[Evidence]:
    """Whether the company is open: it opens once, so it is this opening if it holds these people and no others."""
    request = wire.opening()
    reply = yield from send(request)
    if refusals(reply):
        return Unclear("the platform does not show this company's opening")
    shown = answers.content(answer_of(reply, request))
    if not shown.flag("opened"):
        return Absent(as_of=reply.at, complete=True)
    theirs, at = yield from _staff(filing)
    case = _case(filing, context, shown.needed("openingNo"), theirs, at)
    return Different(case, ("staff",)) if None in theirs else Landed(case)


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """The company is open at once; how its staff stands is told by the progress query (ZJ-11)."""
    by_entrance(me_of(signed_in), Entrance.LEGAL_PERSON, _TITLE, "ZJ-15")
    filing = case.filing
    assert isinstance(filing, EmployerOpening)
    shown, _ = yield from asked(wire.opening())
    if shown.text("openingNo") != case.number:
        raise WireChanged("hall.opening.open", "the opening that was asked for", "another")
    theirs, at = yield from _staff(filing)
    return _case(filing, context, shown.needed("openingNo"), theirs, at)


def complete(case: Case, filing: EmployerOpening) -> Flow[Case]:
    """A company opens once (ZJ-15): whoever of its staff did not pass is filed by an enrolment of his own. Nothing is sent."""
    failed = "、".join(part.title for part in case.parts if not part.stands)
    raise NotOffered("ZJ-15", f"单位已开户，开户只办一次；{failed}请{ANEW_STAFF}")
    yield


def _staff(filing: EmployerOpening) -> Flow[tuple[list[Item | None], datetime]]:
    """The first item of each of the staff: it was filed with the opening, for before it there was no unit."""
    listed = yield from lists.progress()
    first: dict[str, Item] = {}
    for item in lists.whole(listed, "api/progress"):
        first.setdefault(item.person, item)
    return [first.get(each.person.document.number) for each in filing.staff], listed.at


def _case(
    filing: EmployerOpening, context: Context, number: str, staff: list[Item | None], at: datetime
) -> Case:
    shown = [None if item is None else (item.number, item.state, item.reasons) for item in staff]
    return an_opening(filing, context, number, at, shown)
