"""Every rule of the rulebook has its home on each side that it names, and a test that pins it."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from sigateway.registry import Registry
from sigateway.rules import Kind, Rule
from sigateway.rules.coverage import coverage, ledger_rules, region_sources

ROOT = Path(__file__).parents[2]
STACK = Registry().stack("shanghai")
LEDGER = ledger_rules(resources.files("sigateway_mockservers").joinpath("shanghai/ledger.toml"))
HOMES = {
    line["id"]: set(line["enforced_by"])
    for line in coverage(
        "shanghai", STACK.rules, sources=region_sources("sigateway_shanghai"), ledger=LEDGER, tests={}
    )["rules"]
}
_MARK = re.compile(r"mark\.rule\(([^)]*)\)")


def pinned(*folders: str) -> set[str]:
    """The rules that tests in these folders name."""
    texts = (
        path.read_text(encoding="utf-8") for folder in folders for path in (ROOT / folder).glob("test_*.py")
    )
    return {rule for text in texts for mark in _MARK.findall(text) for rule in re.findall(r"SH-\d\d", mark)}


OURS = pinned("plugins/shanghai/tests", "tests/shanghai")
THEIRS = pinned("mockservers/tests/shanghai")


@pytest.mark.parametrize("rule", STACK.rules.rules, ids=lambda rule: rule.id)
def test_each_rule_is_at_home_wherever_it_says_and_pinned_on_that_side(rule: Rule) -> None:
    meant = {kind.value for kind in rule.kind} - {Kind.NOTE}
    assert meant <= HOMES[rule.id]
    if meant - {Kind.HALL}:
        assert rule.id in OURS
    if Kind.HALL in meant:
        assert rule.id in THEIRS


def test_the_halls_ledger_and_the_rulebook_name_the_same_rules() -> None:
    assert {rule.id for rule in STACK.rules.rules} == set(LEDGER)
