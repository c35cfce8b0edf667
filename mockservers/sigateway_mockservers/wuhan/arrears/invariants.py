"""What must hold of arrears at any moment, for the oracle."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.wuhan.arrears.dues import months_filed
from sigateway_mockservers.wuhan.arrears.records import ASSESSMENT, BILL, ROLLBACK, WRITE_OFF
from sigateway_mockservers.wuhan.records import Effect
from sigateway_mockservers.wuhan.store import Store

#: What a filing binds: a month of a person at a unit, or an assessment.
_Bound = tuple[str, ...]


def find_arrears_violations(store: Store) -> list[Violation]:
    """Every invariant of arrears that does not hold."""
    binding = sorted(
        (each for each in store.effects.values() if not each.returned), key=lambda each: each.number
    )
    assessed = _months_assessed(store, binding)
    return [
        *_bound_twice(assessed, "is in two assessments"),
        *_bound_twice(_assessments_billed(store, binding), "is in two bills"),
        *_bound_twice(_of_kind(store, binding, ROLLBACK, "hdsxhs"), "is rolled back twice"),
        *_bound_twice(_months_written_off(binding), "is written off twice"),
        *_rolled_back_after_receipt(store),
        *_written_off_wrongly(binding, assessed),
    ]


def _months_assessed(store: Store, binding: Iterable[Effect]) -> list[tuple[_Bound, Effect]]:
    return [
        ((each.unit, each.zjhm, month), each)
        for each in binding
        if each.kind == ASSESSMENT and each.sxh not in store.rolled_back
        for month in months_filed(store.tasks[each.sxh])
    ]


def _assessments_billed(store: Store, binding: Iterable[Effect]) -> list[tuple[_Bound, Effect]]:
    gone = {each.sxh for each in store.bills.values() if each.rolled_back}
    kept = [each for each in binding if each.sxh not in gone]
    return _of_kind(store, kept, BILL, "hdsxh")


def _of_kind(store: Store, binding: Iterable[Effect], kind: str, field: str) -> list[tuple[_Bound, Effect]]:
    return [
        ((sxh,), each)
        for each in binding
        if each.kind == kind
        for sxh in store.tasks[each.sxh].fields[field].split(",")
    ]


def _months_written_off(binding: Iterable[Effect]) -> list[tuple[_Bound, Effect]]:
    return [((each.unit, each.zjhm, each.start_month), each) for each in binding if each.kind == WRITE_OFF]


def _bound_twice(bound: Iterable[tuple[_Bound, Effect]], what: str) -> list[Violation]:
    """One violation for each pair of filings that bind the same, however much of it they share."""
    groups: dict[_Bound, list[Effect]] = {}
    for key, effect in bound:
        groups.setdefault(key, []).append(effect)
    found: dict[tuple[str, str], Violation] = {}
    for key, effects in groups.items():
        for first, second in pairwise(effects):
            said = f"{' '.join(key)} {what}: {first.sxh} and {second.sxh}"
            found.setdefault(
                (first.sxh, second.sxh), Violation("duplicate-effect", said, (first.sxh, second.sxh))
            )
    return list(found.values())


def _rolled_back_after_receipt(store: Store) -> list[Violation]:
    """WH-103: a bill for which a receipt was issued never goes back."""
    return [
        Violation(
            "state", f"{each.number} is rolled back though its receipt {each.receipt} was issued", (each.sxh,)
        )
        for each in store.bills.values()
        if each.rolled_back and each.receipt
    ]


def _written_off_wrongly(
    binding: Iterable[Effect], assessed: Iterable[tuple[_Bound, Effect]]
) -> list[Violation]:
    """WH-104: only the month that it is, and no month that is being settled."""
    settling = {key: each.sxh for key, each in assessed}
    found: list[Violation] = []
    for (unit, person, month), effect in _months_written_off(binding):
        if month_of(effect.at) != month:
            said = f"{effect.sxh} writes off {month} in {month_of(effect.at)}"
            found.append(Violation("outside-window", said, (effect.sxh,)))
        if effect.in_force and (unit, person, month) in settling:
            other = settling[unit, person, month]
            said = f"{effect.sxh} writes off {month}, which {other} assesses"
            found.append(Violation("state", said, (effect.sxh, other)))
    return found
