"""The Shanghai rules are complete, cited and dated; figures that the manual states are pinned to its text."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from sigateway.errors import RuleNotKnown
from sigateway.filings.findings import Grade
from sigateway.rules import Kind, Rule, Rulebook, load_layer

BOOK = Rulebook.merged([load_layer("sigateway_shanghai")])
TODAY = date(2026, 11, 22)


def test_every_rule_of_the_rulebook_is_there_in_order() -> None:
    assert [rule.id for rule in BOOK.rules] == [f"SH-{number:02d}" for number in range(1, 34)]


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_each_rule_is_cited_and_dated_sanely(rule: Rule) -> None:
    assert rule.statement.endswith(".")
    assumed = rule.cited.kind == "assumption"
    assert not assumed or rule.grade is Grade.E0, "what we assume is graded E0"
    assert assumed or rule.words, "what is cited quotes key words"
    assert ("third party" in rule.cited.kind) <= (rule.grade <= Grade.E1), "a third party is no official text"
    for figures in rule.figures:
        assert date(2010, 1, 1) <= figures.effective_from <= TODAY
        assert figures.until is None or figures.effective_from <= figures.until
    starts = [figures.effective_from for figures in rule.figures]
    assert all(earlier < later for earlier, later in pairwise(starts))


@pytest.mark.parametrize(
    "rule", [r for r in BOOK.rules if Kind.PREFLIGHT in r.kind], ids=lambda rule: rule.id
)
def test_a_preflight_rule_says_when_it_can_be_known(rule: Rule) -> None:
    assert rule.known is not None


@pytest.mark.rule("SH-19", "SH-22")
def test_the_window_is_that_of_the_manual() -> None:
    """每月5日…9时—26日…16时, 暂定为: dated."""
    names = ("day_from", "time_from", "day_to", "time_to")
    assert [BOOK.text("SH-19", name, on=TODAY) for name in names] == ["5", "09:00", "26", "16:00"]


@pytest.mark.rule("SH-29")
def test_months_back_and_minimum_wage() -> None:
    """不得早于申报当月之前的6个月 (a third party's page); 2690 and from July 2025 2740 yuan, both unverified."""
    assert BOOK.figure("SH-29", "months_back", on=TODAY) == 6
    assert BOOK.figure("SH-29", "minimum_wage", on=date(2025, 6, 30)) == 2690
    assert BOOK.figure("SH-29", "minimum_wage", on=date(2025, 7, 1)) == 2740
    with pytest.raises(RuleNotKnown):
        BOOK.figure("SH-29", "minimum_wage", on=date(2023, 6, 30))


@pytest.mark.rule("SH-23")
@pytest.mark.parametrize(
    ("day", "floor", "ceiling"),
    [
        (date(2023, 7, 1), 7310, 36549),
        (date(2024, 6, 30), 7310, 36549),
        (date(2024, 7, 1), 7384, 36921),
        (date(2025, 6, 30), 7384, 36921),
        (date(2025, 7, 1), 7460, 37302),
        (date(2026, 6, 30), 7460, 37302),
    ],
)
def test_floor_and_ceiling_are_dated(day: date, floor: int, ceiling: int) -> None:
    assert [BOOK.figure("SH-23", name, on=day) for name in ("floor", "ceiling")] == [floor, ceiling]


@pytest.mark.rule("SH-23")
def test_what_nobody_has_published_is_not_handed_out() -> None:
    with pytest.raises(RuleNotKnown):
        BOOK.figure("SH-23", "floor", on=date(2026, 7, 1))


@pytest.mark.rule("SH-30", "SH-31", "SH-32")
def test_open_questions_are_settings_by_their_widest_reading() -> None:
    assert BOOK.text("SH-30", "ends_move_for", on=TODAY) == "public_holidays"
    assert BOOK.text("SH-31", "hours", on=TODAY) == "continuous"
    assert BOOK.text("SH-32", "later_filings_block", on=TODAY) == "same_person"
    assert {BOOK.rule(rule).grade for rule in ("SH-30", "SH-31", "SH-32")} == {Grade.E0}


def test_the_hall_is_waited_for_longer_than_a_request_may_take() -> None:
    assert BOOK.hall("settling_seconds") > BOOK.hall("request_timeout_seconds") > 0
    assert BOOK.hall("max_sessions") >= 1
    assert BOOK.hall("requests_per_second") > 0
