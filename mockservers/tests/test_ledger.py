"""The ledger and the code agree, both ways; and the mock shares no code with what it tests."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import sigateway_mockservers
from sigateway_mockservers.wuhan.businesses import ANNUAL_WAGE, ENROLMENT, RETIREE_WAGE
from sigateway_mockservers.wuhan.businesses.appointment import DAYS_AHEAD, PLACES_PER_SLOT
from sigateway_mockservers.wuhan.businesses.person_update import MOST_PHOTO_BYTES
from sigateway_mockservers.wuhan.community.contributions import FIXED, RATES
from sigateway_mockservers.wuhan.hall import VARIANTS
from sigateway_mockservers.wuhan.records import WageLimits
from sigateway_mockservers.wuhan.routes import OPERATIONS, ROUTES

PACKAGE = Path(sigateway_mockservers.__file__).parent
LEDGER = tomllib.loads((PACKAGE / "wuhan" / "ledger.toml").read_text(encoding="utf-8"))


def rule_ids_in_code() -> set[str]:
    found: set[str] = set()
    for path in (PACKAGE / "wuhan").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(r"WH-\d+", str(node.value)):
                found.add(str(node.value))
    return found


def test_every_rule_in_the_code_is_in_the_ledger_and_the_other_way_round() -> None:
    listed = [rule["id"] for rule in LEDGER["rule"]]
    assert len(listed) == len(set(listed))
    assert set(listed) == rule_ids_in_code()


def test_every_route_is_in_the_ledger_and_the_other_way_round() -> None:
    listed = {(route["method"], route["path"], route["operation"]) for route in LEDGER["route"]}
    assert listed == {(route.method, route.path, route.operation) for route in ROUTES}


def test_rules_name_operations_that_exist_and_say_what_is_enforced() -> None:
    for rule in LEDGER["rule"]:
        assert set(rule["operations"]) <= OPERATIONS, rule["id"]
        assert rule["operations"], rule["id"]
        assert rule["enforced"].endswith("."), rule["id"]
        assert re.fullmatch("E[0-4]", rule["grade"]), rule["id"]
    assert set(LEDGER["variants"]) == VARIANTS


def test_the_figures_are_those_of_the_template_and_marked_as_assumed() -> None:
    limits = WageLimits()
    wages = {"wage_floor": str(limits.floor), "wage_ceiling": str(limits.ceiling)}
    sizes = {"batch_rows": str(ENROLMENT.most_rows), "photo_bytes": str(MOST_PHOTO_BYTES)}
    booking = {"appointment_days": str(DAYS_AHEAD), "appointment_places": str(PLACES_PER_SLOT)}
    yearly = {"annual_batch_rows": str(ANNUAL_WAGE.most_rows)}
    assert RETIREE_WAGE.most_rows == ANNUAL_WAGE.most_rows
    flexible = {f"flexible_{scheme}": str(figure) for scheme, figure in {**RATES, **FIXED}.items()}
    figures = {**wages, **sizes, **booking, **yearly, **flexible, "grade": "E0"}
    assert LEDGER["figures"] == figures


def test_the_mock_imports_nothing_of_what_it_tests() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] not in {"sigateway", "sigateway_wuhan"}, path
