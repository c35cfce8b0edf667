"""Coverage tells where a rule is really named, and by which tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sigateway.errors import RulebookError
from sigateway.rules import Rulebook, parse_layer
from sigateway.rules.coverage import coverage, ledger_rules, region_sources

RULES = """
schema = "rulebook/1"
region = "atlantis"
[sources.text]
title = "t"
era = "e"
kind = "official text"
"""


def book(**kinds: str) -> Rulebook:
    text = RULES
    for id_, kind in kinds.items():
        text += (
            f'\n[[rule]]\nid = "{id_.replace("_", "-")}"\nstatement = "s"\nsource = "text"\ngrade = "E2"\n'
            f"kind = [{', '.join(repr(k) for k in kind.split())}]\n"
        )
    return Rulebook.merged([parse_layer(text, "atlantis/rules.toml")])


def enforced(rules: Rulebook, sources: dict[str, str], ledger: tuple[str, ...] = ()) -> dict[str, list[str]]:
    report = coverage("atlantis", rules, sources=sources, ledger=ledger, tests={})
    return {line["id"]: line["enforced_by"] for line in report["rules"]}


def test_the_form_is_the_contract() -> None:
    rules = book(AT_01="preflight hall")
    tests = {"AT-01": ["b.py::two", "a.py::one"]}
    assert coverage("atlantis", rules, sources={"rules.py": "AT-01"}, ledger={"AT-01": {}}, tests=tests) == {
        "region": "atlantis",
        "rules": [
            {
                "id": "AT-01",
                "statement": "s",
                "kind": ["preflight", "hall"],
                "known": None,
                "grade": "E2",
                "enforced_by": ["preflight", "hall"],
                "tests": ["a.py::one", "b.py::two"],
            }
        ],
    }


def test_each_file_stands_for_a_way_of_enforcing() -> None:
    rules = book(
        AT_01="preflight", AT_02="flow", AT_03="flow access", AT_04="access", AT_05="document", AT_06="note"
    )
    sources = {
        "rules.py": "AT-01",
        "flows.py": "AT-02 AT-04",
        "wire.py": "AT-03, AT-05",
        "plugin.py": "AT-06",
    }
    assert enforced(rules, sources) == {
        "AT-01": ["preflight"],
        "AT-02": ["flow"],
        "AT-03": ["flow", "access"],
        "AT-04": ["access"],
        "AT-05": ["document"],
        "AT-06": [],
    }


def test_what_is_meant_but_named_nowhere_is_enforced_by_nobody() -> None:
    assert enforced(book(AT_01="preflight hall flow"), {"rules.py": "AT-010"}) == {"AT-01": []}


def test_a_file_that_enforces_beyond_the_declared_kind_is_shown() -> None:
    assert enforced(book(AT_01="note"), {"rules.py": '"AT-01"', "flows.py": "AT-01"}) == {
        "AT-01": ["preflight", "flow"]
    }


def test_a_regions_sources_are_read_from_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "sigateway_atlantis"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "rules.py").write_text('"""AT-01 沉没"""', encoding="utf-8")
    (package / "rules_diving.py").write_text("AT-03")
    (package / "README.md").write_text("AT-01")
    (package / "divers").mkdir()
    (package / "divers" / "cases.py").write_text("AT-02, AT-04")
    monkeypatch.syspath_prepend(tmp_path)
    sources = region_sources("sigateway_atlantis")
    assert sources == {
        "__init__.py": "",
        "rules.py": '"""AT-01 沉没"""',
        "rules_diving.py": "AT-03",
        "divers/cases.py": "AT-02, AT-04",
    }
    rules = book(AT_01="preflight", AT_02="flow", AT_03="preflight", AT_04="note")
    assert enforced(rules, sources) == {
        "AT-01": ["preflight"],
        "AT-02": ["flow"],
        "AT-03": ["preflight"],
        "AT-04": [],
    }
    sys.modules.pop("sigateway_atlantis", None)


def test_the_halls_ledger_is_read_as_data(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.toml"
    ledger.write_text('[[rule]]\nid = "AT-01"\n[[rule]]\nid = "AT-07"\n')
    assert ledger_rules(ledger) == {"AT-01", "AT-07"}
    assert enforced(book(AT_01="hall"), {}, tuple(ledger_rules(ledger))) == {"AT-01": ["hall"]}


def test_a_ledger_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"ledger\.toml: the hall's ledger cannot be read"):
        ledger_rules(tmp_path / "ledger.toml")
    empty = tmp_path / "empty.toml"
    empty.write_text("")
    with pytest.raises(RulebookError, match=r"empty\.toml: lists no \[\[rule\]\]"):
        ledger_rules(empty)
