"""Replies of the Jiangsu hall written by hand, and a flow played against them."""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import datetime
from typing import Any

import sigateway as sg
from sigateway.plugin import Reply

UNIT = sg.InsuredUnit(
    employer=sg.Employer(name="模拟单位", uscc="91320100MA0100016E"),
    region="jiangsu",
    number="32010001",
    schemes=frozenset(sg.Scheme),
    agency="320100",
)
NOW = datetime.fromisoformat("2026-11-16T09:00:00+08:00")


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
