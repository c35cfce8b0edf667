"""Rules are asked in their order; a figure that is missing is a finding that says what to supply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from pydantic import ValidationError

import sigateway as sg
from sigateway.plugin import SHANGHAI, Context, RuleNotKnown, ask_rules
from sigateway.rules import Rulebook, StateCouncilCalendar, parse_layer

BOOK = Rulebook.merged(
    [
        parse_layer(
            """
schema = "rulebook/1"
region = "toy"
[sources.toy]
title = "t"
era = "2026"
kind = "official text"
[[rule]]
id = "TOY-01"
statement = "One."
source = "toy"
grade = "E2"
kind = ["preflight"]
known = "lookup"
stage = "save"
[[rule.figures]]
effective_from = 2026-01-01
until = 2026-06-30
values = { floor = "100" }
""",
            "toy",
        )
    ]
)
UNIT = sg.InsuredUnit(
    employer=sg.Employer(name="模拟单位", uscc="91420100MA4KLMXY0Y"),
    region="toy",
    number="1",
    schemes=frozenset({sg.Scheme.PENSION}),
)
CONTEXT = Context(UNIT, datetime(2026, 11, 10, tzinfo=SHANGHAI), BOOK, StateCouncilCalendar())


def says(words: str) -> sg.Finding:
    return BOOK.finding("TOY-01", sg.Effect.WARNS, words)


def test_all_are_asked_in_their_order_and_one_without_its_figure_stops_no_other() -> None:
    def first(filing: str, context: Context) -> Iterator[sg.Finding]:
        yield says(filing)
        context.rules.figure("TOY-01", "floor", on=context.day)
        yield says("never said")

    def second(filing: str, context: Context) -> list[sg.Finding]:
        return [says(f"{filing}, twice")]

    found = ask_rules((first, second), "asked", CONTEXT)
    assert [(one.effect, one.blocks) for one in found] == [
        (sg.Effect.WARNS, False),
        (sg.Effect.UNKNOWN, False),
        (sg.Effect.WARNS, False),
    ]
    unknown = found[1]
    assert unknown.rule == "TOY-01"
    for words in ("TOY-01", "2026-11-10", "floor"):
        assert words in unknown.message
    assert "出处" in unknown.cure
    assert found[2].message == "asked, twice"


def test_nothing_else_that_goes_wrong_in_a_rule_is_hidden() -> None:
    def broken(filing: str, context: Context) -> list[sg.Finding]:
        return [sg.Finding(rule="TOY-01", effect="nonsense")]  # type: ignore[arg-type, call-arg]

    with pytest.raises(ValidationError):
        ask_rules((broken,), "asked", CONTEXT)
    with pytest.raises(RuleNotKnown):
        BOOK.figure("TOY-01", "floor", on=date(2026, 11, 10))
