"""What every test here gets as ``w``: people who do not exist, replies written by hand, and a replay of flows."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.flows.effects import Certificates, Sign
from sigateway.plugin import Commit, Request

from . import people_by_hand, replies_by_hand


@dataclass
class Played:
    """What a flow asked for, in order, and how it ended."""

    asked: list[Any]
    value: Any = None

    @property
    def requests(self) -> list[Request]:
        return [getattr(e, "request", e) for e in self.asked if isinstance(e, Request | Commit)]

    @property
    def functions(self) -> list[str]:
        """The functions asked for, in order."""
        return [request.path.removeprefix("jk/") for request in self.requests]

    @property
    def signed(self) -> list[bytes]:
        """What was signed, in order."""
        return [each.data for each in self.asked if isinstance(each, Sign)]

    @property
    def commits(self) -> list[Commit]:
        return [each for each in self.asked if isinstance(each, Commit)]


SIGNATURE = b"signature"


def play(flow: Generator[Any, Any, Any], answers: Sequence[Any], keys: Sequence[Any] | None = None) -> Played:
    """Drive a flow with canned replies; each must be asked for, and nothing more may be. Keys and signatures are answered here."""
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
        match effect:
            case Certificates():
                answer = (people_by_hand.certificate(),) if keys is None else tuple(keys)
            case Sign():
                answer = SIGNATURE
            case _:
                assert left, f"the flow asked for more: {effect!r}"
                answer = left.pop(0)


@pytest.fixture
def w() -> SimpleNamespace:
    """Everything written by hand, and the replay, as one namespace."""
    names = {**vars(people_by_hand), **vars(replies_by_hand), "play": play, "SIGNATURE": SIGNATURE}
    return SimpleNamespace(**{name: value for name, value in names.items() if not name.startswith("_")})
