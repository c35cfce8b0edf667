"""What must hold of the community desk at any moment, for the oracle."""

from __future__ import annotations

from itertools import combinations, groupby, pairwise

from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.wuhan.businesses.person_account import OPEN
from sigateway_mockservers.wuhan.community.records import (
    FLEXIBLE_ENROLMENT,
    PERSON_ACCOUNT,
    Agreement,
    FlexibleInsurance,
)
from sigateway_mockservers.wuhan.records import Effect
from sigateway_mockservers.wuhan.store import Store


def find_community_violations(store: Store) -> list[Violation]:
    """Every invariant of the community desk that does not hold."""
    binding = [each for each in store.effects.values() if not each.returned]
    return [
        *_agreed_twice(store),
        *_filed_without_agreement(store, binding),
        *_in_window_twice(store),
        *_opened_twice(store, binding),
    ]


def _agreed_twice(store: Store) -> list[Violation]:
    """Two agreements of one person valid at one moment."""
    agreements = sorted(store.community_book.agreements, key=lambda each: each.person)
    return [
        Violation(
            "duplicate-effect",
            f"{first.person} has two agreements at a time, {first.number} and {second.number}",
            (first.sxh, second.sxh),
        )
        for _, group in groupby(agreements, lambda each: each.person)
        for first, second in combinations(group, 2)
        if _overlap(first, second)
    ]


def _overlap(first: Agreement, second: Agreement) -> bool:
    return any(
        max(one.begins, other.begins) < min(one.ends, other.ends)
        for one in first.spans
        for other in second.spans
    )


def _filed_without_agreement(store: Store, binding: list[Effect]) -> list[Violation]:
    """A flexible enrolment that a community filed when it was no agent of the person."""
    return [
        Violation("no-agreement", f"{each.unit} filed {each.sxh} without an agreement", (each.sxh,))
        for each in binding
        if each.kind == FLEXIBLE_ENROLMENT
        and each.unit in store.communities
        and not store.community_book.is_agent(each.unit, each.zjhm, each.at)
    ]


def _in_window_twice(store: Store) -> list[Violation]:
    """One person twice in the flexible window, with nothing that ended the first."""

    def key(insured: FlexibleInsurance) -> str:
        return insured.person

    return [
        Violation("duplicate-effect", f"{second.person} is in the window twice", (first.sxh, second.sxh))
        for _, group in groupby(sorted(store.community_book.window, key=key), key)
        for first, second in pairwise(sorted(group, key=lambda each: each.since))
        if first.stopped is None or first.stopped > second.since
    ]


def _opened_twice(store: Store, binding: list[Effect]) -> list[Violation]:
    """A user opened for somebody who has one."""
    opened = [
        each
        for each in binding
        if each.kind == PERSON_ACCOUNT and store.tasks[each.sxh].fields["czlx"] == OPEN
    ]
    return [
        Violation("duplicate-effect", f"{second.zjhm} is given a user twice", (first.sxh, second.sxh))
        for _, group in groupby(
            sorted(opened, key=lambda each: (each.zjhm, each.number)), lambda each: each.zjhm
        )
        for first, second in pairwise(group)
    ]
