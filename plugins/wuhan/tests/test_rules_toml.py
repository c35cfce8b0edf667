"""The Wuhan rules are complete, cited and dated; figures that the texts state are pinned to the texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from sigateway.errors import RuleNotKnown
from sigateway.filings.findings import Grade
from sigateway.rules import Kind, Rule, Rulebook, load_layer

BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])
TODAY = date(2026, 11, 22)


def test_every_rule_of_the_rulebook_is_there_in_order() -> None:
    of_the_rulebook = [rule.id for rule in BOOK.rules if "PROJECT" not in rule.id]
    assert of_the_rulebook == [f"WH-{number:02d}" for number in range(1, 143)]


@pytest.mark.rule("WH-PROJECT-27", "WH-PROJECT-88")
def test_what_no_source_has_is_a_rule_of_this_project_and_graded_as_assumed() -> None:
    own = [rule for rule in BOOK.rules if "PROJECT" in rule.id]
    assert [(rule.id, rule.grade) for rule in own] == [
        ("WH-PROJECT-27", Grade.E0),
        ("WH-PROJECT-88", Grade.E0),
    ]
    with pytest.raises(RuleNotKnown):
        figure("WH-PROJECT-88", "floor")


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
    assert rule.stage is not None or Kind.HALL not in rule.kind


def figure(rule: str, name: str, on: date = TODAY) -> Decimal:
    return BOOK.figure(rule, name, on=on)


@pytest.mark.rule("WH-53")
def test_ages_of_first_enrolment_online() -> None:
    """女年满16周岁小于40周岁、男年满16周岁小于50周岁."""
    assert [figure("WH-53", "women_from"), figure("WH-53", "women_below")] == [16, 40]
    assert [figure("WH-53", "men_from"), figure("WH-53", "men_below")] == [16, 50]


@pytest.mark.rule("WH-56")
def test_months_of_back_payment() -> None:
    """补缴时间最长不得超过3个月（含当月）."""
    assert figure("WH-56", "months") == 3
    assert BOOK.flag("WH-56", "includes_current", on=TODAY)


@pytest.mark.rule("WH-50", "WH-71", "WH-102", "WH-134")
def test_day_20_binds_papers_and_arrears_and_is_itself_in_time() -> None:
    """于当月20日前; 每月20日之前. That day 20 is included is our reading of a gap: graded as assumed."""
    assert [figure(rule, "day") for rule in ("WH-50", "WH-71", "WH-102")] == [20, 20, 20]
    assert BOOK.flag("WH-134", "included", on=TODAY)
    assert BOOK.rule("WH-134").grade is Grade.E0


@pytest.mark.rule("WH-37")
def test_minutes_of_review() -> None:
    """通常要等候3-5分钟."""
    assert [figure("WH-37", "minutes_from"), figure("WH-37", "minutes_to")] == [3, 5]


@pytest.mark.rule("WH-27")
def test_rates_are_history_and_not_handed_out_for_today() -> None:
    """28%（20+8）, 10%（8+2）, 3%（2+1）, 0.7%."""
    then = date(2012, 6, 1)
    assert figure("WH-27", "pension_unit", then) + figure("WH-27", "pension_person", then) == 28
    assert figure("WH-27", "medical_unit", then) + figure("WH-27", "medical_person", then) == 10
    assert figure("WH-27", "unemployment_unit", then) + figure("WH-27", "unemployment_person", then) == 3
    assert figure("WH-27", "maternity_unit", then) == Decimal("0.7")
    with pytest.raises(RuleNotKnown):
        figure("WH-27", "pension_unit")


@pytest.mark.rule("WH-22", "WH-23", "WH-29")
def test_days_of_registration_and_enrolment() -> None:
    """自成立之日起三十日内; 每月1-22日工作日; 自用工之日起三十日内."""
    assert figure("WH-22", "days") == 30
    assert [figure("WH-23", "day_from"), figure("WH-23", "day_to")] == [1, 22]
    assert figure("WH-29", "days") == 30


@pytest.mark.rule("WH-88")
def test_no_contribution_base_is_made_up() -> None:
    with pytest.raises(RuleNotKnown):
        figure("WH-88", "floor")


@pytest.mark.rule("WH-132", "WH-133")
def test_where_the_texts_disagree_the_guide_is_followed() -> None:
    assert BOOK.text("WH-132", "annual_wage_visit", on=TODAY) == "every_unit"
    for setting in ("every_unit", "ordinary_units", "nobody"):
        assert setting in BOOK.rule("WH-132").statement
    assert BOOK.flag("WH-133", "vip_suspension_copy", on=TODAY)
    assert BOOK.flag("WH-133", "vip_payment_confirmation", on=TODAY)


def test_the_hall_is_waited_for_longer_than_a_request_may_take() -> None:
    assert BOOK.hall("settling_seconds") > BOOK.hall("request_timeout_seconds") > 0
    assert BOOK.hall("review_poll_seconds") <= figure("WH-37", "minutes_from") * 60
    assert BOOK.hall("max_sessions") >= 1
    assert BOOK.hall("requests_per_second") > 0
