"""The rules asked about one filing: what they find, what would be refused, and the one finding about something."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sigateway.plugin import Finding
from sigateway_shanghai import rules


def found(w: SimpleNamespace, filing: Any, facts: Any = None, at: datetime | None = None) -> list[Finding]:
    return rules.preflight(filing, w.context(at or w.NOON, facts=facts))


def refused(w: SimpleNamespace, filing: Any, facts: Any = None) -> list[tuple[str, str]]:
    """Rule and stage of what would be refused."""
    each = (finding for finding in found(w, filing, facts) if finding.blocks)
    return [(finding.rule, str(finding.stage)) for finding in each]


def about(w: SimpleNamespace, filing: Any, facts: Any, words: str) -> Finding:
    (one,) = [finding for finding in found(w, filing, facts) if words in finding.message]
    return one
