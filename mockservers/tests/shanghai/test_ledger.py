"""The ledger and the code agree, both ways, and every rule of the rulebook is in it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import sigateway_mockservers
from sigateway_mockservers.shanghai.figures import Figures
from sigateway_mockservers.shanghai.functions import FUNCTIONS, OPERATIONS
from sigateway_mockservers.shanghai.names import VARIANTS

FOLDER = Path(sigateway_mockservers.__file__).parent / "shanghai"
LEDGER = tomllib.loads((FOLDER / "ledger.toml").read_text(encoding="utf-8"))


def rule_ids_in_code() -> set[str]:
    found: set[str] = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(r"SH-\d+", str(node.value)):
                found.add(str(node.value))
    return found


def test_every_rule_of_the_rulebook_is_in_ledger_and_code() -> None:
    listed = [rule["id"] for rule in LEDGER["rule"]]
    assert listed == [f"SH-{number:02d}" for number in range(1, 34)]
    assert set(listed) == rule_ids_in_code()


def test_every_route_is_a_function_of_the_hall_and_the_other_way_round() -> None:
    listed = {(route["method"], route["path"], route["operation"]) for route in LEDGER["route"]}
    assert listed == {("POST", f"jk/{each.name}", each.operation) for each in FUNCTIONS.values()}
    assert len(LEDGER["route"]) == len(FUNCTIONS) == 18


def test_rules_name_operations_that_exist_and_say_what_is_enforced() -> None:
    for rule in LEDGER["rule"]:
        assert rule["operations"], rule["id"]
        assert set(rule["operations"]) <= OPERATIONS, rule["id"]
        assert rule["enforced"].endswith("."), rule["id"]
        assert re.fullmatch("E[0-4]", rule["grade"]), rule["id"]
    assert set(LEDGER["variants"]) == VARIANTS


def test_what_the_source_does_not_say_is_graded_as_assumed() -> None:
    assumed = {rule["id"] for rule in LEDGER["rule"] if rule["grade"] == "E0"}
    assert assumed == {"SH-15", "SH-27", "SH-28", "SH-29", "SH-30", "SH-31", "SH-32", "SH-33"}
    assert LEDGER["wire"]["grade"] == LEDGER["wire_of_declarations"]["grade"] == "E0"
    assert {route["grade"] for route in LEDGER["route"]} == {"E0"}


@pytest.mark.rule("SH-29")
def test_the_figures_are_those_of_the_template_and_marked_as_assumed() -> None:
    figures = Figures()

    def written(pairs: Any) -> dict[str, list[str]]:
        return {month: [str(each) for each in pair] for month, pair in pairs}

    limits = written((month, (each.floor, each.ceiling)) for month, each in figures.limits.items())
    wages = {month: str(each) for month, each in figures.minimum_wages.items()}
    shown = {"limits": limits, "minimum_wage": wages, "months_back": "6", "grade": "E0"}
    assert LEDGER["figures"] == shown
    rates = {
        scheme: written((month, (rate.unit, rate.person)) for month, rate in dated.items())
        for scheme, dated in figures.rates.items()
    }
    assert LEDGER["rates"] == {**rates, "grade": "E0"}
    assert {str(each) for each in LEDGER["rates"]} == {"yanglao", "yiliao", "shiye", "grade"}
