"""What a region says to people at work is Chinese: a program's own name stands in brackets at most, for whoever writes the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[2] / "plugins"
REASONS = sorted(PLUGINS.glob("*/sigateway_*/reasons.toml"))
IN_BRACKETS = re.compile("（[^）]*）")


def test_every_region_has_its_reasons() -> None:
    assert len(REASONS) == 5


@pytest.mark.parametrize("path", REASONS, ids=lambda path: path.parent.name)
def test_what_people_read_names_nothing_that_they_would_have_to_call(path: Path) -> None:
    """Of a contributor code may be asked for; a clerk, an employer or an employee calls nothing."""
    said = [
        (entry["words"], IN_BRACKETS.sub("", entry["plain"] + entry.get("cure", "")))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["reason"]
        if entry["who"] != "contributor"
    ]
    assert [words for words, text in said if re.search("[a-z]{3,}", text)] == []
