"""What must hold in the Wuhan hall at any moment, for the oracle."""

from __future__ import annotations

from itertools import pairwise

from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.wuhan.fields import read_month
from sigateway_mockservers.wuhan.lists import TaskLists
from sigateway_mockservers.wuhan.records import ENROLMENT, Effect
from sigateway_mockservers.wuhan.store import Store

_MOST_MONTHS_BACK = 2


def find_violations(store: Store, lists: TaskLists) -> list[Violation]:
    """Every invariant that does not hold."""
    binding = [effect for effect in store.effects.values() if not effect.returned]
    return [
        *_duplicates(binding),
        *_outside_window(store, binding),
        *_effects_without_state(store, binding),
        *_lists_that_differ(store, lists),
    ]


def _duplicates(binding: list[Effect]) -> list[Violation]:
    """Two filings in force for one person at one unit, with no stop between them."""
    found: list[Violation] = []
    by_person: dict[tuple[str, str], list[Effect]] = {}
    for effect in binding:
        by_person.setdefault((effect.unit, effect.zjhm), []).append(effect)
    for (unit, person), effects in by_person.items():
        for first, second in pairwise(sorted(effects, key=lambda each: each.number)):
            if first.stopped is None or first.stopped > second.at:
                what = (
                    f"{person} is enrolled twice at {unit} from {first.start_month} and {second.start_month}"
                )
                found.append(Violation("duplicate-effect", what, (first.sxh, second.sxh)))
    return found


def _outside_window(store: Store, binding: list[Effect]) -> list[Violation]:
    """WH-56: nobody is insured from more than two months before the month of saving, or after it."""
    found: list[Violation] = []
    for effect in binding:
        saved, start = read_month(store.tasks[effect.sxh].fields["cbny"]), read_month(effect.start_month)
        if saved is None or start is None:
            found.append(Violation("outside-window", f"{effect.sxh} has no month", (effect.sxh,)))
            continue
        back = (saved[0] * 12 + saved[1]) - (start[0] * 12 + start[1])
        if not 0 <= back <= _MOST_MONTHS_BACK:
            found.append(
                Violation("outside-window", f"{effect.sxh} begins {back} months back", (effect.sxh,))
            )
    return found


def _effects_without_state(store: Store, binding: list[Effect]) -> list[Violation]:
    """A binding effect belongs to a submitted item; one in force to an insurance; and the other way round."""
    found: list[Violation] = []
    bound = {effect.sxh for effect in binding}
    for effect in binding:
        task = store.tasks[effect.sxh]
        if task.submitted is None or task.discarded:
            found.append(Violation("state", f"{effect.sxh} binds but is not submitted", (effect.sxh,)))
        if effect.in_force != (effect.sxh in store.insurances):
            found.append(Violation("state", f"{effect.sxh} and the insurances disagree", (effect.sxh,)))
    for task in store.tasks.values():
        if task.business == ENROLMENT and task.submitted is not None and task.sxh not in bound:
            found.append(Violation("state", f"{task.sxh} is submitted but binds nobody", (task.sxh,)))
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
