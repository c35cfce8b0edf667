"""Conversations with the Shanghai hall about declarations: what is asked in which order. Generators, no I/O.

All businesses go the same way: 校验 (a slip), the echo, one signed 提交, and the verdict at once (SH-23, SH-24). The log-in is in
``access.py``, a unit's own access in ``flows_access.py``, the ways back in ``flows_withdrawal.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from sigateway.plugin import (
    Absent,
    Case,
    CaseState,
    Commit,
    Context,
    Different,
    EchoField,
    Evidence,
    Expected,
    Facts,
    Filing,
    Flow,
    Intent,
    Landed,
    SignedIn,
    Unclear,
    WireChanged,
    compare,
    send,
)

from . import answers, fields, flows_access, lists, standing, wire
from .access import ShanghaiSignedIn, me_of, signed
from .answers import Declared, Row
from .businesses import business_of
from .cases import DONE, lapsed, of_row, taken
from .facts import HallFacts
from .reading import answer_if_there, ask, commit, content
from .safe_xml import Part


def facts(filing: Filing, signed_in: SignedIn) -> Flow[Facts]:
    """What the hall shows beforehand: READs only. The right first, for without it the hall shows nothing else (SH-06, SH-09, SH-14)."""
    me = me_of(signed_in)
    right, at = yield from flows_access.right(me)
    if right.session not in (standing.AUTHORISED, standing.SUPERVISOR):
        return HallFacts(at=at, right=right)
    answer = yield from ask(wire.unit(me.head))
    shown = standing.unit(answers.content(answer))
    declared = business_of(filing).declared(filing)
    person = None
    if fields.CITIZEN_NUMBER.fullmatch(declared["zjhm"]):
        number = declared.get("grxh", "")
        tried = number if fields.PERSONAL_NUMBER.fullmatch(number) else ""
        request = wire.person(me.head, declared["zjhm"], tried, declared.get("nd", ""))
        person = standing.person((yield from content(request)))
    return HallFacts(at=answer.at, right=right, unit=shown, person=person)


def submit(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """校验 → 核对回显 → 签名提交 → 核定信息 (SH-05, SH-23)."""
    me, business = me_of(signed_in), business_of(filing)
    asked = business.declared(filing)
    nr = yield from content(wire.check(me.head, asked))
    shown, slip = answers.declared(nr), nr.needed("jyh")
    if list(shown.fields) != list(asked):
        raise WireChanged("sbjy", "the fields that were sent, in their order", "others")
    answers.check_sums(nr)

    parts: list[Part] = [("jyh", slip), ("sb", list(shown.fields.items()))]
    request = yield from signed("declaration.submit", "sbtj", me, parts)
    effect = Commit(request, step="submit", echo=_echo(filing, shown), draft=slip)
    answer = yield from commit(effect)
    done = answers.content(answer)
    told = answers.declared(done)
    if done.needed("jyh") != slip or told.fields != shown.fields:
        raise WireChanged(request.operation, "the declaration that was submitted", "another")
    return taken(filing, context, done.needed("sbh"), answer.words or DONE, told, answer.at)


def _echo(filing: Filing, shown: Declared) -> tuple[EchoField, ...]:
    """What was asked beside what the hall would hold; the base is the hall's to assess, and has no field in a filing."""
    business = business_of(filing)
    expected = fields.expected_echo(business.declared(filing))
    seen = dict(shown.fields)
    base = next((a.yuan for a in shown.amounts if a.label == answers.BASE_LABEL), None)
    if base is not None:
        expected["hdjs"], seen["hdjs"] = Expected(answers.BASE_LABEL, None), f"{base:f}"
    named = filing.in_schemes
    if named is not None and business.schemes_shown:
        # There is no choice of insurances: all of the unit's, and another wish shows here, before the commit.
        expected["xz"] = Expected("险种", " ".join(fields.scheme_codes(named)))
        seen["xz"] = " ".join(code for code in fields.SCHEMES if code in shown.schemes)
    return compare(expected, seen)


def evidence(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether the hall holds what was about to be submitted, by the slip's number in the list, read to its end."""
    me, slip = me_of(signed_in), intent.draft
    if slip is None:
        return Unclear(f"no number to look for (step {intent.step})")
    listed = yield from lists.declarations(me.head, slip=slip)
    ours = [row for row in listed.items if row.slip == slip]
    if len(ours) > 1:
        return Unclear("the slip stands twice in the list")
    if ours:
        return (yield from _landed(filing, ours[0], me, context))
    if not listed.complete:
        return Unclear("the list could not be read to its end")
    request = wire.slip(me.head, slip)
    answer = answer_if_there((yield from send(request)), request)
    if answer is None:
        return Absent(as_of=listed.at, complete=True, intact=False)
    nr = answers.content(answer)
    match nr.needed("zt"):
        case answers.UNUSED:
            changed = _differing(filing, answers.declared_fields(nr.node("sb")))
            return Absent(as_of=listed.at, complete=True, intact=not changed)
        case answers.LAPSED:
            return Absent(as_of=listed.at, complete=True, intact=False)
        case answers.USED:
            return Unclear("the slip is used, and its declaration is not in the list yet")
    return Unclear("a state of the slip that this region does not know")


def _landed(filing: Filing, found: Row, me: ShanghaiSignedIn, context: Context) -> Flow[Evidence]:
    row, told, answer = yield from opened(me, found.number)
    case = of_row(filing, context, row, told, answer.at)
    differing = _differing(filing, told.fields)
    return Different(case, differing) if differing else Landed(case)


def _differing(filing: Filing, shown: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the fields that the hall holds otherwise than they were asked."""
    asked = business_of(filing).declared(filing)
    compared = compare(fields.expected_echo(asked), shown)
    return tuple(field.name for field in compared if field.differs)


def opened(me: ShanghaiSignedIn, number: str) -> Flow[tuple[Row, Declared, wire.Answer]]:
    """One declaration as the hall holds it."""
    answer = yield from ask(wire.declaration(me.head, number))
    nr = answers.content(answer)
    row = answers.row(nr)
    if row.number != number:
        raise WireChanged(answer.function, "the declaration that was asked for", "another")
    return row, answers.declared(nr), answer


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """As it now stands: in force, or withdrawn by whomever."""
    me = me_of(signed_in)
    number = number_of(case)
    if case.state in (CaseState.DRAFT, CaseState.DISCARDED):
        return (yield from slip_of(case, me))
    row, told, answer = yield from opened(me, number)
    return of_row(case.filing, context, row, told, answer.at)


def slip_of(case: Case, me: ShanghaiSignedIn) -> Flow[Case]:
    """A slip that was never submitted: it has no legal effect, cannot be discarded, and lapses by itself."""
    request = wire.slip(me.head, number_of(case))
    reply = yield from send(request)
    answer = answer_if_there(reply, request)
    word = answers.LAPSED if answer is None else answers.content(answer).needed("zt")
    if word == answers.USED:
        raise WireChanged(request.operation, "a slip that was not submitted", "one that was")
    return lapsed(case, word, reply.at)


def number_of(case: Case) -> str:
    """The hall's number of the case."""
    if case.number is None:
        raise WireChanged("申报号", "a case with the hall's number", "none")
    return case.number


__all__ = ["evidence", "facts", "number_of", "opened", "slip_of", "submit", "track"]
