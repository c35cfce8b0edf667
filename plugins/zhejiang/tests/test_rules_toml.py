"""The Zhejiang rules are complete, cited and dated; figures that the text states are pinned to the text."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from sigateway.filings.findings import Grade
from sigateway.plugin import Rulebook, load_layer
from sigateway.rules import Kind, Rule

BOOK = Rulebook.merged([load_layer("sigateway_zhejiang")])
TODAY = date(2026, 11, 22)


def test_every_rule_of_the_rulebook_is_there_in_order() -> None:
    assert [rule.id for rule in BOOK.rules] == [f"ZJ-{number:02d}" for number in range(1, 44)]


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_each_rule_is_cited_and_dated_sanely(rule: Rule) -> None:
    assert rule.statement.endswith(".")
    assumed = rule.cited.kind == "assumption"
    assert not assumed or rule.grade is Grade.E0, "what we assume is graded E0"
    assert assumed or rule.words, "what is cited quotes key words"
    assert ("third party" in rule.cited.kind) <= (rule.grade <= Grade.E1), "a third party is no official text"
    for figures in rule.figures:
        assert date(2010, 1, 1) <= figures.effective_from <= TODAY
    starts = [figures.effective_from for figures in rule.figures]
    assert all(earlier < later for earlier, later in pairwise(starts))


@pytest.mark.parametrize(
    "rule", [r for r in BOOK.rules if Kind.PREFLIGHT in r.kind and r.id != "ZJ-05"], ids=lambda rule: rule.id
)
def test_a_preflight_rule_says_when_it_can_be_known(rule: Rule) -> None:
    assert rule.known is not None
    assert rule.stage is not None


@pytest.mark.rule("ZJ-08", "ZJ-18")
def test_last_month_or_this_one() -> None:
    """可从办理的上月或者当月开始参保; 可选择办理的上月或者当月."""
    assert BOOK.figure("ZJ-08", "months_back", on=TODAY) == 1
    assert BOOK.figure("ZJ-18", "months_back", on=TODAY) == 1


@pytest.mark.rule("ZJ-06", "ZJ-16", "ZJ-25", "ZJ-32", "ZJ-37")
@pytest.mark.parametrize(
    ("rule", "way"),
    [
        ("ZJ-06", "参保征缴 → 社会保险职工参保登记"),
        ("ZJ-16", "参保征缴 → 社会保险职工暂停参保"),
        ("ZJ-25", "个人服务 → 社保/医保 → 其他服务 → 社保证明打印"),
        ("ZJ-32", "社保 → 热门应用 → 社保证明打印"),
        ("ZJ-37", "灵活就业人员参保登记 → 在线办理"),
    ],
)
def test_the_way_through_the_menu_is_that_of_the_notice(rule: str, way: str) -> None:
    assert BOOK.text(rule, "menu", on=TODAY) == way


@pytest.mark.rule("ZJ-23", "ZJ-31", "ZJ-40", "ZJ-42")
@pytest.mark.parametrize("rule", ["ZJ-23", "ZJ-31", "ZJ-40", "ZJ-42"])
def test_what_the_notice_leaves_open_is_a_setting_and_graded_as_assumed(rule: str) -> None:
    assert BOOK.rule(rule).grade is Grade.E0
    assert BOOK.rule(rule).figures


@pytest.mark.rule("ZJ-10")
def test_the_minimum_wage_says_how_little_it_is_evidenced() -> None:
    assert BOOK.text("ZJ-10", "evidence", on=TODAY) == "E0"
