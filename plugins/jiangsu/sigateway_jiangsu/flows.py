"""Conversations with the Jiangsu hall about filings: what is asked in which order. Generators, no I/O.

All matters go the same way: 校验 (a draft), the echo, one 提交, and the verdict at once. Log-ins are in ``access.py``, what is done about
access in ``flows_handlers.py`` and ``flows_face.py``, the ways back in ``flows_back.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sigateway.plugin import (
    Absent,
    Case,
    CaseState,
    Commit,
    Context,
    Different,
    Evidence,
    Facts,
    Filing,
    Flow,
    Intent,
    Landed,
    SignedIn,
    Unclear,
    WireChanged,
    compare,
)

from . import standing, wire
from .access import me_of
from .cases import of_row
from .facts import HallFacts
from .fields import asked, expected_echo
from .matters import matter_of
from .reading import Record, ask, ask_at, ask_if_there, commit, pages

_CITIZEN_NUMBER: Final = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
SENT, LAPSED = "已提交", "已失效"


def facts(filing: Filing, signed_in: SignedIn) -> Flow[Facts]:
    """What the hall shows beforehand: READs only."""
    me = me_of(signed_in)
    subject = filing.subject
    assert subject is not None
    number = subject.document.number
    if me.kind == "person":
        if number != me.number:
            return HallFacts(at=(yield from ask_at(wire.person(me.number)))[1], own=me.number)
        shown, at = yield from ask_at(wire.person(number))
        return HallFacts(at=at, own=me.number, person=standing.person(shown), notices=me.notices)
    shown, at = yield from ask_at(wire.unit())
    unit = standing.unit(shown)
    person = None
    if filing.type in unit.scopes and _CITIZEN_NUMBER.fullmatch(number):
        person = standing.person((yield from ask(wire.person(number))))
    return HallFacts(at=at, rank=me.rank, unit=unit, person=person, notices=me.notices)


def submit(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """校验 → 核对回显 → 提交."""
    me_of(signed_in)
    fields = asked(filing)
    checked = yield from ask(wire.check(matter_of(filing).code, fields))
    draft, shown = checked.text("draft"), checked.record("fields").all_texts()
    if shown.keys() != fields.keys():
        raise WireChanged("filing.check", "the fields that were sent", "others")
    echo = compare(expected_echo(filing), shown | _months(checked))
    effect = Commit(wire.submit(draft, shown), step="submit", echo=echo, draft=draft)
    row, at = yield from commit(effect)
    if row.text("draft") != draft:
        raise WireChanged("filing.submit", "the filing that was submitted", "another")
    return of_row(filing, context, row, at)


def _months(shown: Record) -> dict[str, str]:
    """What stands beside the fields of an echo or of a filing."""
    return {name: text for name in ("startMonth", "feeMonth") if (text := shown.text(name))}


def evidence(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether the hall holds what was about to be submitted, by the draft's number in the list, read to its end."""
    number = intent.draft
    if number is None:
        return Unclear(f"no number to look for (step {intent.step})")
    rows, at = yield from pages(lambda page: wire.filings(draft=number, page=page))
    ours = [row for row in rows if row.text("draft") == number]
    if len(ours) > 1:
        return Unclear("the draft stands twice in the list")
    if ours:
        case = of_row(filing, context, ours[0], at)
        differing = _differing(filing, ours[0].record("fields").all_texts() | _months(ours[0]))
        return Different(case, differing) if differing else Landed(case)
    shown, _ = yield from ask_if_there(wire.draft(number))
    if shown is None or shown.text("state") == LAPSED:
        return Absent(as_of=at, complete=True, intact=False)
    match shown.text("state"):
        case "未提交":
            changed = _differing(filing, shown.record("fields").all_texts(), months=False)
            return Absent(as_of=at, complete=True, intact=not changed)
        case "已提交":
            return Unclear("the draft is submitted, and its filing is not in the list yet")
    return Unclear("a state of the draft that this region does not know")


def _differing(filing: Filing, shown: Mapping[str, str], *, months: bool = True) -> tuple[str, ...]:
    """The names of the fields that the hall holds otherwise than they were asked."""
    expected = {
        name: want
        for name, want in expected_echo(filing).items()
        if months or name not in ("startMonth", "feeMonth")
    }
    return tuple(field.name for field in compare(expected, shown) if field.differs)


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """As it now stands."""
    me_of(signed_in)
    if case.state in (CaseState.DRAFT, CaseState.DISCARDED):
        return (yield from draft_of(case))
    row, at = yield from ask_at(wire.filing(number_of(case)))
    if row.text("filing") != case.number:
        raise WireChanged("filing.open", "the filing that was asked for", "another")
    return of_row(case.filing, context, row, at)


def draft_of(case: Case) -> Flow[Case]:
    """A draft that was never submitted: it has no legal effect, cannot be discarded, and lapses with the day."""
    shown, at = yield from ask_if_there(wire.draft(number_of(case)))
    word = LAPSED if shown is None else shown.text("state")
    if word == SENT:
        raise WireChanged("draft.open", "a draft that was not submitted", "one that was")
    return case.model_copy(update={"state": CaseState.DISCARDED, "word": word, "at": at})


def number_of(case: Case) -> str:
    """The hall's number of the case."""
    if case.number is None:
        raise WireChanged("filing", "a case with the hall's number", "none")
    return case.number
