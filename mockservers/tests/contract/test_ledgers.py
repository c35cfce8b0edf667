"""The ledger of each hall and its code agree, both ways. What figures a ledger holds is each hall's own test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sigateway_mockservers
from sigateway_mockservers.beijing.four.routes import ROUTES as BEIJING_FOUR
from sigateway_mockservers.beijing.medical.reception import ROUTES as BEIJING_MEDICAL
from sigateway_mockservers.catalogue import open_sites
from sigateway_mockservers.jiangsu.routes import ROUTES as JIANGSU
from sigateway_mockservers.kernel.hall import HallSite
from sigateway_mockservers.kernel.hall_site import NOT_MODELLED
from sigateway_mockservers.shanghai.functions import FUNCTIONS as SHANGHAI
from sigateway_mockservers.wuhan.routes import ROUTES as WUHAN
from sigateway_mockservers.zhejiang.routes import ROUTES as ZHEJIANG

PACKAGE = Path(sigateway_mockservers.__file__).parent
SITES = open_sites()

#: The mark of a hall's rules, and how many its rulebook has: they are numbered without a gap. Of Wuhan's, which is the
#: largest, the hall models what it models, and the ledger says which.
RULES = {
    "wuhan": ("WH", 0),
    "shanghai": ("SH", 33),
    "beijing": ("BJ", 34),
    "zhejiang": ("ZJ", 43),
    "jiangsu": ("JS", 49),
}

#: The routes of each hall by verb, path below its mount, and operation.
ROUTES: dict[str, set[tuple[str, str, str]]] = {
    "wuhan": {(each.method, each.path, each.operation) for each in WUHAN},
    "shanghai": {("POST", f"jk/{each.name}", each.operation) for each in SHANGHAI.values()},
    "beijing": {(each.method, f"sx/api/{each.path}", each.operation) for each in BEIJING_FOUR}
    | {(each.method, f"yb/{each.path}", each.operation) for each in BEIJING_MEDICAL},
    "zhejiang": {(each.method, f"{each.site}/{each.path}", each.operation) for each in ZHEJIANG},
    "jiangsu": {(each.method, each.path, each.operation) for each in JIANGSU},
}


@pytest.fixture(params=list(SITES))
def site(request: pytest.FixtureRequest) -> HallSite:
    """Each hall there is."""
    return SITES[request.param]


@cache
def constants(hall: str) -> frozenset[str]:
    """Every text in a hall's code."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (PACKAGE / hall).rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return frozenset(
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def listed_routes(ledger: Any) -> list[tuple[str, str, str]]:
    """The routes of a ledger; where a hall has several sites, the site is the first part of the path."""
    return [
        (
            route["method"],
            f"{route['site']}/{route['path']}" if "site" in route else route["path"],
            route["operation"],
        )
        for route in ledger["route"]
    ]


def test_every_rule_is_in_the_ledger_and_in_the_code(site: HallSite) -> None:
    mark, last = RULES[site.name]
    listed = [rule["id"] for rule in site.ledger.document["rule"]]
    assert len(listed) == len(set(listed))
    assert set(listed) == {text for text in constants(site.name) if re.fullmatch(rf"{mark}-\d+", text)}
    assert not last or set(listed) == {f"{mark}-{number:02d}" for number in range(1, last + 1)}


def test_every_route_is_in_the_ledger_and_the_other_way_round(site: HallSite) -> None:
    listed = listed_routes(site.ledger.document)
    assert len(listed) == len(set(listed))
    assert set(listed) == ROUTES[site.name]


def test_a_request_for_a_listed_route_is_for_its_operation(site: HallSite) -> None:
    for method, path, operation in listed_routes(site.ledger.document):
        asked = re.sub(r"\{\w+\}", "1", path)
        assert site.operation_of(method, f"/{asked}") == operation, (method, path)
        assert site.operation_of("PATCH", f"/{asked}") == NOT_MODELLED, path
    assert {operation for _, _, operation in ROUTES[site.name]} == site.operations - {NOT_MODELLED}


def test_rules_name_operations_that_exist_and_say_what_is_enforced(site: HallSite) -> None:
    for rule in site.ledger.document["rule"]:
        assert rule["operations"], rule["id"]
        assert set(rule["operations"]) <= site.operations, rule["id"]
        assert rule["enforced"].endswith("."), rule["id"]
        assert re.fullmatch("E[0-4]", rule["grade"]), rule["id"]


def test_variants_are_those_of_the_ledger(site: HallSite) -> None:
    assert set(site.ledger.document["variants"]) == site.variants
    assert "accepts_duplicates" in site.variants, (
        "without it one cannot see what a client's own care is worth"
    )


def test_what_no_source_says_is_graded_as_assumed(site: HallSite) -> None:
    assert site.ledger.document["figures"]["grade"] == "E0"
    assert {route["grade"] for route in site.ledger.document["route"]} == {"E0"}


def imports() -> Iterator[tuple[Path, str]]:
    """Every module that a module of the mock imports."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path.relative_to(PACKAGE), alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield path.relative_to(PACKAGE), node.module or ""


def test_the_mock_shares_no_code_with_what_it_tests() -> None:
    for path, module in imports():
        top = module.split(".")[0]
        assert top == "sigateway_mockservers" or not top.startswith("sigateway"), path


def test_a_hall_shares_code_with_another_only_through_the_kernel() -> None:
    for path, module in imports():
        parts = module.split(".")
        if path.parts[0] in SITES and parts[0] == "sigateway_mockservers" and len(parts) > 1:
            assert parts[1] in ("kernel", path.parts[0]), path
