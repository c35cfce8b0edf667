"""The ledger and the code agree, both ways."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

import sigateway_mockservers
from sigateway_mockservers.zhejiang.names import VARIANTS
from sigateway_mockservers.zhejiang.routes import NOT_MODELLED, OPERATIONS, ROUTES

PACKAGE = Path(sigateway_mockservers.__file__).parent / "zhejiang"
LEDGER = tomllib.loads((PACKAGE / "ledger.toml").read_text(encoding="utf-8"))
RULES = {f"ZJ-{n:02d}" for n in range(1, 44)}


def test_every_rule_of_the_rulebook_is_in_the_ledger_and_in_the_code() -> None:
    listed = [rule["id"] for rule in LEDGER["rule"]]
    named: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(r"ZJ-\d+", str(node.value)):
                named.add(str(node.value))
    assert len(listed) == len(set(listed))
    assert set(listed) == named == RULES


def test_every_route_is_in_the_ledger_and_the_other_way_round() -> None:
    listed = {(each["site"], each["method"], each["path"], each["operation"]) for each in LEDGER["route"]}
    assert listed == {(each.site, each.method, each.path, each.operation) for each in ROUTES}
    assert {each.operation for each in ROUTES} | {NOT_MODELLED} == OPERATIONS


def test_rules_name_operations_that_exist_and_say_what_is_enforced() -> None:
    for rule in LEDGER["rule"]:
        assert rule["operations"], rule["id"]
        assert set(rule["operations"]) <= OPERATIONS, rule["id"]
        assert rule["enforced"].endswith("."), rule["id"]
        assert re.fullmatch("E[0-4]", rule["grade"]), rule["id"]
    assert set(LEDGER["variants"]) == VARIANTS


@pytest.mark.rule("ZJ-01")
def test_the_figures_are_marked_as_assumed() -> None:
    assert LEDGER["figures"]["grade"] == "E0"
    assert LEDGER["figures"]["launched_on"]["3302"] == "2021-04-09"
