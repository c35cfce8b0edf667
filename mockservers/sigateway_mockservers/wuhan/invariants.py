"""What must hold in the Wuhan hall at any moment, for the oracle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby, pairwise

from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.wuhan.annual.invariants import find_annual_violations
from sigateway_mockservers.wuhan.arrears.invariants import find_arrears_violations
from sigateway_mockservers.wuhan.businesses import (
    APPOINTMENT,
    BUSINESSES,
    ENROLMENT,
    PROBLEM_REPORT,
    SUSPENSION,
    business_of,
    business_of_kind,
)
from sigateway_mockservers.wuhan.community.invariants import find_community_violations
from sigateway_mockservers.wuhan.lists import TaskLists
from sigateway_mockservers.wuhan.months import next_month, read_month
from sigateway_mockservers.wuhan.records import Effect, Filing
from sigateway_mockservers.wuhan.store import Store

_MOST_MONTHS_BACK = 2

#: What every item files, by its number and row.
_Filings = Mapping[tuple[str, int], Filing]


def find_violations(store: Store, lists: TaskLists) -> list[Violation]:
    """Every invariant that does not hold."""
    binding = [effect for effect in store.effects.values() if not effect.returned]
    filings = {(task.sxh, each.row): each for task in store.tasks.values() for each in task.filings}
    return [
        *_enrolled_twice(binding),
        *_stopped_twice(binding),
        *_changed_twice(store.effects.values()),
        *_booked_or_asked_twice(filings, binding),
        *_outside_window(filings, binding),
        *_effects_without_state(store, filings, binding),
        *find_arrears_violations(store),
        *find_annual_violations(store),
        *find_community_violations(store),
        *_lists_that_differ(store, lists),
    ]


def _series(
    effects: Iterable[Effect], kind: str, key: Callable[[Effect], tuple[str, ...]]
) -> list[list[Effect]]:
    """The effects of one kind, in groups of one key each, oldest first."""
    of_kind = sorted(
        (each for each in effects if each.kind == kind), key=lambda each: (key(each), each.number)
    )
    return [list(group) for _, group in groupby(of_kind, key)]


def _duplicate(first: Effect, second: Effect, what: str) -> Violation:
    said = f"{second.zjhm} {what} at {second.unit}, from {first.start_month} and from {second.start_month}"
    return Violation("duplicate-effect", said, (first.sxh, second.sxh))


def _enrolled_twice(binding: list[Effect]) -> list[Violation]:
    """Two enrolments in force for one person at one unit, with no stop between them."""
    return [
        _duplicate(first, second, "is enrolled twice")
        for effects in _series(binding, ENROLMENT.kind, lambda each: (each.unit, each.zjhm))
        for first, second in pairwise(effects)
        if first.stopped is None or first.stopped > second.at
    ]


def _stopped_twice(binding: list[Effect]) -> list[Violation]:
    """Two suspensions of one insurance."""
    return [
        _duplicate(first, second, "is stopped twice")
        for effects in _series(binding, SUSPENSION.kind, lambda each: (each.unit, each.zjhm, each.insurance))
        for first, second in pairwise(effects)
    ]


def _changed_twice(effects: Iterable[Effect]) -> list[Violation]:
    """The same change twice for one insurance or unit, with no other between; one given back by then is none.

    What the counter has changed since makes way too.
    """
    found: list[Violation] = []
    every = list(effects)
    for kind in (each.kind for each in BUSINESSES if each.replaces_itself):
        for changes in _series(every, kind, lambda each: (each.unit, each.zjhm, each.insurance)):
            for place, second in enumerate(changes):
                stood = [
                    each
                    for each in changes[:place]
                    if each.returned_at is None or each.returned_at > second.at
                ]
                if stood and _is_same_again(stood[-1], second):
                    found.append(_duplicate(stood[-1], second, f"has the same {kind} twice"))
    return found


def _is_same_again(first: Effect, second: Effect) -> bool:
    """Both bind, say the same, and nobody has changed anything in between."""
    undisturbed = first.stopped is None or first.stopped > second.at
    return first.content == second.content and undisturbed and not (first.returned or second.returned)


def _booked_or_asked_twice(filings: _Filings, binding: list[Effect]) -> list[Violation]:
    """Two places of a unit in one slot, or one question sent twice."""

    def place(effect: Effect) -> tuple[str, ...]:
        fields = filings[effect.sxh, effect.row].fields
        return effect.unit, fields.get("yyrq", ""), fields.get("yysd", "")

    series = [
        *_series(binding, APPOINTMENT.kind, place),
        *_series(binding, PROBLEM_REPORT.kind, lambda each: (each.unit, each.content)),
    ]
    return [
        _duplicate(first, second, f"has the same {second.kind} twice")
        for effects in series
        for first, second in pairwise(effects)
    ]


def _outside_window(filings: _Filings, binding: list[Effect]) -> list[Violation]:
    """A filing works from a month that its business allows, by the month in which it was saved and submitted."""
    found: list[Violation] = []
    for effect in binding:
        if effect.corrected or not business_of_kind(effect.kind).has_months:
            continue
        enrols = effect.kind == ENROLMENT.kind
        saved_in = filings[effect.sxh, effect.row].fields.get("cbny", "")
        what = _enrolment_window(effect, saved_in) if enrols else _following_month(effect)
        if what:
            found.append(Violation("outside-window", f"{effect.sxh} {what}", (effect.sxh,)))
    return found


def _enrolment_window(effect: Effect, saved_in: str) -> str:
    """WH-56: nobody is insured from more than two months before the month of saving, or after it."""
    saved, start = read_month(saved_in), read_month(effect.start_month)
    if saved is None or start is None:
        return "has no month"
    back = (saved[0] * 12 + saved[1]) - (start[0] * 12 + start[1])
    return "" if 0 <= back <= _MOST_MONTHS_BACK else f"begins {back} months back"


def _following_month(effect: Effect) -> str:
    """WH-74, WH-89: from the month after that of saving, which is not after that of submission."""
    if read_month(effect.start_month) is None:
        return "has no month"
    latest = next_month(month_of(effect.at))
    return "" if effect.start_month <= latest else f"begins in {effect.start_month}, after {latest}"


def _effects_without_state(store: Store, filings: _Filings, binding: list[Effect]) -> list[Violation]:
    """A binding effect belongs to a submitted item; one in force shows in the insurances; and the other way round.

    So with each row of a batch, which has come back or binds somebody.
    """
    found: list[Violation] = []
    bound = {(effect.sxh, effect.row) for effect in binding}
    for effect in binding:
        task = store.tasks[effect.sxh]
        if task.submitted is None or task.discarded or filings[effect.sxh, effect.row].returned:
            found.append(Violation("state", f"{effect.sxh} binds but is not submitted", (effect.sxh,)))
        in_force = task.finished is not None
        if effect.in_force != in_force or (
            in_force and not business_of_kind(effect.kind).shows_in(store, effect)
        ):
            found.append(Violation("state", f"{effect.sxh} and what is in force disagree", (effect.sxh,)))
    for task in store.tasks.values():
        kept = {(task.sxh, each.row) for each in task.filings if not each.returned}
        if task.submitted is not None and (not kept or kept - bound):
            what = f"{task.sxh} ({business_of(task).name}) is submitted but binds nobody"
            found.append(Violation("state", what, (task.sxh,)))
    return found


def _lists_that_differ(store: Store, lists: TaskLists) -> list[Violation]:
    """Each living item stands in exactly the list of its state, unless a fault shows it late."""
    found: list[Violation] = []
    for task in store.tasks.values():
        if lists.shown_task(task.sxh) is not task:
            continue
        drafts = lists.drafts(task.unit, sxh=task.sxh).total
        filed = lists.filed(task.unit, sxh=task.sxh).total
        expected = (0, 0) if task.discarded else (1, 0) if task.submitted is None else (0, 1)
        if (drafts, filed) != expected:
            found.append(Violation("lists", f"{task.sxh} is shown in {drafts} and {filed} rows", (task.sxh,)))
    return found
