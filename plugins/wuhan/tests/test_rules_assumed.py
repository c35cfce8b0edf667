"""What no document says is graded as assumed, also under a rule that is sourced: by default it warns, and the hall decides."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import Grade, Scheme
from sigateway.registry import Registry
from sigateway_wuhan import rules

STACK = Registry().stack("wuhan")


@pytest.mark.rule("WH-32", "WH-69", "WH-113", "WH-116", "WH-119")
@pytest.mark.parametrize(
    ("kind", "changes", "rule"),
    [
        (
            "suspension",
            {"employment_ended_on": date(2026, 11, 11)},
            "WH-69",
        ),  # the guide does not say: not before
        (
            "agreement",
            {"starts_on": date(2026, 11, 9)},
            "WH-116",
        ),  # nor from which day an agreement may begin
        (
            "flexible",
            {"schemes": frozenset({Scheme.PENSION, Scheme.INJURY})},
            "WH-119",
        ),  # nor which insurances
        ("flexible", {"schemes": frozenset()}, "WH-119"),
        ("appointment", {"day": date(2026, 11, 14)}, "WH-113"),  # nor that no Saturday is offered
        ("person_update", {"address": "路㐀"}, "WH-32"),  # nor in which characters the hall writes
    ],
)
def test_what_is_assumed_warns_by_default_and_blocks_who_trusts_it(
    w: SimpleNamespace, kind: str, changes: dict[str, Any], rule: str
) -> None:
    filing = getattr(w, kind)(**changes)
    (one,) = [found for found in rules.preflight(filing, w.context()) if found.blocks]
    assert (one.rule, one.grade) == (rule, Grade.E0)
    for trust, blocked in ((Grade.E0, True), (Grade.E2, False)):
        assert any(found.blocks for found in STACK.findings(filing, w.context(), trust)) is blocked
    assert "assumed" in w.BOOK.rule(rule).statement or rule == "WH-32"
