"""The ledger and the code agree, both ways."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import sigateway_mockservers
from sigateway_mockservers.beijing.figures import MOST_BACK_MONTHS, RATES, RETIREMENT_AGES, Limits
from sigateway_mockservers.beijing.files.layout import MOST_BYTES, MOST_PEOPLE
from sigateway_mockservers.beijing.filings.window import DEFAULT_WINDOW
from sigateway_mockservers.beijing.four.routes import ROUTES as FOUR_ROUTES
from sigateway_mockservers.beijing.medical.reception import ROUTES as MEDICAL_ROUTES
from sigateway_mockservers.beijing.names import VARIANTS
from sigateway_mockservers.beijing.site import OPERATIONS

FOLDER = Path(sigateway_mockservers.__file__).parent / "beijing"
LEDGER = tomllib.loads((FOLDER / "ledger.toml").read_text(encoding="utf-8"))


def rule_ids_in_code() -> set[str]:
    return {
        str(node.value)
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and re.fullmatch(r"BJ-\d+", str(node.value))
    }


def test_every_rule_of_the_rulebook_is_in_the_ledger_and_in_the_code() -> None:
    listed = [rule["id"] for rule in LEDGER["rule"]]
    assert listed == [f"BJ-{number:02d}" for number in range(1, 35)]
    assert set(listed) == rule_ids_in_code()


def test_every_route_is_in_the_ledger_and_the_other_way_round() -> None:
    listed = {(route["method"], route["path"], route["operation"]) for route in LEDGER["route"]}
    four = {(each.method, f"sx/api/{each.path}", each.operation) for each in FOUR_ROUTES}
    medical = {(each.method, f"yb/{each.path}", each.operation) for each in MEDICAL_ROUTES}
    assert listed == four | medical


def test_rules_name_operations_that_exist_and_say_what_is_enforced() -> None:
    for rule in LEDGER["rule"]:
        assert rule["operations"], rule["id"]
        assert set(rule["operations"]) <= OPERATIONS, rule["id"]
        assert rule["enforced"].endswith("."), rule["id"]
        assert re.fullmatch("E[0-4]", rule["grade"]), rule["id"]
    assert set(LEDGER["variants"]) == VARIANTS


def test_the_figures_are_those_of_the_code_and_marked_as_assumed() -> None:
    limits = Limits()
    assert LEDGER["figures"] == {
        "floor": str(limits.floor),
        "ceiling": str(limits.ceiling),
        "lowest_wage": str(limits.lowest),
        "back_months": str(MOST_BACK_MONTHS),
        "window": f"{DEFAULT_WINDOW.first}-{DEFAULT_WINDOW.last}",
        "file_people": str(MOST_PEOPLE),
        **{f"file_bytes_{format}": str(most) for format, most in MOST_BYTES.items()},
        "retirement_men": str(RETIREMENT_AGES["1"]),
        "retirement_women": str(RETIREMENT_AGES["2"]),
        "grade": "E0",
    }
    rates = {scheme: [str(each) for each in parts] for scheme, parts in RATES.items()}
    assert LEDGER["rates"] == {**rates, "grade": "E0"}
