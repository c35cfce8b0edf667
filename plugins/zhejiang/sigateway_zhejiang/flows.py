"""Conversations about enrolment 参保登记 and suspension 暂停参保: what is asked in which order. Generators, no I/O.

Both go the same way: 搜索, and one save that is the submission (ZJ-10, ZJ-20, ZJ-41); the verdict comes with the review. There is no draft,
so what was sent is found again by what the hall's list holds behind a mark that was taken before.
"""

from __future__ import annotations

from collections.abc import Mapping

from sigateway.plugin import (
    Absent,
    Case,
    Commit,
    Context,
    Different,
    Enrolment,
    Entrance,
    Evidence,
    Expected,
    Facts,
    Flow,
    HallRefused,
    Intent,
    Landed,
    Month,
    Reply,
    SignedIn,
    Suspension,
    Unclear,
    WireChanged,
    compare,
    send,
)

from . import answers, fields, lists, menus, wire
from .access import ZhejiangSignedIn, by_entrance, me_of
from .answers import Detail, Item, Node
from .cases import case as a_case
from .facts import EnrolmentFacts, SuspensionFacts
from .reading import answer_of, ask, asked, commit, refusals

STEP = "submit"
_BEHIND = "behind "
"""A mark: what stands in the list behind this number came later."""

Movement = Enrolment | Suspension
"""What is filed about an employee."""

_MENU = {"enrolment": "ZJ-06", "suspension": "ZJ-16"}
_BUSINESS = {"enrolment": "职工参保登记", "suspension": "职工暂停参保"}
_TITLE = {"enrolment": "社会保险职工参保登记", "suspension": "社会保险职工暂停参保"}
_SAID = {"enrolment": "保存成功", "suspension": "提交成功"}
"""What the hall says when it has taken it (ZJ-10, ZJ-20)."""


def facts(filing: Movement, signed_in: SignedIn, context: Context) -> Flow[Facts]:
    """What the search shows, or the words by which it refuses: READs only (ZJ-07, ZJ-17)."""
    me = me_of(signed_in)
    by_entrance(me, Entrance.LEGAL_PERSON, _TITLE[filing.type])
    if not (yield from menus.offered(me, context, _MENU[filing.type])):
        refused: Facts = _kind(filing)(at=context.at, offered=False)
        return refused
    return (yield from _searched(filing, me))


def _kind(filing: Movement) -> type[EnrolmentFacts] | type[SuspensionFacts]:
    return EnrolmentFacts if isinstance(filing, Enrolment) else SuspensionFacts


def _searched(filing: Movement, me: ZhejiangSignedIn) -> Flow[Facts]:
    schemes = yield from _schemes_of_the_unit(me)
    number = filing.person.document.number
    request = wire.enrol_search(number) if isinstance(filing, Enrolment) else wire.suspend_search(number)
    reply = yield from send(request)
    refusal = refusals(reply)
    if refusal:
        refused: Facts = _kind(filing)(at=reply.at, refusals=refusal, unit_schemes=schemes)
        return refused
    shown = answers.content(answer_of(reply, request))
    if shown.needed("idCard") != number:
        raise WireChanged(request.operation, "the person that was asked for", "another")
    if isinstance(filing, Enrolment):
        return _of_the_enrolment(shown, schemes, reply)
    return _of_the_suspension(shown, schemes, reply)


def _schemes_of_the_unit(me: ZhejiangSignedIn) -> Flow[tuple[str, ...]]:
    """As the hall has them; asked again when there were none at log-in: the company may have been opened since."""
    if me.schemes:
        return me.schemes
    company = (yield from ask(wire.session())).node("unit")
    return tuple(company.needed("schemes").split()) if company.data else ()


def _of_the_enrolment(shown: Node, schemes: tuple[str, ...], reply: Reply) -> EnrolmentFacts:
    person, found = shown.node("person"), shown.flag("found")
    return EnrolmentFacts(
        at=reply.at,
        unit_schemes=schemes,
        found=found,
        name=person.needed("name") if found else "",
        known={key: person.text(key) for key in fields.READ_IN} if found else {},
        change=shown.text("changeKind"),
        start_months=shown.each_months("startMonths"),
        here=shown.each_month("here"),
        elsewhere=shown.text("elsewhere"),
        resident=shown.flag("resident"),
        pending=shown.text("pending"),
        paid_until=shown.each_month("paidUntil"),
        minimum_wage=shown.yuan("minimumWage"),
        floor=shown.yuan("floor"),
        ceiling=shown.yuan("ceiling"),
    )


def _of_the_suspension(shown: Node, schemes: tuple[str, ...], reply: Reply) -> SuspensionFacts:
    here, stop_months = shown.each_month("here"), shown.each_months("stopMonths")
    if here.keys() != stop_months.keys():
        # What stops is what runs here: an insurance that one of them lacks would be left running in silence.
        raise WireChanged(
            shown.where,
            "the same insurances in here and stopMonths",
            " ".join(sorted(here.keys() ^ stop_months.keys())),
        )
    return SuspensionFacts(
        at=reply.at,
        unit_schemes=schemes,
        name=shown.needed("name"),
        here=here,
        pending=shown.text("pending"),
        stop_months=stop_months,
        injury_follows=shown.flag("injuryFollows"),
    )


def submit(filing: Movement, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """搜索 → 下一步 or 保存, once: it counts as submitted (ZJ-20, ZJ-41)."""
    me = me_of(signed_in)
    by_entrance(me, Entrance.LEGAL_PERSON, _TITLE[filing.type])
    seen = yield from _searched(filing, me)
    assert isinstance(seen, EnrolmentFacts | SuspensionFacts)
    if seen.refusals:
        raise HallRefused(seen.refusals)
    form = _form(filing, seen)
    last = yield from _last_item(filing)
    name = Expected(fields.LABELS["name"], filing.person.name, must_show=isinstance(seen, SuspensionFacts))
    echo = compare({"name": name}, {"name": seen.name} if seen.name else {})
    # With nothing saved before, the mark stands where the hall's number of a draft would.
    mark = None if any(each.differs for each in echo) else _mark(last)
    effect = Commit(wire.save(_part(filing), form), step=STEP, echo=echo, draft=mark)
    answer, reply = yield from commit(effect)
    shown = answers.content(answer)
    if answer.words != _SAID[filing.type] or shown.needed("business") != _BUSINESS[filing.type]:
        raise WireChanged(
            effect.request.operation, f"{_SAID[filing.type]}, of this business", "something else"
        )
    number = shown.needed("itemNo")
    differs = _months_that_differ(filing, form, answers.months_of_item(shown))
    return a_case(
        filing,
        context,
        number,
        shown.needed("state"),
        reply.at,
        base=answers.base_of_item(shown),
        differs=differs,
    )


def _part(filing: Movement) -> str:
    return "enrol" if isinstance(filing, Enrolment) else "suspend"


def _form(filing: Movement, seen: EnrolmentFacts | SuspensionFacts) -> dict[str, str]:
    if isinstance(filing, Enrolment) and isinstance(seen, EnrolmentFacts):
        schemes = fields.joined(filing, seen.unit_schemes)
        return fields.enrolment(filing, schemes, seen.known, seen.start_months)
    assert isinstance(filing, Suspension)
    assert isinstance(seen, SuspensionFacts)
    schemes = fields.stopped(filing, seen.here)
    return fields.suspension(filing, schemes, seen.stop_months, injury_follows=seen.injury_follows)


def _months_that_differ(
    filing: Movement, form: Mapping[str, str], held: Mapping[str, Month]
) -> tuple[str, ...]:
    """The insurances whose month the hall holds otherwise than written: a stop month is the one after the last paid (ZJ-19)."""
    suffix, later = ("From", 0) if isinstance(filing, Enrolment) else ("Stop", 1)
    shown = {code: month.plus(later).compact for code, month in held.items()}
    return tuple(
        f"{code}{suffix}" for code in fields.SCHEMES if form[f"{code}{suffix}"] != shown.get(code, "")
    )


def _mark(last: str) -> str:
    return f"{_BEHIND}{last}"


def _last_item(filing: Movement) -> Flow[str]:
    """The latest item of this person at this unit, whoever filed it; empty when there is none. Numbers rise."""
    listed = yield from lists.progress(filing.person.document.number)
    return max((item.number for item in lists.whole(listed, "api/progress")), default="")


def evidence(filing: Movement, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether the hall holds what was about to be saved: an item of ours behind the mark, in the list read to its end."""
    if intent.draft is None or not intent.draft.startswith(_BEHIND):
        return Unclear(f"no mark to look behind (step {intent.step})")
    listed = yield from lists.progress(filing.person.document.number)
    before = intent.draft.removeprefix(_BEHIND)
    ours = [item for item in listed.entries if _is_ours(item, filing, before)]
    schemes = (yield from _schemes_of_the_unit(me_of(signed_in))) if ours else ()
    found: Evidence | None = None
    for each in ours:
        told, reply = yield from opened(each.number)
        case = case_of(filing, context, told, reply)
        differing = _differing(filing, told, schemes)
        if not differing:
            return Landed(case)
        found = found or Different(case, differing)
    if found is not None:
        return found
    if not listed.complete:
        return Unclear("the list could not be read to its end")
    return Absent(as_of=listed.at, complete=True)


def _is_ours(item: Item, filing: Movement, before: str) -> bool:
    """Filed by this wire, not by hand in a browser: what a clerk did meanwhile is another item."""
    return (
        item.number > before
        and item.business == _BUSINESS[filing.type]
        and item.channel == answers.OURS
        and item.person == filing.person.document.number
    )


def _differing(filing: Movement, told: Detail, schemes: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the fields that the hall holds otherwise than they were asked."""
    month = Month.of(told.item.filed_at)
    expected = (
        fields.held_enrolment(filing, schemes, month)
        if isinstance(filing, Enrolment)
        else fields.held_suspension(filing, month)
    )
    return tuple(each.name for each in compare(expected, told.filed) if each.differs)


def opened(number: str) -> Flow[tuple[Detail, Reply]]:
    """One item as the hall holds it."""
    shown, reply = yield from asked(wire.progress_detail(number))
    told = answers.detail(shown)
    if told.item.number != number:
        raise WireChanged(shown.where, "the item that was asked for", "another")
    return told, reply


def case_of(filing: Movement, context: Context, told: Detail, reply: Reply) -> Case:
    """The item as a case."""
    item = told.item
    return a_case(filing, context, item.number, item.state, reply.at, base=told.base, reasons=item.reasons)


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """单位业务申报进度查询: as it now stands (ZJ-11, ZJ-21)."""
    filing = case.filing
    assert isinstance(filing, Enrolment | Suspension)
    by_entrance(me_of(signed_in), Entrance.LEGAL_PERSON, "单位业务申报进度查询", "ZJ-11")
    told, reply = yield from opened(number_of(case))
    return case_of(filing, context, told, reply)


def number_of(case: Case) -> str:
    """The hall's number of the case."""
    if case.number is None:
        raise WireChanged("办件编号", "a case with the hall's number", "none")
    return case.number
