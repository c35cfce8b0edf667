"""What the rewriting leaves out when a rule is off, and that it changes nothing when none is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from sigateway.testing.rules_off import Place
from sigateway.testing.rules_off.others import GONE, other_figure, other_value
from sigateway.testing.rules_off.rewriting import NAME, rewritten
from sigateway.testing.rules_off.switch import Side, Switch

HALL = """
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    rule: str
    words: str


@dataclass(frozen=True)
class Refusal:
    reasons: tuple


class Refused(ValueError):
    def __init__(self, rule):
        self.rule = rule


CLOSED, YOUNG = Reason("XX-01", "closed"), Reason("XX-02", "too young")


def refuse(reason: Reason) -> Refusal:
    return Refusal((reason,))


def page(refusal):
    return "page: " + refusal.reasons[0].words


def returns(age):
    if age < 16:
        return YOUNG
    return None


def through_a_helper(age):
    if age < 16:
        return page(refuse(YOUNG)) if age < 0 else refuse(YOUNG)
    return "taken"


def as_a_page(age):
    if age < 16:
        return page(Refusal((YOUNG,)))
    return "taken"


def appends(age, day):
    found = []
    if day > 25:
        found.append(CLOSED)
    if age < 16:
        found.append(YOUNG)
    return Refusal(tuple(found)) if found else "taken"


def rows(age, day):
    return [*([CLOSED] if day > 25 else []), *([YOUNG] if age < 16 else [])]


def judged(age, day):
    yield day > 25, CLOSED
    yield age < 16, YOUNG


def raises(age):
    if age < 16:
        raise Refused("XX-02")
    return "taken"


def either(age):
    reason = YOUNG if age < 16 else None
    return "taken" if reason is None else reason.words
"""


@pytest.fixture
def switch() -> Switch:
    return Switch()


@pytest.fixture
def hall(switch: Switch) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "builtins", NAME: Side(Place.HALL, switch)}
    exec(rewritten(HALL, "toy.py"), names)
    return names


def test_nothing_changes_while_every_rule_is_on(hall: dict[str, Any]) -> None:
    closed, young = hall["CLOSED"], hall["YOUNG"]
    assert (hall["returns"](15), hall["returns"](16)) == (young, None)
    assert hall["through_a_helper"](15) == hall["Refusal"]((young,))
    assert (hall["as_a_page"](15), hall["as_a_page"](16)) == ("page: too young", "taken")
    assert hall["appends"](15, 26) == hall["Refusal"]((closed, young))
    assert (hall["appends"](16, 1), hall["rows"](15, 26)) == ("taken", [closed, young])
    assert list(hall["judged"](15, 1)) == [(False, closed), (True, young)]
    assert (hall["either"](15), hall["either"](16)) == ("too young", "taken")
    with pytest.raises(hall["Refused"]):
        hall["raises"](15)


def test_the_rule_that_is_off_is_never_given_and_the_others_are(hall: dict[str, Any], switch: Switch) -> None:
    closed = hall["CLOSED"]
    with switch.off(Place.HALL, "XX-02"):
        assert hall["returns"](15) is None
        for taken in ("through_a_helper", "as_a_page", "raises", "either"):
            assert hall[taken](15) == "taken"
        assert hall["appends"](15, 1) == "taken"
        assert hall["appends"](15, 26) == hall["Refusal"]((closed,))
        assert hall["rows"](15, 26) == [closed]
        assert list(hall["judged"](15, 26)) == [(True, closed)]
    assert hall["returns"](15) == hall["YOUNG"]


def test_off_at_another_place_is_not_off_here(hall: dict[str, Any], switch: Switch) -> None:
    with switch.off(Place.PLUGIN, "XX-02"):
        assert hall["returns"](15) == hall["YOUNG"]


def test_what_a_test_comes_across_is_seen(hall: dict[str, Any], switch: Switch) -> None:
    hall["returns"](16)
    assert switch.seen == set()
    hall["returns"](15)
    assert switch.seen == {(Place.HALL, "XX-02")}


@pytest.mark.parametrize(
    ("figure", "other"),
    [
        ("true", "false"),
        ("22", "21"),
        ("1", "2"),
        ("0.08", "0.09"),
        ("2010-01-01", "2010-02-01"),
        ("202607", "202707"),
        ("2026-07", "2027-07"),
        ("23:30", "00:30"),
        ("every_unit", "tinu_yreve"),
        ("身份证；劳动合同", "劳动合同"),
        ("6 12 24", "12 24"),
    ],
)
def test_another_figure_has_the_same_form(figure: str, other: str) -> None:
    assert other_figure(figure) == other


@dataclass(frozen=True)
class Record:
    number: str
    passed: bool
    schemes: tuple[str, ...] = ("pension",)


@dataclass(frozen=True)
class Slip:
    serial: str


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (True, False),
        (Decimal("2.5"), Decimal("3.5")),
        (["a"], []),
        ({"a": "8"}, {"a": "7"}),
        (Record("1", passed=True), Record("1", passed=False, schemes=())),
        (Slip("ab"), Slip("ba")),
        (None, None),
        (GONE, GONE),
    ],
)
def test_another_value_is_of_the_same_kind(value: object, other: object) -> None:
    assert other_value(value) == other
