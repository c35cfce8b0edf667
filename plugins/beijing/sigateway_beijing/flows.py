"""Filing in two systems (BJ-07, BJ-18, BJ-19, BJ-21, BJ-22): forms, both drafts, both echoes, then one commit a system. Generators, no I/O.

Both drafts are saved and compared before the first half is submitted, so that a refusal of either leaves drafts and nothing more.
Then the four insurances, then medical. What stands is never filed again; a half that failed is corrected alone, under its own number.
"""

from __future__ import annotations

from datetime import datetime

from sigateway.plugin import (
    Absent,
    Case,
    CaseState,
    Context,
    Different,
    EchoField,
    EmployerUpdate,
    Evidence,
    Filing,
    Flow,
    HallRefused,
    Intent,
    Landed,
    NotOffered,
    Part,
    PersonUpdate,
    Reason,
    SignedIn,
    keep_case,
    send,
)

from . import cases, fields, flows_file, flows_undo, systems, wanted
from .business import BUSINESSES, scope, systems_of
from .fields import FOUR, MEDICAL, SYSTEMS
from .halves import UNSENT, Half
from .reading import read_words
from .systems import Form

ONLY_IN_A_FILE = "该人员为中断失业状态，须使用企业版申报"


def submit(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """File it at every system that it reaches; somebody in 中断失业 by a file of one line (BJ-20)."""
    business = BUSINESSES[filing.type]
    if not systems_of(filing, context.unit.schemes):
        raise NotOffered("BJ-07", "没有可以在网上申报的险种或内容")
    forms, refused = yield from _forms(filing, context)
    if any(form.refused == (ONLY_IN_A_FILE,) for form in forms.values()):
        return (yield from flows_file.submit_alone(filing, signed_in, context))
    if refused:
        raise HallRefused(refused)
    telling = tuple(s for s in forms if wanted.changes_something(filing, forms[s])) or tuple(forms)
    saying = {system: wanted.to_send(filing, forms[system], context) for system in telling}
    for system in telling:
        systems.check_form(forms[system], business, saying[system])
    drafts: dict[str, Half] = {}
    for system in telling:
        partner = drafts[FOUR].number if FOUR in drafts else ""
        drafts[system] = yield from systems.save(system, business, scope(telling), partner, saying[system])
    echo = tuple(field for s in telling for field in wanted.echo(filing, s, context, drafts[s].fields))
    parts = {s: cases.part(s, half, context, filing) for s, half in drafts.items()}
    return (yield from _commit_all(filing, context, drafts, parts, echo))


def _forms(filing: Filing, context: Context) -> Flow[tuple[dict[str, Form], tuple[Reason, ...]]]:
    business, found = BUSINESSES[filing.type], {}
    for system in systems_of(filing, context.unit.schemes):
        who = {} if filing.subject is None else fields.asked(filing, system, context.unit.schemes)
        found[system] = yield from systems.form(system, business, who)
    words = [each for form in found.values() for each in form.refused]
    return found, read_words(dict.fromkeys(words), business)


def _commit_all(
    filing: Filing,
    context: Context,
    drafts: dict[str, Half],
    parts: dict[str, Part],
    echo: tuple[EchoField, ...],
) -> Flow[Case]:
    """Submit the drafts one after another; between two of them the case so far is written down."""
    left, at = list(drafts), context.at
    for half in drafts.values():  # all before the first: nothing is begun that could only be half made
        systems.check_commit("submit", half)
    for system in drafts:
        left.remove(system)
        reasons, at = yield from _commit(filing, drafts[system], _step(drafts[system]), echo)
        state = CaseState.REFUSED if reasons else CaseState.IN_REVIEW
        stands_already = any(each.stands for each in parts.values())
        if reasons and not stands_already:
            raise HallRefused(reasons)  # the first no is a no to all
        new = cases.part(system, drafts[system], context, filing, state=state, reasons=reasons)
        parts = cases.replaced(parts, new)
        if left or reasons:
            yield from keep_case(cases.case(filing, context, list(parts.values()), at))
        echo = ()
    return cases.case(filing, context, list(parts.values()), at)


def _step(half: Half) -> str:
    """The step's name: the system's; with the version for what was said anew, for a step that has landed is never committed again."""
    return half.system if half.version == 1 else f"{half.system}.{half.version}"


def _commit(
    filing: Filing, half: Half, step: str, echo: tuple[EchoField, ...]
) -> Flow[tuple[tuple[Reason, ...], datetime]]:
    """Submit this half. Its reasons when the system says no; a page that is neither is not this flow's to judge."""
    business = BUSINESSES[filing.type]
    effect = systems.commit("submit", step, half, echo)
    reply = yield from send(effect)
    try:
        systems.submitted(half.system, reply, effect.request, business)
    except HallRefused as refusal:
        return refusal.reasons, reply.at
    return (), reply.at


def complete(case: Case, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """File what does not stand. Looked at first: another hand, or an answer that was lost, may have done it."""
    if flows_file.is_of_a_file(case):
        case = yield from flows_file.track(case, signed_in, context)
    parts: dict[str, Part] = {}
    drafts: dict[str, Half] = {}
    for each in case.parts:
        half = yield from _half_of(each, case)
        if half is not None and cases.part(each.name, half, context, filing).stands:
            differs = wanted.differences(filing, each.name, context, half.fields)
            parts[each.name] = cases.part(each.name, half, context, filing, differs=differs)
            continue
        drafts[each.name] = yield from _draft(each, half, case, filing, context)
        parts[each.name] = cases.part(each.name, drafts[each.name], context, filing)
    echo = tuple(
        field for s, half in drafts.items() for field in wanted.echo(filing, s, context, half.fields)
    )
    return (yield from _commit_all(filing, context, drafts, parts, echo))


def _half_of(part: Part, case: Case) -> Flow[Half | None]:
    """The half of this part, by its number; a medical one of which the number was lost, by its partner's."""
    number = part.number
    partner = next((each.number for each in case.parts if each.name == FOUR), None)
    if number is None and part.name == MEDICAL and partner is not None:
        number = yield from systems.medical_of(partner)
    if number is None:
        return None
    half, _ = yield from systems.look(part.name, number)
    return half


def _draft(part: Part, half: Half | None, case: Case, filing: Filing, context: Context) -> Flow[Half]:
    """The draft that is to be sent: the one that waits, if it says what is asked; else said anew, under its own number if it has one."""
    business = BUSINESSES[filing.type]
    waits = half is not None and half.status == UNSENT and not half.sent(half.version)
    if half is not None and waits and not wanted.differences(filing, part.name, context, half.fields):
        return half
    if half is not None:
        anew = fields.asked(filing, part.name, context.unit.schemes)
        if isinstance(filing, PersonUpdate | EmployerUpdate):
            anew |= wanted.of_system(fields.changes(filing), part.name)
        return (yield from systems.edit(half, business, anew))
    who = fields.asked(filing, part.name, context.unit.schemes)
    form = yield from systems.form(part.name, business, who)
    if form.refused:
        raise HallRefused(read_words(form.refused, business))
    partner = next((each.number or "" for each in case.parts if each.name == FOUR), "")
    saying = wanted.to_send(filing, form, context)
    systems.check_form(form, business, saying)
    meant = scope(tuple(each for each in SYSTEMS if each in {p.name for p in case.parts}))
    return (
        yield from systems.save(part.name, business, meant, partner if part.name == MEDICAL else "", saying)
    )


def evidence(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether the system holds what the step was about to commit: by its number and version, on its own site only."""
    first, _, rest = intent.step.partition(".")
    if first in ("discard", "withdraw"):
        return (yield from flows_undo.evidence(first, rest, filing, intent, context))
    number, _, text = (intent.draft or "").partition(":")
    version = int(text or 0)
    half, at = yield from systems.look(first, number)
    if half is None:
        return Absent(at, complete=True, intact=False)
    differs = wanted.differences(filing, first, context, half.fields)
    if half.sent(version):
        case = yield from whole(filing, first, half, context, at)
        if half.version != version:
            return Different(case, ("version", *differs))
        return Different(case, differs) if differs else Landed(case)
    intact = half.version == version and half.status == UNSENT and not differs
    return Absent(at, complete=True, intact=intact)


def whole(filing: Filing, system: str, half: Half, context: Context, at: datetime) -> Flow[Case]:
    """The whole case, from one of its halves: the other is found by the number that ties them together."""
    parts: dict[str, Part] = {}
    for each in systems_of(filing, context.unit.schemes):
        if each == system:
            parts[each] = cases.part(each, half, context, filing)
            continue
        number = half.partner if each == FOUR else (yield from systems.medical_of(half.number))
        other = None
        if number:
            other, at = yield from systems.look(each, number)
        if other is not None or number or not _may_be_one_half(filing):
            parts[each] = cases.part(each, other, context, filing)
    return cases.case(filing, context, list(parts.values()), at)


def _may_be_one_half(filing: Filing) -> bool:
    """A change is filed only where it changes something: then there is no other half."""
    return isinstance(filing, PersonUpdate | EmployerUpdate)


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """As both systems show it now, each for itself."""
    if flows_file.is_of_a_file(case):
        return (yield from flows_file.track(case, signed_in, context))
    parts, at = [], context.at
    for each in case.parts:
        if each.number is None:
            half = yield from _half_of(each, case)
        else:
            half, at = yield from systems.look(each.name, each.number)
        parts.append(_now(each, half, case, context))
    return cases.case(case.filing, context, parts, at).model_copy(update={"turn": case.turn})


def _now(before: Part, half: Half | None, case: Case, context: Context) -> Part:
    if half is None:
        gone = before.number is not None and before.state is not CaseState.DISCARDED
        return before.model_copy(update={"state": CaseState.UNKNOWN}) if gone else before
    new = cases.part(before.name, half, context, case.filing, differs=before.differs)
    if new.state is CaseState.DRAFT and before.state is CaseState.REFUSED:
        return before  # refused when it was submitted: it lies there unsent, and its reasons stand
    return new
