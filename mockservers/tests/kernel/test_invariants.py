"""What landed twice, as the halls' invariants see it: the same content, while the first stood and nothing undid it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sigateway_mockservers.kernel.invariants import Landing, landed_twice, pairs

PLACE = ("unit", "person")
FOLLOWS = {"enrolment": {"stop"}, "stop": {"enrolment", "wage"}, "wage": {"wage"}}

FIRST = Landing("A1", "enrolment", PLACE, "content a", order=1)
AGAIN = Landing("A2", "enrolment", PLACE, "content a", order=9)
STOP = Landing("B1", "stop", PLACE, "content b", order=5)


def numbers(*landings: Landing) -> list[tuple[str, ...]]:
    return [violation.entries for violation in landed_twice(landings, FOLLOWS)]


def test_the_same_content_twice_is_found_in_whatever_order_it_is_held() -> None:
    assert numbers(FIRST, AGAIN) == numbers(AGAIN, FIRST) == [("A1", "A2")]


@pytest.mark.parametrize(
    ("first", "between", "again"),
    [
        (replace(FIRST, content="content c"), None, AGAIN),
        (replace(FIRST, ended=4), None, AGAIN),
        (replace(FIRST, counted=False), None, AGAIN),
        (FIRST, None, replace(AGAIN, counted=False)),
        (FIRST, STOP, AGAIN),
        (FIRST, replace(STOP, ended=12), AGAIN),
        (FIRST, replace(STOP, counted=False), AGAIN),
    ],
    ids=["another", "ended", "not counted", "again not counted", "undone", "undone then", "undone uncounted"],
)
def test_honest_work_is_none(first: Landing, between: Landing | None, again: Landing) -> None:
    assert numbers(first, *([between] if between is not None else []), again) == []


@pytest.mark.parametrize(
    "between",
    [
        replace(STOP, place=("unit", "somebody else")),
        replace(STOP, kind="wage"),
        replace(STOP, ended=7),
        replace(STOP, order=10),
    ],
    ids=["another person", "a kind that undoes no enrolment", "undone itself", "too late"],
)
def test_what_does_not_undo_the_first_excuses_nothing(between: Landing) -> None:
    assert ("A1", "A2") in numbers(FIRST, between, AGAIN)


def test_the_kinds_that_make_way_are_read_from_the_one_that_follows() -> None:
    wage = Landing("W1", "wage", PLACE, "wage", order=1)
    again = replace(wage, number="W2", order=9)
    assert numbers(wage, STOP, again) == [], "a stop makes every wage declared before it give way"
    assert numbers(FIRST, replace(STOP, kind="wage"), AGAIN) == [("A1", "A2")], (
        "a wage makes no enrolment give way"
    )


def test_pairs_are_of_one_key_and_the_earlier_first() -> None:
    assert list(pairs(["a1", "b1", "a2", "a3"], lambda each: each[0])) == [
        ("a1", "a2"),
        ("a1", "a3"),
        ("a2", "a3"),
    ]
