"""What every test here gets as ``w``: people who do not exist, pages written by hand, and a replay of flows."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import Request

from . import pages_by_hand, people_by_hand


@dataclass
class Played:
    """What a flow asked for, in order, and how it ended."""

    asked: list[Any]
    value: Any = None

    @property
    def requests(self) -> list[Request]:
        return [getattr(effect, "request", effect) for effect in self.asked]


def play(flow: Generator[Any, Any, Any], answers: Sequence[Any]) -> Played:
    """Drive a flow with canned answers; each must be asked for, and nothing more may be."""
    played = Played([])
    left = list(answers)
    answer: Any = None
    while True:
        try:
            effect = flow.send(answer)
        except StopIteration as stop:
            assert not left, f"the flow ended and never asked for {len(left)} of the answers"
            played.value = stop.value
            return played
        played.asked.append(effect)
        assert left, f"the flow asked for more: {effect!r}"
        answer = left.pop(0)


@pytest.fixture
def w() -> SimpleNamespace:
    """Everything written by hand, and the replay, as one namespace."""
    names = {**vars(people_by_hand), **vars(pages_by_hand), "play": play}
    return SimpleNamespace(**{name: value for name, value in names.items() if not name.startswith("_")})
