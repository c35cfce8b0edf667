"""The ledger and the code agree, both ways, and every rule of the rulebook is in it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import sigateway_mockservers
from sigateway_mockservers.jiangsu.figures import LIMITS, MONTHS_BACK, RETIREMENT_DAYS, TRANSFER_DAYS
from sigateway_mockservers.jiangsu.names import VARIANTS
from sigateway_mockservers.jiangsu.routes import OPERATIONS, ROUTES
from sigateway_mockservers.jiangsu.window import DAYS

FOLDER = Path(sigateway_mockservers.__file__).parent / "jiangsu"
LEDGER = tomllib.loads((FOLDER / "ledger.toml").read_text(encoding="utf-8"))


def rule_ids_in_code() -> set[str]:
    found: set[str] = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(r"JS-\d+", str(node.value)):
                found.add(str(node.value))
    return found


def test_every_rule_of_the_rulebook_is_in_ledger_and_code() -> None:
    listed = [rule["id"] for rule in LEDGER["rule"]]
    assert listed == [f"JS-{number:02d}" for number in range(1, 50)]
    assert set(listed) == rule_ids_in_code()


def test_every_route_is_in_the_ledger_and_the_other_way_round() -> None:
    listed = {(route["method"], route["path"], route["operation"]) for route in LEDGER["route"]}
    assert listed == {(each.method, each.path, each.operation) for each in ROUTES}
    assert len(OPERATIONS) == len(ROUTES) == 34
    assert {route["grade"] for route in LEDGER["route"]} == {"E0"}


def test_rules_name_operations_that_exist_and_say_what_is_enforced() -> None:
    for rule in LEDGER["rule"]:
        assert rule["operations"], rule["id"]
        assert set(rule["operations"]) <= OPERATIONS, rule["id"]
        assert rule["enforced"].endswith("."), rule["id"]
        assert re.fullmatch("E[0-4]", rule["grade"]), rule["id"]
    assert set(LEDGER["variants"]) == VARIANTS


def test_the_figures_are_those_of_the_template_and_marked_as_assumed() -> None:
    windows = {
        month: [str(days.first), str(days.last), "next" if days.into_next else "same"]
        for month, days in DAYS.items()
    }
    assert LEDGER["figures"] == {
        "limits": {month: [str(floor), str(ceiling)] for month, (floor, ceiling) in LIMITS.items()},
        "window": windows,
        "months_back": str(MONTHS_BACK),
        "retirement_days": str(RETIREMENT_DAYS),
        "transfer_days": str(TRANSFER_DAYS),
        "grade": "E0",
    }
