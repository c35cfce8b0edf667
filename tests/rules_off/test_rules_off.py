"""A few rules of every region are switched off, and their tests fail; the whole of it is ``make test-deep``."""

from __future__ import annotations

from pathlib import Path

import pytest

from sigateway.testing.rules_off import Outcome, Place, Proof, Verdict, as_json, rules_of, run, table

ROOT = Path(__file__).parents[2]
SLICE = {
    "WH-24": "wuhan",
    "WH-67": "wuhan",
    "WH-75": "wuhan",
    "SH-03": "shanghai",
    "SH-07": "shanghai",
    "BJ-24": "beijing",
    "BJ-25": "beijing",
    "ZJ-13": "zhejiang",
    "ZJ-41": "zhejiang",
    "JS-12": "jiangsu",
    "JS-15": "jiangsu",
}
FILES = (
    "plugins/wuhan/tests/test_counter.py",
    "mockservers/tests/desk/test_counter_units.py",
    "mockservers/tests/shanghai/test_access.py",
    "mockservers/tests/beijing/test_looking.py",
    "mockservers/tests/zhejiang/test_progress.py",
    "mockservers/tests/zhejiang/test_enrolment.py",
    "mockservers/tests/jiangsu/test_retirement.py",
)
"""Quick files that pin them: in the hall's words, in what it does, in what the plugin gives, in the book."""
WITHOUT_A_SWITCH = {"WH-51", "WH-128"}
"""Papers that stand in the code as they stand in the source: there is no place where the rule alone could be off."""
IDLE = {
    "WH-120": Verdict.UNPROVED,
    "WH-63": Verdict.UNREACHED,
    "WH-132": Verdict.UNREACHED,
    "WH-51": Verdict.UNMARKED,
}
IDLE_TESTS = """
import pytest
from sigateway.plugin import Rulebook, load_layer

BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])


@pytest.mark.rule("WH-120")
def test_that_looks_and_says_nothing():
    assert BOOK.rule("WH-120").figures


@pytest.mark.rule("WH-63")
def test_that_never_comes_across_it():
    assert "WH-63" in BOOK


@pytest.mark.rule("WH-132")
def test_that_fails_as_things_are():
    assert not BOOK.rule("WH-132").figures
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """The slice, and rules whose tests cannot fail, in one process."""
    idle = tmp_path_factory.mktemp("idle") / "test_idle.py"
    idle.write_text(IDLE_TESTS, encoding="utf-8")
    rules = SLICE | dict.fromkeys(IDLE, "wuhan")
    return {each.rule: each for each in run(rules, tests=[*map(Path, FILES), idle], root=ROOT)}


def test_a_marked_test_fails_for_each_rule_that_is_off(outcomes: dict[str, Outcome]) -> None:
    chosen = [outcomes[rule] for rule in SLICE]
    assert {each.rule: each.verdict for each in chosen} == dict.fromkeys(SLICE, Verdict.PROVED)
    assert [each.rule for each in chosen if each.red] == []
    failed = {trial.place for each in chosen for trial in each.trials if trial.proof is Proof.FAILED}
    assert failed == set(Place)


def test_tests_that_cannot_fail_turn_it_red(outcomes: dict[str, Outcome]) -> None:
    assert {rule: outcomes[rule].verdict for rule in IDLE} == IDLE
    assert [rule for rule in IDLE if outcomes[rule].verdict.fine] == []
    assert [trial.proof for trial in outcomes["WH-120"].trials] == [Proof.PASSED]
    (red,) = outcomes["WH-132"].red
    assert red.endswith("test_that_fails_as_things_are")


def test_what_is_shown(outcomes: dict[str, Outcome]) -> None:
    shown = as_json(outcomes.values())
    by_rule = {each["rule"]: each for each in shown["rules"]}
    assert by_rule["WH-120"]["verdict"] == "unproved"
    assert by_rule["WH-120"]["off"] == {
        "book": {"reached_by": 1, "proof": "passed", "failed": [], "stumbled": []}
    }
    assert "test_papers_and_schemes_of_registration" in by_rule["WH-67"]["off"]["conduct"]["failed"][0]
    totals = shown["totals"]["wuhan"]
    assert (totals["rules"], totals["proved"], totals["unproved"], totals["no marked test"]) == (7, 3, 1, 1)
    assert table(outcomes.values()).row_count == len(outcomes)


@pytest.mark.deep
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("region", sorted(set(SLICE.values())))
def test_no_rule_of_a_region_can_be_off_unseen(region: str) -> None:
    outcomes = list(run(dict.fromkeys(rules_of(region), region), root=ROOT))
    assert {each.rule: each.verdict for each in outcomes if not _is_proved(each)} == {}
    assert {each.rule: each.red for each in outcomes if each.red} == {}


def _is_proved(outcome: Outcome) -> bool:
    unswitched = outcome.verdict is Verdict.NO_SWITCH and outcome.rule in WITHOUT_A_SWITCH
    return unswitched or outcome.verdict is Verdict.PROVED
