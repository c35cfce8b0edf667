"""What the tests of the region share: the rulebook, a context at a moment, and other settings of a rule."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import sigateway as sg
from sigateway.plugin import Context, Rulebook, load_layer

if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))

from jiangsu_by_hand import NOW, UNIT


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return Rulebook.merged([load_layer("sigateway_jiangsu")])


@pytest.fixture(scope="session")
def at(book: Rulebook) -> Callable[..., Context]:
    """A context at a moment; other settings of a rule may be put in."""

    def context(moment: str | datetime = NOW, rules: Rulebook | None = None, **more: Any) -> Context:
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return Context(UNIT, when, rules or book, sg.StateCouncilCalendar(), **more)

    return context


@pytest.fixture(scope="session")
def changed(book: Rulebook) -> Callable[[str, dict[str, str]], Rulebook]:
    """The rulebook with other figures of one rule, as a layer of the vendor's own would have them."""

    def other(rule: str, values: dict[str, str]) -> Rulebook:
        layer = load_layer("sigateway_jiangsu")
        rules = tuple(
            each
            if each.id != rule
            else each.model_copy(
                update={
                    "figures": tuple(
                        f.model_copy(update={"values": {**f.values, **values}}) for f in each.figures
                    )
                }
            )
            for each in layer.rules
        )
        return Rulebook.merged([layer.model_copy(update={"rules": rules})])

    return other
