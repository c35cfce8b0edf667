"""What the tests of the region share: the rulebook, a context at a moment, and replies written by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import sigateway as sg
from sigateway.plugin import Context, Reply, Rulebook, load_layer

if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))

UNIT = sg.InsuredUnit(
    employer=sg.Employer(name="模拟单位", uscc="91320100MA0100016E"),
    region="jiangsu",
    number="32010001",
    schemes=frozenset(sg.Scheme),
    agency="320100",
)
NOW = datetime.fromisoformat("2026-11-16T09:00:00+08:00")


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


def written(data: Any, code: str = "0", errors: tuple[tuple[str, str], ...] = (), **more: Any) -> bytes:
    """An envelope as the hall writes it."""
    said = {
        "appcode": code,
        "message": "成功" if code == "0" else "未通过",
        "errors": [{"code": c, "message": m} for c, m in errors],
        "data": data,
        "time": "2026-11-16T09:00:00+08:00",
        "mock": "模拟 MOCK",
    }
    return json.dumps(said | more, ensure_ascii=False).encode()


def reply(content: bytes, status: int = 200, path: str = "api/unit", kind: str = "application/json") -> Reply:
    """A whole reply."""
    headers = {"content-type": f"{kind}; charset=UTF-8", "content-length": str(len(content))}
    return Reply(status, headers, content, f"https://hall.test/{path}", NOW)


def replay(flow: Generator[Any, Any, Any], *answers: Any) -> tuple[list[Any], Any]:
    """Play a flow against answers written by hand: what it asked for, and what it ended with."""
    asked, answer = [], None
    for each in (*answers, None):
        try:
            asked.append(flow.send(answer))
        except StopIteration as stop:
            return asked, stop.value
        answer = each
    raise AssertionError(f"one question more than answers: {asked[-1]}")
