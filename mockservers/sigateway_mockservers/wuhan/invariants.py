"""What must hold in the Wuhan hall at any moment, for the oracle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby, pairwise

from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.wuhan.businesses import ENROLMENT, SUSPENSION, WAGE_CHANGE, business_of
from sigateway_mockservers.wuhan.lists import TaskLists
from sigateway_mockservers.wuhan.months import month_of, next_month, read_month
from sigateway_mockservers.wuhan.records import Effect
from sigateway_mockservers.wuhan.store import Store

_MOST_MONTHS_BACK = 2


def find_violations(store: Store, lists: TaskLists) -> list[Violation]:
    """Every invariant that does not hold."""
    binding = [effect for effect in store.effects.values() if not effect.returned]
    return [
        *_enrolled_twice(binding),
        *_stopped_twice(binding),
        *_changed_twice(store.effects.values()),
        *_outside_window(store, binding),
        *_effects_without_state(store, binding),
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
    """The same wage twice for one insurance, with no other wage between; one given back by then is none."""
    found: list[Violation] = []
    for changes in _series(effects, WAGE_CHANGE.kind, lambda each: (each.unit, each.zjhm, each.insurance)):
        for place, second in enumerate(changes):
            stood = [
                each for each in changes[:place] if each.returned_at is None or each.returned_at > second.at
            ]
            if stood and stood[-1].content == second.content and not (stood[-1].returned or second.returned):
                found.append(_duplicate(stood[-1], second, "has the same wage declared twice"))
    return found


def _outside_window(store: Store, binding: list[Effect]) -> list[Violation]:
    """A filing works from a month that its business allows, by the month in which it was saved and submitted."""
    found: list[Violation] = []
    for effect in binding:
        enrols = effect.kind == ENROLMENT.kind
        saved_in = store.tasks[effect.sxh].fields.get("cbny", "")
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


def _effects_without_state(store: Store, binding: list[Effect]) -> list[Violation]:
    """A binding effect belongs to a submitted item; one in force shows in the insurances; and the other way round."""
    found: list[Violation] = []
    bound = {effect.sxh for effect in binding}
    for effect in binding:
        task = store.tasks[effect.sxh]
        if task.submitted is None or task.discarded:
            found.append(Violation("state", f"{effect.sxh} binds but is not submitted", (effect.sxh,)))
        in_force = task.finished is not None
        if effect.in_force != in_force or (in_force and not _shows(store, effect)):
            found.append(Violation("state", f"{effect.sxh} and what is in force disagree", (effect.sxh,)))
    for task in store.tasks.values():
        if task.submitted is not None and task.sxh not in bound:
            what = f"{task.sxh} ({business_of(task).name}) is submitted but binds nobody"
            found.append(Violation("state", what, (task.sxh,)))
    return found


def _shows(store: Store, effect: Effect) -> bool:
    """Whether the insurances show an effect that is in force."""
    insurance = store.insurances.get(effect.insurance)
    if insurance is None:
        return False
    if effect.kind == SUSPENSION.kind:
        return insurance.stopped is not None
    return any(each.filed == effect.number for each in insurance.wages)


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
