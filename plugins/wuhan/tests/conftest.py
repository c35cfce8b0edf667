"""What every test here gets as ``w``: people who do not exist, pages written by hand, and a replay of flows."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import LeaveOut, Request

from . import annual_by_hand, batches_by_hand, community_by_hand, desk_by_hand, pages_by_hand, people_by_hand


@dataclass
class Played:
    """What a flow asked for, in order, and how it ended."""

    asked: list[Any]
    value: Any = None

    @property
    def requests(self) -> list[Request]:
        asked = (effect for effect in self.asked if not isinstance(effect, LeaveOut))
        return [getattr(effect, "request", effect) for effect in asked]

    @property
    def left_out(self) -> dict[int, LeaveOut]:
        """What a batch left out, by place."""
        return {effect.row: effect for effect in self.asked if isinstance(effect, LeaveOut)}


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
        if isinstance(effect, LeaveOut):
            answer = None
            continue
        assert left, f"the flow asked for more: {effect!r}"
        answer = left.pop(0)


@pytest.fixture
def w() -> SimpleNamespace:
    """Everything written by hand, and the replay, as one namespace."""
    names = {**vars(people_by_hand), **vars(pages_by_hand), **vars(batches_by_hand)}
    names |= {**vars(annual_by_hand), **vars(community_by_hand), **vars(desk_by_hand), "play": play}
    return SimpleNamespace(**{name: value for name, value in names.items() if not name.startswith("_")})
