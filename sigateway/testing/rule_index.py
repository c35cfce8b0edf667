"""A pytest plugin that writes down which rules each collected test pins: ``{rule: [node ids]}``.

``SIGATEWAY_RULE_INDEX=index.json pytest --collect-only -q -p sigateway.testing.rule_index``. Marks are
``@pytest.mark.rule("WH-12", "WH-13")``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Write the index once everything is collected."""
    target = os.environ.get("SIGATEWAY_RULE_INDEX")
    if target is None:
        raise pytest.UsageError("set SIGATEWAY_RULE_INDEX to the file that the index goes to")
    index: dict[str, set[str]] = {}
    for item in session.items:
        for mark in item.iter_markers("rule"):
            for rule in mark.args:
                index.setdefault(str(rule), set()).add(item.nodeid)
    text = json.dumps({rule: sorted(tests) for rule, tests in sorted(index.items())}, ensure_ascii=False)
    Path(target).write_text(text, encoding="utf-8")
