"""What must hold of yearly declarations at any moment, for the oracle."""

from __future__ import annotations

from itertools import groupby, pairwise

from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.wuhan.annual.records import ANNUAL_WAGE, RETIREE_WAGE
from sigateway_mockservers.wuhan.records import Effect
from sigateway_mockservers.wuhan.store import Store


def find_annual_violations(store: Store) -> list[Violation]:
    """Two binding declarations of one person, unit, kind and year."""
    binding = [
        each
        for each in store.effects.values()
        if each.kind in (ANNUAL_WAGE, RETIREE_WAGE) and not each.returned
    ]
    return [
        Violation(
            "duplicate-effect",
            f"{second.zjhm} has the {second.kind} of {second.year} twice at {second.unit}",
            (first.sxh, second.sxh),
        )
        for _, group in groupby(sorted(binding, key=_key), lambda each: _key(each)[:-1])
        for first, second in pairwise(group)
    ]


def _key(effect: Effect) -> tuple[str, str, str, str, int]:
    return effect.kind, effect.unit, effect.zjhm, effect.year, effect.number
