"""Makes the people written by hand importable, and gives a context at a moment."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

import sigateway as sg
from sigateway.plugin import Context

sys.path.insert(0, str(Path(__file__).parent))

from beijing_people import STACK, UNIT


@pytest.fixture
def at() -> Callable[..., Context]:
    def context(moment: str = "2026-11-10T09:00:00+08:00", facts: object = None) -> Context:
        return Context(UNIT, datetime.fromisoformat(moment), STACK.rules, sg.StateCouncilCalendar(), facts)  # type: ignore[arg-type]

    return context
