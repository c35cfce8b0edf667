"""Deleting drafts and taking back what is being processed (BJ-32), half by half. Generators, no I/O."""

from __future__ import annotations

from datetime import datetime

from sigateway.plugin import (
    Absent,
    Case,
    CaseState,
    Context,
    Evidence,
    Filing,
    Flow,
    Intent,
    Landed,
    NotOffered,
    Part,
    SignedIn,
    keep_case,
    send,
)

from . import cases, flows_file, reading, systems
from .business import BUSINESSES, systems_of
from .fields import FOUR, MEDICAL
from .halves import UNSENT, Half

_VERBS = {"discard": "delete", "withdraw": "withdraw"}
_UNDONE = {"discard": CaseState.DISCARDED, "withdraw": CaseState.WITHDRAWN}


def discard(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """Delete what was saved and never submitted."""
    return (yield from _undo("discard", (yield from _now(case, signed_in, context)), context))


def withdraw(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """Take back what is being processed, where the hall allows it (BJ-32)."""
    if context.rules.text("BJ-32", "withdraw", on=context.day) != "processing":
        raise NotOffered(
            "BJ-32", "提交后不能撤回；处理结束后按相反业务更正，或到经办机构办理", place="所属社保经办机构"
        )
    return (yield from _undo("withdraw", (yield from _now(case, signed_in, context)), context))


def _now(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """With the numbers of its halves: what was filed as a line of a file learns them only while it is processed."""
    if not flows_file.is_of_a_file(case):
        return case
    now = yield from flows_file.track(case, signed_in, context)
    if unnumbered := [part.title for part in now.parts if part.stands and part.number is None]:
        what = f"报盘中的这一行正在处理，{'、'.join(unnumbered)}还没有编号，现在不能再撤；请稍后再查"
        raise NotOffered("BJ-20", what)
    return now


def _undo(step: str, case: Case, context: Context) -> Flow[Case]:
    parts, at = {part.name: part for part in _parts(case, context)}, case.at
    left = [name for name, part in parts.items() if part.state is not _UNDONE[step]]
    undone_now = 0
    while left:
        name = left.pop(0)
        half, at = yield from _look(name, parts, case)
        if half is not None and _can(step, half):
            at = yield from _commit(step, half, case)
            undone_now += 1
        elif half is not None:
            parts = cases.replaced(parts, cases.part(name, half, context, case.filing))
            continue
        number = None if half is None else half.number
        undone = parts[name].model_copy(
            update={
                "state": _UNDONE[step],
                "number": number or parts[name].number,
                "reasons": (),
                "word": None,
            }
        )
        parts = cases.replaced(parts, undone)
        if left and half is not None:
            yield from keep_case(_case(case, parts, context, at))
    # What an earlier call has undone, and nothing else can be, is the end of it.
    if not undone_now and all(part.state is not _UNDONE[step] for part in parts.values()):
        raise NotOffered("BJ-32", "大厅已处理结束或已在别处改动，不能再撤；请查询现状后再定")
    return _case(case, parts, context, at)


def _parts(case: Case, context: Context) -> tuple[Part, ...]:
    """A draft that was left when its echo differed has no parts yet: its number is that of the first half."""
    if case.parts:
        return case.parts
    number, reached = (case.number or "").partition(":")[0], systems_of(case.filing, context.unit.schemes)
    first = MEDICAL if number.startswith("YB") else FOUR
    return tuple(
        cases.part(s, None, context, case.filing).model_copy(
            update={"number": number if s == first else None}
        )
        for s in reached
    )


def _look(name: str, parts: dict[str, Part], case: Case) -> Flow[tuple[Half | None, datetime]]:
    number = parts[name].number
    if number is None and name == MEDICAL and FOUR in parts and parts[FOUR].number:
        number = yield from systems.medical_of(parts[FOUR].number or "")
    if number is None:
        return None, case.at
    return (yield from systems.look(name, number))


def _can(step: str, half: Half) -> bool:
    return half.status == UNSENT if step == "discard" else half.state is CaseState.IN_REVIEW


def _commit(step: str, half: Half, case: Case) -> Flow[datetime]:
    effect = systems.commit(_VERBS[step], f"{step}.{half.system}", half)
    reply = yield from send(effect)
    reading.check(reply, effect.request, BUSINESSES[case.filing.type])
    return reply.at


def _case(case: Case, parts: dict[str, Part], context: Context, at: datetime) -> Case:
    return cases.case(case.filing, context, list(parts.values()), at).model_copy(update={"turn": case.turn})


def evidence(step: str, system: str, filing: Filing, intent: Intent, context: Context) -> Flow[Evidence]:
    """Whether that half is gone, or back in the drafts."""
    number = (intent.draft or "").partition(":")[0]
    half, at = yield from systems.look(system, number)
    gone = half is None if step == "discard" else half is not None and half.state is CaseState.WITHDRAWN
    if not gone:
        intact = half is not None and half.draft == intent.draft and _can(step, half)
        return Absent(at, complete=True, intact=intact)
    parts: dict[str, Part] = {}
    for each in systems_of(filing, context.unit.schemes):
        if each == system:
            undone = cases.part(each, half, context, filing, state=_UNDONE[step])
            parts[each] = undone.model_copy(update={"number": number})
            continue
        other = yield from _other(each, number, half)
        if other is not None:
            parts[each] = cases.part(each, other, context, filing)
    return Landed(cases.case(filing, context, list(parts.values()), at))


def _other(system: str, number: str, half: Half | None) -> Flow[Half | None]:
    """The other half, where it can be found: a medical one bears the four system's number, a four one is borne by it."""
    found = (yield from systems.medical_of(number)) if system == MEDICAL else (half.partner if half else "")
    if not found:
        return None
    other, _ = yield from systems.look(system, found)
    return other
